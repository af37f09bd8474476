"""What plans are about: areas of practice, each with the post that owns it and a measure that can be read."""

from typing import NamedTuple


class Area(NamedTuple):
    """`measure` follows a percentage; it is about `low` when the plan begins, and is meant to reach `target`."""

    subject: str
    owner: str
    measure: str
    low: int
    target: int


AREAS = (
    Area("decisions at the front door", "head-of-early-help", "of contacts decided within one working day", 58, 95),
    Area(
        "early help assessments", "head-of-early-help", "of early help assessments done within 30 working days", 49, 85
    ),
    Area("stepping down to early help", "head-of-early-help", "of closed cases with a plan for early help", 38, 80),
    Area("strategy discussions", "head-of-safeguarding", "of strategy discussions held with police and health", 55, 90),
    Area("child protection enquiries", "head-of-safeguarding", "of enquiries done within 15 working days", 67, 95),
    Area("social work assessments", "head-of-safeguarding", "of assessments on time, within 45 working days", 63, 90),
    Area("visits to children in need", "head-of-safeguarding", "of children in need visited when due", 57, 90),
    Area("core group meetings", "head-of-safeguarding", "of core groups that met within six weeks", 60, 95),
    Area("pre-proceedings work", "head-of-safeguarding", "of pre-proceedings ended within 16 weeks", 44, 80),
    Area("children missing from home", "head-of-safeguarding", "of return interviews held within 72 hours", 41, 85),
    Area("exploitation outside the home", "head-of-safeguarding", "of risk assessments reviewed each month", 46, 90),
    Area(
        "initial visits to children in care",
        "head-of-children-in-care",
        "of children visited in their first week",
        62,
        95,
    ),
    Area(
        "permanence planning",
        "head-of-children-in-care",
        "of children with a plan for permanence by month four",
        51,
        90,
    ),
    Area("health assessments", "head-of-children-in-care", "of initial health assessments on time", 36, 85),
    Area("personal education plans", "head-of-children-in-care", "of education plans judged good", 53, 90),
    Area("life-story work", "head-of-children-in-care", "of children whose life-story work is up to date", 29, 75),
    Area("time with brothers and sisters", "head-of-children-in-care", "of plans that say when siblings meet", 48, 90),
    Area("private fostering", "head-of-children-in-care", "of private fostering visits made on time", 54, 95),
    Area("pathway plans", "head-of-care-leaver-services", "of pathway plans reviewed within six months", 57, 92),
    Area("care leavers' homes", "head-of-care-leaver-services", "of care leavers in suitable homes", 79, 95),
    Area(
        "care leavers' work and training", "head-of-care-leaver-services", "of care leavers in work or learning", 46, 65
    ),
    Area(
        "health histories of care leavers",
        "head-of-care-leaver-services",
        "of care leavers with a health history",
        33,
        90,
    ),
    Area(
        "supervision of social workers",
        "head-of-social-work-practice",
        "of social workers supervised that month",
        54,
        95,
    ),
    Area("management oversight", "head-of-social-work-practice", "of files with a decision in six weeks", 47, 90),
    Area(
        "social workers' caseloads",
        "head-of-social-work-practice",
        "of social workers with 18 children or fewer",
        52,
        85,
    ),
    Area("recruitment and retention", "head-of-social-work-practice", "of social work posts filled for good", 61, 85),
    Area("children's written plans", "head-of-social-work-practice", "of plans audited as good or better", 34, 75),
    Area(
        "direct work with children", "head-of-social-work-practice", "of files that hold the child's own views", 50, 90
    ),
    Area("case audits", "head-of-quality-assurance", "of audits moderated within four weeks", 41, 90),
    Area("independent reviewing", "head-of-quality-assurance", "of concerns answered within ten working days", 45, 90),
    Area(
        "child protection conferences", "head-of-quality-assurance", "of first conferences held within 15 days", 70, 95
    ),
    Area(
        "learning from complaints", "head-of-quality-assurance", "of complaints answered at stage one in time", 52, 90
    ),
    Area("enough foster homes", "head-of-childrens-commissioning", "of children placed within 20 miles", 64, 82),
    Area("unregistered homes", "head-of-childrens-commissioning", "of placements in registered homes", 91, 100),
    Area("emotional health services", "head-of-childrens-commissioning", "of referrals seen within four weeks", 39, 80),
    Area(
        "advocacy and independent visitors",
        "head-of-childrens-commissioning",
        "of children offered an advocate",
        55,
        95,
    ),
    Area("performance reports", "head-of-digital-services", "of team reports issued by the fifth working day", 48, 98),
    Area("the case management system", "head-of-digital-services", "of mandatory forms complete", 66, 95),
)
