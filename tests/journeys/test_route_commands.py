"""`minutebook route`: routes listed and rehearsed for people and for programs, exit codes, and a faulty file named."""

from pathlib import Path

import pytest
from minutebook import Said, minutebook

from domain.reading import Misfit
from papers import HOME, read_authorities

TEMPLATE = (HOME / "authorities/template-cabinet.yaml").read_text(encoding="utf-8")


def simulated(folder: Path, *words: str) -> Said:
    return minutebook(folder, "route", "simulate", "--authority", "template-cabinet", *words)


def test_a_route_is_rehearsed_and_no_book_is_begun(tmp_path: Path) -> None:
    said = simulated(tmp_path / "none", "--route", "cabinet_then_council", "--members", "cabinet=9", "full-council=54")
    assert said.code == 0, said.err
    assert "Cabinet recommends, full council decides (cabinet_then_council)." in said.out
    assert not (tmp_path / "none").exists()


def test_a_stage_that_would_wait_for_ever_has_its_own_code(tmp_path: Path) -> None:
    said = simulated(tmp_path, "--route", "endorse_and_delegate", "--members", "cabinet=3", "--json")
    assert said.code == 6
    assert [deadlock["stage"] for deadlock in said.json["deadlocks"]] == ["cabinet"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "Give --route: cabinet_before_submission, "),
        (("--route", "by_post"), "--route: template-cabinet has no route by_post; known: "),
        (("--route", "submit_then_note", "--members", "senate=9"), "--members senate=9: template-cabinet has no body"),
        (("--route", "submit_then_note", "--conflicted", "cabinet"), "--conflicted cabinet does not say how many"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, words: tuple[str, ...], fault: str) -> None:
    said = simulated(tmp_path, *words)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert fault in said.err


def test_the_routes_of_an_authority_are_listed(tmp_path: Path) -> None:
    said = minutebook(tmp_path, "route", "list", "--authority", "template-committees")
    assert said.code == 0
    assert "committee → council" in said.out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "body: full-council, does",
            "body: senate, does",
            "council of cabinet_then_council asks senate, which is no body",
        ),
        ("after: [cabinet]}", "after: [senate]}", "council comes after senate, which is no stage"),
    ],
)
def test_a_route_with_a_fault_is_named_with_its_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TEMPLATE
    path = tmp_path / "authorities/template-cabinet.yaml"
    path.parent.mkdir()
    path.write_text(TEMPLATE.replace(old, new, 1), encoding="utf-8")
    line = TEMPLATE[: TEMPLATE.index("- id: cabinet_then_council")].count("\n") + 1
    with pytest.raises(Misfit) as misfit:
        read_authorities(tmp_path)
    assert str(misfit.value).startswith(f"{path} (line {line}): routes.1: {said}")
