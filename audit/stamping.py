"""Has a checkpoint stamped by a timestamp authority over HTTP (RFC 3161): it existed by then, says somebody else."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from asn1crypto.tsp import TimeStampResp
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from domain.reading import Misfit
from ledger.seal.note import Note, Unsealed
from ledger.stores import Unavailable

PATIENCE = 20
"""Seconds to wait for the authority."""

LARGEST = 100_000
"""Bytes of an answer that are read."""

GRANTED = 0


@dataclass(frozen=True)
class Authority:
    """A timestamp authority: its address, and the certificates (PEM) that its signature must lead to."""

    url: str
    certificates: bytes

    def trusted(self) -> list[Certificate]:
        """Raises Misfit."""
        try:
            return load_pem_x509_certificates(self.certificates)
        except ValueError as error:
            raise Misfit("The certificates of the timestamp authority are not in PEM.") from error


@dataclass(frozen=True)
class Stamp:
    """An authority's answer in DER, and when it says that it saw the note."""

    answer: bytes
    at: datetime


def stamped(note: Note, authority: Authority) -> Stamp:
    """The authority's timestamp over the SHA-256 of the note, signatures and all, verified.

    Raises Misfit for what is no address or no certificate, Unavailable where the authority does not answer or refuses,
    Unsealed where its answer is of something else or is signed by somebody else.
    """
    if urlsplit(authority.url).scheme not in {"http", "https"}:
        raise Misfit(f"{authority.url} is no address of a timestamp authority: it begins with https://.")
    trusted = authority.trusted()
    written = str(note).encode()
    asked = TimestampRequestBuilder().data(written).hash_algorithm(HashAlgorithm.SHA256).build()
    said = _posted(authority.url, asked.as_bytes())
    try:
        answer = _read(said)
    except (ValueError, TypeError) as error:
        raise Unavailable(f"What {authority.url} answers is no timestamp: is the address right?") from error
    if answer.status != GRANTED:
        why = " ".join(answer.status_string) or f"status {answer.status}"
        raise Unavailable(f"The timestamp authority at {authority.url} refuses: {why}.")
    if answer.tst_info.message_imprint.message != sha256(written).digest() or answer.tst_info.nonce != asked.nonce:
        raise Unsealed(f"The timestamp from {authority.url} is of something else than was asked: it is not kept.")
    try:
        VerifierBuilder(roots=trusted).build().verify_message(answer, written)
    except (VerificationError, ValueError) as error:
        why = "is not signed under the certificates that timestamp.yaml names: it is not kept"
        raise Unsealed(f"The timestamp from {authority.url} {why}.") from error
    return Stamp(said, answer.tst_info.gen_time)


def _read(said: bytes) -> TimeStampResponse:
    """The answer, also where its certificates are not in the one order that DER has, as openssl writes them."""
    try:
        return decode_timestamp_response(said)
    except ValueError:
        return decode_timestamp_response(TimeStampResp.load(said).dump(force=True))


def _posted(url: str, body: bytes) -> bytes:
    head = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with urlopen(Request(url, data=body, headers=head, method="POST"), timeout=PATIENCE) as answer:  # noqa: S310
            said: bytes = answer.read(LARGEST)
            return said
    except HTTPError as error:
        raise Unavailable(f"The timestamp authority at {url} refuses: HTTP status {error.code}.") from error
    except (URLError, HTTPException, OSError) as error:
        why = getattr(error, "reason", error)
        raise Unavailable(f"The timestamp authority at {url} does not answer ({why}).") from error
