"""What may be asked of the calendar that a plan counts on."""

from hashlib import sha256
from typing import ClassVar, Self

import rfc8785
from pydantic import model_validator

from domain.value import Command, Day, Id, Text
from domain.working_days.events import Holiday


class AdoptCalendar(Command):
    """Count the plan's working days with these days added and removed, and what still runs anew.

    `revision` names it for good; `source` is what proclaims it, such as a Royal Proclamation.
    """

    name: ClassVar[str] = "adopt-calendar"
    revision: Id
    source: Text
    added: tuple[Holiday, ...] = ()
    removed: tuple[Day, ...] = ()

    @model_validator(mode="after")
    def _names_each_day_once(self) -> Self:
        days = [*(holiday.day for holiday in self.added), *self.removed]
        if not days:
            raise ValueError("it neither adds nor removes a day: name one")
        if len(set(days)) != len(days):
            raise ValueError("a day stands in it twice: name each once")
        return self

    @property
    def digest(self) -> str:
        """SHA-256 over the RFC 8785 canonical JSON of the revision, whatever the order of its days."""
        said = self.model_dump(mode="json")
        said["added"].sort(key=lambda holiday: holiday["day"])
        said["removed"].sort()
        return sha256(rfc8785.dumps(said)).hexdigest()


WorkingDaysCommand = AdoptCalendar
