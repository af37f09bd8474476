"""All that can happen to a plan: the chapters' events together."""

from typing import get_args

from domain.allowance.events import AllowanceEvent
from domain.approval.events import ApprovalEvent
from domain.authority.events import TermsAdopted
from domain.bringing_forward.events import BringForwardEvent
from domain.call_in.events import CallInEvent
from domain.closing.events import ClosingEvent
from domain.correction.events import FactCorrected
from domain.deadline.events import DeadlineEvent
from domain.delivery.events import DeliveryEvent
from domain.disclosure.events import DisclosureEvent
from domain.drafting.events import DraftingEvent
from domain.erasure.events import ErasureEvent
from domain.evidence.events import EvidenceEvent
from domain.finalisation.events import FinalisationEvent
from domain.inspection.events import InspectionEvent
from domain.intervention.events import InterventionEvent
from domain.measures.events import MeasureEvent
from domain.meeting.events import MeetingEvent
from domain.monitoring.events import MonitoringEvent
from domain.notice.events import NoticeEvent
from domain.retention.events import RetentionEvent
from domain.route.events import RouteEvent
from domain.scrutiny.events import ScrutinyEvent
from domain.submission.events import SubmissionEvent
from domain.working_days.events import WorkingDaysEvent

PlanEvent = (
    InspectionEvent
    | DeadlineEvent
    | DraftingEvent
    | NoticeEvent
    | ApprovalEvent
    | CallInEvent
    | FinalisationEvent
    | ScrutinyEvent
    | SubmissionEvent
    | DeliveryEvent
    | EvidenceEvent
    | MeasureEvent
    | MonitoringEvent
    | InterventionEvent
    | AllowanceEvent
    | RouteEvent
    | TermsAdopted
    | BringForwardEvent
    | ClosingEvent
    | WorkingDaysEvent
    | MeetingEvent
    | DisclosureEvent
    | RetentionEvent
    | FactCorrected
    | ErasureEvent
)
PLAN_EVENTS: tuple[type[PlanEvent], ...] = get_args(PlanEvent)
