"""The defaults: messages and submissions as readable files in folders, for people to send on."""

import os
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from activities.ports import Message, Parcel
from domain.authority.roles import titled
from domain.calendar import LONDON, dated


class Outbox:
    """Messages as text files, one each, named by their key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def tell(self, message: Message) -> None:
        when = message.at.astimezone(LONDON)
        text = (
            f"To: {titled(message.to)}\nDate: {dated(when)}, {when:%H:%M}\nSubject: {message.subject}\n"
            f"Reference: {message.key}\n\n{message.body}\n"
        )
        _write_once(self._folder / f"{message.key.replace('/', '-')}.txt", text.encode())


class OutTray:
    """The sealed submission as a file for each addressee, with a covering letter.

    The file holds the approved bytes and nothing else, so its SHA-256 is the approved digest. The receipt is the
    out-tray's own: it says that the parcel is filed there to be sent on, not that the addressee has read it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, parcel: Parcel) -> str:
        receipt = f"out-tray-{sha256(parcel.key.encode()).hexdigest()[:12]}"
        when = parcel.at.astimezone(LONDON)
        letter = (
            f"To: {parcel.addressee_name}\nDate: {dated(when)}\nOur reference: {receipt}\n\n"
            f"Written statement of proposed action, plan {parcel.plan}, version {parcel.version}\n"
            f"(Education and Inspections Act 2006, section 137)\n\n"
            f"The statement is enclosed. SHA-256 of the file: {parcel.digest}\n"
        )
        stem = f"{parcel.plan}-version-{parcel.version}-{parcel.digest[:12]}"
        _write_once(self._folder / parcel.addressee / f"{stem}.json", parcel.content.encode())
        _write_once(self._folder / parcel.addressee / f"{stem}-letter.txt", letter.encode())
        return receipt


def _write_once(path: Path, content: bytes) -> None:
    """Whole or not at all, and never over what is there. Each writer has a part of its own, so that none cuts another's
    short."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
