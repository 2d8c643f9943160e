"""帮扶资金预算增长情况表: did the aid budget grow every year since its base.

1. The picture comes first, then the years that fell, held or were skipped, with what
   the body said of them, then every year.
2. The union's own budget and the government's are told apart: each has its own rule.
3. Units below are shown by a line each for the latest year, and by every year since
   2006 that has to be explained.

The figures come from `budgets/growth.py`, which states the rules.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from budgets.growth import Rule, Verdict, YearGrowth
from budgets.growth import Series as Whose
from budgets.yearly import figures, growth_of, growth_of_all, policies
from ledger.database import Connection
from ledger.register import lookups
from reports import budget_parts, growth_tables, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod
from reports.growth_tables import Case
from reports.report import (
    Block,
    Document,
    Heading,
    Note,
    Paragraph,
    Signatures,
)
from reports.wording import sentence

REPORT = Report(
    name="budget_growth",
    title="帮扶资金预算增长情况表",
    summary="自2006年起历年的预算与上年、基数、经费收入、应达数比较，减少和持平的年度及其说明；含下级时每单位一行",
    earlier=True,
)

_SIGNERS = ("资金管理机构负责人", "单位负责人", "财务负责人", "制表人")
_KINDS = frozenset(
    {
        "baselines",
        "yearly_figures",
        "growth_policies",
        "growth_notes",
        "budget_versions",
        "budget_steps",
    }
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the table through the year asked for.

    Raises:
        NoSuchPeriod: a month was asked for, or a year before 2006.
        NoSuchScope: one fund, one account, or a place in the chain was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    title = parts.period_title(request)
    if not parts.is_year(request):
        reason = f"增长情况按年编制，期间写作 {request.span.since.year}"
        raise NoSuchPeriod(REPORT.title, title, reason)
    if request.span.since.year < 2006:  # noqa: PLR2004 - the year after the base year
        raise NoSuchPeriod(REPORT.title, title, "增长自2006年起比较")
    draw = _subtree if request.with_subunits else _unit
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=f"2006年至{request.span.since.year}年",
        provenance=budget_parts.provenance(connection, request, _KINDS),
        blocks=(
            *draw(connection, request),
            *budget_parts.chains(connection, request),
            Note(_words(request, "notes")),
            Note(request.words("register")),
            Signatures(_SIGNERS),
        ),
        landscape=True,
    )


def _words(request: Request, template: str, **facts: object) -> str:
    folder = request.templates
    return sentence(f"budget_growth_{template}", office_folder=folder, **facts)


# -- one unit -----------------------------------------------------------------------


def _unit(connection: Connection, request: Request) -> Iterator[Block]:
    for number, series in enumerate(Whose):
        case = _case(connection, request, series)
        yield Heading(f"{'一二'[number]}、{series.label}")
        if not case.has_figures:
            none = _words(request, "none", series=series.label, own=series is Whose.OWN)
            yield Paragraph(none)
            continue
        yield Paragraph(_summary(case, request))
        yield from growth_tables.chart(case, request)
        yield from growth_tables.exceptions(case)
        yield growth_tables.years(case)
        yield from growth_tables.index_chart(case)
        yield Note(_words(request, "ruled", rules=tuple(_rules(case))))


def _case(connection: Connection, request: Request, series: Whose) -> Case:
    until = request.span.since.year + 1
    unit = request.unit
    return Case(
        series,
        growth_of(connection, unit, series, until),
        figures(connection, unit, growth_tables.INCOME[series][1]),
        tuple(one for one in policies(connection, unit) if one.series is series),
        budget_parts.printed_keys(connection, unit),
    )


def _summary(case: Case, request: Request) -> str:
    counted = Counter(row.verdict for row in case.rows)
    last = case.rows[-1]
    return _words(
        request,
        "summary",
        first=case.rows[0].year,
        last=last,
        years=len(case.rows),
        grew=counted[Verdict.GREW],
        held=_listed(case.rows, Verdict.HELD),
        fell=_fallen(case.rows),
        skipped=_listed(case.rows, Verdict.NO_BUDGET),
        short=_short(case.rows),
        base_rate=budget_parts.percent(last.base_rate_bp),
        rate=budget_parts.percent(last.rate_bp),
        verdict=last.verdict.label,
    )


def _listed(rows: Sequence[YearGrowth], verdict: Verdict) -> str:
    return "、".join(f"{row.year}年" for row in rows if row.verdict is verdict)


def _fallen(rows: Sequence[YearGrowth]) -> str:
    """Years that fell, and whether the body said why."""
    return "、".join(
        f"{row.year}年（{'已说明' if row.note and row.note.complete else '没有说明'}）"
        for row in rows
        if row.verdict is Verdict.FELL
    )


def _short(rows: Sequence[YearGrowth]) -> str:
    """Years that grew, but by too little."""
    found = (r for r in rows if r.verdict is Verdict.GREW and r.shortfall)
    return "、".join(f"{row.year}年" for row in found)


def _rules(case: Case) -> Iterator[tuple[int, str, str]]:
    """By which rules the required was reckoned since when, and on what they rest."""
    since = None
    for row in case.rows:
        policy = row.policy
        if policy == since:
            continue
        since = policy
        rate = f" {budget_parts.percent(policy.rate_bp)}"
        rule = policy.rule.label + (rate if policy.rule is Rule.FIXED_RATE else "")
        basis = case.printed.get(policy.resolution, policy.resolution) or policy.words
        yield row.year, rule, basis


# -- a province ---------------------------------------------------------------------


def _subtree(connection: Connection, request: Request) -> Iterator[Block]:
    """A line each for the latest year, then every year to be explained (3)."""
    books = lookups(connection)
    units = parts.units_of(connection, request)
    year = request.span.since.year
    for number, series in enumerate(Whose):
        judged = growth_of_all(connection, units, series, year + 1)
        known = {
            unit: rows
            for unit, rows in judged.items()
            if rows
            and (any(row.figure for row in rows) or any(row.base for row in rows))
        }
        yield Heading(f"{'一二'[number]}、{series.label}")
        if not known:
            told = _words(request, "units_none", units=len(units), series=series.label)
            yield Paragraph(told)
            continue
        names = {unit: books.unit(unit).name for unit in units}
        latest = {unit: rows[-1] for unit, rows in known.items()}
        counted = Counter(row.verdict for row in latest.values())
        yield Paragraph(
            _words(
                request,
                "units",
                year=year,
                units=len(units),
                lacking="、".join(names[u] for u in units if u not in known),
                grew=counted[Verdict.GREW],
                held=counted[Verdict.HELD],
                fell=counted[Verdict.FELL],
                skipped=counted[Verdict.NO_BUDGET],
            )
        )
        yield growth_tables.latest(series, known, names)
        yield from growth_tables.explained(connection, series, known, names)
