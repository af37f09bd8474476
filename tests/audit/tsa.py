"""A timestamp authority of the tests' own: `openssl ts -reply` behind a small HTTP server on loopback."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIGURED = """\
[tsa]
default_tsa = here
[here]
serial = ./serial
signer_cert = ./signer.pem
signer_key = ./signer.key
certs = ./ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""

FROM = datetime.now(UTC) - timedelta(days=1)


class Authority:
    """A root, and a signer under it that may stamp; in a folder with what openssl needs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        self.ca = folder / "ca.pem"
        root_key, signer_key = (generate_private_key(SECP256R1()) for _ in range(2))
        root = _certificate("Root", "Root", root_key, root_key, x509.BasicConstraints(ca=True, path_length=None))
        stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        signer = _certificate("Stamps", "Root", signer_key, root_key, stamps)
        self.ca.write_bytes(root.public_bytes(Encoding.PEM))
        (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
        pem = signer_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "signer.key").write_bytes(pem)
        (folder / "serial").write_text("01\n", encoding="ascii")
        (folder / "tsa.conf").write_text(CONFIGURED, encoding="ascii")

    def answer(self, asked: bytes) -> bytes:
        (self._folder / "asked.tsq").write_bytes(asked)
        words = ["openssl", "ts", "-reply", "-config", "tsa.conf", "-queryfile", "asked.tsq"]
        return subprocess.run(words, cwd=self._folder, capture_output=True, check=True).stdout


def _certificate(
    name: str, under: str, key: EllipticCurvePrivateKey, signs: EllipticCurvePrivateKey, may: x509.ExtensionType
) -> x509.Certificate:
    subject, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, under))
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(FROM)
    built = built.not_valid_after(FROM + timedelta(days=30)).add_extension(may, critical=True)
    return built.sign(signs, SHA256())


@contextmanager
def served(answer: Callable[[bytes], bytes | int]) -> Iterator[str]:
    """The address where whatever is posted is answered so: with bytes, or with an HTTP status."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(said if isinstance(said, int) else 200)
            self.end_headers()
            if isinstance(said, bytes):
                self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """A test's output is its own."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
