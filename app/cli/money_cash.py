"""`bangfu money cash count | counts`: what is in the safe, held against the books."""

import unicodedata
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, span_until
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of
from app.clock import today
from ledger.money import Money
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.cash_counts import Counted

app = typer.Typer(no_args_is_help=True)
cash = typer.Typer(no_args_is_help=True, help="现金盘点")
app.add_typer(cash, name="cash")

COUNTS = (
    ("number", "号"),
    ("counted_on", "盘点日期"),
    ("account", "科目"),
    ("counted", "实有数"),
    ("book", "账面数"),
    ("difference", "差额"),
    ("outcome", "结果"),
    ("explanation", "差额说明"),
    ("cashier", "出纳"),
    ("supervisor", "监盘人"),
    ("position", "链位"),
    ("pieces", "面额×张（枚）数"),
    ("made_at", "登记时间"),
    ("recounted", "重新盘点"),
)
DIGITS = 9
"""Of a number of pieces, at most."""

SHOWN: dict[str, Columns] = {"cash counts": COUNTS}
"""What each command shows; `docs/cli.md` is written from it."""


@cash.command()
def count(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    supervisor: Annotated[
        str, typer.Option("--supervisor", help="监盘人的代码，不能是出纳")
    ],
    piece: Annotated[
        list[str] | None,
        typer.Option("--piece", help="面额（元）=张（枚）数：100=3；没有现金则不写"),
    ] = None,
    on: Annotated[str, typer.Option("--on", help="盘点日期（默认当日）")] = "",
    explanation: Annotated[
        str, typer.Option("--explanation", help="差额说明，账实不符时必填")
    ] = "",
    account: Annotated[
        str, typer.Option("--account", help="现金科目（只有一个时不写）")
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记现金盘点：出纳清点，他人监盘，与当日日终账面核对；须有出纳权限。

    登记后不能改，可重新盘点，以同日最后一次为准。
    """
    from treasury import cash_counts as verb  # noqa: PLC0415 - costs time

    asked = verb.CashCount(
        unit=unit,
        counted_on=day_of(on, "--on") if on else today(),
        pieces=tuple(_piece(text) for text in piece or ()),
        supervisor=supervisor,
        explanation=explanation,
        account=account,
    )
    session = open_session(database, person)
    subject = asked.counted_on.isoformat()
    with session.writing("money.cash", Right.SETTLE, unit, subject) as connection:
        told = verb.count(connection, asked, session.act)
    say(
        f"{told.paper}：{told.account} 实有 {told.counted.grouped()} 元，"
        f"账面 {told.book.grouped()} 元，{told.outcome}"
    )
    if told.late:
        say(f"提示：{told.late}，请在盘点表上说明原因")
    for next_step in told.to_do:
        say(next_step)


@cash.command()
def counts(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    since: Annotated[str, typer.Option("--from", help="起始日期（含当日）")] = "",
    until: Annotated[
        str, typer.Option("--until", help="截止日期（含当日）；不写则列出全部")
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出现金盘点：实有、账面、差额和说明；盘点表用报表 cash_count 打印。"""
    from treasury import cash_counts as verb  # noqa: PLC0415 - as above

    if since and not until:
        raise typer.BadParameter("写 --from 时须写 --until", param_hint="--from")
    span = span_until(since, until) if until else None
    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verb.counts(connection, unit, span)
    show(COUNTS, [_row(one) for one in found], how)


def _row(one: "Counted") -> tuple[object, ...]:
    return (
        one.number,
        one.counted_on,
        one.account,
        one.counted,
        one.book,
        one.difference,
        one.outcome,
        one.explanation,
        one.cashier,
        one.supervisor,
        one.position,
        "；".join(f"{face}×{many}" for face, many in one.pieces),
        one.made_at,
        one.recounted_as,
    )


def _piece(text: str) -> tuple[Money, int]:
    face, _, many = unicodedata.normalize("NFKC", text).partition("=")
    if not (many.isascii() and many.isdigit() and len(many) <= DIGITS):
        told = "写作 面额=张（枚）数，如 100=3"
        raise typer.BadParameter(told, param_hint="--piece")
    return amount_of(face, "--piece"), int(many)
