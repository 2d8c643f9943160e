"""The tables of an audit report: officers, figures, proofs and checks."""

from collections.abc import Iterator
from itertools import groupby

from audit.annual import AnnualAudit
from audit.books import Fund, Tenure
from audit.check import compliance_bp
from audit.figures import FundYear, Paid, worth
from audit.served import HEADS
from ledger.accounts import Role
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.rates import share_bp
from reports import parts
from reports.catalogue import Request
from reports.report import Cell, Column, Row, Table

_TOTAL = "帮扶资金合计"
_POSTS = ("主席", "主任", "负责人", "会计主管", "会计", "审核", "出纳")

_FORMS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("cash", "库存现金", frozenset({Role.CASH})),
    ("bank", "银行存款", frozenset({Role.BANK})),
    ("quota", "用款额度", frozenset({Role.QUOTA})),
    ("quota_return", "财政应返还额度", frozenset({Role.QUOTA_RETURN})),
    (
        "receivable",
        "应收上下级",
        frozenset({Role.UPPER_RECEIVABLE, Role.LOWER_RECEIVABLE}),
    ),
    ("advance", "其他应收款", frozenset({Role.ADVANCE})),
    ("goods", "库存物品", frozenset({Role.STOCK})),
    (
        "payable",
        "应付款项",
        frozenset({Role.UPPER_PAYABLE, Role.LOWER_PAYABLE, Role.PAYABLE}),
    ),
    ("other", "其他", frozenset({Role.NONE})),
)


# -- figures ------------------------------------------------------------------------


def responsible(audit: AnnualAudit) -> list[Tenure]:
    """Who answered for the funds in the year, the heads first; auditors do not."""
    held = [one for one in audit.officers if "审计" not in one.post]
    held = [one for one in held if "经审" not in one.post]
    return sorted(held, key=lambda one: (_rank(one.post), one.since))


def _rank(post: str) -> int:
    found = (rank for rank, word in enumerate(_POSTS) if word in post)
    return next(found, len(_POSTS))


def officers(audit: AnnualAudit) -> Table:
    """Who held which post in the year."""
    columns = (
        Column("post", "职务", width=2),
        Column("person", "姓名"),
        Column("since", "任职起", "date"),
        Column("until", "任职止"),
        Column("note", "备注"),
    )
    rows = tuple(
        Row(
            (
                one.post,
                one.person,
                one.since,
                "至今" if one.until is None else f"{one.until}（不含当日）",
                "代理" if one.acting else "",
            )
        )
        for one in responsible(audit)
    )
    return Table(columns, rows, name="officers")


def raised(audit: AnnualAudit, request: Request) -> Table:
    """What was raised in the year, by origin and fund."""
    columns = (
        Column("fund", "资金来源及资金", width=4),
        parts.money("received", "本年收入"),
        parts.money("moved", "其他资金转入"),
        parts.money("sum", "本年筹集合计"),
    )
    rows: list[Row] = []
    for origin, funds in _by_origin(audit):
        rows.append(Row((origin.label, None, None, None), "group"))
        rows += [_raised_row(f"　{audit.books.funds[f.fund].name}", f) for f in funds]
    whole = _raised_row(_TOTAL, audit.total)
    general = len(audit.books.funds) > len(audit.funds)
    note = request.words("audit/raised", general=general)
    return Table(columns, (*rows, Row(whole.cells, "total")), note=note, name="raised")


def _raised_row(name: str, fund: FundYear) -> Row:
    total = fund.received + fund.moved
    return Row((name, *map(parts.amount, (fund.received, fund.moved)), total))


def _by_origin(audit: AnnualAudit) -> Iterator[tuple[Origin, list[FundYear]]]:
    for origin in Origin:
        of = [f for f in audit.funds if audit.books.funds[f.fund].origin == origin]
        if of:
            yield origin, of


def used(audit: AnnualAudit, note: str) -> Table:
    """What was paid in the year, by purpose, with whom it reached."""
    columns = (
        Column("purpose", "用途", width=3),
        Column("households", "户数", "count"),
        Column("persons", "人次", "count"),
        parts.money("amount", "金额"),
        Column("share", "占支出", "rate"),
    )
    total = audit.total.paid
    rows: list[Row] = []
    for head, found in groupby(audit.figures.paid, key=lambda paid: paid.head):
        rows.append(Row((head, None, None, None, None), "group"))
        rows += [_used_row(paid, total) for paid in found]
    count = audit.figures.served.under(*HEADS).count()
    counts = (count.households, count.persons)
    whole = ("支出合计", *counts, total, share_bp(total.fen, total.fen))
    return Table(columns, (*rows, Row(whole, "total")), note=note, name="used")


def _used_row(paid: Paid, total: Money) -> Row:
    counts = (paid.households, paid.persons)
    share = share_bp(paid.amount.fen, total.fen)
    return Row((f"　{paid.purpose}", *counts, paid.amount, share))


def rolled(audit: AnnualAudit) -> Table:
    """Each fund from its opening to its closing."""
    columns = (
        Column("fund", "资金", width=3),
        parts.money("opening", "年初结存"),
        parts.money("received", "本年收入"),
        parts.money("paid", "本年支出"),
        parts.money("moved", "资金间转入"),
        parts.money("adjusted", "其他调整"),
        parts.money("closing", "年末结存"),
    )
    rows = [_rolled_row(audit.books.funds[f.fund].name, f) for f in audit.funds]
    whole = _rolled_row(_TOTAL, audit.total)
    return Table(columns, (*rows, Row(whole.cells, "total")), name="rolled")


def _rolled_row(name: str, fund: FundYear) -> Row:
    moves = (fund.opening, fund.received, fund.paid, fund.moved, fund.adjusted)
    return Row((name, *map(parts.amount, moves), fund.closing))


def formed(audit: AnnualAudit, request: Request) -> Table:
    """In what each fund's closing balance stands; forms nobody uses are left out."""
    sums = {fund.fund: _forms_of(audit, fund.fund) for fund in audit.funds}
    used_forms = [
        (key, title)
        for key, title, _ in _FORMS
        if any(amounts[key] for amounts in sums.values())
    ]
    columns = (
        Column("fund", "资金", width=3),
        *(parts.money(key, title) for key, title in used_forms),
        parts.money("total", "结存合计"),
    )
    rows = []
    whole = dict.fromkeys((key for key, _ in used_forms), ZERO)
    for fund, amounts in sums.items():
        for key in whole:
            whole[key] += amounts[key]
        cells = (parts.amount(amounts[key]) for key in whole)
        total = sum(amounts.values(), ZERO)
        rows.append(Row((audit.books.funds[fund].name, *cells, total)))
    last: tuple[Cell, ...] = (_TOTAL, *whole.values(), sum(whole.values(), ZERO))
    note = request.words("audit/forms")
    return Table(columns, (*rows, Row(last, "total")), note=note, name="forms")


def _forms_of(audit: AnnualAudit, fund: str) -> dict[str, Money]:
    found = {}
    forms = [form for form in audit.figures.forms if form.fund == fund]
    known = frozenset().union(*(roles for _, _, roles in _FORMS))
    for key, _, roles in _FORMS:
        amounts = [
            form.amount
            for form in forms
            if form.role in roles or (key == "other" and form.role not in known)
        ]
        found[key] = sum(amounts, ZERO)
    return found


def calculation(audit: AnnualAudit, request: Request) -> Table:
    """Closing balances worked out from the vouchers, held against the ledger's own."""
    columns = (
        Column("fund", "资金", width=3),
        parts.money("worked_out", "凭证推算结存"),
        parts.money("ledger", "账面净额"),
        parts.money("forms", "结存形态合计"),
        parts.money("difference", "差额"),
    )
    ledger = worth(audit.books, audit.books.closings)
    rows = []
    sums = [ZERO, ZERO, ZERO]
    for fund in audit.funds:
        stands = Money(ledger.get(fund.fund, 0))
        forms = sum(_forms_of(audit, fund.fund).values(), ZERO)
        figures = (fund.closing, stands, forms)
        sums = [one + other for one, other in zip(sums, figures, strict=True)]
        rows.append(_calculated(audit.books.funds[fund.fund], figures))
    whole: tuple[Cell, ...] = (_TOTAL, *sums, _difference(*sums))
    note = request.words("audit/calculation")
    return Table(columns, (*rows, Row(whole, "total")), note=note, name="calculation")


def _calculated(fund: Fund, figures: tuple[Money, Money, Money]) -> Row:
    return Row((fund.name, *figures, _difference(*figures)))


def _difference(worked_out: Money, ledger: Money, forms: Money) -> Money:
    """What differs most among the three."""
    return max(abs(worked_out - ledger), abs(worked_out - forms))


# -- checks -------------------------------------------------------------------------


_PROVED = {
    True: "相符",
    False: "不符",
    # A report is drawn up without the keys of the files of attachments (V15).
    None: "未核验：编制本报告时不打开附件文件，须另行运行校验",
}


def proofs(audit: AnnualAudit) -> Table:
    """What was recomputed of what had been sealed."""
    columns = (
        Column("title", "核验事项", width=4),
        Column("figure", "核验数量"),
        Column("result", "结果"),
    )
    rows = tuple(
        Row((proof.title, proof.figure, _PROVED[proof.ok])) for proof in audit.proofs
    )
    return Table(columns, rows, name="proofs")


def checks(audit: AnnualAudit) -> Table:
    """Every check that was performed, what it looked at and what it met."""
    columns = (
        Column("key", "编号"),
        Column("title", "检查", width=2),
        Column("of", "总体", width=2),
        Column("count", "数量", "count"),
        parts.money("amount", "金额"),
        Column("exceptions", "例外", "count"),
        Column("rate", "合规率", "rate"),
        Column("leads", "线索", "count"),
    )
    rows = []
    for result in audit.performed:
        assert result.population is not None
        leads = sum(finding.lead for finding in result.findings)
        population = result.population
        exceptions = len(result.findings) - leads
        rows.append(
            Row(
                (
                    result.key,
                    result.title,
                    population.of,
                    population.count,
                    population.amount,
                    exceptions,
                    compliance_bp(population.count, exceptions),
                    leads,
                )
            )
        )
    return Table(columns, tuple(rows), name="checks")


def not_performed(audit: AnnualAudit) -> Table:
    """Every check that was not performed, and why."""
    columns = (
        Column("key", "编号"),
        Column("title", "检查", width=2),
        Column("reason", "未执行的原因", width=3),
    )
    rows = tuple(Row((r.key, r.title, r.reason)) for r in audit.not_performed)
    return Table(columns, rows, name="not_performed")
