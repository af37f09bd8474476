"""Information governance's way: what is past its date, and the dropping of a whole plan."""

from pathlib import Path

import pytest
from books import entry
from given import day
from samples import close_a_plan_of_2016, open_the_plan

from cli import run
from ledger.seal.dropping import asked
from wiring import Settings, open_office

APPROVED = ("--approved-by", "monitoring-officer", "--approver", "mo-01")
AUDITOR = ("--by", "iau-01", "--as", "internal-auditor", "--for", "Ofsted")
DROP = ("retention", "drop", "old", "--decision", "IG-14", *APPROVED, "--by", "igo-01")
AS = ("--as", "information-governance-officer")


def test_a_plan_past_its_date_is_listed_and_dropped_and_every_reader_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str, code: int = 0) -> str:
        ended = run(list(words))
        out, err = capsys.readouterr()
        assert ended == code, err
        return err if code else out

    monkeypatch.setenv("MINUTEBOOK_DATA", str(tmp_path))
    office = open_office(Settings(tmp_path))
    for plan, closed_on in (("old", "2016-05-02"), ("new", "2022-05-02"), ("half", "2016-05-02")):
        because = f"All of the {plan} one is done."
        for command in (open_the_plan, close_a_plan_of_2016.but(closed_on=day(closed_on), because=because)):
            office.ledger.record(entry(command, plan))
    kept = tmp_path / "kept.txt"
    kept.write_text(str(office.keeper().checkpoint()), encoding="utf-8")
    half = asked(office.keeper(), office.ledger.store, "half", "IG-13", "monitoring-officer", "mo-01")
    office.ledger.record(entry(half, "half"))  # and here the process ended
    office.ledger.store.close()

    rows = [" ".join(line.split()) for line in said("retention", "list", "--on", "2026-11-22").splitlines()]
    assert "new 2022-05-02 2026-05-03 2028-05-03 2028-05-03 (access to information rule 6)" in rows
    assert "old 2016-05-02 2020-05-03 2022-05-03 nothing: it may be dropped" in rows
    assert rows[-2].startswith("Background papers are kept elsewhere")
    assert rows[-1] == "Plan half was dropped and its lines are still there: ask again for it to be dropped."

    assert "post-may-do-it" in said(*DROP, "--as", "democratic-services-officer", code=1)
    gone = said(*DROP, *AS)
    assert "under decision IG-14, approved by mo-01 as Monitoring Officer: the 2 lines at 2 to 3 are gone." in gone
    assert said(*DROP, *AS) == gone
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("ledger.db*"))
    assert (b"All of the old one" in stored, b"All of the new one" in stored) == (False, True)
    for words in (("plan", "show", "old"), ("plan", "blame", "old", "title"), ("audit", "prove", "3")):
        assert said(*words, code=2) == gone
    assert said("audit", "bundle", "old", *AUDITOR, "-o", str(tmp_path / "old.zip"), code=2) == gone
    assert "dropped the 2 lines at 2 to 3 of this plan" in said("plan", "trail", "old")
    assert said("verify").endswith(f"{gone}The trail is whole.\n")
    assert said("rebuild", "--check") == "Every row is as the ledger says.\n"
    proved = said("audit", "verify", "--checkpoint", str(kept))
    assert proved.startswith(
        "All that is left of the 8 lines is as it was sealed, and whole.\nPlan half was dropped on "
    )
    assert gone in proved
