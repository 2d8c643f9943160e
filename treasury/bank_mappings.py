"""Column mappings as they are kept: by the name of a bank, with revisions.

1. A mapping serves every account whose bank's name begins with its own; the longest
   name fits best.
2. What replaces a mapping is its next revision. A file is read by the latest one whose
   headings it has, so that files of an older form are still read.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from budgets.records import locked
from ledger import store
from ledger.database import Connection
from ledger.people import Act
from ledger.register import append, lookups
from ledger.texts import text_problems
from treasury.bank_tables import COLUMNS, bank_mappings
from treasury.errors import StatementRefused
from treasury.statements.mapping import ColumnMapping


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMapping:
    """A mapping of a bank's tables; `since` is when the bank began to use the form."""

    bank: str
    since: dt.date
    columns: ColumnMapping
    revision: int = 0


def save_mapping(
    connection: Connection, unit: str, given: KeptMapping, act: Act
) -> KeptMapping:
    """Keep a mapping as the bank's next revision; the same one is kept once.

    Raises:
        NotFound: there is no such unit.
        StatementRefused: the bank is not named, or a text may not be kept.
    """
    at = locked(connection, unit)
    bank = given.bank.strip()
    said = {key: getattr(given.columns, key) for key in COLUMNS}
    wrong = [] if bank else ["没有写明银行"]
    texts = [("memo", text, 0) for text in (bank, *said.values())]
    wrong += [str(one) for one in text_problems(texts)]
    if wrong:
        raise StatementRefused("列对应没有保存", "；".join(wrong), "改正后重新保存")
    standing = [one for one in kept_mappings(connection, unit) if one.bank == bank]
    if standing and standing[-1].columns == given.columns:
        return standing[-1]
    revision = len(standing) + 1
    row = {"unit_id": at.id, "bank": bank, "revision": revision, "since": given.since}
    row |= {"header_row": given.columns.header_row} | said
    append(connection, "bank_mappings", [row], act)
    return replace(given, bank=bank, revision=revision)


def kept_mappings(connection: Connection, unit: str) -> tuple[KeptMapping, ...]:
    """Every mapping of a unit, by bank and revision.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    return tuple(map(_kept, store.all_rows(connection, bank_mappings, unit_id)))


def mappings_of(
    connection: Connection, unit: str, bank: str
) -> tuple[ColumnMapping, ...]:
    """The mappings that serve a bank, the closest and latest first.

    Raises:
        NotFound: there is no such unit.
    """
    fitting = [one for one in kept_mappings(connection, unit) if _serves(one, bank)]
    fitting.sort(key=lambda one: (-len(one.bank), -one.revision))
    return tuple(one.columns for one in fitting)


def _serves(one: KeptMapping, bank: str) -> bool:
    return bank.startswith(one.bank)


def _kept(row: Any) -> KeptMapping:
    said = {key: getattr(row, key) for key in COLUMNS}
    columns = ColumnMapping(header_row=row.header_row, **said)
    return KeptMapping(
        bank=row.bank, since=row.since, columns=columns, revision=row.revision
    )
