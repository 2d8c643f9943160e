"""Page 4 of the board pack: what is wrong, and what the body is asked to decide.

1. Every matter is told with how many there are, also where there is none: nothing is
   left out because it was not looked at.
2. A finding that auditors worded themselves is told by its number alone, for its words
   may name people; one that a check found carries the check's own title.
3. What is asked follows from what is told, the heaviest first.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6、7、8、9、10条.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aid.case_deadlines import DueStep, late
from aid.kept_standards import standards_of_all
from aid.medical_schedule import Schedule
from aid.standard_kinds import Freedom, Key
from aid.standards import InForce
from audit.check import Severity
from audit.engagement_keeping import annual_of
from audit.finding_kinds import Kept
from audit.finding_reading import findings_on
from budgets.execution import Executed
from budgets.growth import Series as Whose
from budgets.growth import Verdict, YearGrowth
from budgets.members import members
from budgets.yearly import growth_of_all
from ledger.money import ZERO, Money
from ledger.periods import Span
from reports import budget_parts, parts
from reports.board_did import Below
from reports.board_left import Tied, amount_of, left_of, open_of
from reports.board_parts import Board, came, limited, others, short, summed
from reports.report import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Signatures,
    Table,
    spelled,
)
from treasury.open_returns import OpenReturn, open_returns

FINDINGS_MOST = 5
"""Findings in the table, the line of all others among them."""

ASKS_MOST = 8

_EXAMPLE = Money(2_000_000)
"""Self-paid medical costs for which the three readings are told."""

_SIGNERS = ("资金管理机构负责人", "单位负责人", "财务负责人")
_ORDER = {one: place for place, one in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """All that page 4 tells, as of the last day."""

    over: tuple[Executed, ...]
    growth: tuple[YearGrowth, ...]
    findings: tuple[Kept, ...]
    unaudited: int
    late: tuple[DueStep, ...]
    returned: tuple[OpenReturn, ...]
    undecided: int
    rules: InForce
    has_body: bool
    below: Below
    tied: Tied

    def overdue(self, board: Board) -> tuple[Kept, ...]:
        """Findings that should have been put right by now."""
        return tuple(one for one in self.findings if one.is_overdue(board.on))

    @property
    def fell(self) -> int:
        """Units whose own budget is no more than the one before."""
        short_of = {Verdict.FELL, Verdict.HELD, Verdict.NO_BUDGET}
        return sum(one.verdict in short_of for one in self.growth)


def read(board: Board, below: Below, tied: Tied) -> Matters:
    """What is wrong, of one unit or with all below it."""
    connection, units, on = board.connection, board.units, board.on
    standards = standards_of_all(connection, units)
    rules = {code: one.on(on) for code, one in standards.items()}
    found = [one for code in units for one in findings_on(connection, code, on)]
    growth = growth_of_all(connection, units, Whose.OWN, board.year + 1)
    judged = [one for years in growth.values() for one in years]
    return Matters(
        over=tuple(one for one in board.execution.rows if one.available < ZERO),
        growth=tuple(one for one in judged if one.year == board.year),
        findings=tuple(one for one in found if one.state.is_open),
        unaudited=sum(_lacks_audit(board, code) for code in units),
        late=tuple(
            one for code in units for one in late(connection, code, on, standards[code])
        ),
        returned=tuple(
            one for code in units for one in open_returns(connection, code, on)
        ),
        undecided=sum(map(_is_open, rules.values())),
        rules=rules[board.request.unit],
        has_body=bool(members(connection, board.request.unit, on)),
        below=below,
        tied=tied,
    )


def _lacks_audit(board: Board, code: str) -> bool:
    """Whether the year before had books and no yearly audit."""
    whole = Span(board.on.replace(board.year - 1, 1, 1), board.so_far.since)
    opened = board.books.unit(code).opened_on
    if opened >= whole.until.isoformat():
        return False
    return annual_of(board.connection, code, whole) is None


def _is_open(rules: InForce) -> bool:
    """Whether nobody decided how the medical brackets are read."""
    standard = rules.one_or_none(Key.MEDICAL_READING)
    return standard is not None and standard.freedom is not Freedom.NONE


# -- the page -----------------------------------------------------------------------


def blocks(board: Board, found: Matters) -> Iterator[Block]:
    """The page."""
    yield Heading("四、哪些不对、请管理机构决定什么")
    yield _matters(board, found)
    if found.findings:
        yield _findings(board, found)
    yield from _reading(board, found)
    yield Heading("请管理机构决定", 2)
    yield _asked(board, found)
    yield from board.notes("sources", several=len(board.units) > 1)
    yield Signatures(_SIGNERS)


def _facts(board: Board, found: Matters) -> dict[str, object]:
    budget = summed([one.surplus for one in board.planned.values()])
    sources = summed([one.income for one in board.planned.values()])
    return {
        "year": board.year,
        "several": len(board.units) > 1,
        "month": board.on.month,
        "has_body": found.has_body,
        "over": len(found.over),
        "compared": bool(found.growth),
        "fell": found.fell,
        "overdue": len(found.overdue(board)),
        "unaudited": found.unaudited,
        "undecided": found.undecided,
        "below": found.below.count,
        "missing": found.below.missing,
        "late": len(found.late),
        "planned": bool(board.planned),
        "budget_surplus": budget,
        "budget_rate": budget_parts.percent(budget_parts.share_bp(budget, sources)),
        "surplus": came(board.whole) - board.whole.spent,
        "kinds": "、".join(
            f"{due.label} {many:,} 件"
            for due, many in Counter(one.due for one in found.late).items()
        ),
        "verdict": found.growth[0].verdict.label if len(found.growth) == 1 else "",
        "ended": left_of(found.tied.ended),
        "ending": left_of(found.tied.ending),
    }


def _matters(board: Board, found: Matters) -> Table:
    columns = (
        Column("matter", "要看的事", width=3),
        Column("count", "几项", "count"),
        parts.money("amount", "金额"),
        Column("told", "情况", width=6),
    )
    facts = _facts(board, found)
    due, tied = found.tied.committed, found.tied
    overdue = [one for one in tied.lent + tied.lent_by_union if one.late_days(board.on)]
    moving = [one for one in tied.moving + tied.kept if one.is_late]
    budget = facts["budget_surplus"] if board.planned else None
    excess = summed([-one.available for one in found.over])
    amount = summed([one.amount for one in found.findings])
    more = summed([one.change or ZERO for one in found.growth])

    def row(key: str, name: str, count: int | None, money: object) -> Row:
        assert money is None or isinstance(money, Money)
        told = board.words("matter", item=key, count=count, **facts)
        return Row((name, count, money or None, told))

    surplus = facts["surplus"]
    rows = (
        row("planned", "预算结余", None, budget),
        row("surplus", "实际收支相抵", None, surplus),
        row("growth", "工会预算逐年增长", None, more if found.growth else None),
        row("over", "超过预算的项目", len(found.over), excess),
        row("findings", "没有办结的审计发现", len(found.findings), amount),
        row("late", "帮扶申请和复核逾期", len(found.late), None),
        row("requests", "付款申请过期没付", due.late, due.of_late),
        row("advances", "垫付借出逾期", len(overdue), open_of(overdue)),
        row("transfers", "上下级拨款超期", len(moving), amount_of(moving)),
        row("returned", "银行退回、待重付", len(found.returned), _owed(found.returned)),
    )
    caption = f"要看的事（截至{spelled(board.on)}）"
    return Table(columns, rows, caption=caption, name="matters", dense=True)


def _owed(found: Sequence[OpenReturn]) -> Money:
    return summed([one.open for one in found])


def _findings(board: Board, found: Matters) -> Table:
    """Open findings, those overdue and the heaviest first (2)."""
    columns = (
        Column("severity", "性质", width=2),
        Column("title", "审计发现", width=5),
        parts.money("amount", "涉及金额"),
        Column("due_on", "整改期限", "date"),
        Column("state", "情况", width=2),
    )

    def rank(one: Kept) -> tuple[bool, int, int]:
        return not one.is_overdue(board.on), _ORDER[one.severity], -one.amount.fen

    ranked = sorted(found.findings, key=rank)
    places = {id(one): len(ranked) - place for place, one in enumerate(ranked)}
    kept, rest = limited(ranked, FINDINGS_MOST, lambda one: places[id(one)])
    rows = [Row(_finding(board, one)) for one in kept]
    if rest:
        amount = parts.amount(summed([one.amount for one in rest]))
        rows.append(Row(("", others(len(rest)), amount, None, "")))
    caption = "没有办结的审计发现"
    return Table(columns, tuple(rows), caption=caption, name="findings", dense=True)


def _finding(board: Board, one: Kept) -> tuple[Cell, ...]:
    title = short(one.title) if one.check else f"审计人员提出的发现 {one.label}"
    state = f"{budget_parts.OVER} 逾期" if one.is_overdue(board.on) else one.state.label
    return (one.severity.label, title, parts.amount(one.amount), one.due_on, state)


# -- how the medical brackets are read ----------------------------------------------


def _reading(board: Board, found: Matters) -> Iterator[Block]:
    """What the readings come to, while nobody has decided on one."""
    standard = found.rules.one_or_none(Key.MEDICAL_READING)
    brackets = found.rules.one_or_none(Key.MEDICAL_BRACKETS)
    if standard is None or brackets is None:
        return
    fixed = found.rules.one_or_none(Key.MEDICAL_FIXED_SUM)
    schedule = Schedule(brackets.brackets, fixed.money if fixed else ZERO)
    yield Heading("医疗救助怎么算", 2)
    yield Paragraph(
        board.words(
            "reading",
            standard=standard,
            undecided=found.undecided,
            units=len(board.units),
            paid=_EXAMPLE,
            readings=schedule.readings(_EXAMPLE),
        )
    )


# -- what is asked ------------------------------------------------------------------


def _asked(board: Board, found: Matters) -> Table:
    """What the body is asked, a line each with room for its answer (3)."""
    columns = (
        Column("number", "序号", "count"),
        Column("ask", "请决定的事"),
        Column("decision", "决定", width=12),
    )
    told = board.words("asks", **_facts(board, found)).split("\n")
    asked = [line.strip() for line in told if line.strip()][:ASKS_MOST]
    rows = tuple(Row((number, one, "")) for number, one in enumerate(asked, 1))
    return Table(columns, rows, name="asks", dense=True, roomy=True)
