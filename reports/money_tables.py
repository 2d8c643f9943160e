"""Money as it was counted or certified, for the minutes of a month (账实核对).

1. Each money account stands with its last proof, or with none.
2. A proof that was made anew is told too, as replaced. What the books said when it was
   made is not kept, so it has no difference.
"""

from collections.abc import Iterator

from ledger import proofs
from ledger.database import Connection
from ledger.money import Money
from ledger.register import Lookups, UnitLookup
from reports import parts
from reports.report import Column, Row, Table


def tables(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int
) -> Iterator[Table]:
    """What was found of a month's money, as far as there is any."""
    yield from _compared(connection, books, unit, period)
    yield from _superseded(connection, books, unit, period)


def _compared(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int
) -> Iterator[Table]:
    """What was counted or certified, against the books (rule 1)."""
    columns = (
        Column("account", "科目", width=3),
        parts.money("book", "账面余额"),
        parts.money("amount", "盘点或证明数"),
        parts.money("other", "减：他人款项"),
        parts.money("explained", "减：未达账项"),
        parts.money("difference", "差额"),
        Column("evidence", "凭据", width=3),
        Column("explanation", "未达账项说明", width=3),
        Column("made_by", "办理人", width=1),
    )
    told = proofs.compared(connection, books, unit, period)
    rows = tuple(_proof_row(books, one) for one in told)
    if rows:
        yield Table(columns, rows, caption="现金盘点与银行存款核对", name="money")


def _superseded(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int
) -> Iterator[Table]:
    """Proofs that later ones replaced, a line each (rule 2)."""
    columns = (
        Column("account", "科目", width=3),
        Column("standing", "状态"),
        parts.money("amount", "盘点或证明数"),
        parts.money("other", "减：他人款项"),
        parts.money("explained", "减：未达账项"),
        Column("evidence", "凭据", width=3),
        Column("explanation", "未达账项说明", width=3),
        Column("made_by", "办理人", width=1),
        Column("made_at", "登记时间", width=3),
    )
    chart = books.charts[unit.chart_on(f"{period // 100}-12-31")]
    rows = tuple(
        Row(
            (
                parts.coded_name(books, chart[one.account]),
                "已被取代",
                one.amount,
                parts.amount(one.other),
                parts.amount(one.explained),
                one.evidence,
                one.explanation,
                parts.person_name(books, one.made_by),
                parts.moment(one.made_at),
            )
        )
        for one in proofs.superseded(connection, books, unit, period)
    )
    if rows:
        caption = "重新登记以前的盘点或核对"
        yield Table(columns, rows, caption=caption, name="superseded")


def _proof_row(books: Lookups, one: proofs.Compared) -> Row:
    account = parts.coded_name(books, one.account_id)
    stands = Money(one.book_fen)
    proof = one.proof
    if proof is None:
        missing = "没有盘点记录或余额证明"
        return Row((account, stands, None, None, None, None, missing, "", ""))
    return Row(
        (
            account,
            stands,
            proof.amount,
            parts.amount(proof.other),
            parts.amount(proof.explained),
            Money(one.gap_fen),
            proof.evidence,
            proof.explanation,
            parts.person_name(books, proof.made_by),
        )
    )
