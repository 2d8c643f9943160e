"""The vault (加密): personal fields and papers, encrypted with keys kept elsewhere.

1. AES-256-GCM; each value has a nonce of its own, and is bound to its context (table,
   column, row), so that it cannot be moved to another place.
2. Keys are numbered and stand outside the database. The highest one encrypts; all
   open what they once encrypted, so that a new key needs nothing rewritten.
3. A blind index finds an equal value again without opening any; a commitment proves a
   value to whoever is shown it, and tells nothing before.

The written form: one byte of form (1), four of the key's number, twelve of nonce, the
ciphertext with its tag.

Basis: 财会〔2024〕12号 第三十三条; 个人信息保护法 第五十一条.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from treasury.errors import VaultRefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORM = 1
KEY_BYTES = 32
NONCE_BYTES = 12
HEAD_BYTES = 5 + NONCE_BYTES


@dataclass(frozen=True, slots=True)
class Vault:
    """Keys by their number; the highest encrypts. It shows none of them."""

    keys: Mapping[int, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        assert self.keys
        assert all(len(key) == KEY_BYTES for key in self.keys.values())
        assert all(0 < number < 2**32 for number in self.keys)

    def lock(self, plain: bytes, context: str) -> bytes:
        """Encrypt a value for its place."""
        number = max(self.keys)
        nonce = secrets.token_bytes(NONCE_BYTES)
        head = bytes([FORM]) + number.to_bytes(4, "big") + nonce
        return head + _cipher(self.keys[number]).encrypt(nonce, plain, context.encode())

    def unlock(self, locked: bytes, context: str) -> bytes:
        """Open a value of that place.

        Raises:
            VaultRefused: the key is not at hand, or the value was changed or moved.
        """
        number = int.from_bytes(locked[1:5], "big")
        if len(locked) <= HEAD_BYTES or locked[0] != FORM:
            raise VaultRefused("密文无法识别", why="内容已损坏", do="从备份恢复")
        if number not in self.keys:
            raise VaultRefused(
                "缺少解密的密钥", why=f"需要第 {number} 号密钥", do="核对 BANGFU_KEYS"
            )
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - costs time

        nonce, sealed = locked[5:HEAD_BYTES], locked[HEAD_BYTES:]
        try:
            return _cipher(self.keys[number]).decrypt(nonce, sealed, context.encode())
        except InvalidTag:
            raise VaultRefused(
                "密文无法解开", why="内容被改动，或密钥不对", do="从备份恢复"
            ) from None

    def blind(self, plain: str, purpose: str) -> bytes:
        """What finds an equal value again; the lowest key makes it, for ever."""
        key = hashlib.sha256(b"blind" + self.keys[min(self.keys)]).digest()
        return hmac.digest(key, f"{purpose}\x1f{plain}".encode(), "sha256")

    def fingerprints(self) -> dict[int, bytes]:
        """What tells each key from another, and nothing else of it, by number."""
        made = {}
        for number, key in sorted(self.keys.items()):
            told = f"bangfu-key-fingerprint-1\x1f{number}".encode()
            made[number] = hmac.digest(key, told, "sha256")
        return made


def new_key() -> bytes:
    """A key nobody else has."""
    return secrets.token_bytes(KEY_BYTES)


def commitment(plain: str, salt: bytes) -> bytes:
    """What proves a value to whoever is shown it with its salt, and hides it before."""
    return hashlib.sha256(b"bangfu-commitment-1" + salt + plain.encode()).digest()


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 - costs time
        AESGCM,
    )

    return AESGCM(key)
