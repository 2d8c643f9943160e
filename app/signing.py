"""The signing keys (签名密钥): the file of an office's Ed25519 keys, made and added to.

1. The file has the form of the key ring's (`keyring.py`): one line a key, its number
   and 64 hexadecimal digits; the highest signs, all prove what they once signed.
2. It stands outside the database: whoever rewrites the books cannot sign for the past
   without it, and with it cannot take back what was signed before.
3. Without a file nothing is signed; it is made when a key is asked for.
"""

from collections.abc import Mapping
from pathlib import Path

from app import keyring
from app.settings import Settings
from audit.signatures import SigningKey
from treasury.errors import VaultRefused
from treasury.vault import new_key

ENDING = ".signing"


def signing_file(settings: Settings) -> Path | None:
    """Where the signing keys stand; None where nothing says so."""
    return settings.signing or settings.beside(ENDING)


def signing_keys(settings: Settings) -> Mapping[int, SigningKey]:
    """The keys by number, none where there is no file.

    Raises:
        VaultRefused: others can read the file, or it holds something else.
    """
    file = signing_file(settings)
    if file is None or not file.exists():
        return {}
    seeds = keyring.read_keys(file)
    return {number: SigningKey(seed) for number, seed in sorted(seeds.items())}


def newest(settings: Settings) -> SigningKey | None:
    """The key that signs, None where there is none.

    Raises:
        VaultRefused: as `signing_keys`.
    """
    keys = signing_keys(settings)
    return keys[max(keys)] if keys else None


def demand_key(settings: Settings) -> SigningKey:
    """The key that signs.

    Raises:
        VaultRefused: there is none, or its file cannot be used.
    """
    found = newest(settings)
    if found is None:
        raise VaultRefused(
            "没有签名密钥",
            why="签名密钥文件尚未建立",
            do="运行 bangfu keys sign；账簿不是 SQLite 文件的，先设 BANGFU_SIGNING",
        )
    return found


def add_signing_key(settings: Settings) -> tuple[int, SigningKey]:
    """Add a key, which signs from now on; its number and itself.

    Raises:
        VaultRefused: nothing says where it stands, or its file cannot be used.
    """
    file = signing_file(settings)
    if file is None:
        raise VaultRefused(
            "没有指明签名密钥文件",
            why="账簿不是 SQLite 文件，旁边没有默认的位置",
            do="设 BANGFU_SIGNING 为签名密钥文件的路径",
        )
    keys = dict(keyring.read_keys(file)) if file.exists() else {}
    number = max(keys, default=0) + 1
    keys[number] = new_key()
    keyring.put_keys(file, keys, anew=not file.exists())
    # Of two who made it at once, one's file stands.
    stands = keyring.read_keys(file)
    return max(stands), SigningKey(stands[max(stands)])
