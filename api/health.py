"""For whoever watches the process; no token is needed, and nothing is told."""

from fastapi import APIRouter

from api.asking import TheOffice
from api.problems import UNAVAILABLE, declared
from api.shapes import Health

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", summary="The process answers")
def live() -> Health:
    return Health(status="live")


@router.get("/ready", summary="The ledger can be used", responses=declared(UNAVAILABLE))
def ready(office: TheOffice) -> Health:
    office.ledger.head()
    return Health(status="ready")
