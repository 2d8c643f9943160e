"""Signed digests (摘要单): where a unit's chains stood on a day, to be kept elsewhere.

1. A digest tells unit, day, position and hash of the chain of vouchers, of the unit's
   registers (closes among them) and of the registers that all share. It goes into
   minutes, or to the upper union: out of the hands of whoever owns the database.
2. It is signed with Ed25519 over the row `bangfu-digest-1`, then its fields in the
   order of `Digest`, joined by the byte 1F.
3. Held against today's books it tells apart: a signature that is wrong, a key that is
   not known, another unit, a chain that has become shorter, a history that was
   rewritten. Rewritten books may be whole in themselves; they cannot make a digest
   true that was printed before.

Basis: 财会〔2024〕12号 (no trace may be removed); 第2203号内部审计具体准则 (systems).
"""

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, fields

from audit.errors import DigestRefused
from audit.signatures import SigningKey, fingerprint, proves
from ledger import evidence, queries, store
from ledger.accounts import Labelled
from ledger.chain import GENESIS, US
from ledger.database import Connection
from ledger.register import SHARED, lookups

FORM = "bangfu-digest-1"
GROUP = 8
"""Digits between spaces where people read them."""

_LONG = 40
_DIGITS = re.compile(r"[0-9a-f]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Where a unit's chains stood; hashes in lower-case hexadecimal."""

    unit: str
    name: str
    day: str
    position: int
    digest: str
    records_position: int
    records_digest: str
    shared_position: int
    shared_digest: str

    def message(self) -> bytes:
        """What is signed."""
        return US.join(
            (FORM, *(str(value) for value in asdict(self).values()))
        ).encode()


@dataclass(frozen=True, slots=True)
class SignedDigest:
    """A digest with its signature and the public key that proves it."""

    digest: Digest
    public_key: bytes
    signature: bytes

    def row(self) -> tuple[object, ...]:
        """Its values in the order of `COLUMNS`."""
        told = (fingerprint(self.public_key), self.public_key.hex())
        return (*asdict(self.digest).values(), *told, self.signature.hex())

    def text(self) -> str:
        """A text to be put into minutes, one line a value."""
        lines = ["帮扶资金账簿摘要单"]
        for (_, label), value in zip(COLUMNS, self.row(), strict=True):
            lines.append(f"{label}：{_grouped(str(value))}")
        lines.append("日后可用 bangfu audit verify --digest 与账簿核对。")
        return "\n".join(lines) + "\n"


COLUMNS = (
    ("unit", "单位代码"),
    ("name", "单位名称"),
    ("day", "日期"),
    ("position", "凭证链位"),
    ("digest", "凭证链摘要"),
    ("records_position", "登记链位"),
    ("records_digest", "登记链摘要"),
    ("shared_position", "共用登记链位"),
    ("shared_digest", "共用登记链摘要"),
    ("fingerprint", "公钥指纹"),
    ("public_key", "公钥"),
    ("signature", "签名"),
)
"""Keys and labels of a signed digest, in JSON and on paper."""


class Held(Labelled):
    """What today's books say of a digest."""

    HOLDS = "holds", "一致：签发以来没有删改"
    SIGNATURE = "signature", "签名不符：摘要单被改动，或抄录有误"
    UNKNOWN_KEY = "unknown_key", "签名的公钥不认识：不能断定是谁签发的"
    OTHER_UNIT = "other_unit", "不是这个单位的摘要单"
    SHORTER = "shorter", "链比摘要单短：签发以后有凭证或登记被删去"
    REWRITTEN = "rewritten", "同一链位的摘要不同：签发以前的历史被改写"


# -- made ---------------------------------------------------------------------------


def digest_of(connection: Connection, unit: str, day: str) -> Digest:
    """Where a unit's chains stand now.

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection).unit(unit)
    position, digest = queries.head(connection, found.id)
    records_position, records = store.record_head(connection, found.id)
    shared_position, shared = store.record_head(connection, SHARED)
    return Digest(
        unit=found.code,
        name=found.name,
        day=day,
        position=position,
        digest=digest.hex(),
        records_position=records_position,
        records_digest=records.hex(),
        shared_position=shared_position,
        shared_digest=shared.hex(),
    )


def signed(digest: Digest, key: SigningKey) -> SignedDigest:
    """The digest, signed; the same digest and key give the same signature."""
    return SignedDigest(digest, key.public_key, key.sign(digest.message()))


# -- held against the books ---------------------------------------------------------


def judge(
    connection: Connection,
    told: SignedDigest,
    keys: Collection[bytes],
    unit: str = "",
) -> Held:
    """What the books say of a digest; `unit` is whose it should be, if any.

    Args:
        connection: a reading transaction.
        told: the digest.
        keys: the public keys that are known.
        unit: code of the unit that was asked for.
    """
    of = told.digest
    if not proves(told.public_key, of.message(), told.signature):
        return Held.SIGNATURE
    if told.public_key not in keys:
        return Held.UNKNOWN_KEY
    books = lookups(connection)
    if of.unit not in books.units or unit not in {"", of.unit}:
        return Held.OTHER_UNIT
    unit_id = books.units[of.unit].id
    ways: tuple[tuple[Callable[..., bytes | None], int, int, str], ...] = (
        (queries.hash_at, unit_id, of.position, of.digest),
        (evidence.record_hash, unit_id, of.records_position, of.records_digest),
        (evidence.record_hash, SHARED, of.shared_position, of.shared_digest),
    )
    stands = [
        (GENESIS if not position else look(connection, id_, position), digest)
        for look, id_, position, digest in ways
    ]
    if any(found is not None and found.hex() != digest for found, digest in stands):
        return Held.REWRITTEN
    return Held.SHORTER if any(found is None for found, _ in stands) else Held.HOLDS


# -- read ---------------------------------------------------------------------------


def read_digests(content: str) -> tuple[SignedDigest, ...]:
    """Signed digests out of JSON, or out of minutes that hold their text.

    Raises:
        DigestRefused: there is none, or one is not whole.
    """
    try:
        found = json.loads(content)
    except ValueError:
        found = list(_blocks(content))
    rows = found if isinstance(found, list) else [found]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise _unreadable("其中没有摘要单")
    return tuple(_read(row) for row in rows)


def _blocks(content: str) -> Iterator[dict[str, str]]:
    """Each digest of a text: it begins with the unit's code."""
    keys = {label: key for key, label in COLUMNS}
    block: dict[str, str] = {}
    for line in content.splitlines():
        label, _, value = line.strip().partition("：")
        key = keys.get(label.strip())
        if key == "unit" and block:
            yield block
            block = {}
        if key:
            block[key] = value.strip()
    if block:
        yield block


def _read(row: dict[str, object]) -> SignedDigest:
    texts = {key: str(row[key]) for key, _ in COLUMNS if key in row}
    for key, label in COLUMNS:
        if key not in texts:
            raise _unreadable("缺少", label)
        if key in _HEX:
            texts[key] = re.sub(r"\s", "", texts[key]).lower()
        if not _fits(key, texts[key]):
            raise _unreadable("写法不对", label)
    values: dict[str, object] = {
        one.name: int(texts[one.name]) if one.type is int else texts[one.name]
        for one in fields(Digest)
    }
    return SignedDigest(
        Digest(**values),  # type: ignore[arg-type] # each as its field asks
        bytes.fromhex(texts["public_key"]),
        bytes.fromhex(texts["signature"]),
    )


_HEX = {
    "digest": 64,
    "records_digest": 64,
    "shared_digest": 64,
    "fingerprint": 32,
    "public_key": 64,
    "signature": 128,
}


def _fits(key: str, text: str) -> bool:
    if key in _HEX:
        return len(text) == _HEX[key] and bool(_DIGITS.fullmatch(text))
    if key.endswith("position"):
        return text.isascii() and text.isdigit() and len(text) < 19  # noqa: PLR2004 - 64 bits
    if key == "day":
        return bool(_DAY.fullmatch(text))
    return bool(text) and text.isprintable()


def _unreadable(why: str, label: str = "") -> DigestRefused:
    why = f"{why}：{label}" if label else why
    do = "使用 bangfu audit digest --sign 给出的全文或 JSON"
    return DigestRefused("摘要单无法识别", why, do)


def _grouped(text: str) -> str:
    """A long number in groups, as people compare it."""
    if len(text) < _LONG or not _DIGITS.fullmatch(text):
        return text
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
