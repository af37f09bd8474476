"""`minutebook doctor --workflows`, where nothing else runs: it starts the embedded server for itself."""

from pathlib import Path

from minutebook import minutebook


def test_the_command_finds_mends_and_finds_nothing_more(tmp_path: Path) -> None:
    who = ("--plan", "anytown-2026", "--by", "dso-01", "--as", "democratic-services-officer")
    for words in (
        ("open-plan", "title=Plan", "authority=gloucestershire"),
        ("receive-report", "received_on=2026-11-02", "document=Report"),
    ):
        assert minutebook(tmp_path, "do", *words, *who).code == 0
    lost = minutebook(tmp_path, "doctor", "--workflows", "--json")
    assert lost.code == 3
    assert lost.json == {
        "drift": [
            {"workflow": f"anytown-2026/clock/{duty}", "what": "missing", "done": None}
            for duty in ("report", "statement")
        ]
    }
    mended = minutebook(tmp_path, "doctor", "--workflows", "--repair")
    assert (mended.code, mended.out.splitlines()) == (
        0,
        [f"anytown-2026/clock/{duty}: missing; started." for duty in ("report", "statement")],
    )
    clean = minutebook(tmp_path, "doctor", "--workflows")
    assert (clean.code, clean.out) == (0, "What runs on Temporal is what the ledger says.\n")


def test_what_cannot_be_reached_is_said_in_one_sentence(tmp_path: Path) -> None:
    assert minutebook(tmp_path, "do", "open-plan", "title=P", "authority=gloucestershire", "--plan", "a", "--by", "d",
                      "--as", "democratic-services-officer").code == 0  # fmt: skip
    said = minutebook(tmp_path, "doctor", "--workflows", more={"TEMPORAL_ADDRESS": "127.0.0.1:1"})
    assert (said.code, said.out) == (4, "")
    assert said.err.startswith("Temporal cannot be reached at 127.0.0.1:1")
    assert minutebook(tmp_path, "doctor", "--repair").code == 2
