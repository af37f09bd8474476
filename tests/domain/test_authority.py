"""Who may do what: one table, and what is not in it nobody may do."""

import pytest
from given import TERMS, given, usual_act
from pydantic import ValidationError
from samples import COMMAND_SAMPLES, agree_prompt_strategy_meetings, findings_recorded, open_the_plan, opened

from domain.authority.duties import MAY, may_act
from domain.authority.roles import ENGINE, Role, titled
from domain.authority.state import Authority, Retention
from domain.decider import COMMANDS
from domain.value import Refused

POST: dict[Role, str] = {roles[0]: post for post, roles in TERMS.posts.items()} | {"engine": ENGINE}
EVERY_PAIR = [(command, role) for command in COMMANDS for role in POST]


def changed(**parts: object) -> Authority:
    return Authority.model_validate(TERMS.model_dump() | parts)


def test_every_command_is_in_the_table_and_the_table_has_no_other() -> None:
    assert set(MAY) == set(COMMANDS)


def test_somebody_may_do_every_command() -> None:
    assert all(MAY.values())


@pytest.mark.parametrize(("command", "role"), EVERY_PAIR)
def test_a_post_may_do_what_the_table_says_of_its_role_and_nothing_else(command: str, role: Role) -> None:
    act = usual_act(COMMAND_SAMPLES[command], by="p-01", acting_as=POST[role])
    if role in MAY[command]:
        may_act(command, act, TERMS)
    else:
        with pytest.raises(Refused, match="post-may-do-it"):
            may_act(command, act, TERMS)


@pytest.mark.parametrize("role", POST)
def test_a_command_that_the_table_does_not_know_is_for_nobody(role: Role) -> None:
    act = usual_act(open_the_plan, by="p-01", acting_as=POST[role])
    with pytest.raises(Refused, match="that is for nobody"):
        may_act("erase-plan", act, TERMS)


@pytest.mark.parametrize("command", COMMANDS)
def test_neither_auditor_nor_cabinet_nor_scrutiny_enters_anything(command: str) -> None:
    takes_out = {"auditor"} if command == "record-export" else set()
    assert MAY[command] & {"auditor", "cabinet", "scrutiny", "head-of-paid-service"} == takes_out


def test_only_minutebook_records_what_a_clock_brought_and_who_reads() -> None:
    clocks = {"warn-of-deadline", "miss-deadline", "record-reminder", "escalate", "confirm-implementable"}
    clocks |= {"escalate-vacancy"}
    clocks |= {"chase-action", "chase-evidence", "remind-of-review", "freeze-pack", "note-infeasible"}
    clocks |= {"chase-scrutiny-answer", "note-delegation-run-out", "chase-call-in"}
    assert {command for command, roles in MAY.items() if roles == {"engine"}} == {*clocks, "record-access"}


def test_a_post_that_the_authority_does_not_have_does_nothing() -> None:
    given().when(open_the_plan, acting_as="head-of-highways").refused("post-is-known", saying="head-of-highways")


def test_a_post_without_a_role_does_nothing() -> None:
    idle = changed(posts=TERMS.posts | {"honorary-alderman": ()})
    with pytest.raises(Refused, match="post-is-known"):
        may_act("open-plan", usual_act(open_the_plan, acting_as="honorary-alderman"), idle)


def test_the_clerk_agrees_no_action() -> None:
    given(*findings_recorded).when(
        agree_prompt_strategy_meetings, by="dso-01", acting_as="democratic-services-officer"
    ).refused("post-may-do-it", saying="improvement-lead")


def test_who_may_not_act_is_refused_even_where_it_stands_already() -> None:
    given(*opened).when(open_the_plan, by="aud-01", acting_as="internal-auditor").refused("post-may-do-it")


def test_no_authority_may_give_the_workflows_post_or_role_to_a_person() -> None:
    with pytest.raises(ValidationError, match="belong to Minutebook"):
        changed(posts=TERMS.posts | {ENGINE: ("auditor",)})
    with pytest.raises(ValidationError, match="belong to Minutebook"):
        changed(posts=TERMS.posts | {"night-clerk": ("engine",)})


@pytest.mark.parametrize("named", ["deadlines_warn", "submitted_by"])
def test_whoever_the_terms_name_is_among_the_posts(named: str) -> None:
    with pytest.raises(ValidationError, match="add it to posts"):
        changed(**{named: "head-of-highways"})


def test_two_addressees_have_two_ids() -> None:
    with pytest.raises(ValidationError, match="same id"):
        changed(addressees=[TERMS.addressees[0], TERMS.addressees[0]])


def test_a_statement_has_an_addressee() -> None:
    with pytest.raises(ValidationError):
        changed(addressees=[])


def test_the_digest_of_the_terms_changes_with_the_terms_and_with_nothing_else() -> None:
    assert changed().digest == TERMS.digest
    assert changed(version="2022-05").digest != TERMS.digest


def test_terms_that_leave_the_later_parts_open_are_written_and_sealed_as_they_were_before_there_were_any() -> None:
    later = {"governance", "key_decisions", "clear_days", "decision_statement", "vacancy", "retention"}
    older = Authority.model_validate(TERMS.model_dump(exclude={*later, "version"}) | {"version": "2022-04"})
    assert not later & older.model_dump().keys()
    assert Authority.model_validate_json(older.model_dump_json()).digest == older.digest


def test_the_terms_say_for_how_many_years_records_stay_open() -> None:
    assert TERMS.retention == Retention(decisions=6, background_papers=4, source="access to information rule 6")


def test_a_post_is_read_aloud_by_its_title() -> None:
    assert titled("director-of-childrens-services") == "Director of Children's Services"
    assert titled("hm-chief-inspector") == "HM Chief Inspector"
