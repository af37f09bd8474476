"""Case files and authorities: the published form, the shipped cases, and how a faulty file is named."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from domain.authority.state import Authority
from domain.backplan import back_plan
from domain.backroute import Asked
from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.decider import COMMANDS
from domain.reading import Misfit, read_day
from papers import HOME, Case, case_schema, read_authorities, read_case
from running.player import entry

PAGE = (HOME / "docs/cases.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```yaml\n(.+?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)[0]
SCHEMA = HOME / "docs/case.schema.json"
CASES = sorted((HOME / "cases").glob("*.yaml"))
NAMES = [path.name for path in CASES]

REGENERATE = (
    "docs/case.schema.json is not what papers.py says; write it anew with\n"
    ".venv/bin/python -c 'import json, papers; print(json.dumps(papers.case_schema(), indent=2))' "
    "> docs/case.schema.json"
)

Change = Callable[[str], str]


def put(old: str, new: str) -> Change:
    """The example with the first `old` replaced; `old` must be there."""

    def change(text: str) -> str:
        assert old in text, f"{old} is not in the example"
        return text.replace(old, new, 1)

    return change


FAULTS: dict[str, Change] = {
    "a time without its offset": put('at: "2024-05-01T09:35:00+01:00"', 'at: "2024-05-01T09:35:00"'),
    "a date that is not a date": put('received_on: "2024-05-01"', 'received_on: "31 April 2024"'),
    "a day of law with a time": put('received_on: "2024-05-01"', 'received_on: "2024-05-01T10:00:00+01:00"'),
    "a command that does not exist": put("do: receive-report", "do: recieve-report"),
    "a field that the command does not have": put("paragraph:", "paragraf:"),
    "a field that is missing": put('      document: "Ofsted, inspection report"\n', ""),
    "acts out of order": put("2024-05-01T09:40", "2024-05-01T09:10"),
    "a form of another version": put("case: 1", "case: 2"),
    "an empty file": lambda _: "",
    "a file that is not YAML": put('findings: ["R1"]', 'findings: ["R1"'),
}
"""Each fault put into the page's own example; the page quotes the sentence that it gives."""

NOT_READ = {"a file in another encoding", "no file of that name"}

SAID = dict(re.findall(r"^\| (.+?) \| (example\.yaml.+) \|$", PAGE, flags=re.MULTILINE))
"""The sentences on the page, each under its fault."""


def schema() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


class WithoutDates(yaml.SafeLoader):
    """YAML as an editor that knows JSON Schema reads it: a date is the text that was written."""


WithoutDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def written(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=WithoutDates)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case of docs/cases.md as a file, named as a person in its folder would."""
    monkeypatch.chdir(tmp_path)
    path = Path("example.yaml")
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_the_published_schema_is_the_codes() -> None:
    assert schema() == case_schema(), REGENERATE


def test_the_published_schema_is_a_schema_and_describes_every_command() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$defs"].keys() == {"CaseAct", *COMMANDS}


@pytest.mark.parametrize("path", CASES, ids=NAMES)
def test_a_shipped_case_fits_the_schema_and_is_read(path: Path) -> None:
    faults = Draft202012Validator(schema()).iter_errors(written(path))
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []
    assert read_case(path).acts


@pytest.mark.parametrize("path", CASES, ids=NAMES)
def test_a_shipped_case_says_of_every_act_where_it_comes_from(path: Path) -> None:
    for n, act in enumerate(read_case(path).acts, start=1):
        assert act.source or (not act.invented and act.with_.get("document", act.with_.get("where"))), f"act {n}"


@pytest.mark.parametrize("path", CASES, ids=NAMES)
def test_a_shipped_case_acts_as_posts_of_its_authority(path: Path) -> None:
    acts, register = read_case(path).acts, read_authorities(HOME)
    authority = {act.plan: act.with_["authority"] for act in acts if act.do == "open-plan"}
    assert [n for n, act in enumerate(acts, start=1) if act.acting_as not in register[authority[act.plan]].posts] == []


def test_gloucestershire_keeps_to_its_back_plan() -> None:
    case = read_case(HOME / "cases/gloucestershire-2022.yaml")
    acts = {(act.plan, act.do): act.with_ for act in case.acts}
    received = acts["glos-2022", "receive-report"]["received_on"]
    meeting = acts["glos-2022", "publish-agenda"]["meeting_on"]
    asked = Asked(received=read_day(received), meetings={"cabinet": (read_day(meeting),)})
    steps = {step.name: step for step in back_plan(asked, read_authorities(HOME)["gloucestershire"], CALENDAR).steps}
    for do, step, on in (
        ("record-report-publication", "authority publishes the report", "2022-05-18"),
        ("publish-key-decision-notice", "notice of key decision", "2022-05-24"),
        ("publish-agenda", "agenda is published", "2022-06-14"),
        ("publish-decision-statement", "decision statement is published", "2022-07-07"),
    ):
        assert str(steps[step].by) == on
        assert acts["glos-2022", do]["published_on"] <= on
    assert str(steps["call-in"].on) == "2022-06-29"
    assert str(steps["submission"].on) == "2022-06-30"


def test_the_pages_example_is_a_case(example: Path) -> None:
    assert list(Draft202012Validator(schema()).iter_errors(written(example))) == []
    assert [act.do for act in read_case(example).acts][-1] == "record-cabinet-approval"


def test_the_page_quotes_every_fault_and_no_other() -> None:
    assert SAID.keys() == FAULTS.keys() | NOT_READ


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_file_act_and_line_as_the_page_says(fault: str, example: Path) -> None:
    example.write_text(FAULTS[fault](EXAMPLE), encoding="utf-8")
    with pytest.raises(Misfit) as misfit:
        read_case(example)
    assert str(misfit.value) == SAID[fault]


def test_the_schema_refuses_what_the_reader_refuses_of_the_form(example: Path) -> None:
    checked = Draft202012Validator(schema())
    for fault in ("a command that does not exist", "a field that the command does not have", "a field that is missing"):
        example.write_text(FAULTS[fault](EXAMPLE), encoding="utf-8")
        assert not checked.is_valid(written(example)), fault


def test_a_file_that_is_not_there_is_named(example: Path) -> None:
    example.unlink()
    with pytest.raises(Misfit) as misfit:
        read_case(example)
    assert str(misfit.value) == SAID["no file of that name"]


def test_a_folder_is_not_a_case(tmp_path: Path) -> None:
    with pytest.raises(Misfit, match=r"cannot be read: Is a directory\.$"):
        read_case(tmp_path)


def test_a_file_in_another_encoding_is_named(example: Path) -> None:
    example.write_bytes(EXAMPLE.replace("title: From", "title: “From”").encode("cp1252"))
    with pytest.raises(Misfit) as misfit:
        read_case(example)
    assert str(misfit.value) == SAID["a file in another encoding"]


def test_a_tag_that_would_run_code_is_not_read(example: Path) -> None:
    example.write_text(put("title: From the report to the submission", "title: !!python/object:os.getcwd x")(EXAMPLE))
    with pytest.raises(Misfit, match=r"^example\.yaml, line 2: this is not YAML"):
        read_case(example)


def test_a_case_is_known_by_its_content_and_not_by_its_layout(example: Path) -> None:
    before = read_case(example).digest
    example.write_text("# a remark\n" + EXAMPLE.replace("\n\n", "\n"), encoding="utf-8")
    assert read_case(example).digest == before
    example.write_text(put("finding: R1", "finding: R2")(EXAMPLE), encoding="utf-8")
    assert read_case(example).digest != before


AUTHORITIES = sorted((HOME / "authorities").glob("*.yaml"))


@pytest.mark.parametrize("path", AUTHORITIES, ids=[path.name for path in AUTHORITIES])
def test_a_shipped_authority_is_read_under_the_name_of_its_file(path: Path) -> None:
    assert path.stem in read_authorities(HOME)


@pytest.mark.parametrize("terms", read_authorities(HOME).values(), ids=lambda terms: terms.id)
def test_terms_have_the_same_digest_when_they_are_read_from_a_line(terms: Authority) -> None:
    assert Authority.model_validate_json(terms.model_dump_json()).digest == terms.digest


AUTHORITY_FAULTS: dict[str, tuple[str, str, str]] = {
    "a quorum in words": ("quorum: 4", "quorum: four", "(line 28): cabinet.quorum: input should be a valid integer"),
    "a role that does not exist": (
        "[governance-officer]",
        "[clerk]",
        "(line 12): posts.democratic-services-officer.0: input should be 'governance-officer'",
    ),
    "a post that is not among the posts": (
        "escalate_to: monitoring-officer",
        "escalate_to: monitor",
        "monitor is not among the posts: add it to posts.",
    ),
    "a field that does not exist": ("deadlines_warn:", "deadline_warns:", "there is no field deadline_warns"),
}


@pytest.mark.parametrize("fault", AUTHORITY_FAULTS)
def test_a_faulty_authority_is_named_with_its_file(fault: str, tmp_path: Path) -> None:
    old, new, said = AUTHORITY_FAULTS[fault]
    good = (HOME / "authorities/gloucestershire.yaml").read_text(encoding="utf-8")
    assert old in good
    path = tmp_path / "authorities/faulty.yaml"
    path.parent.mkdir()
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Misfit) as misfit:
        read_authorities(tmp_path)
    assert str(misfit.value).startswith(f"{path} ")
    assert said in str(misfit.value)


def test_a_councils_own_authority_goes_before_the_shipped_one(tmp_path: Path) -> None:
    good = (HOME / "authorities/gloucestershire.yaml").read_text(encoding="utf-8")
    (tmp_path / "authorities").mkdir()
    (tmp_path / "authorities/gloucestershire.yaml").write_text(good.replace("quorum: 4", "quorum: 5"), encoding="utf-8")
    assert read_authorities(tmp_path)["gloucestershire"].cabinet.quorum == 5


def test_an_act_says_who_may_see_its_lines_and_one_that_does_not_keeps_the_cases_digest(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"

    def read(marked: str) -> Case:
        path.write_text(put("    invented: true\n", f"    invented: true\n{marked}")(EXAMPLE), encoding="utf-8")
        return read_case(path)

    case, official, exempt = map(read, ("", "    classification: official\n", "    classification: exempt\n"))
    assert [entry(each, 1).classification for each in (case, official, exempt)] == ["official", "official", "exempt"]
    assert case.digest == official.digest != exempt.digest
    assert "classification" not in case.model_dump_json()


ODD = {
    "a key that stands twice": ("title: a\ntitle: b\n", "line 2: this is not YAML (title stands twice)"),
    "an alias": ("case: &a 1\ntitle: *a\n", "write it out"),
    "a tag": ("case: !!binary aGk=\n", "write it out"),
    "a file nested too deep": ("[" * 5000, "nested too deep"),
    "a clock that stops before the last act": (
        (
            "case: 1\ntitle: t\nuntil: 2022-01-01T00:00:00+00:00\nacts:\n"
            "  - {at: 2022-04-01T10:00:00+01:00, by: d-1, acting_as: x, do: cut-version, plan: p}\n"
        ),
        "until comes before an act",
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_what_yaml_allows_and_a_case_does_not(what: str, tmp_path: Path) -> None:
    written, said = ODD[what]
    path = tmp_path / "odd.yaml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(Misfit) as misfit:
        read_case(path)
    assert said in str(misfit.value)
