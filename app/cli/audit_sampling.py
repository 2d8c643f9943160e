"""`bangfu audit seal | evaluate`: sealed populations, and what samples say of them.

The samples themselves are in `audit_samples.py`.
"""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, span_until
from app.cli.audit_engagements import Key, working
from app.cli.output import Columns, Format, say, show, writing_to
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of
from audit.populations import Of
from audit.sampling_limits import Model
from audit.sampling_tickets import Units
from ledger.money import Money

if TYPE_CHECKING:
    from audit.sampling import AttributeResult, MoneyResult, Projection, Side
    from audit.sampling_judging import Judged
    from audit.sampling_keeping import Terms

app = typer.Typer(no_args_is_help=True)

FIGURES = (("figure", "指标"), ("value", "结果"))

SHOWN: dict[str, Columns] = {"evaluate": FIGURES}
"""What each command shows; `docs/cli.md` is written from it."""

Total = Annotated[str, typer.Argument(help="总体，如 J2026-1/1")]
Drawn = Annotated[str, typer.Argument(help="样本，如 J2026-1/1-1")]
To = Annotated[Path | None, typer.Option("--to", help="写出到这个文件")]
ByUnits = Annotated[str, typer.Option("--units", help="items 项目，或 money 货币单元")]
ByModel = Annotated[
    str,
    typer.Option(
        "--model", help="binomial、poisson、hypergeometric；默认 items 二项、money 泊松"
    ),
]
Risk = Annotated[str, typer.Option("--risk", help="抽样风险，如 5%")]
Tolerable = Annotated[
    str, typer.Option("--tolerable", help="可容忍偏差率，如 5%；货币单元为金额（元）")
]
Expected = Annotated[
    str, typer.Option("--expected", help="预期偏差率；货币单元为金额（元）")
]

_MARK = re.compile(r"(J[0-9]{4}-[0-9]{1,6})/([0-9]{1,6})(?:-([0-9]{1,6}))?")
_RATE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)(%?)")


@app.command()
def seal(  # noqa: PLR0913, PLR0917 - one parameter for each option
    key: Key,
    unit: Unit,
    of: Annotated[
        str,
        typer.Option("--of", help="vouchers、lines、payments、recipients 或 donations"),
    ],
    since: Annotated[str, typer.Option("--from", help="起始日期（默认审计期间）")] = "",
    until: Annotated[str, typer.Option("--until", help="截止日期（含当日）")] = "",
    position: Annotated[
        int, typer.Option("--position", help="链位（默认当前链位）", min=0)
    ] = 0,
    evidence: Annotated[
        str, typer.Option("--evidence", help="外来账套编号：总体取自这个账套")
    ] = "",
    to: To = None,
    database: Database = "",
    person: As = "",
) -> None:
    """封存总体：记下项目数、金额、链位和摘要；其中的凭证有变动即不能抽样和评价。"""
    from audit import sampling_sealing as verbs  # noqa: PLC0415 - few commands ask
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above

    kind = one_of(Of, of, "--of")
    span = span_until(since, until) if until else None
    if since and not until:
        raise typer.BadParameter("写明起始日期时也须写明截止日期", param_hint="--until")
    with working("seal", unit, key, database, person) as (session, connection):
        desk = desk_of(connection, unit, key, session.act)
        one = verbs.seal(desk, kind, span, position or None, evidence)
        text = verbs.kept_text(connection, one) if to else b""
        behind = verbs.later(connection, one)
    write_file(to, text)
    say(f"总体 {one.mark} {one.of.label}：{one.count:,} 项，{one.sum.grouped()} 元")
    say(f"  {one.place}，SHA-256 {one.digest}")
    if behind:
        say(f"  链位 {one.position} 以后的 {behind} 张凭证不在总体中，其中可有本期的")
    say("  种子须在此之后公开产生（掷骰、开奖号码），抽样时原样填写")


# -- judging -------------------------------------------------------------------------


@app.command()
def evaluate(
    drawn: Drawn,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """评价样本：偏差率或错报的上限，能否接受；总体在封存以后有变动即拒绝。"""
    from audit import sampling_judging as verbs  # noqa: PLC0415 - as above
    from audit.sampling_sealing import later  # noqa: PLC0415 - as above

    key, number, which = place_of(drawn, "样本")
    with open_session(database, person).reading(unit) as connection:
        told = verbs.evaluate(connection, unit, key, (number, which))
        behind = later(connection, told.worked.sealed)
    show(FIGURES, _judged(told), how)
    if behind and how is Format.TABLE:
        say(f"封存以后又有 {behind} 张凭证入账，不在总体中；属于审计期间的另行封存")


def _judged(told: "Judged") -> list[tuple[str, object]]:
    worked = told.worked
    rows: list[tuple[str, object]] = [
        ("样本", worked.mark),
        ("检查内容", worked.purpose),
        ("总体", f"{worked.sealed.of.label} {worked.sealed.count:,} 项"),
        ("总体金额", worked.sealed.sum),
        ("置信水平", percent(1 - worked.terms.risk)),
        ("检查项目", len(worked.sample.items)),
        ("偏差和错报", len(told.deviations)),
    ]
    if told.attributes:
        rows += _attributes(told.attributes)
        for one in told.projections:
            rows += _projection(one)
    if told.money:
        rows += _money(told.money)
        count, held = told.set_apart
        if count:
            rows.append(("零和负数项目（未抽）", f"{count:,} 项 {held.grouped()}"))
    verdict = "可以接受" if told.is_acceptable else "不能接受"
    return [*rows, ("结论", f"{verdict}（可容忍程度与上限相比）")]


def _attributes(one: "AttributeResult") -> list[tuple[str, object]]:
    return [
        ("模型", one.law.model.label),
        ("偏差率", percent(one.rate)),
        ("偏差率上限", percent(Fraction(one.upper))),
        ("抽样风险允许限度", percent(Fraction(one.allowance))),
        ("可容忍偏差率", percent(one.tolerable)),
    ]


def _projection(one: "Projection") -> list[tuple[str, object]]:
    few = "（样本少于30项，仅供参考）" if one.few else ""
    return [
        (f"推断多记金额·{one.by.label}{few}", one.likely),
        (f"推断上限·{one.by.label}", one.upper),
    ]


def _money(one: "MoneyResult") -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = [("模型", f"{one.model.label}，Stringer 上限")]
    sides: tuple[tuple[str, Side], ...] = (("多记", one.over), ("少记", one.under))
    for label, side in sides:
        rows += [
            (f"{label}·最可能错报", side.likely_money),
            (f"{label}·错报上限", side.upper_money),
        ]
    if one.excess:
        rows.append(("说明", "有项目的错报超过其账面金额，上限未必充分"))
    return [*rows, ("最可能错报净额", one.net), ("可容忍错报", one.tolerable)]


# -- as typed and as told --------------------------------------------------------------


def terms_of(
    units: str, model: str, risk: str, tolerable: str, expected: str
) -> "Terms":
    """On what plan a sample rests, as typed."""
    from audit.sampling_keeping import Terms  # noqa: PLC0415 - as above

    of = one_of(Units, units, "--units")
    usual = Model.BINOMIAL if of is Units.ITEMS else Model.POISSON
    read: Any = rate_typed if of is Units.ITEMS else _fen
    return Terms(
        units=of,
        model=one_of(Model, model, "--model") if model else usual,
        risk=rate_typed(risk, "--risk"),
        tolerable=read(tolerable, "--tolerable"),
        expected=read(expected, "--expected"),
    )


def rate_typed(text: str, option: str) -> Fraction:
    """A rate as typed: `5%`, `0.05`."""
    match = _RATE.fullmatch(text.strip())
    if match is None:
        raise typer.BadParameter("比率写作 5% 或 0.05", param_hint=option)
    number, sign = match.groups()
    return Fraction(number) / (100 if sign else 1)


def _fen(text: str, option: str) -> Fraction:
    return Fraction(amount_of(text, option).fen)


def shown_as(terms: "Terms", value: Fraction) -> object:
    """A rate or an amount of a plan, by its units."""
    return percent(value) if terms.units is Units.ITEMS else Money(int(value))


def percent(rate: Fraction) -> str:
    """A rate in per cent with two decimals, rounded up; more where it has more."""
    hundredths = -(-rate * 10_000 // 1)
    return f"{Decimal(int(hundredths)).scaleb(-2)}%"


def place_of(text: str, what: str) -> tuple[str, int, int]:
    """Engagement, population and sample as typed; 0 where a population is named."""
    match = _MARK.fullmatch(text.strip())
    if match is None or (what == "样本") != bool(match.group(3)):
        shape = "J2026-1/1-1" if what == "样本" else "J2026-1/1"
        told = f"{what}写作 {shape} 的形式"
        raise typer.BadParameter(told, param_hint=what)
    return match.group(1), int(match.group(2)), int(match.group(3) or 0)


def write_file(to: Path | None, text: bytes) -> None:
    """Write a file, where one is asked for."""
    if to is not None:
        with writing_to(to):
            to.write_bytes(text)
