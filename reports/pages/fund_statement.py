"""帮扶资金收支表: what every aid fund had, received, spent, and has left, and as what.

1. Opening + receipts - payments ± moves = closing, for every fund and to the fen.
2. The closing balance stands in the forms listed, to the fen.
3. General money of the union stands outside every aid total, apart at the end.

The figures come from `reports/fund_flows.py`, which says what a balance is.
"""

from collections.abc import Iterable, Sequence

from audit.served import Served
from ledger.database import Connection
from ledger.money import ZERO
from ledger.register import lookups
from reports import fund_flows, fund_tables, goods_tables, parts, people_served
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.fund_flows import Flow, Flows, Line
from reports.fund_parts import Part
from reports.report import (
    Block,
    Column,
    Document,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence

REPORT = Report(
    name="fund_statement",
    title="帮扶资金收支表",
    summary="各项帮扶资金的期初、收入、支出、调剂、期末及结存形态，附物资收发存",
    languages=("zh", "en"),
    ended=True,
)

TOTAL = "帮扶资金合计"
_ALL_FUNDS = (
    "帮扶资金收支表列示全部资金，不能只取一项；"
    "单项资金请用科目余额表（trial_balance）或明细账（account_ledger）并指明资金"
)
_SIGNERS = ("单位负责人", "财务负责人", "制表人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the statement.

    Raises:
        NoSuchPeriod: the period has not ended, or lies before the books.
        NoSuchScope: one fund alone was asked for.
    """
    if request.fund:
        raise NoSuchScope(_ALL_FUNDS)
    parts.demand_all(request, REPORT.title, funds=False)
    flows = fund_flows.read(connection, request)
    books = lookups(connection)
    served = people_served.read(connection, request)
    whole = fund_flows.total(flows.aid, TOTAL)
    blocks: list[Block] = [
        Paragraph(_summary(flows, whole, served, request)),
        _balances(flows.aid, whole),
        *fund_tables.receipts(flows, books, request),
        *fund_tables.payments(flows, books, served, request),
        *fund_tables.moves(flows, books, request),
        _forms(flows.aid, whole, request),
        *fund_tables.goods(flows, books, served, request),
        *goods_tables.blocks(connection, request, flows),
        _checks(flows, whole, fund_flows.goods(flows, books)),
        *_general(flows),
        *parts.chains(connection, request),
        *_remarks(connection, request),
        Signatures(_SIGNERS),
    ]
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="" if parts.is_closed(connection, request) else parts.DRAFT,
        provenance=parts.provenance(connection, request),
        blocks=tuple(blocks),
        landscape=True,
    )


def _summary(flows: Flows, whole: Flow, served: Served, request: Request) -> str:
    return sentence(
        "fund_statement_summary",
        office_folder=request.templates,
        count=len(flows.aid),
        whole=whole,
        served=served.count(),
        handed_out=served.handed_out,
    )


def _remarks(connection: Connection, request: Request) -> Iterable[Note]:
    yield Note(sentence("fund_statement_notes", office_folder=request.templates))
    if note := parts.scope_note(connection, request):
        yield Note(note)


# -- balances -----------------------------------------------------------------------

_BALANCE_COLUMNS = (
    Column("fund", "资金", width=3),
    Column("origin", "来源", width=2),
    parts.money("opening", "期初结存"),
    parts.money("received", "本期收入"),
    parts.money("spent", "本期支出"),
    parts.money("moved", "资金间调剂"),
    parts.money("direct", "其他变动"),
    parts.money("closing", "期末结存"),
)


def _balances(flows: Sequence[Flow], whole: Flow) -> Table:
    rows = [_balance_row(flow) for flow in flows]
    return Table(
        _BALANCE_COLUMNS,
        (*rows, _balance_row(whole, "total")),
        caption="表一　资金收支结存",
        name="balances",
    )


def _balance_row(flow: Flow, style: str = "plain") -> Row:
    moves = (flow.opening, flow.received, flow.spent, flow.moved, flow.direct)
    # A balance of nothing is told; a movement that did not happen is not.
    told = tuple(map(parts.amount, moves))
    origin = "" if style == "total" else flow.origin.label
    cells = (flow.name, origin, *told, flow.closing)
    return Row(cells, "total" if style == "total" else "plain")


def _general(flows: Flows) -> Iterable[Block]:
    """General money, told apart and in no total above (rule 3)."""
    if not any(_is_used(flow) for flow in flows.general):
        return
    yield Table(
        _BALANCE_COLUMNS,
        tuple(_balance_row(flow) for flow in flows.general),
        caption="附表一　本级工会其他资金收支结存（不计入帮扶资金合计）",
        name="general",
    )
    yield Table(
        _FORM_COLUMNS,
        tuple(_form_row(flow) for flow in flows.general),
        caption="附表二　本级工会其他资金结存形态",
        name="general_forms",
    )


def _is_used(flow: Flow) -> bool:
    return any((flow.opening, flow.closing, flow.received, flow.spent, flow.moved))


# -- forms --------------------------------------------------------------------------

_FORM_COLUMNS = (
    Column("fund", "资金", width=3),
    parts.money("cash", "库存现金"),
    parts.money("bank", "银行存款"),
    parts.money("quota", "用款额度"),
    parts.money("payable", "减：应付款项"),
    parts.money("reserved", "减：已预留"),
    parts.money("available", "可自由动用"),
    parts.money("advance", "垫付及暂付"),
    parts.money("receivable", "应收款项"),
    parts.money("goods", "库存物品"),
    parts.money("closing", "期末结存"),
    parts.money("entrusted", "其中：代管"),
)

# Requests reserve money from the treasury on; the ledger alone reserves none.
_RESERVED = ZERO


def _forms(flows: Sequence[Flow], whole: Flow, request: Request) -> Table:
    rows = [_form_row(flow) for flow in flows]
    return Table(
        _FORM_COLUMNS,
        (*rows, _form_row(whole, is_total=True)),
        note=sentence("fund_statement_forms", office_folder=request.templates),
        caption="表五　期末结存形态",
        name="forms",
    )


def _form_row(flow: Flow, *, is_total: bool = False) -> Row:
    form = {part: parts.amount(amount) for part, amount in flow.forms.items()}
    cells = (
        flow.name,
        form[Part.CASH],
        form[Part.BANK],
        form[Part.QUOTA],
        parts.amount(-flow.forms[Part.PAYABLE]),
        parts.amount(_RESERVED),
        flow.available - _RESERVED,
        form[Part.ADVANCE],
        form[Part.RECEIVABLE],
        form[Part.GOODS],
        flow.standing,
        parts.amount(flow.entrusted),
    )
    return Row(cells, "total" if is_total else "plain")


# -- checks -------------------------------------------------------------------------


def _checks(flows: Flows, whole: Flow, goods: Sequence[Line]) -> Table:
    """What must agree, with both figures: a reader need not add up anything."""
    columns = (
        Column("check", "核对事项", width=5),
        parts.money("left", "左方"),
        parts.money("right", "右方"),
        parts.money("difference", "差额"),
        Column("result", "结果"),
    )
    unequal = sum(not flow.agrees for flow in flows.funds)
    own = whole.closing - whole.entrusted
    pairs = [
        ("期初结存＋收入－支出±变动 ＝ 结存形态合计", whole.closing, whole.standing),
        ("期末结存－代管资金 ＝ 净资产、收入与支出科目余额", own, whole.net_assets),
    ]
    assets, counterpart = fund_flows.written_twice(flows)
    if assets or counterpart:
        pairs.append(("实物资产 ＝ 资产基金等对应净资产", assets, counterpart))
    rows = [
        Row((text, left, right, left - right, "相符" if left == right else "不符"))
        for text, left, right in pairs
    ]
    if goods:
        negative = sum(one.closing < ZERO for one in goods)
        told = f"{negative}项不符" if negative else "相符"
        rows.append(Row(("库存物品期末结存不小于零", None, None, None, told)))
    general = "，含本级工会其他资金" if flows.general else ""
    each = f"逐项资金核对（{len(flows.funds)}项{general}）"
    rows.append(
        Row((each, None, None, None, f"{unequal}项不符" if unequal else "全部相符"))
    )
    return Table(columns, tuple(rows), caption="表七　勾稽核对", name="checks")
