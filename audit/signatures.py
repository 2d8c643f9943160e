"""Ed25519 keys of an office: what signs digests and packages, and what proves it.

A public key is known by its fingerprint: the first 32 hexadecimal digits of
SHA-256("bangfu-public-key-1", key). Its file is one line: `bangfu-public-key-1`, then
64 hexadecimal digits.

Basis: RFC 8032 (Ed25519); 电子签名法 第十三条 (what makes a signature reliable).
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from audit.errors import DigestRefused

KEY_FORM = "bangfu-public-key-1"
FINGERPRINT_DIGITS = 32

_LINE = re.compile(rf"{KEY_FORM} ([0-9a-f]{{64}})\s*")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key of 32 bytes; it shows nothing of itself."""

    seed: bytes = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """What others prove its signatures with."""
        # Loaded where something is signed: it costs time.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PrivateKey,
        )

        return (
            Ed25519PrivateKey.from_private_bytes(self.seed)
            .public_key()
            .public_bytes_raw()
        )

    @property
    def fingerprint(self) -> str:
        """What tells its public key from another."""
        return fingerprint(self.public_key)

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes, the same whenever it is made."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - as above
            Ed25519PrivateKey,
        )

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def fingerprint(public_key: bytes) -> str:
    """What tells a public key from another."""
    told = hashlib.sha256(KEY_FORM.encode() + public_key).hexdigest()
    return told[:FINGERPRINT_DIGITS]


def proves(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a key signed a message."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - as above
        Ed25519PublicKey,
    )

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_text(public_key: bytes) -> str:
    """A public key as its file holds it."""
    return f"{KEY_FORM} {public_key.hex()}\n"


def read_key(path: Path) -> bytes:
    """A public key out of its file.

    Raises:
        DigestRefused: it is none.
        OSError: it cannot be read.
    """
    found = _LINE.fullmatch(path.read_bytes().decode("ascii", "replace"))
    if found is None:
        what = f"公钥文件 {path.name} 无法识别"
        raise DigestRefused(what, do="向对方索取 bangfu keys public 写出的文件")
    return bytes.fromhex(found[1])
