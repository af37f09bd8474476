"""An auditor's way: checkpoints, keys, proofs, and bundles that are checked without Minutebook."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from zipfile import ZipFile

from minutebook import minutebook

from domain.drafting.events import NoActionReasoned
from ledger.clerk import written
from ledger.codec import decode
from ledger.opening import open_store
from ledger.record import Signed, line
from ledger.seal.note import Key, Note

AUDITOR = ("--by", "iau-01", "--as", "internal-auditor", "--for", "Ofsted")


def copied(played: Path, folder: Path) -> Path:
    """The same book in another folder, for who means to spoil it."""
    return Path(copytree(played, folder / "book"))


def checked(bundle: Path, *words: str) -> subprocess.CompletedProcess[str]:
    verifier = bundle.with_suffix(".py")
    with ZipFile(bundle) as packed:
        verifier.write_bytes(packed.read("verify.py"))
    asked = [sys.executable, "-I", str(verifier), str(bundle), *words]
    return subprocess.run(asked, capture_output=True, text=True, check=False, env={})


def test_the_bundle_of_the_cabinets_decision_is_checked_without_minutebook(played: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "decision.zip"
    said = minutebook(played, "audit", "bundle", "glos-2022", "--decision", "1", "-o", str(bundle), *AUDITOR)
    assert said.code == 0, said.err
    done = checked(bundle)
    assert (done.returncode, done.stderr) == (0, "")
    assert "5. glos-2022: what was submitted" in done.stdout
    [key] = minutebook(played, "audit", "key").out.splitlines()
    assert checked(bundle, "--key", key).stdout.endswith("Everything holds.\n")
    size = str(int(minutebook(played, "audit", "checkpoint").out.splitlines()[1]) - 1)  # the export came after it
    again = tmp_path / "again.zip"
    words = ("--decision", "1", "--size", size, "-o", str(again), *AUDITOR)
    assert minutebook(played, "audit", "bundle", "glos-2022", *words).code == 0
    assert again.read_bytes() == bundle.read_bytes()


def test_a_bundle_of_one_finding_holds_what_concerns_it_alone(played: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "finding.zip"
    said = minutebook(played, "audit", "bundle", "glos-2022", "--finding", "R1", "-o", str(bundle), *AUDITOR)
    assert said.code == 0, said.err
    done = checked(bundle)
    assert done.returncode == 0, done.stdout
    said = minutebook(played, "audit", "bundle", "glos-2022", "--finding", "R9", "-o", str(bundle), *AUDITOR)
    assert (said.code, said.err) == (2, "Nothing is recorded of a finding R9.\n")


def test_an_altered_line_is_named_and_the_exit_code_is_3(played: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    assert minutebook(played, "audit", "checkpoint", "-o", str(kept)).code == 0
    whole = minutebook(played, "audit", "verify", "--checkpoint", str(kept))
    assert (whole.code, whole.err) == (0, "")
    spoilt = copied(played, tmp_path)
    with sqlite3.connect(spoilt / "ledger.db") as db:
        [(line,)] = db.execute("SELECT state FROM stored_events WHERE notification_id = 5")
        altered = line.replace(b'"by":"', b'"by":"x')
        db.execute("UPDATE stored_events SET state = ? WHERE notification_id = 5", (altered,))
    db.close()
    said = minutebook(spoilt, "audit", "verify", "--checkpoint", str(kept))
    assert (said.code, said.out) == (3, "The line at position 5 is not the one that was sealed there.\n")


def spoil(book: Path, *statements: str) -> None:
    with closing(sqlite3.connect(book / "ledger.db", isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def test_a_damaged_last_line_hides_no_other(played: Path, tmp_path: Path) -> None:
    spoilt = copied(played, tmp_path)
    assert minutebook(spoilt, "audit", "checkpoint").code == 0
    last = "(SELECT MAX(notification_id) FROM stored_events)"
    spoil(
        spoilt,
        "UPDATE stored_events SET state = replace(CAST(state AS TEXT), 'by', 'of') WHERE notification_id = 5",
        "UPDATE stored_events SET topic = CAST(x'ff' AS TEXT) WHERE notification_id = 7",
        f"UPDATE stored_events SET state = x'00' WHERE notification_id = {last}",
    )
    sealed = minutebook(spoilt, "audit", "verify", "--json")
    assert sealed.code == 3, sealed.err
    assert sealed.json["breaks"][0]["position"] == 5
    within = minutebook(spoilt, "verify")
    assert within.code == 3
    assert "The line at position 7 is damaged" in within.out


def test_a_book_that_was_emptied_or_begins_later_is_told_and_nothing_is_written_to_it(
    played: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.txt"
    assert minutebook(played, "audit", "checkpoint", "-o", str(kept)).code == 0
    headless = copied(played, tmp_path / "headless")
    spoil(headless, "DELETE FROM stored_events WHERE notification_id = 1")
    said = minutebook(headless, "audit", "verify", "--checkpoint", str(kept))
    assert (said.code, said.out.splitlines()[0]) == (3, "The line at position 1 was sealed, and is missing.")
    emptied = copied(played, tmp_path / "emptied")
    spoil(emptied, "DELETE FROM stored_events")
    for words in (("verify",), ("audit", "verify", "--checkpoint", str(kept))):
        said = minutebook(emptied, *words)
        assert said.code == 3, said
    assert "The line at position 1 was sealed, and is missing." in said.out
    assert minutebook(emptied, "verify").out == "The book has no line, and even a new one has one.\n"
    assert minutebook(emptied, "plan", "list").code == 4


def test_a_played_book_is_what_the_rules_give_and_its_certificate_has_the_same_bytes_twice(
    played: Path, tmp_path: Path
) -> None:
    kept = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in kept:
        said = minutebook(played, "audit", "verify", "--certificate", str(file))
        assert (said.code, said.err) == (0, "")
    assert "Every line is what the rules, asked again, give." in said.out.splitlines()
    assert "6 of 6 views are as the lines say." in said.out.splitlines()
    assert kept[0].read_bytes() == kept[1].read_bytes()  # a simulated clock stands still
    alone = minutebook(played, "audit", "verify", "--lines-only")
    assert (alone.code, alone.out) == (0, f"{said.out.splitlines()[0]}\n")
    both = minutebook(played, "audit", "verify", "--lines-only", "--certificate", str(kept[0]))
    assert (both.code, both.err.startswith("A certificate is of the whole book")) == (2, True)
    [key] = minutebook(played, "audit", "key").out.splitlines()
    note = Note.read((tmp_path / "one.json.note").read_text(encoding="utf-8"))
    assert note.signed_by([Key.read(key)])
    assert note.text.splitlines()[3] == sha256(kept[0].read_bytes()).hexdigest()


def test_a_view_that_was_changed_by_hand_is_named_and_the_exit_code_is_7(played: Path, tmp_path: Path) -> None:
    book = copied(played, tmp_path)
    assert minutebook(book, "rebuild").code == 0
    with sqlite3.connect(book / "views.db") as db:
        [(table,)] = db.execute("SELECT view FROM shelf_views WHERE name = 'heads' AND standing = 'live'")
        db.execute(f"UPDATE {table} SET body = replace(body, 'Gloucestershire', 'Elsewhere') WHERE plan = 'glos-2022'")
    db.close()
    certificate = tmp_path / "certificate.json"
    said = minutebook(book, "audit", "verify", "--certificate", str(certificate), "--json")
    assert said.code == 7, said.err
    [difference] = said.json["differences"]
    assert (difference["projection"], difference["key"]) == ("heads", "glos-2022/head")
    assert "authority_name" in difference["what"]
    assert [name for name, view in said.json["certificate"]["views"].items() if not view["same"]] == ["heads"]
    assert json.loads(certificate.read_text(encoding="utf-8")) == said.json["certificate"]


def test_a_line_past_the_rules_is_an_exception_and_the_exit_code_is_7(played: Path, tmp_path: Path) -> None:
    book = copied(played, tmp_path)
    with closing(open_store(str(book / "ledger.db"))) as store:
        head, number = store.head(), store.length("glos-2022") + 1
        before = decode(store.after(head - 1, 1)[0])
        event = NoActionReasoned(finding="R1", because="It is done.")
        signed = Signed(plan="glos-2022", by="nobody-01", acting_as="internal-auditor")
        store.append([written(line(signed, event, number, before.at, before.effective, None))])
    assert minutebook(book, "audit", "checkpoint").code == 0
    said = minutebook(book, "audit", "verify")
    assert said.code == 7, said.err
    assert (
        f"Position {head + 1}, glos-2022 line {number}, plan.no-action-reasoned: The post internal-auditor may not "
        "reason-no-action; that is for a post with the role improvement-lead. (post-may-do-it)" in said.out
    )
    known = minutebook(book, "audit", "verify", "--earlier-rules", str(head + 1), "--json")
    assert (known.code, [each["sort"] for each in known.json["exceptions"]]) == (0, ["earlier-rules"])


def test_a_new_key_is_adopted_by_somebody_and_old_checkpoints_stay_good(played: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    assert minutebook(played, "audit", "checkpoint", "-o", str(kept)).code == 0
    book = copied(played, tmp_path)
    refused = minutebook(book, "audit", "key", "--rotate")
    assert (refused.code, refused.err) == (
        2,
        "A new key is adopted by somebody and for a reason: give --by, --as and --reason.\n",
    )
    nobody = ("--by", "iau-01", "--as", "internal-auditor", "--reason", "a change")
    assert "not by internal-auditor" in minutebook(book, "audit", "key", "--rotate", *nobody).err
    words = ("--by", "mo-01", "--as", "monitoring-officer", "--reason", "the yearly change")
    rotated = minutebook(book, "audit", "key", "--rotate", *words)
    assert rotated.code == 0, rotated.err
    assert len(rotated.out.splitlines()) == 2
    assert minutebook(book, "audit", "verify", "--checkpoint", str(kept)).code == 0
    trail = minutebook(book, "plan", "trail", "book")
    assert "sealed the book from here on with the key" in trail.out
    bundle = tmp_path / "all.zip"
    assert minutebook(book, "audit", "bundle", "glos-2022", "-o", str(bundle), *AUDITOR).code == 0
    former, new = rotated.out.splitlines()
    assert "handed over" not in checked(bundle, "--key", new).stdout
    nothing = ("audit", "absence", "glos-2022", "--of", "action=A99", "--from", str(kept), "--to", str(kept))
    assert minutebook(book, *nothing, "-o", str(tmp_path / "then.zip"), *AUDITOR).code == 0
    assert checked(tmp_path / "then.zip", "--key", new).returncode == 0
    followed = checked(bundle, "--key", former)
    assert (followed.returncode, followed.stdout.count("handed over")) == (0, 1), followed.stdout


def test_a_lost_key_stops_the_seal_until_another_is_adopted_openly(played: Path, tmp_path: Path) -> None:
    book = copied(played, tmp_path)
    assert minutebook(book, "audit", "checkpoint").code == 0
    (book / "seal.key").unlink()
    stopped = minutebook(book, "audit", "checkpoint")
    assert (stopped.code, stopped.out, stopped.err.count("\n")) == (4, "", 1)
    assert "seal.key does not hold the key" in stopped.err
    assert "seal.key does not hold the key" in minutebook(book, "doctor", "--json").json["seal"]
    words = ("--by", "mo-01", "--as", "monitoring-officer", "--reason", "the disk failed")
    both = minutebook(book, "audit", "key", "--lost", "--rotate", *words)
    assert (both.code, both.err.startswith("Either the key in use hands over")) == (2, True)
    adopted = minutebook(book, "audit", "key", "--lost", *words)
    assert (adopted.code, len(adopted.out.splitlines())) == (0, 2), adopted.err
    trail = " ".join(minutebook(book, "plan", "trail", "book").out.split())
    assert "(lost: it did not sign that): the disk failed" in trail


def test_a_checkpoint_of_another_book_is_told_in_one_sentence(played: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    who = ("--plan", "p", "--by", "dso-01", "--as", "democratic-services-officer")
    assert minutebook(other, "do", "open-plan", *who, "title=A plan", "authority=gloucestershire").code == 0
    kept = tmp_path / "kept.txt"
    assert minutebook(other, "audit", "checkpoint", "-o", str(kept)).code == 0
    said = minutebook(played, "audit", "verify", "--checkpoint", str(kept))
    assert (said.code, said.err) == (2, f"{kept} is signed by none of the book's keys: it is another book's.\n")


def test_two_checkpoints_in_the_wrong_order_are_told_in_one_sentence(played: Path, tmp_path: Path) -> None:
    older, newer, another = tmp_path / "older.txt", tmp_path / "newer.txt", tmp_path / "a.zip"
    assert minutebook(played, "audit", "checkpoint", "-o", str(older)).code == 0
    assert minutebook(played, "audit", "absence", "glos-1999", "-o", str(another), *AUDITOR).code == 0  # one more line
    assert minutebook(played, "audit", "checkpoint", "-o", str(newer)).code == 0
    said = minutebook(played, "audit", "verify", "--since", str(newer), "--checkpoint", str(older))
    sizes = [file.read_text(encoding="utf-8").splitlines()[1] for file in (newer, older)]
    assert said.code == 2
    assert said.err == (
        f"--since is the earlier checkpoint and --checkpoint the later one: {newer} is over {sizes[0]} lines and "
        f"{older} over {sizes[1]}, so exchange them.\n"
    )


def test_every_command_says_in_the_help_what_it_does(tmp_path: Path) -> None:
    told = minutebook(tmp_path, "audit", "--help").out
    names = re.findall(r"^│ ([a-z]+)", told, flags=re.MULTILINE)
    assert {"absence", "bundle", "exports", "timestamp", "verify"} <= set(names)
    assert re.findall(r"^│ ([a-z]+) +[A-Z]", told, flags=re.MULTILINE) == names
