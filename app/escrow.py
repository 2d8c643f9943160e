"""Keys in escrow (密钥托管): the key files in one file that a passphrase opens.

Whoever keeps the backup does not keep the passphrase, and the other way round: neither
alone opens a personal field. scrypt (N = 2^17, r = 8, p = 1) makes the key, AES-256-GCM
locks. The written form: the line `bangfu-escrow-1`, 16 bytes of salt, 12 of nonce, the
ciphertext of a JSON object of file names and contents.
"""

import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ledger.errors import RecordRefused

FORM = b"bangfu-escrow-1\n"
PASSPHRASE_LENGTH_MIN = 12
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
_N = 1 << 17


def locked(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """The key files, locked.

    Raises:
        RecordRefused: the passphrase is too short.
    """
    if len(passphrase) < PASSPHRASE_LENGTH_MIN:
        msg = f"托管口令太短：至少 {PASSPHRASE_LENGTH_MIN} 个字符"
        raise RecordRefused(msg)
    salt = secrets.token_bytes(_SALT_BYTES)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    content = json.dumps({name: text.decode() for name, text in files.items()})
    cipher = AESGCM(_key(passphrase, salt))
    return FORM + salt + nonce + cipher.encrypt(nonce, content.encode(), FORM)


def opened(content: bytes, passphrase: str) -> dict[str, bytes]:
    """The key files of an escrow.

    Raises:
        RecordRefused: it is none, was changed, or the passphrase is another.
    """
    rest = content.removeprefix(FORM)
    if rest == content:
        raise RecordRefused("不是托管文件")
    salt, rest = rest[:_SALT_BYTES], rest[_SALT_BYTES:]
    nonce, rest = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, rest, FORM)
    except (InvalidTag, ValueError):
        raise RecordRefused("托管文件打不开：口令不对，或文件被改动") from None
    return {name: text.encode() for name, text in json.loads(plain).items()}


def _key(passphrase: str, salt: bytes) -> bytes:
    kdf = Scrypt(salt=salt, length=_KEY_BYTES, n=_N, r=8, p=1)
    return kdf.derive(passphrase.encode())
