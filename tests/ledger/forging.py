"""Rows with right hashes whatever rules they break: what a careful attacker writes."""

from collections.abc import Sequence

from audit import integrity
from ledger import catalogue, journal, tables
from ledger.codes import entry_of
from ledger.database import reading
from ledger.register import lookups
from ledger.sealing import Sealed, seal_all
from ledger.vouchers import Voucher
from tests.building import ACT, Books, Raw


def forged(books: Books, *vouchers: Voucher) -> Sealed:
    """Vouchers of one unit sealed with right hashes; what is wrong is not asked."""
    with reading(books.engine) as connection:
        look = lookups(connection, fresh=True)
        entries = [entry_of(v, look, []) for v in vouchers]
        unit = look.unit(vouchers[0].unit)
        state = journal.unit_state(connection, unit, entries, look)
        balances = dict(state.balances)
        first = state.position
        sealed = seal_all(
            entries, state, look, poster_id=look.person(ACT.person), sealed_at=ACT.stamp
        )
    sealed.positions = []
    for row in sealed.vouchers:
        moves: dict[tuple[int, int], int] = {}
        for line in sealed.postings:
            if line[1] == row[1] and line[3] in look.money:
                pair = (line[4], line[3])
                moves[pair] = moves.get(pair, 0) + line[5] - line[6]
        for pair, change in moves.items():
            before, by = balances.get(pair, (0, None))
            after = before + change
            by = None if after >= 0 else row[1] if change < 0 else by
            balances[pair] = (after, by)
            sealed.positions.append((unit.id, *pair, row[1], after, by))
    assert first < state.position
    return sealed


def many(raw: Raw, table: str, rows: Sequence[tuple]) -> None:
    """One statement for all rows."""
    if not rows:
        return
    names = ", ".join(f'"{c.name}"' for c in tables.metadata.tables[table].columns)
    marks = "(" + ", ".join("?" * len(rows[0])) + ")"
    raw.run(
        f"INSERT INTO {table} ({names}) VALUES " + ", ".join([marks] * len(rows)),
        [v for row in rows for v in row],
    )


def add_totals(raw: Raw, unit: int, sealed: Sealed) -> None:
    for key, sums in sealed.totals.items():
        raw.run(
            "INSERT INTO totals VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (unit_id, period,"
            " account_id, fund_id, purpose) DO UPDATE SET debit_fen = totals.debit_fen"
            " + excluded.debit_fen, credit_fen = totals.credit_fen +"
            " excluded.credit_fen, persons = totals.persons + excluded.persons",
            (unit, *key, *sums),
        )


def verify(books: Books) -> list[str]:
    """Everything that verify finds, the schema included."""
    with reading(books.engine) as connection:
        schema = catalogue.verify(connection)
        report = integrity.verify(connection, (), schema)
    return [str(d) for d in report.differences]
