"""V7: the registers (登记册), budgets, closes and files, held against their chains.

1. Each record has the hash of its content, place and predecessor; none is missing.
2. Each row of a register is as its last record says, and every record has its row.
   What a voucher used of an appropriation has none: V11 holds it against the voucher.

A chain cannot tell that its last records are gone: hold its head against a digest
that was printed before (`bangfu audit digest`).
"""

from collections.abc import Mapping
from typing import Any

from aid import tables as aid_tables
from audit import tables as audit_tables
from audit.differences import Found
from budgets import tables as budget_tables
from ledger import chain, evidence, register, store, tables
from ledger.database import Connection
from ledger.register import RECORDED, SHARED
from treasury import tables as treasury_tables

_CHAINED = (
    *RECORDED,
    *budget_tables.RECORDED,
    *treasury_tables.RECORDED,
    *aid_tables.RECORDED,
    *audit_tables.RECORDED,
)
"""Tables of every package whose rows are chained."""


def verify_records(
    connection: Connection, unit_id: int, code: str, found: Found
) -> None:
    """V7: the chain of one unit, or the shared one (`SHARED`, `*`), and its rows."""
    rows = store.all_rows(connection, tables.records, unit_id)
    previous = chain.GENESIS
    content: dict[tuple[str, str], str] = {}
    for place, row in enumerate(rows, 1):
        named = f"登记 {row.kind} {row.key}"
        fields = (row.kind, row.key, row.content, row.person, row.recorded_at)
        digest = chain.record_hash(code, row.position, bytes(row.previous), fields)
        if digest != bytes(row.hash):
            found.add("V7", named, "登记内容与摘要不符")
        if row.position != place or bytes(row.previous) != previous:
            found.add("V7", named, "登记链不连续")
        previous = bytes(row.hash)
        content[row.kind, row.key] = row.content
    _match_rows(connection, unit_id, content, found)


_OF_VOUCHERS = {
    "appropriation_moves": ("use",),
    "payment_request_moves": ("pay", "return", "repay", "forgo"),
}
"""Acts that vouchers do: no record of theirs is made."""


def _match_rows(
    connection: Connection,
    unit_id: int,
    content: dict[tuple[str, str], str],
    found: Found,
) -> None:
    for name in _CHAINED:
        table = tables.metadata.tables[name]
        if ("unit_id" in table.columns) != (unit_id != SHARED):
            continue
        of_unit = unit_id if unit_id != SHARED else None
        for values in evidence.raw_rows(connection, table, of_unit):
            if values.get("act") in _OF_VOUCHERS.get(name, ()):
                # What a voucher did: its own chain tells it (V11, V12).
                continue
            key = register.key_of(name, values)
            chained = content.pop((name, key), None)
            if chained is None:
                found.add("V7", f"{name} {key}", "没有登记记录")
            elif chained != register.content_of(name, values) or _emptied(
                table, values
            ):
                found.add("V7", f"{name} {key}", "与登记时的内容不同")
    for name, key in sorted(content):
        found.add("V7", f"{name} {key}", "登记过，但现在不存在")


def _emptied(table: Any, values: Mapping[str, object]) -> bool:
    """Whether an empty text stands where nothing stood: both are chained alike."""
    return any(values[c.name] == "" and c.nullable for c in table.columns)
