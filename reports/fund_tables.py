"""The detailed tables of a statement of funds: receipts, payments, moves, goods.

Each verb yields its table, or the sentence that there is nothing to tell. General
money of the union is in none of them.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from audit.served import HANDED_OUT, HEADS, Count, Served, head_of, purpose_of
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.register import Lookups
from reports import fund_flows, parts
from reports.catalogue import Request
from reports.fund_flows import Flows, Line
from reports.fund_parts import Part
from reports.report import Block, Column, Paragraph, Row, Table
from reports.wording import sentence

UNKNOWN = "—"

# -- receipts -----------------------------------------------------------------------


_RECEIPT_COLUMNS = (
    Column("origin", "来源", width=2),
    Column("fund", "资金", width=3),
    Column("account", "收入科目", width=4),
    parts.money("amount", "金额"),
)


def receipts(flows: Flows, books: Lookups, request: Request) -> Iterable[Block]:
    """What came in, by origin of the money, fund and account."""
    names = {flow.key: flow.name for flow in flows.funds}
    found = _by_fund_and_account(flows.aid_lines(Part.INCOME, Part.ENTRUSTED))
    rows: list[Row] = []
    whole = ZERO
    for origin, lines in _by_origin(flows, found):
        amounts = [amount for _, _, amount in lines]
        rows += [
            Row((origin.label, names[fund], _account(books, account), amount))
            for fund, account, amount in lines
        ]
        if len(lines) > 1:
            subtotal = sum(amounts, ZERO)
            rows.append(Row((f"{origin.label}小计", "", "", subtotal), "subtotal"))
        whole += sum(amounts, ZERO)
    if not rows:
        yield Paragraph(request.words("fund_statement_receipts_none"))
        return
    rows.append(Row(("收入合计", "", "", whole), "total"))
    yield Table(
        _RECEIPT_COLUMNS,
        tuple(rows),
        caption="表二　收入明细（按来源）",
        name="receipts",
    )


def _by_fund_and_account(lines: Iterable[Line]) -> dict[tuple[str, int], Money]:
    """What came in, by fund and account; of money held for others, credits alone."""
    found: dict[tuple[str, int], Money] = {}
    for line in lines:
        came = line.credit if line.part is Part.ENTRUSTED else line.credit - line.debit
        if came:
            key = line.fund, line.account
            found[key] = found.get(key, ZERO) + came
    return found


def _by_origin(
    flows: Flows, found: dict[tuple[str, int], Money]
) -> Iterable[tuple[Origin, list[tuple[str, int, Money]]]]:
    for origin, funds in groupby(flows.aid, key=lambda flow: flow.origin):
        keys = [flow.key for flow in funds]
        lines = [
            (fund, account, amount)
            for (fund, account), amount in found.items()
            if fund in keys
        ]
        if lines:
            yield origin, sorted(lines, key=lambda line: (keys.index(line[0]), line[1]))


def _account(books: Lookups, account: int) -> str:
    return parts.coded_name(books, account)


# -- payments -----------------------------------------------------------------------

_PAYMENT_COLUMNS = (
    Column("purpose", "用途", width=3),
    Column("fund", "资金", width=3),
    parts.money("amount", "金额"),
    Column("households", "户数", "count"),
    Column("people", "人数", "count"),
    Column("persons", "人次", "count"),
)


def payments(
    flows: Flows, books: Lookups, served: Served, request: Request
) -> Iterable[Block]:
    """What went out, by head, purpose and fund, with how many it reached."""
    names = {flow.key: flow.name for flow in flows.funds}
    order = [flow.key for flow in flows.aid]
    rows: list[Row] = []
    whole = ZERO
    spent_by = spending(flows, books)
    heads = [title for title, _ in spent_by]
    for title, spent in spent_by:
        rows.append(Row((title, *([None] * 5)), "group"))
        for purpose in sorted(spent, key=lambda p: -sum(spent[p].values(), ZERO).fen):
            funds = sorted(
                spent[purpose].items(), key=lambda item: order.index(item[0])
            )
            rows += _purpose_rows(purpose, funds, served.under(title), names)
        amount = sum((sum(s.values(), ZERO) for s in spent.values()), ZERO)
        counts = _counted(served.under(title).count())
        rows.append(Row((f"{title}小计", "", amount, *counts), "subtotal"))
        whole += amount
    if not rows:
        yield Paragraph(request.words("fund_statement_payments_none"))
        return
    rows.append(
        Row(("支出合计", "", whole, *_counted(served.under(*heads).count())), "total")
    )
    yield Table(
        _PAYMENT_COLUMNS,
        tuple(rows),
        note=sentence("fund_statement_persons", office_folder=request.templates),
        caption="表三　支出明细（按用途）",
        name="payments",
    )


def _purpose_rows(
    purpose: str,
    funds: Sequence[tuple[str, Money]],
    served: Served,
    names: dict[str, str],
) -> Iterable[Row]:
    for fund, amount in funds:
        counts = _counted(served.count(purpose, fund))
        yield Row((purpose, names[fund], amount, *counts))
    if len(funds) > 1:
        amount = sum((amount for _, amount in funds), ZERO)
        counts = _counted(served.count(purpose))
        yield Row((f"{purpose}　计", "", amount, *counts), "subtotal")


def _counted(count: Count) -> tuple[int | str, int | str, int | str]:
    """The numbers for a row; what the books do not tell is marked so."""
    return (
        count.households or UNKNOWN,
        count.people or UNKNOWN,
        count.persons or UNKNOWN,
    )


def spending(
    flows: Flows, books: Lookups
) -> list[tuple[str, dict[str, dict[str, Money]]]]:
    """What was spent under each head, by purpose and fund."""
    found: dict[str, dict[str, dict[str, Money]]] = {head: {} for head in HEADS}
    for line in flows.aid_lines(Part.EXPENSE, Part.ENTRUSTED):
        went = line.debit if line.part is Part.ENTRUSTED else line.debit - line.credit
        if went:
            role = books.account_roles[line.account]
            head = head_of(role, line.purpose)
            name = books.account_names[line.account]
            purpose = purpose_of(line.purpose, name)
            by_fund = found[head].setdefault(purpose, {})
            by_fund[line.fund] = by_fund.get(line.fund, ZERO) + went
    return [(head, spent) for head, spent in found.items() if spent]


# -- moves and goods ----------------------------------------------------------------


_MOVE_COLUMNS = (
    Column("kind", "性质", width=2),
    Column("fund", "资金", width=3),
    Column("account", "科目", width=4),
    parts.money("into", "转入（增加）"),
    parts.money("out", "转出（减少）"),
)


def moves(flows: Flows, books: Lookups, request: Request) -> Iterable[Block]:
    """What moved between funds, or changed net assets without being income."""
    titles = {
        Part.EARMARK: "资金间调剂",
        Part.DIRECT: "净资产直接变动",
        Part.RESULT: "净资产直接变动",
    }
    names = {flow.key: flow.name for flow in flows.funds}
    found: dict[tuple[str, str, int], Money] = {}
    for line in flows.aid_lines(*titles):
        key = titles[line.part], line.fund, line.account
        found[key] = found.get(key, ZERO) + line.credit - line.debit
    rows = [
        Row((kind, names[fund], _account(books, account), *_in_or_out(amount)))
        for (kind, fund, account), amount in found.items()
        if amount
    ]
    if rows:
        yield Table(
            _MOVE_COLUMNS,
            tuple(rows),
            caption="表四　资金间调剂及其他变动",
            name="moves",
        )
    else:
        yield Paragraph(request.words("fund_statement_moves_none"))


def _in_or_out(amount: Money) -> tuple[Money | None, Money | None]:
    return (amount, None) if amount > ZERO else (None, -amount)


_GOODS_COLUMNS = (
    Column("fund", "资金", width=3),
    Column("account", "科目", width=3),
    parts.money("opening", "期初结存"),
    parts.money("into", "购入、受赠"),
    parts.money("out", "发出"),
    parts.money("closing", "期末结存"),
    Column("persons", "发放人次", "count"),
)


def goods(
    flows: Flows, books: Lookups, served: Served, request: Request
) -> Iterable[Block]:
    """Goods by fund: what was there, came in, went out, and is left."""
    names = {flow.key: flow.name for flow in flows.funds}
    found = fund_flows.goods(flows, books)
    if not found:
        yield Paragraph(request.words("fund_statement_goods_none"))
        return
    handed_out = served.under(HANDED_OUT)
    rows = [
        Row(
            (
                names[one.fund],
                _account(books, one.account),
                *map(parts.amount, (one.opening, one.debit, one.credit)),
                one.closing,
                handed_out.count(fund=one.fund).persons,
            )
        )
        for one in found
    ]
    sums = [
        sum((getattr(one, name) for one in found), ZERO)
        for name in ("opening", "debit", "credit", "closing")
    ]
    persons = handed_out.count().persons
    rows.append(
        Row(("物资合计", "", *map(parts.amount, sums[:3]), sums[3], persons), "total")
    )
    yield Table(
        _GOODS_COLUMNS,
        tuple(rows),
        note=sentence(
            "fund_statement_goods",
            office_folder=request.templates,
            negative=sum(one.closing < ZERO for one in found),
        ),
        caption="表六　物资收发存",
        name="goods",
    )
