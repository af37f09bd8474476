"""The default gateways write each message and each submission once, whole or not at all, and nowhere else."""

import os
import threading
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from activities.gateways.folders import Outbox, OutTray
from activities.ports import Message, Parcel

AT = datetime(2022, 6, 22, 8, 0, tzinfo=UTC)
CONTENT = '{"plan":"glos-2022","title":"Children’s services – café"}'


def message(**said: Any) -> Message:
    usual = {
        "key": "glos-2022/approval/1/reminder-2",
        "to": "director-of-childrens-services",
        "plan": "glos-2022",
        "subject": "Cabinet's answer is awaited: glos-2022",
        "body": "An answer is due by 22 June 2022.",
        "at": AT,
    }
    return Message.model_validate(usual | said)


def parcel(**said: Any) -> Parcel:
    usual = {
        "key": "glos-2022/1/hm-chief-inspector/" + "0" * 64,
        "plan": "glos-2022",
        "version": 1,
        "digest": sha256(CONTENT.encode()).hexdigest(),
        "addressee": "hm-chief-inspector",
        "addressee_name": "Her Majesty's Chief Inspector",
        "content": CONTENT,
        "at": AT,
    }
    return Parcel.model_validate(usual | said)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_message_is_a_letter_that_people_can_read(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox").tell(message())
    assert (tmp_path / "outbox" / "glos-2022-approval-1-reminder-2.txt").read_text(encoding="utf-8") == (
        "To: Director of Children's Services\n"
        "Date: 22 June 2022, 09:00\n"
        "Subject: Cabinet's answer is awaited: glos-2022\n"
        "Reference: glos-2022/approval/1/reminder-2\n"
        "\n"
        "An answer is due by 22 June 2022.\n"
    )


def test_the_same_key_is_one_message_and_the_first_stays(tmp_path: Path) -> None:
    for body in ("First.", "Second."):
        Outbox(tmp_path).tell(message(body=body))
    [name] = files(tmp_path)
    assert "First." in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["../../escaped", "/etc/escaped", "..", "a/../../b", ".", "~/x", "a\\b"])
def test_no_key_leads_out_of_the_outbox(tmp_path: Path, key: str) -> None:
    outbox = tmp_path / "a" / "b" / "outbox"
    Outbox(outbox).tell(message(key=key))
    assert len(files(tmp_path)) == len(list(outbox.iterdir())) == 1


@pytest.mark.parametrize("name", ["../escaped", "a/b", "..", ""])
@pytest.mark.parametrize("field", ["plan", "addressee"])
def test_no_name_leads_out_of_the_out_tray(field: str, name: str) -> None:
    with pytest.raises(ValidationError):
        parcel(**{field: name})


def test_the_out_trays_file_is_the_approved_bytes_and_nothing_else(tmp_path: Path) -> None:
    sent = parcel()
    OutTray(tmp_path).send(sent)
    content = (tmp_path / "hm-chief-inspector" / f"glos-2022-version-1-{sent.digest[:12]}.json").read_bytes()
    assert content == CONTENT.encode()
    assert sha256(content).hexdigest() == sent.digest


def test_the_covering_letter_names_the_digest_and_the_receipt(tmp_path: Path) -> None:
    sent = parcel()
    receipt = OutTray(tmp_path).send(sent)
    letter = (tmp_path / "hm-chief-inspector" / f"glos-2022-version-1-{sent.digest[:12]}-letter.txt").read_text(
        encoding="utf-8"
    )
    assert f"Our reference: {receipt}\n" in letter
    assert f"SHA-256 of the file: {parcel().digest}\n" in letter
    assert letter.startswith("To: Her Majesty's Chief Inspector\nDate: 22 June 2022\n")


def test_the_same_key_gives_the_same_receipt_and_one_parcel(tmp_path: Path) -> None:
    receipts = {OutTray(tmp_path).send(parcel(at=at)) for at in (AT, AT.replace(day=23))}
    assert len(receipts) == 1
    assert len(files(tmp_path)) == 2
    assert OutTray(tmp_path).send(parcel(key="another/key")) not in receipts


def test_each_addressee_has_a_parcel_of_his_own(tmp_path: Path) -> None:
    for addressee in ("hm-chief-inspector", "secretary-of-state"):
        OutTray(tmp_path).send(parcel(addressee=addressee))
    assert len(files(tmp_path)) == 4


@pytest.mark.parametrize("fails", ["fsync", "rename"])
def test_what_cannot_be_written_whole_is_not_there_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if fails == "fsync":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr(Path, "rename", full)
        with pytest.raises(OSError, match="No space left"):
            Outbox(tmp_path).tell(message())
    assert files(tmp_path) == []
    Outbox(tmp_path).tell(message())
    assert len(files(tmp_path)) == 1


def test_two_that_write_at_once_do_not_cut_each_other_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attempt that timed out may still be writing when the next begins."""
    both, fsync = threading.Barrier(2, timeout=5), os.fsync

    def together(file: int) -> None:
        fsync(file)
        both.wait()

    monkeypatch.setattr(os, "fsync", together)
    failed: list[BaseException] = []

    def tell() -> None:
        try:
            Outbox(tmp_path).tell(message(body="A long body. " * 500))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    [name] = files(tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8").count("A long body.") == 500
