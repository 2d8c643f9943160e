"""`bangfu books voucher`: list, show, cancel in red."""

from typing import Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Period, Unit, day_of, span_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from ledger import queries, register
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Right
from ledger.periods import period_of

app = typer.Typer(no_args_is_help=True, help="凭证：列出、查看、红字冲销")

Ref = Annotated[str, typer.Option(help="凭证引用号")]

HEADS = (
    ("ref", "引用号"),
    ("date", "日期"),
    ("kind", "字"),
    ("number", "号"),
    ("summary", "摘要"),
    ("position", "链位"),
    ("hash", "摘要值"),
)
LINES = (
    ("account", "科目"),
    ("name", "科目名称"),
    ("fund", "资金"),
    ("debit", "借方"),
    ("credit", "贷方"),
    ("purpose", "用途"),
    ("recipient", "档案号"),
    ("persons", "人次"),
    ("memo", "备注"),
    ("party", "往来单位"),
    ("item", "物品"),
    ("quantity", "数量"),
)
WHOLE = (
    ("ref", "引用号"),
    ("date", "日期"),
    ("kind", "字"),
    ("number", "号"),
    ("summary", "摘要"),
    ("attachments", "附件数"),
    ("preparer", "制单"),
    ("reviewer", "审核"),
    ("cashier", "出纳"),
    ("head", "会计主管"),
    ("poster", "记账"),
    ("corrects", "更正凭证"),
    ("correction", "更正方式"),
    ("corrected_by", "被以下凭证更正"),
    ("position", "链位"),
    ("hash", "摘要值"),
)
"""What belongs to the whole voucher; JSON and CSV repeat it in every line."""
CORRECTIONS = {
    "full": "红字冲销",
    "difference": "差额更正",
    "replacement": "更正",
}
USUAL = 5
"""Columns of a line that a table shows even where nothing stands in them."""

SHOWN: dict[str, Columns] = {"list": HEADS, "show": (*LINES, *WHOLE)}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command("list")
def list_(
    unit: Unit,
    period: Period,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一个期间的凭证。"""
    span = span_of(period)
    first = period_of(span.since)
    if first % 100 == 1:
        # Openings stand before January.
        first -= 1
    with open_session(database, person).reading(unit) as connection:
        known = register.lookups(connection).unit(unit)
        found = queries.vouchers(
            connection, known.id, first, period_of(span.last_day) + 1
        )
    rows = [
        (v.ref, v.dated_on, v.kind, v.number, v.summary, v.position, v.hash.hex()[:16])
        for v in found
    ]
    show(HEADS, rows, how)


@app.command("show")
def show_(
    unit: Unit,
    ref: Ref,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """查看一张凭证：经手人、更正关系和各行分录。"""
    with open_session(database, person).reading(unit) as connection:
        books = register.lookups(connection)
        known = books.unit(unit)
        head = _voucher(connection, known.id, ref)
        lines = queries.postings_of(connection, known.id, head.position)
        whole = _whole(connection, books, known.id, head)
    rows = [_line(line, books, known) for line in lines]
    if how is not Format.TABLE:
        show((*LINES, *WHOLE), [(*row, *whole) for row in rows], how)
        return
    for (key, label), value in zip(WHOLE, whole, strict=True):
        if value not in {"", None}:
            told = CORRECTIONS[str(value)] if key == "correction" else value
            say(f"{label}：{told}")
    kept = [p for p in range(len(LINES)) if p < USUAL or any(row[p] for row in rows)]
    show([LINES[p] for p in kept], [[row[p] for p in kept] for row in rows], how)


def _line(
    line: queries.PostingRow, books: register.Lookups, unit: register.UnitLookup
) -> tuple[object, ...]:
    return (
        books.account_codes[line.account_id],
        books.account_name(line.account_id),
        unit.fund_codes[line.fund_id],
        Money(line.debit_fen),
        Money(line.credit_fen),
        line.purpose or "",
        line.recipient,
        line.persons,
        line.memo,
        line.party,
        line.item,
        _quantity(line.quantity_milli),
    )


def _quantity(milli: int) -> str:
    """Thousandths as people write them: `12` or `-0.5`; empty where nothing moves."""
    if not milli:
        return ""
    whole, thousandths = divmod(abs(milli), 1000)
    written = f"{whole}.{thousandths:03d}".rstrip("0").rstrip(".")
    return f"-{written}" if milli < 0 else written


def _whole(
    connection: Connection,
    books: register.Lookups,
    unit_id: int,
    head: queries.VoucherRow,
) -> tuple[object, ...]:
    corrected = queries.voucher_at(connection, unit_id, head.corrects or 0)
    later = queries.corrections(connection, unit_id, head.period, head.period + 1)
    persons = (head.preparer_id, head.reviewer_id, head.cashier_id, head.head_id)
    return (
        head.ref,
        head.dated_on,
        head.kind,
        head.number,
        head.summary,
        head.attachments,
        *(books.person_codes[id_] if id_ else "" for id_ in persons),
        books.person_codes[head.poster_id],
        corrected.ref if corrected else "",
        head.correction or "",
        "、".join(v.ref for v in later if v.corrects == head.position),
        head.position,
        head.hash.hex()[:16],
    )


@app.command("reverse")
def reverse(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    ref: Annotated[str, typer.Option(help="被冲销凭证的引用号")],
    new_ref: Annotated[str, typer.Option(help="红字凭证的引用号")],
    preparer: Annotated[str, typer.Option(help="制单人")],
    reviewer: Annotated[str, typer.Option(help="审核人")],
    date: Annotated[str, typer.Option(help="红字凭证的日期（默认今天）")] = "",
    summary: Annotated[str, typer.Option(help="摘要")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """红字冲销一张已记账的凭证（会计基础工作规范 第五十一条）。"""
    from ledger import journal  # noqa: PLC0415 - only posting needs it
    from ledger.vouchers import Voucher  # noqa: PLC0415 - as above
    from treasury import corrections, lineage  # noqa: PLC0415 - as above

    day = day_of(date, "--date") if date else today()
    session = open_session(database, person)
    with session.writing("books.reverse", Right.POST, unit, ref) as connection:
        known = register.lookups(connection).unit(unit)
        head = _voucher(connection, known.id, ref)
        words = f"注销 {head.dated_on} {head.kind}字第{head.number}号凭证"
        red = Voucher(
            unit=unit,
            ref=new_ref,
            dated_on=day,
            summary=summary or words,
            postings=(),
            preparer=preparer,
            reviewer=reviewer,
        )
        corrections.demand(connection, corrections.cancelling(red, ref))
        done = journal.reverse(connection, unit, ref, red, session.act)
        lineage.follow(connection, unit)
    say(f"已冲销：{done.kind}字第{done.number}号，链位 {done.position}")


def _voucher(connection: Connection, unit_id: int, ref: str) -> queries.VoucherRow:
    head = queries.voucher(connection, unit_id, ref)
    if head is None:
        raise NotFound("凭证", ref, "用 bangfu books voucher list 查看引用号")
    return head
