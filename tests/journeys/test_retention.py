"""Information governance's way: what is past its date, and the dropping of a whole plan."""

from pathlib import Path

from books import entry
from given import day
from minutebook import minutebook
from samples import close_a_plan_of_2016, open_the_plan

from wiring import Settings, open_office

KEEPER = ("--by", "igo-01", "--as", "information-governance-officer")
DROP = ("--decision", "IG-14", "--approved-by", "monitoring-officer", "--approver", "mo-01", *KEEPER)


def test_a_plan_past_its_date_is_listed_and_dropped_and_every_reader_is_told(tmp_path: Path) -> None:
    office = open_office(Settings(tmp_path))
    for plan, closed_on in (("old", "2016-05-02"), ("new", "2022-05-02")):
        because = f"All of the {plan} one is done."
        for command in (open_the_plan, close_a_plan_of_2016.but(closed_on=day(closed_on), because=because)):
            office.ledger.record(entry(command, plan))
    kept = tmp_path / "kept.txt"
    kept.write_text(str(office.keeper().checkpoint()), encoding="utf-8")
    office.ledger.store.close()

    listed = minutebook(tmp_path, "retention", "list", "--on", "2026-11-22")
    assert listed.code == 0, listed.err
    rows = [" ".join(line.split()) for line in listed.out.splitlines()]
    assert "new 2022-05-02 2026-05-03 2028-05-03 2028-05-03 (access to information rule 6)" in rows
    assert "old 2016-05-02 2020-05-03 2022-05-03 nothing: it may be dropped" in rows
    assert rows[-1].startswith("Background papers are kept elsewhere")

    done = minutebook(tmp_path, "retention", "drop", "old", *DROP)
    assert done.code == 0, done.err
    gone = done.out
    assert "under decision IG-14, approved by mo-01 as Monitoring Officer: the 2 lines at 2 to 3 are gone." in gone
    assert minutebook(tmp_path, "retention", "drop", "old", *DROP).out == gone
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("ledger.db*"))
    assert (b"All of the old one" in stored, b"All of the new one" in stored) == (False, True)
    for words in (("plan", "show", "old"), ("audit", "prove", "3")):
        said = minutebook(tmp_path, *words)
        assert (said.code, said.err) == (2, gone)
    assert minutebook(tmp_path, "verify").out == f"{gone}The trail is whole.\n"
    proved = minutebook(tmp_path, "audit", "verify", "--checkpoint", str(kept))
    assert (proved.code, proved.out.endswith(f"and whole.\n{gone}")) == (0, True)
