"""A mapping file is read strictly: what is wrong in it is named with its line."""

from pathlib import Path

import pytest
from papers_given import MAPPING, mapping

from domain.reading import Misfit
from exchange.mapping import EXPORTED, read_mapping

FAULTS = {
    "a key that there is not": (
        ("heading: Due,", "headding: Due,"),
        "mapping.yaml (line 18): there is no field headding (did you mean heading?).",
    ),
    "a key of a table that there is not": (
        ("    do: agree-action", "    do: agree-action\n    skip: [2]"),
        "mapping.yaml (line 13): there is no field skip (did you mean skip_rows?).",
    ),
    "a field that the command has not": (
        ("      owner:", "      ownr:"),
        "mapping.yaml (line 11): tables.1: agree-action has no field ownr (did you mean owner?).",
    ),
    "a field that the command needs": (
        ("      text: {heading: Action}\n", ""),
        "mapping.yaml (line 11): tables.1: agree-action needs text: say in which column, or what is fixed.",
    ),
    "a command that is not for rows": (
        ("do: agree-action", "do: cut-version"),
        "mapping.yaml (line 12): tables.1.do: input should be 'record-finding' or 'agree-action'.",
    ),
    "two places for one field": (
        ("{column: A}", "{column: A, heading: Ref}"),
        "mapping.yaml (line 14): tables.1.fields.action: give one of heading, column and fixed.",
    ),
    "a form that is no date's": (
        ("[DD/MM/YYYY]", "[DD/MM/YY]"),
        (
            "mapping.yaml (line 18): tables.1.fields.due.dates: DD/MM/YY is not the form of a date: write it with DD, "
            "YYYY and MM, MMM or MMMM, once each."
        ),
    ),
    "a way to read that is another field's": (
        ("{heading: Measure}", "{heading: Measure, dates: [DD/MM/YYYY]}"),
        "mapping.yaml (line 11): tables.1: dates is not for measure: leave it out.",
    ),
    "another form of mapping": (
        ("mapping: 1", "mapping: 2"),
        "mapping.yaml (line 2): mapping: this is form 2, and this Minutebook reads form 1; see docs/exchange.md.",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_named_with_its_line(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (old, new), said = FAULTS[what]
    assert MAPPING.count(old) == 1
    with pytest.raises(Misfit) as misfit:
        mapping(tmp_path, MAPPING.replace(old, new))
    assert str(misfit.value) == f"{tmp_path}/{said}"


def test_an_encoding_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misfit, match="there is no encoding ansi-of-old: write utf-8 or windows-1252"):
        mapping(tmp_path, MAPPING.replace("tables:", "csv: {encoding: ansi-of-old}\ntables:"))


def test_the_shipped_mapping_is_one() -> None:
    assert [table.sheet for table in read_mapping(EXPORTED).tables] == ["Findings", "Actions"]
