"""Was money spent past the budget, and who loosened its control?

1. Every decision that loosened a rule is told, with who took it, why and for how long;
   one that reaches back before the day it was taken is a finding.
2. Every act that took more than was open: money spent before the budget was opened, a
   voucher that needs no reservation, a reservation that a decision let pass.
3. Vouchers from another program that spend aid money after control began: they went
   round the reservations.

Basis: 帮扶工作意见 第9条 (量入为出); the ledger's rule L9.
"""

from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, Line, Part, Voucher
from audit.check import Check, Finding, Population, Severity
from audit.planned import Appropriation, Excess, Loosening, Over, Planned
from ledger.money import Money

_LINE = "OU 50404 生活救助"
_LOOSENED = Loosening(
    number=1,
    rule="年度预算",
    line=_LINE,
    since=examples.DAY,
    until=examples.DAY.replace(month=4),
    decided_on=examples.DAY,
    person="记账员",
    reason="雪灾救助",
    resolution="2025-3",
)


def _controlled(**more: object) -> Planned:
    """Control since the year began, with one line of 10,000 yuan."""
    facts = {
        "controlled_since": examples.YEAR.since,
        "appropriations": (Appropriation(2025, _LINE, 10_000_00),),
    }
    return examples.planned(**facts | more)


def _past(over: Over, proof: str, decision: int | None = None) -> Planned:
    excess = Excess(_LINE, over, 500_00, examples.DAY, proof, decision)
    return _controlled(excesses=(excess,))


CHECK = Check(
    key="L09",
    title="预算控制",
    basis="《关于进一步做好困难职工帮扶工作的意见》第9条（量入为出、收支平衡）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS, Data.FUNDS, Data.CONTROL}),
    procedure="列出放宽预算控制的每项决定；找出使支出、预留超过预算指标的每笔业务及其原因；"
    "找出实行控制后由外部导入的帮扶资金支出凭证。",
    effect="支出超过预算，量入为出的原则落空。",
    recommendation="查明超支原因，经资金管理机构决议调整预算；无充分理由的放宽应予纠正。",
    limitation="放宽的理由是否充分须由审计人员判断。",
    clean=(
        examples.books(examples.voucher(*examples.aid(500)), planned=_controlled()),
        examples.books(
            examples.voucher(*examples.aid(500, "GF"), entered="imported"),
            examples.voucher(
                *examples.moved("102", "408", 50), number=2, entered="imported"
            ),
            planned=_controlled(),
        ),
        examples.books(
            examples.voucher(*examples.aid(500), entered="imported"),
            planned=_controlled(controlled_since=examples.DAY.replace(month=4)),
        ),
    ),
    broken=(
        examples.books(planned=_controlled(loosenings=(_LOOSENED,))),
        examples.books(
            planned=_controlled(
                loosenings=(
                    _LOOSENED._replace(line="", since=examples.DAY.replace(day=1)),
                )
            )
        ),
        examples.books(planned=_past(Over.HISTORY, "指标下达")),
        examples.books(planned=_past(Over.VOUCHER, "2025-03 付-1")),
        examples.books(planned=_past(Over.DECISION, "预留 2025-2", 1)),
        examples.books(
            examples.voucher(*examples.aid(500), entered="imported"),
            planned=_controlled(),
        ),
    ),
)


def population(books: Books) -> Population:
    """Lines of the years' budgets and what is open on them."""
    lines = books.planned.appropriations if books.planned else ()
    total = Money(sum(line.open_fen for line in lines))
    return Population("预算指标（项）", len(lines), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield what was loosened, what was taken past a budget, what went round it."""
    if books.planned is None:
        return
    for loosened in books.planned.loosenings:
        yield _loosened(loosened)
    for excess in books.planned.excesses:
        yield _excess(excess)
    since = books.planned.controlled_since
    for voucher in books.vouchers:
        if since is not None and voucher.dated_on >= since:
            yield from _went_round(books, voucher)


def _loosened(one: Loosening) -> Finding:
    late = one.since < one.decided_on
    days = (one.until - one.since).days + 1
    return Finding(
        key=CHECK.key,
        title="放宽决定追溯" if late else "放宽预算控制的决定",
        condition=f"第 {one.number} 号决定：{one.line or '本单位全部指标'}的{one.rule}"
        f"自 {one.since} 至 {one.until}（{days} 天）改为提示；{one.person} 于"
        f" {one.decided_on} 登记，理由：{one.reason}，依据决议 {one.resolution}",
        evidence=(f"第 {one.number} 号决定", f"决议 {one.resolution}"),
        lead=not late,
    )


def _excess(one: Excess) -> Finding:
    by = f"第 {one.decision} 号决定" if one.decision else ""
    amount = Money(one.past_fen)
    return Finding(
        key=CHECK.key,
        title=f"超过预算指标：{one.over.label}",
        condition=f"{one.acted_on} {one.line} 因 {one.proof} 超过指标"
        f" {amount.grouped()} 元（{by or one.over.label}）",
        evidence=(one.proof, by) if by else (one.proof,),
        amount=amount,
    )


def _went_round(books: Books, voucher: Voucher) -> Iterator[Finding]:
    if voucher.entered != "imported":
        return
    spent = sum(line.debit_fen for line in voucher.lines if _is_aid(books, line))
    if spent:
        amount = Money(spent)
        yield Finding(
            key=CHECK.key,
            title="实行控制后导入的支出凭证",
            condition=f"凭证 {voucher.mark} 于 {voucher.dated_on} 以导入方式支出"
            f" {amount.grouped()} 元，未经预留",
            evidence=(voucher.mark,),
            amount=amount,
        )


def _is_aid(books: Books, line: Line) -> bool:
    """Whether aid money is spent here, as control understands it."""
    expense = books.accounts[line.account].part is Part.EXPENSE
    return expense and line.debit_fen > 0 and books.funds[line.fund].is_aid
