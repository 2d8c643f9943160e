"""基数核定表: the base that a unit's aid budgets grow from, as the body resolved it.

1. The base in force stands first, with its two parts, its paper and its resolution.
2. Every restatement is told with its reason, and with each year that it affected,
   before and after; old bases stay.
3. What was resolved after the period is left out.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

from collections.abc import Iterator, Sequence

from budgets.baseline import Baseline, Certified, certificate
from budgets.growth import SideBySide, YearGrowth
from ledger.database import Connection
from ledger.money import Money
from ledger.register import lookups
from reports import budget_parts, parts
from reports.budget_parts import DOWN
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence

REPORT = Report(
    name="budget_baseline",
    title="帮扶资金基数核定表",
    summary="2005年度基数的两个部分、依据文件和决议；历次重定及其影响的年度，重定前后对照",
    earlier=True,
)

_SIGNERS = ("资金管理机构负责人", "单位负责人", "财务负责人", "经审会负责人")
_KINDS = frozenset({"baselines"})


def build(connection: Connection, request: Request) -> Document:
    """Draw up the certificate of what was resolved up to the end of the period.

    Raises:
        NoSuchScope: several units, one fund or account, or a place in the chain.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    span = request.span
    bases = [
        one
        for one in certificate(connection, request.unit).bases
        if one.resolution.held_on < span.until
    ]
    unit = lookups(connection).unit(request.unit)
    blocks: tuple[Block, ...]
    if bases:
        blocks = (
            *_certificate(bases, unit.name, request),
            *_restatements(bases, request),
            Note(request.words("register")),
            Signatures(_SIGNERS),
        )
    else:
        none = request.words("budget_baseline_none", on=span.last_day, unit=unit.name)
        blocks = (Paragraph(none),)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="" if len(bases) < 2 else f"第{len(bases)}次核定",  # noqa: PLR2004 - the first is not counted
        provenance=budget_parts.provenance(connection, request, _KINDS),
        blocks=blocks,
        landscape=len(bases) > 1,
    )


# -- the base in force --------------------------------------------------------------


def _certificate(
    bases: Sequence[Certified], unit: str, request: Request
) -> Iterator[Block]:
    last = bases[-1]
    yield Paragraph(
        sentence(
            "budget_baseline_certificate",
            office_folder=request.templates,
            unit=unit,
            base=last.baseline,
            resolution=last.resolution,
            times=len(bases),
        )
    )
    yield _parts(bases)
    yield KeyValues(tuple(_facts(last, request)), name="base")


def _parts(bases: Sequence[Certified]) -> Table:
    """The two parts; of a restated base beside those of the one before."""
    now = bases[-1].baseline
    before = bases[-2].baseline if len(bases) > 1 else None
    columns = (
        Column("part", "项目", width=4),
        parts.money("before", "重定前"),
        parts.money("amount", "金额" if before is None else "重定后"),
        parts.money("change", "增减额"),
        Column("capitals", "大写", width=4),
    )

    def row(name: str, was: Money | None, amount: Money) -> tuple[Cell, ...]:
        change = None if was is None else amount - was
        return (name, was, amount, change, amount.capitals())

    base = f"{now.base_year}年度基数合计"
    rows = (
        Row(row("送温暖资金", before.warmth if before else None, now.warmth)),
        Row(row("其他帮扶资金", before.other if before else None, now.other)),
        Row(row(base, before.total if before else None, now.total), "total"),
    )
    kept, cells = budget_parts.filled(columns, rows, {"before", "change"})
    return Table(kept, cells, caption=f"{now.base_year}年度基数", name="parts")


def _facts(one: Certified, request: Request) -> Iterator[tuple[str, Cell]]:
    base = one.baseline
    yield "核定方式", base.kind.label
    yield "起用年度", f"{base.since_year}年"
    if base.prior is not None:
        yield f"{base.since_year - 1}年可比预算", base.prior
    yield "依据文件", base.paper
    if base.reason:
        yield "理由", base.reason
    yield "决议", f"{one.resolution.printed}　{one.resolution.title}"
    voted = one.resolution
    told = request.words(
        "budget_baseline_vote",
        on=voted.held_on,
        sitting=voted.sitting,
        present=voted.present,
        votes_for=voted.votes_for,
        votes_against=voted.votes_against,
        abstained=voted.abstained,
        recused=voted.recused,
    )
    yield "表决", told


# -- restatements -------------------------------------------------------------------


def _restatements(bases: Sequence[Certified], request: Request) -> Iterator[Block]:
    """Every base in order, then what each restatement changed (2)."""
    if len(bases) == 1:
        return
    until = request.span.since.year
    yield _history(bases)
    for one in bases[1:]:
        base = one.baseline
        yield Heading(f"第{base.number}号基数（{base.kind.label}）影响的年度", 2)
        affected = [pair for pair in one.affected if pair.year <= until]
        if affected:
            yield _affected(base, affected, request)
        else:
            yield Paragraph(request.words("budget_baseline_unaffected", year=until))


def _history(bases: Sequence[Certified]) -> Table:
    columns = (
        Column("number", "编号", "count"),
        Column("kind", "方式"),
        Column("since", "起用年度"),
        parts.money("warmth", "送温暖资金"),
        parts.money("other", "其他帮扶资金"),
        parts.money("total", "合计"),
        parts.money("prior", "上年可比预算"),
        Column("paper", "依据文件", width=3),
        Column("reason", "理由", width=3),
        Column("resolution", "决议", width=2),
    )
    rows = tuple(
        Row(
            (
                one.baseline.number,
                one.baseline.kind.label,
                f"{one.baseline.since_year}",
                one.baseline.warmth,
                one.baseline.other,
                one.baseline.total,
                one.baseline.prior,
                one.baseline.paper,
                one.baseline.reason,
                one.resolution.printed,
            )
        )
        for one in bases
    )
    kept, cells = budget_parts.filled(columns, rows, {"prior", "reason"})
    return Table(kept, cells, caption="历次核定", name="bases")


def _affected(
    base: Baseline, affected: Sequence[SideBySide], request: Request
) -> Table:
    columns = (
        Column("year", "年度"),
        parts.money("figure", "预算"),
        parts.money("base_before", "基数（前）"),
        parts.money("base_after", "基数（后）"),
        parts.money("last_before", "上年可比（前）"),
        parts.money("last_after", "上年可比（后）"),
        parts.money("required_before", "应达数（前）"),
        parts.money("required_after", "应达数（后）"),
        parts.money("short_before", "低于应达（前）"),
        parts.money("short_after", "低于应达（后）"),
        Column("verdict_before", "结论（前）"),
        Column("verdict_after", "结论（后）"),
    )
    rows = tuple(_affected_row(pair) for pair in affected)
    optional = {"base_before", "short_before", "short_after"}
    kept, cells = budget_parts.filled(columns, rows, optional)
    note = request.words("budget_baseline_affected")
    name = f"affected_{base.number}"
    return Table(kept, cells, note=note, name=name)


def _affected_row(pair: SideBySide) -> Row:
    before, after = pair.before, pair.after
    one = after or before
    figure = one.figure if one else None
    return Row(
        (
            str(pair.year),
            figure,
            _base(before),
            _base(after),
            before.last if before else None,
            after.last if after else None,
            before.required if before else None,
            after.required if after else None,
            parts.amount(before.shortfall) if before else None,
            parts.amount(after.shortfall) if after else None,
            _verdict(before),
            _verdict(after),
        )
    )


def _base(row: YearGrowth | None) -> Money | None:
    return row.base.total if row and row.base else None


def _verdict(row: YearGrowth | None) -> str:
    if row is None:
        return "未比较"
    fell = row.change is not None and row.change.fen < 0
    return f"{DOWN} {row.verdict.label}" if fell else row.verdict.label
