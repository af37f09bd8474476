"""The doors, each over a book of its own: HTTP, the command line, the import of a file, and the workflows' activity.

What a door cannot carry goes straight into its ledger, so that the books stay alike.
"""

import asyncio
import csv
import json
import re
from abc import ABC, abstractmethod
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import httpx2
import pytest
import yaml
from given import AFTERWARDS, REGISTER, TERMS
from temporalio.exceptions import ApplicationError

import cli
import wiring
from activities.recording import Outcome, Recording
from api import tokens
from api.app import create_app
from domain.authority.roles import ENGINE, WORKFLOW, claims_to_be_minutebook
from domain.decider import COMMANDS, PlanCommand
from domain.value import Act, Refused
from exchange.mapping import ID_FIELD
from ledger.record import Entry, Record, plan_event
from wiring import Settings, open_office


class Answer(NamedTuple):
    """What came of a command: its events, or the rule that refused it with its sentence."""

    events: tuple[Any, ...] = ()
    rule: str | None = None
    because: str | None = None


NOBODY = "workflows-act-alone"
"""The rule that whoever claims to be Minutebook meets."""


class Door(ABC):
    """A way in. Its book is a simulated one, whose clock stands at `AFTERWARDS`."""

    name: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(wiring, "read_authorities", lambda _: REGISTER)
            self.office = open_office(Settings(folder=folder), begins=AFTERWARDS)

    @abstractmethod
    def carries(self, command: PlanCommand, act: Act, *, opened: bool) -> bool:
        """Whether it can be asked here; `opened`: whether there is a plan yet."""

    @abstractmethod
    def say(self, plan: str, command: PlanCommand, act: Act) -> tuple[str, str] | None:
        """Ask here; the rule that refused it and its sentence, or None."""

    def ask(self, plan: str, command: PlanCommand, act: Act) -> Answer:
        """Ask here, and see what is in the book then."""
        return self._seen(plan, lambda: self.say(plan, command, act))

    def enter(self, plan: str, command: PlanCommand, act: Act) -> Answer:
        """Ask the ledger itself."""
        return self._seen(plan, lambda: self._enter(plan, command, act))

    def lines(self, plan: str) -> list[Record]:
        return list(self.office.ledger.lines(plan))

    def close(self) -> None:
        """The book is closed."""
        self.office.ledger.store.close()

    def _seen(self, plan: str, ask: Any) -> Answer:
        before = self.office.ledger.head()
        refused = ask()
        lines = self.office.ledger.after(before, plans=[plan])
        return Answer(tuple(map(plan_event, lines)), *(refused or ()))

    def _enter(self, plan: str, command: PlanCommand, act: Act) -> tuple[str, str] | None:
        try:
            if is_minutebook(act):
                self.office.ledger.record_as_minutebook(plan, command)
            else:
                asked = Entry(
                    plan=plan, command=command, by=act.by, acting_as=act.acting_as, on_behalf_of=act.on_behalf_of
                )
                self.office.ledger.record(asked)
        except Refused as refused:
            return refused.rule, refused.because
        return None


def is_minutebook(act: Act) -> bool:
    return (act.by, act.acting_as, act.on_behalf_of) == (WORKFLOW, ENGINE, None)


def claims_it(act: Act) -> bool:
    return claims_to_be_minutebook(act.by, act.acting_as, act.on_behalf_of)


class OverHttp(Door):
    """Everybody has a token, for every post that there is and one that there is not."""

    name = "HTTP"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        transport = httpx2.ASGITransport(app=create_app(self.office), raise_app_exceptions=False)
        self._client = httpx2.AsyncClient(transport=transport, base_url="http://minutebook.test")
        self._loop = asyncio.Runner()
        self._tokens: dict[str, str] = {}

    def carries(self, command: PlanCommand, act: Act, *, opened: bool) -> bool:
        return act.by != WORKFLOW  # nobody can be given a token of that name (tests/api/test_api_tokens.py)

    def say(self, plan: str, command: PlanCommand, act: Act) -> tuple[str, str] | None:
        said = {"acting_as": act.acting_as, "on_behalf_of": act.on_behalf_of}
        asked = said | {"do": command.name, "with": fields_of(command)}
        post = self._client.post(f"/plans/{plan}/commands", json=asked, headers=self._token_of(act.by))
        answer = self._loop.run(post)
        body = answer.json()
        if answer.status_code == 200:
            return None
        if body["type"].endswith("/not-your-post"):
            assert act.acting_as == ENGINE, body  # no token holds it, and the ledger need not be asked
            return NOBODY, body["detail"]
        return body["rule"], body["detail"]

    def _token_of(self, person: str) -> dict[str, str]:
        if person not in self._tokens:
            self._tokens[person] = tokens.add(self.folder, person, [*TERMS.posts, "head-of-highways"])
        return {"Authorization": f"Bearer {self._tokens[person]}"}

    def close(self) -> None:
        self._loop.run(self._client.aclose())
        self._loop.close()
        super().close()


class _InThisProcess(Door):
    """A door of the `minutebook` command; the authority's file is read once and for all."""

    def _ran(self, *words: str) -> tuple[int, str, str]:
        """Its exit code, and what it says."""
        with (
            pytest.MonkeyPatch.context() as patch,
            redirect_stdout(StringIO()) as out,
            redirect_stderr(StringIO()) as err,
        ):
            patch.setenv("MINUTEBOOK_DATA", str(self.folder))
            patch.delenv("MINUTEBOOK_DATABASE_URL", raising=False)
            patch.setattr(wiring, "read_authorities", lambda _: REGISTER)
            code = cli.run(list(words))
        return code, out.getvalue(), err.getvalue()


class OnTheCommandLine(_InThisProcess):
    name = "the command line"

    def carries(self, command: PlanCommand, act: Act, *, opened: bool) -> bool:
        return True

    def say(self, plan: str, command: PlanCommand, act: Act) -> tuple[str, str] | None:
        fields = json.dumps(fields_of(command))
        who = ("--plan", plan, "--by", act.by, "--as", act.acting_as)
        whom = ("--on-behalf-of", act.on_behalf_of) if act.on_behalf_of else ()
        code, _, err = self._ran("do", command.name, *who, *whom, "--json", fields)
        assert (code == 1) is bool(err), err
        return _ruled(err) if code else None


class ByImport(_InThisProcess):
    """Each finding and each action comes as a CSV file of one row, unlike any before it."""

    name = "import"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._files = 0
        self._columns: dict[str, list[str]] = {
            do: [name for name in COMMANDS[do].model_fields if name != "milestones"] for do in ID_FIELD
        }
        for do, columns in self._columns.items():
            mapping = {"mapping": 1, "tables": [{"do": do, "fields": {name: {"heading": name} for name in columns}}]}
            (folder / f"{do}.yaml").write_text(yaml.safe_dump(mapping), encoding="utf-8")

    def carries(self, command: PlanCommand, act: Act, *, opened: bool) -> bool:
        return command.name in ID_FIELD and act.on_behalf_of is None and opened

    def say(self, plan: str, command: PlanCommand, act: Act) -> tuple[str, str] | None:
        self._files += 1
        file = self.folder / "import.csv"
        cells = {name: "; ".join(v) if isinstance(v, list) else v for name, v in fields_of(command).items()}
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, [*self._columns[command.name], "number"])
            writer.writeheader()
            writer.writerow(cells | {"number": self._files})
        mapping = str(self.folder / f"{command.name}.yaml")
        who = ("--by", act.by, "--as", act.acting_as)
        _, out, err = self._ran("import", plan, str(file), *who, "--mapping", mapping, "--json")
        assert not err, err
        problems = json.loads(out)["problems"]
        return _ruled(problems[0]["sentence"]) if problems else None


class ByAWorkflow(Door):
    name = "a workflow"

    def carries(self, command: PlanCommand, act: Act, *, opened: bool) -> bool:
        return is_minutebook(act)

    def say(self, plan: str, command: PlanCommand, act: Act) -> tuple[str, str] | None:
        fields = command.model_dump(mode="json")
        try:
            Recording(self.office.desk).record(Outcome(plan=plan, command=command.name, fields=fields, at=AFTERWARDS))
        except ApplicationError as refused:
            return _ruled(refused.message)
        return None


DOORS = (OverHttp, OnTheCommandLine, ByImport, ByAWorkflow)


def fields_of(command: PlanCommand) -> dict[str, Any]:
    """What somebody would write of it."""
    return command.model_dump(mode="json", exclude_none=True)


def _ruled(sentence: str) -> tuple[str, str]:
    """The rule that a sentence ends with, and the rest."""
    found = re.fullmatch(r"(.+) \(rule: ([a-z0-9-]+)\)\n?", sentence, flags=re.DOTALL)
    assert found, sentence
    return found[2], found[1]
