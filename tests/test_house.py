"""The house's own rules, kept by the repository itself: the five faces of every event, and what no file may hold."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from samples import EVENT_SAMPLES

from domain.authority.duties import MAY
from domain.catalogue import EVENTS
from domain.decider import COMMANDS
from domain.value import Event

HOME = Path(__file__).parents[1]
GOLDEN = HOME / "tests/ledger/golden"
LONGEST = 320
"""Lines of a module, past which it is two."""


def tracked() -> list[Path]:
    """Every file that git has, or would have at the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOME,
        capture_output=True,
        check=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := HOME / name).is_file()]


def modules() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(HOME).parts[0] != "tests"]


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_has_a_class_that_says_what_happened(kind: str) -> None:
    event = EVENTS[kind]
    assert issubclass(event, Event)
    assert event.kind == kind
    assert event.shape >= 1
    assert event.__doc__
    assert event.__doc__ != Event.__doc__
    assert event.dated is None or event.dated in event.model_fields


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_has_a_named_sample(kind: str) -> None:
    samples = import_module("samples")
    assert type(EVENT_SAMPLES[kind]) is EVENTS[kind]
    assert any(value is EVENT_SAMPLES[kind] for value in vars(samples).values())


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_has_a_wire_file_of_each_version(kind: str) -> None:
    for version in range(1, EVENTS[kind].shape + 1):
        assert (GOLDEN / f"{kind}.v{version}.json").is_file()


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_has_a_sentence_in_the_trail(kind: str) -> None:
    said = import_module("projections.telling").tell(EVENT_SAMPLES[kind])
    assert len(said.split()) >= 3
    assert said[0].islower()
    assert not said.endswith(".")
    assert "\n" not in said
    assert kind not in said


def test_no_two_events_are_told_in_the_same_words() -> None:
    tell = import_module("projections.telling").tell
    told = [tell(sample) for sample in EVENT_SAMPLES.values()]
    assert len(set(told)) == len(told)


def test_every_event_has_a_line_in_the_glossary() -> None:
    assert [kind for kind in EVENTS if kind not in glossary()] == []
    assert [kind for kind, said in glossary().items() if len(said.split()) < 5] == []


def test_the_glossary_names_no_event_that_there_is_not() -> None:
    assert [kind for kind in glossary() if kind not in EVENTS] == []


def glossary() -> dict[str, str]:
    """What docs/language.md says of each kind, under a heading that is its name."""
    parts = re.split(
        r"^### ([a-z-]+\.[a-z-]+)\n", (HOME / "docs/language.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return {kind: said.strip().split("\n\n")[0] for kind, said in zip(parts[1::2], parts[2::2], strict=True)}


def test_of_every_command_it_is_said_who_may_do_it() -> None:
    assert set(MAY) == set(COMMANDS)
    assert all(MAY.values())


# Spelt so that no pattern finds itself.
FORBIDDEN = {
    "a package registry's address": re.compile(
        rb"https?://(?:registry|files|deb|proxy|index|static)\.[a-z]|(?<!no-emit-)\bindex-url|\bfind-links\s*="
        rb"|\bregistry\s*=\s*[\"']?http",
        re.IGNORECASE,
    ),
    "a resolved URL": re.compile(rb"[\"']?resolved[\"']?\s*[:=]?\s*[\"']https?:"),
    "a path of somebody's machine": re.compile(rb"(?<![\w./-])/(?:root|home|Users)/"),
    "a credential": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE [K]EY|://[^\s/:@]+:[^\s/:@]+@[\w-]+\.[a-z]{2,}"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{path.relative_to(HOME)}:{number}: {line.strip()[:100]!r}"
        for path in tracked()
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry's address", b"--index" + b"-url https://mirror.example/simple"),
        ("a package registry's address", b"https:" + b"//files.example/packages/x.whl"),
        ("a resolved URL", b'  "reso' + b'lved": "https:' + b'//mirror.example/x.tgz",'),
        ("a path of somebody's machine", b"open('/ho" + b"me/officer/ledger.db')"),
        ("a path of somebody's machine", b"/ro" + b"ot/minutebook"),
        ("a credential", b"postgresql://clerk:s3cret" + b"@db.example/minutes"),
    ],
)
def test_what_no_file_may_hold_would_be_found(what: str, line: bytes) -> None:
    assert FORBIDDEN[what].search(line)


def test_every_requirement_is_pinned_with_hashes_and_no_address() -> None:
    text = (HOME / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    requirements = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    loose = [
        line[:80]
        for line in requirements
        if not re.fullmatch(r"[a-z0-9._-]+(\[[a-z0-9,-]+\])?==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line)
    ]
    assert len(requirements) > 20
    assert loose == []
    assert "://" not in text


def test_no_module_is_longer_than_a_room() -> None:
    lengths = {str(p.relative_to(HOME)): len(p.read_text(encoding="utf-8").splitlines()) for p in modules()}
    del lengths["audit/verify.py"]  # one file, so that an auditor reads all of it
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(HOME))
        for path in modules()
        if (text := path.read_text(encoding="utf-8")).strip() and not text.startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_the_floors_of_the_house_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter, "--no-cache"], cwd=HOME, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
