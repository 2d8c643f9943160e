"""The written form of what is hashed, and the hashes: version 1.

**Fields.** A field is its text in UTF-8. Whole numbers are decimal digits with a
leading `-` where negative; days are `YYYY-MM-DD`; what is absent is the empty text.
Fields of one row are joined by the byte 1F (unit separator), rows by the byte 1E
(record separator). No text in the books may hold a byte below 20, so the form has
one reading only.

**Content of a voucher** (what its `ref` stands for, L11): one row

    bangfu-voucher-1, unit, ref, period, kind, dated_on, chart, summary, attachments,
    preparer, reviewer, cashier, head, posted_at, corrects, correction, entered, basis

then one row for each posting in order

    account, fund, debit_fen, credit_fen, purpose, party, recipient, persons, item,
    quantity_milli, serials, arose_on, economic, functional, appropriation, request,
    memo

where units, charts, accounts, funds and persons stand by their codes and `corrects`
by the reference of the voucher corrected. `content_hash` is its SHA-256.

**Seal of a voucher** (L10): one row

    bangfu-seal-1, unit, position, previous, number, poster, sealed_at, content_hash

with hashes in lower-case hex; `hash` is its SHA-256. `previous` is the hash of the
voucher at the position before, 64 zeros at position 1.

**Master records** are chained in the same manner, one chain a unit and one for what
all units share (unit code `*`):

    bangfu-record-1, unit, position, previous, kind, key, content, person, recorded_at

**Checkpoint of a close**: one row `bangfu-totals-1`, then one row for each account,
fund and purpose that any posting up to the close names

    account, fund, purpose, debit_fen, credit_fen, persons

with the numbers of account and fund, and sums since the books began; rows go by
account, fund, then purpose by its code points. `totals_hash` is its SHA-256.

**What is never here**: names of persons who are helped, numbers of identity, bank
accounts, telephone numbers. Postings carry file numbers.
"""

import hashlib
from collections.abc import Iterable, Mapping

from ledger.vouchers import Line

US = "\x1f"
RS = "\x1e"
GENESIS = bytes(32)

VOUCHER_FORM = "bangfu-voucher-1"
SEAL_FORM = "bangfu-seal-1"
RECORD_FORM = "bangfu-record-1"
TOTALS_FORM = "bangfu-totals-1"


def head_text(fields: Iterable[object]) -> str:
    """The first row of a voucher's content: the form, then its seventeen fields.

    What is absent is given as the empty text.
    """
    return US.join([VOUCHER_FORM, *map(str, fields)])


def line_text(line: Line, accounts: Mapping[int, str], funds: Mapping[int, str]) -> str:
    """The row of one posting."""
    # Spelt out: this runs a million times in a large import.
    return (
        f"{accounts[line[0]]}\x1f{funds[line[1]]}\x1f{line[2]}\x1f{line[3]}\x1f"
        f"{line[4] or ''}\x1f{line[5]}\x1f{line[6]}\x1f{line[7]}\x1f{line[8]}\x1f"
        f"{line[9]}\x1f{line[10]}\x1f{line[11]}\x1f{line[12]}\x1f{line[13]}\x1f"
        f"{line[14]}\x1f{line[15]}\x1f{line[16]}"
    )


def content_hash(head: str, lines: Iterable[str]) -> bytes:
    """The hash that a reference stands for (L11)."""
    return hashlib.sha256(RS.join((head, *lines)).encode()).digest()


def seal(  # noqa: PLR0913 - the fields of the seal, in order
    unit: str,
    position: int,
    previous: bytes,
    *,
    number: int,
    poster: str,
    sealed_at: str,
    content: bytes,
) -> bytes:
    """The hash of a voucher at its place in the chain (L10)."""
    text = (
        f"{SEAL_FORM}\x1f{unit}\x1f{position}\x1f{previous.hex()}\x1f{number}\x1f"
        f"{poster}\x1f{sealed_at}\x1f{content.hex()}"
    )
    return hashlib.sha256(text.encode()).digest()


def record_hash(
    unit: str, position: int, previous: bytes, fields: Iterable[object]
) -> bytes:
    """The hash of a master record: kind, key, content, person, recorded_at."""
    row = (RECORD_FORM, unit, position, previous.hex(), *fields)
    return hashlib.sha256(US.join(map(_text, row)).encode()).digest()


def record_content(fields: Iterable[object]) -> str:
    """The content of a master record: its fields in declared order, by 1E."""
    return RS.join(map(_text, fields))


def totals_hash(rows: Iterable[tuple[int, int, str, int, int, int]]) -> bytes:
    """The hash of a checkpoint, whose rows may come in any order."""
    # Sorted here: databases differ in how they order texts.
    text = RS.join((TOTALS_FORM, *(US.join(map(str, row)) for row in sorted(rows))))
    return hashlib.sha256(text.encode()).digest()


def _text(value: object) -> str:
    return "" if value is None else str(value)
