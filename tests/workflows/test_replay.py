"""Workflows that began under an earlier release go on under this one."""

import difflib
import json
from pathlib import Path

import pytest
from fingerprint import KEPT, MODULES, ROOT, fingerprint, fingerprints
from make_golden import CONTINUED, DIARY_CONTINUED, GOLDEN, PATHS
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from worker import WORKFLOWS

HISTORIES = sorted(GOLDEN.glob("*.json"))

CHANGED = """
The workflows' commands are not those in tests/workflows/fingerprint.json:

{difference}

A workflow that is running now, months into its life, will be replayed with this code. If a step, a timer, or what it is
given has changed, keep the old way for those that began under it:

    if workflow.patched("2026-11-warn-twice"):
        ...  the new way
    else:
        ...  the old way

If all that changed is names or words, or no workflow runs anywhere yet, there is nothing to patch. Then keep the new
fingerprint and read the difference that it makes, and keep the history of each new path:

    .venv/bin/python tests/workflows/fingerprint.py
    PYTHONPATH=.:tests .venv/bin/python tests/workflows/make_golden.py
"""


def read(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))


def replayer() -> Replayer:
    return Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter)


def test_the_history_of_every_path_is_kept() -> None:
    assert {path.stem for path in HISTORIES} >= {*PATHS, CONTINUED, DIARY_CONTINUED}


@pytest.mark.parametrize("path", HISTORIES, ids=lambda p: p.stem)
async def test_every_history_is_lived_again_in_the_same_way(path: Path) -> None:
    await replayer().replay_workflow(read(path))


async def test_a_history_that_was_otherwise_is_noticed() -> None:
    text = (GOLDEN / "approved.json").read_text(encoding="utf-8")
    with pytest.raises(NondeterminismError):
        await replayer().replay_workflow(
            WorkflowHistory.from_json("approved", text.replace('"name":"tell"', '"name":"shout"'))
        )


def test_the_commands_are_those_that_were_kept() -> None:
    kept, now = json.loads(KEPT.read_text(encoding="utf-8")), fingerprints()
    difference = "\n".join(
        line
        for name in MODULES
        for line in difflib.unified_diff(
            kept.get(name, []), now[name], f"{name}, kept", f"{name}, now", lineterm="", n=1
        )
    )
    assert kept == now, CHANGED.format(difference=difference)


def test_every_module_that_holds_a_workflow_has_a_fingerprint() -> None:
    holding = {
        path.stem
        for path in (ROOT / "workflows").glob("*.py")
        if "from temporalio import workflow" in path.read_text(encoding="utf-8")
    }
    assert holding == set(MODULES)


@pytest.mark.parametrize(
    ("module", "was", "will_be"),
    [
        ("steps", "ONE_TRY = timedelta(seconds=30)", "ONE_TRY = timedelta(seconds=31)"),
        ("steps", "maximum_interval=timedelta(minutes=1)", "maximum_interval=timedelta(minutes=2)"),
        ("submission", "maximum_attempts=3", "maximum_attempts=4"),
        ("submission", "addressee, BRISK", "addressee, PATIENT"),
        ("approval", "partial(self._woken_or_rescheduled_since, known)", "lambda: False"),
        ("approval", "past[:-1]", "past[:-2]"),
        ("approval", '"What comes next"', '"What came next", "and more"'),
        ("approval", "/approval/", "/question/"),
        ("approval", 'f"reminder-{number}"', 'f"nudge-{number}"'),
        ("approval", "is_continue_as_new_suggested()", "is_continue_as_new_suggested() or n > 5"),
        ("approval", '"asked": True', '"asked": False'),
        ("clock", "counted.missed_at", "counted.warnings[-1].at"),
        ("clock", "past[-1:]", "past"),
        ("clock", "self._deadline is not counted", "False"),
        ("bringing_forward", "range(ENOUGH)", "range(9)"),
        ("bringing_forward", "done=done", "done=()"),
        ("bringing_forward", "await self._wait(diary.next_at)", "await self._wait(None)"),
        ("timing", "due - self.as_of", "due - self.begun"),
        ("timing", "timed.begun or workflow.now()", "workflow.now()"),
        ("timing", "timeout=max(remaining, timedelta())", "timeout=remaining"),
    ],
)
def test_a_change_that_replaying_may_not_notice_changes_the_fingerprint(module: str, was: str, will_be: str) -> None:
    source = (ROOT / f"workflows/{module}.py").read_text(encoding="utf-8")
    assert was in source
    assert fingerprint(source) != fingerprint(source.replace(was, will_be))


@pytest.mark.parametrize(
    ("was", "will_be"),
    [
        ("was put to cabinet", "is with cabinet"),
        ("has not answered yet", "is silent"),
        ('"""Remind, and', '"""Prod, and'),
        ("Cabinet is asked", "A question"),
    ],
)
def test_words_that_people_read_may_change(was: str, will_be: str) -> None:
    source = (ROOT / "workflows/approval.py").read_text(encoding="utf-8")
    assert was in source
    assert fingerprint(source) == fingerprint(source.replace(was, will_be))
