"""The certificates that a directory signs with: public data, in a file beside the records, which is read and never trusted to be what it should."""

import re
from base64 import b64encode
from pathlib import Path

from civic.input_files import UnreadableFile, read_bytes, utf8
from civic.records.errors import Problem, RecordError

FOLDER = "directories"
LARGEST = 20_000
"""Bytes of a file."""
MOST = 4
"""Certificates in a file: the one in use, the next, and room for a change of both."""
SHORTEST_RSA = 2048
"""Bits."""
_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----")
_ALLOWED = f"1 to {MOST} certificates in PEM, each between '-----BEGIN CERTIFICATE-----' and '-----END CERTIFICATE-----', and nothing else"


def read_certificates(path: Path, shown: str) -> tuple[str, ...]:
    """Base64 of each certificate's DER; none where there is no such file. Raises ``RecordError``."""
    try:
        text = utf8(read_bytes(path, shown, LARGEST), shown)
    except FileNotFoundError:
        return ()
    except UnreadableFile as error:
        raise RecordError([Problem(error.file, error.line, "", error.found, error.allowed, error.hint)]) from None
    if "PRIVATE KEY" in text:
        raise RecordError([Problem(shown, 0, "", "a private key", _ALLOWED, "take it out, and let the directory make another: it is in git now")])
    blocks = _BLOCK.findall(text)
    if not 1 <= len(blocks) <= MOST or _BLOCK.sub("", text).strip():
        raise RecordError([Problem(shown, 0, "", f"{len(blocks)} certificates" if blocks else "no certificate", _ALLOWED)])
    return tuple(_checked(block, shown) for block in blocks)


def _checked(block: str, shown: str) -> str:
    # Most stacks read no certificate, and the library takes a while to load.
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        certificate = x509.load_pem_x509_certificate(block.encode())
        key = certificate.public_key()
    except ValueError:
        raise RecordError([Problem(shown, 0, "", "a certificate that does not parse", "an X.509 certificate")]) from None
    if not (isinstance(key, ec.EllipticCurvePublicKey) or (isinstance(key, rsa.RSAPublicKey) and key.key_size >= SHORTEST_RSA)):
        raise RecordError([Problem(shown, 0, "", "a certificate with a weak key", f"RSA of {SHORTEST_RSA} bits or more, or an elliptic curve")])
    return b64encode(certificate.public_bytes(Encoding.DER)).decode()
