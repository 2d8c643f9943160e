"""`bangfu audit sample …`: samples planned, drawn, enlarged and worked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_or_none
from app.cli.audit_engagements import Key, On, text_of, working
from app.cli.audit_sampling import (
    FIGURES,
    ByModel,
    ByUnits,
    Drawn,
    Expected,
    Risk,
    To,
    Tolerable,
    Total,
    percent,
    place_of,
    shown_as,
    terms_of,
    write_file,
)
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of
from audit.sampling_limits import Model
from audit.sampling_results import Outcome
from audit.sampling_tickets import Method, Units
from ledger.money import Money

if TYPE_CHECKING:
    from audit.sampling_keeping import Worked
    from audit.sampling_sealing import Sealed

app = typer.Typer(no_args_is_help=True)
sample = typer.Typer(no_args_is_help=True, help="审计抽样")
app.add_typer(sample, name="sample")

POPULATIONS = (
    ("mark", "总体"),
    ("of", "种类"),
    ("since", "起"),
    ("until", "止"),
    ("position", "链位或外来账套"),
    ("count", "项目"),
    ("sum", "金额"),
    ("digest", "摘要值"),
    ("person", "封存人"),
    ("recorded_at", "封存时间"),
)
SAMPLES = (
    ("mark", "样本"),
    ("purpose", "检查内容"),
    ("units", "抽样单元"),
    ("method", "方法"),
    ("seed", "种子"),
    ("seed_source", "公开出处"),
    ("model", "模型"),
    ("confidence", "置信水平"),
    ("tolerable", "可容忍"),
    ("expected", "预期"),
    ("planned", "计划样本量"),
    ("size", "抽取"),
    ("items", "项目"),
    ("open", "未检查"),
    ("found", "偏差和错报"),
)
ITEMS = (
    ("item", "项目"),
    ("voucher", "凭证"),
    ("book", "账面金额"),
    ("hits", "抽中次数"),
    ("outcome", "结果"),
    ("right", "正确金额"),
    ("words", "发现的情况"),
    ("paper", "底稿"),
    ("person", "检查人"),
    ("on", "日期"),
)
SHOWN: dict[str, Columns] = {
    "sample populations": POPULATIONS,
    "sample plan": FIGURES,
    "sample list": SAMPLES,
    "sample show": ITEMS,
}
"""What each command shows; `docs/cli.md` is written from it."""


# -- populations ---------------------------------------------------------------------


@sample.command()
def populations(
    key: Key,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出审计项目的封存总体。"""
    from audit import sampling_sealing as verbs  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        found = verbs.populations_of(connection, unit, key)
    show(POPULATIONS, [_population(one) for one in found], how)


def _population(one: "Sealed") -> tuple[object, ...]:
    return (
        one.mark,
        one.of.label,
        one.span.since,
        one.span.last_day,
        one.evidence or one.position,
        one.count,
        one.sum,
        one.digest,
        one.person,
        one.recorded_at,
    )


@sample.command()
def export(
    total: Total,
    unit: Unit,
    to: Annotated[Path, typer.Option("--to", help="写出到这个 CSV 文件")],
    database: Database = "",
    person: As = "",
) -> None:
    """写出封存的总体（CSV）；文件的 SHA-256 就是封存的摘要。"""
    from audit import sampling_sealing as verbs  # noqa: PLC0415 - as above

    key, number, _ = place_of(total, "总体")
    with working("export", unit, total, database, person) as (_, connection):
        one = verbs.sealed_of(connection, unit, key, number)
        text = verbs.kept_text(connection, one)
    write_file(to, text)
    say(f"{to}：{one.count:,} 项，SHA-256 {one.digest}")


# -- planning and drawing ------------------------------------------------------------


@sample.command()
def plan(  # noqa: PLR0913, PLR0917 - as above
    tolerable: Tolerable,
    units: ByUnits = Units.ITEMS.value,
    risk: Risk = "5%",
    expected: Expected = "0",
    model: ByModel = "",
    count: Annotated[int, typer.Option("--count", help="总体项目数", min=0)] = 0,
    total: Annotated[str, typer.Option("--sum", help="总体金额（元）")] = "",
    how: output.As = Format.TABLE,
) -> None:
    """计算样本量，不用账簿：属性抽样，或货币单元抽样。"""
    from audit import sampling_plans as plans  # noqa: PLC0415 - as above
    from audit.sampling_limits import Law  # noqa: PLC0415 - as above

    terms = terms_of(units, model, risk, tolerable, expected)
    rows: list[tuple[str, object]] = [
        ("模型", terms.model.label),
        ("置信水平", percent(1 - terms.risk)),
    ]
    if terms.units is Units.ITEMS:
        if terms.model is Model.HYPERGEOMETRIC and not count:
            raise typer.BadParameter("超几何分布须写明总体项目数", param_hint="--count")
        of_items = plans.attribute_plan(
            Law(terms.model, count),
            risk=terms.risk,
            tolerable=terms.tolerable,
            expected=terms.expected,
            population=count,
        )
        size = f"{of_items.size:,}" + ("（即全部总体）" if of_items.is_whole else "")
        rows += [("样本量", size), ("预期偏差数", of_items.deviations)]
    else:
        of_money = plans.money_plan(
            risk=terms.risk,
            sum_fen=amount_of(total, "--sum").fen,
            tolerable_fen=int(terms.tolerable),
            expected_fen=int(terms.expected),
        )
        rows += [
            ("样本量", f"{of_money.size:,}"),
            ("可信系数", str(of_money.factor)),
            ("间隔", Money(of_money.whole_fen).grouped()),
            ("预期错报比例之和", str(of_money.taints)),
        ]
    show(FIGURES, rows, how)


@sample.command()
def draw(  # noqa: PLR0913, PLR0917 - as above
    total: Total,
    unit: Unit,
    purpose: Annotated[str, typer.Option("--purpose", help="检查内容")],
    seed: Annotated[str, typer.Option("--seed", help="公开产生的种子，原样填写")],
    seed_source: Annotated[
        str, typer.Option("--seed-source", help="种子在何处、何时公开")
    ],
    tolerable: Tolerable,
    units: ByUnits = Units.ITEMS.value,
    risk: Risk = "5%",
    expected: Expected = "0",
    model: ByModel = "",
    method: Annotated[
        str, typer.Option("--method", help="tickets 抽签、interval 间隔、cells 分格")
    ] = Method.TICKETS.value,
    size: Annotated[
        int, typer.Option("--size", help="样本量（默认按计划）", min=0)
    ] = 0,
    database: Database = "",
    person: As = "",
) -> None:
    """从封存的总体抽取样本；总体在封存以后有变动即拒绝。"""
    from audit import sampling_keeping as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above

    key, number, _ = place_of(total, "总体")
    wanted = verbs.Wanted(
        terms=terms_of(units, model, risk, tolerable, expected),
        purpose=text_of(purpose, "--purpose"),
        seed=seed,
        seed_source=seed_source,
        method=one_of(Method, method, "--method"),
        size=size,
    )
    with working("sample", unit, total, database, person) as (session, connection):
        desk = desk_of(connection, unit, key, session.act)
        one = verbs.draw_sample(desk, number, wanted)
    _tell(one)


@sample.command()
def enlarge(  # noqa: PLR0913, PLR0917 - as above
    drawn: Drawn,
    unit: Unit,
    size: Annotated[int, typer.Option("--size", help="扩大后的抽取数", min=1)],
    reason: Annotated[str, typer.Option("--reason", help="扩大理由")],
    database: Database = "",
    person: As = "",
) -> None:
    """扩大抽签抽取的样本；原来抽中的不变。"""
    from audit import sampling_keeping as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above

    key, number, which = place_of(drawn, "样本")
    with working("enlarge", unit, drawn, database, person) as (session, connection):
        desk = desk_of(connection, unit, key, session.act)
        one = verbs.enlarge(desk, (number, which), size, reason)
    _tell(one)


def _tell(one: "Worked") -> None:
    say(
        f"样本 {one.mark}：{one.drawing.units.label}，{one.drawing.method.label}，"
        f"计划 {one.planned:,}，抽取 {one.drawing.size:,}，须检查 {len(one.open):,} 项"
    )
    found = one.sample
    if found.is_population:
        say("  样本量不小于总体：检查全部总体")
    if found.whole and not found.is_population:
        held = Money(sum(item.fen for item in found.whole))
        say(f"  达到间隔、全部检查：{len(found.whole):,} 项，{held.grouped()} 元")
    for label, apart in (("零金额", found.zero), ("负数", found.negative)):
        if apart:
            held = Money(sum(item.fen for item in apart))
            say(f"  {label}项目另列，不抽：{len(apart):,} 项，{held.grouped()} 元")


# -- looking and working -------------------------------------------------------------


@sample.command("list")
def list_(
    key: Key,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出审计项目的样本：计划、种子、检查进度。"""
    from audit import sampling_keeping as verbs  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        found = verbs.samples_of(connection, unit, key)
    show(SAMPLES, [_sample(one) for one in found], how)


def _sample(one: "Worked") -> tuple[object, ...]:
    terms = one.terms
    wrong = [kept for kept in one.results.values() if kept.outcome is not Outcome.RIGHT]
    return (
        one.mark,
        one.purpose,
        one.drawing.units.label,
        one.drawing.method.label,
        one.drawing.seed,
        one.seed_source,
        terms.model.label,
        percent(1 - terms.risk),
        *(shown_as(terms, value) for value in (terms.tolerable, terms.expected)),
        one.planned,
        one.drawing.size,
        len(one.sample.items),
        len(one.open),
        len(wrong),
    )


@sample.command("show")
def show_(
    drawn: Drawn,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出样本的项目和检查结果。"""
    one = _read(drawn, unit, database, person)
    hits = one.sample.hits()
    rows = []
    for item in one.sample.items:
        kept = one.results.get(item.name)
        told = (kept.outcome.label, Money(kept.right_fen), kept.words) if kept else ()
        rows.append(
            (
                *(item.name, item.label, Money(item.fen), hits.get(item.name, 0)),
                *(told or (None, None, None)),
                *((kept.paper, kept.person, kept.on) if kept else (None, None, None)),
            )
        )
    show(ITEMS, rows, how)


@sample.command()
def script(
    drawn: Drawn,
    unit: Unit,
    to: To = None,
    database: Database = "",
    person: As = "",
) -> None:
    """写出重抽脚本：只用 Python 标准库，对导出的总体文件重抽出同一样本。"""
    from audit.sampling_script import redraw_script  # noqa: PLC0415 - as above

    text = redraw_script(_read(drawn, unit, database, person).drawing)
    if to:
        write_file(to, text.encode())
    else:
        say(text.rstrip("\n"))


def _read(drawn: str, unit: str, database: str, person: str) -> "Worked":
    from audit import sampling_keeping as verbs  # noqa: PLC0415 - as above

    key, number, which = place_of(drawn, "样本")
    with open_session(database, person).reading(unit) as connection:
        return verbs.sample_of(connection, unit, key, (number, which))


@sample.command()
def result(  # noqa: PLR0913, PLR0917 - as above
    drawn: Drawn,
    unit: Unit,
    item: Annotated[str, typer.Option("--item", help="项目，如 P12.1")] = "",
    outcome: Annotated[
        str, typer.Option("--outcome", help="right、deviation 或 error")
    ] = Outcome.RIGHT.value,
    right: Annotated[str, typer.Option("--right", help="错报时的正确金额（元）")] = "",
    words: Annotated[str, typer.Option("--words", help="发现的情况")] = "",
    paper: Annotated[str, typer.Option("--paper", help="底稿索引号")] = "",
    reason: Annotated[str, typer.Option("--reason", help="更正理由")] = "",
    on: On = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="检查结果表（CSV 或 XLSX）")
    ] = None,
    database: Database = "",
    person: As = "",
    *,
    rest_right: Annotated[
        bool, typer.Option("--rest-right", help="其余未检查的项目登记为相符")
    ] = False,
) -> None:
    """登记样本项目的检查结果：一个项目，或一张结果表；再次登记为更正。"""
    from audit import sampling_keeping as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above
    from audit.sample_sheet import read_results  # noqa: PLC0415 - as above
    from audit.sampling_results import Found  # noqa: PLC0415 - as above

    key, number, which = place_of(drawn, "样本")
    found = list(read_results(file)) if file else []
    if item:
        found.append(
            Found(
                item=item,
                outcome=one_of(Outcome, outcome, "--outcome"),
                right_fen=amount_of(right, "--right").fen if right else None,
                words=text_of(words, "--words"),
                paper=paper,
                reason=reason,
            )
        )
    day = day_or_none(on, "--on")
    with working("result", unit, drawn, database, person) as (session, connection):
        desk = desk_of(connection, unit, key, session.act)
        if rest_right:
            one = verbs.sample_of(connection, unit, key, (number, which))
            told = {given.item for given in found}
            found += [
                Found(item=name, outcome=Outcome.RIGHT)
                for name in one.open
                if name not in told
            ]
        one = verbs.record(desk, (number, which), found, day)
    say(f"样本 {one.mark}：登记 {len(found):,} 项，还有 {len(one.open):,} 项未检查")
