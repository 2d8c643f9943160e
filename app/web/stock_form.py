"""What is asked when goods move (物资收发), and what was typed read as what happened.

Each movement asks its own questions; what may be left out stands folded away. A file
that was chosen for a signed sheet is not kept here: its SHA-256 is.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.web import given
from app.web.desk import Desk
from ledger.database import Connection
from ledger.errors import RecordRefused
from ledger.money import ZERO, Money
from ledger.sheets import parse_quantity
from treasury import goods_counts, goods_gifts, goods_issues, goods_losses
from treasury import goods_purchases as purchases
from treasury import goods_returns as returns
from treasury.goods_counts import CountMade
from treasury.goods_desk import Moved
from treasury.goods_lots import LotLine

_LOT = re.compile(r"([0-9]{1,9})[:：]([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: the field, its label, how it is typed, whether it must be told."""

    field: str
    label: str
    kind: str = "text"
    must: bool = False
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """A kind of movement: its name, the act that is logged, questions, the verb."""

    key: str
    label: str
    told: str
    act: str
    asks: tuple[Ask, ...]
    more: tuple[Ask, ...]
    do: Callable[[Desk, Connection], Moved | CountMade]


# -- what was typed -----------------------------------------------------------------


def quantity(desk: Desk, key: str = "quantity", label: str = "数量") -> int:
    """A quantity in thousandths; 0 where nothing was typed.

    Raises:
        RecordRefused: it is none.
    """
    try:
        return parse_quantity(given.text(desk, key))
    except ValueError as error:
        what = f"{label}：{error}"
        raise RecordRefused(what, do="写作 20 或 2.5") from None


def lots(desk: Desk) -> tuple[tuple[int, int], ...]:
    """Lots with their quantities in thousandths: `3:2.5，4:1`.

    Raises:
        RecordRefused: they are written otherwise.
    """
    found = []
    for piece in filter(None, re.split(r"[,，;；\s]+", given.text(desk, "lots"))):
        match = _LOT.fullmatch(piece)
        try:
            if match is None:
                raise ValueError("应写明批次和数量")  # noqa: TRY301 - one telling
            found.append((int(match[1]), parse_quantity(match[2])))
        except ValueError as error:
            what = f"批次：{error}"
            raise RecordRefused(what, do="写作 批次:数量，如 3:2.5，4:1") from None
    return tuple(found)


def sheet(desk: Desk) -> str:
    """The SHA-256 of a signed sheet: of the file that was sent, or as it was typed."""
    upload = desk.uploads.get("paper")
    if upload is not None:
        return hashlib.sha256(upload.content).hexdigest()
    return given.text(desk, "sheet").lower()


def typed(desk: Desk) -> dict[str, str]:
    """What was typed, with the digest of a file that cannot be shown again."""
    return {**desk.form, "sheet": sheet(desk)}


def _head(desk: Desk) -> dict[str, Any]:
    return {
        "unit": desk.unit,
        "ref": given.text(desk, "ref"),
        "dated_on": given.day(desk, "on", "日期") or desk.today,
        "attachments": given.number(desk, "attachments", "附件张数", 1),
    }


def _line(desk: Desk) -> dict[str, Any]:
    return {
        "item": given.text(desk, "item"),
        "fund": given.text(desk, "fund"),
        "quantity_milli": quantity(desk),
        "serials": given.text(desk, "serials"),
    }


def _texts(desk: Desk, *keys: str) -> dict[str, Any]:
    return {key: given.text(desk, key) for key in keys}


def _summed(desk: Desk, key: str, label: str) -> Money:
    return given.amount(desk, key, label) or ZERO


# -- the verbs ----------------------------------------------------------------------


def _buy(desk: Desk, connection: Connection) -> Moved:
    spent = _texts(desk, "account", "purpose", "appropriation")
    cost = _summed(desk, "cost", "价款")
    line = purchases.Bought(**_line(desk), cost=cost, **spent)
    paid = _texts(desk, "supplier", "request", "summary")
    paid["money_account"] = given.text(desk, "money_account") or "102"
    whole = purchases.Purchase(**_head(desk), **paid, lines=(line,))
    return purchases.buy(connection, whole, desk.act)


def _give(desk: Desk, connection: Connection) -> Moved:
    valuation = given.text(desk, "valuation")
    if valuation not in set(goods_gifts.Valuation):
        raise RecordRefused("没有选计价依据", do="选择一项")
    line = goods_gifts.Given(
        **_line(desk),
        valuation=goods_gifts.Valuation(valuation),
        amount=given.amount(desk, "amount", "价值") or ZERO,
        paper=given.text(desk, "paper_named"),
    )
    freight = None
    if paid := given.amount(desk, "freight", "运杂费"):
        freight = goods_gifts.Freight(
            amount=paid,
            fund=given.text(desk, "freight_fund"),
            account=given.text(desk, "freight_account") or "510",
        )
    said = _texts(desk, "giver", "account", "request", "summary")
    whole = goods_gifts.Gift(**_head(desk), **said, lines=(line,), freight=freight)
    return goods_gifts.give(connection, whole, desk.act)


def _open(desk: Desk, connection: Connection) -> Moved:
    line = LotLine(**_line(desk), cost=_summed(desk, "cost", "账面成本"))
    whole = purchases.Opening(**_head(desk), lines=(line,))
    return purchases.register_opening(connection, whole, desk.act)


def _issue(desk: Desk, connection: Connection) -> Moved:
    to = _texts(desk, "recipient", "purpose")
    line = goods_issues.Handed(**_line(desk), **to, lots=lots(desk))
    said = _texts(desk, "account", "appropriation", "summary")
    whole = goods_issues.Issue(**_head(desk), **said, lines=(line,))
    return goods_issues.issue(connection, whole, desk.act)


def _return(desk: Desk, connection: Connection) -> Moved:
    whole = returns.Return(
        **_head(desk),
        **_texts(desk, "reason", "serials"),
        issue=given.number(desk, "move", "发放的收发号"),
        quantity_milli=quantity(desk),
        sheet=sheet(desk),
    )
    return returns.take_back(connection, whole, desk.act)


def _void(desk: Desk, connection: Connection) -> Moved:
    said = _texts(desk, "approval", "account", "purpose", "appropriation")
    whole = goods_losses.Loss(**_head(desk), **_line(desk), **said, lots=lots(desk))
    return goods_losses.write_off(connection, whole, desk.act)


def _count(desk: Desk, connection: Connection) -> CountMade:
    value = _summed(desk, "value", "盘盈的价值")
    line = goods_counts.Counted(**_line(desk), value=value, lots=lots(desk))
    said = _texts(desk, "keeper", "counter", "approval")
    said |= _texts(desk, "account", "purpose", "appropriation")
    whole = goods_counts.Count(**_head(desk), **said, lines=(line,), sheet=sheet(desk))
    return goods_counts.count(connection, whole, desk.act)


# -- the questions ------------------------------------------------------------------

_ITEM = Ask("item", "物品", "item", must=True)
_FUND = Ask("fund", "资金", "fund", must=True)
_QUANTITY = Ask("quantity", "数量", "number", must=True)
_ON = Ask("on", "日期", "day", must=True)
_SERIALS = Ask("serials", "购物券编号（A001-A100；B7）")
_PURPOSE = Ask("purpose", "用途", "purpose")
_ACCOUNT = Ask("account", "支出科目", "account")
_REF = Ask("ref", "引用号", must=True)
_PAPERS = Ask("attachments", "附件张数", "number", usual="1")
_SUMMARY = Ask("summary", "摘要（不填则由事项写成）")
_HELD = Ask("appropriation", "预算预留号")
_REQUEST = Ask("request", "付款申请号（依申请付款的凭证，引用号由它而来）")
_LOTS = Ask("lots", "个别计价时的批次和数量（3:2.5，4:1）")
_APPROVAL = Ask("approval", "批准文件", must=True)
_SPENT = Ask("account", "支出科目（2009年制度，发出时列支）", "account")
_SPENT_ON = Ask("purpose", "用途（2009年制度，发出时列支）", "purpose")

MOVEMENTS: dict[str, Movement] = {
    one.key: one
    for one in (
        Movement(
            "buy",
            "购入",
            "物资或购物券入库，同时付款：一张凭证，审核入账后才可发放。",
            "goods.buy",
            (
                *(_ITEM, _FUND, _QUANTITY),
                Ask("cost", "价款（元，全部数量）", "money", must=True),
                Ask("supplier", "供货单位", must=True),
                *(_ON, _REQUEST, _ACCOUNT, _PURPOSE, _SERIALS),
            ),
            (
                *(_REF, _PAPERS),
                Ask("money_account", "货币资金科目", "account", usual="102"),
                *(_HELD, _SUMMARY),
            ),
            _buy,
        ),
        Movement(
            "give",
            "接受实物捐赠",
            "按凭据、评估、同类价格或名义金额计价；不确认收入，与库存同时登记净资产。",
            "goods.give",
            (
                *(_ITEM, _FUND, _QUANTITY),
                Ask("giver", "捐赠单位（个人写捐赠人编号）", must=True),
                Ask("valuation", "计价依据", "valuation", must=True),
                Ask("amount", "价值（元；名义金额不填）", "money"),
                Ask("paper_named", "计价的文件"),
                *(_ON, _SERIALS),
            ),
            (
                *(_REF, _PAPERS),
                Ask("freight", "运杂费（元）", "money"),
                Ask("freight_fund", "承担运杂费的资金", "fund"),
                Ask("freight_account", "运杂费列支科目", "account", usual="510"),
                *(_REQUEST, Ask("account", "收入科目（2009年制度）", "account")),
                _SUMMARY,
            ),
            _give,
        ),
        Movement(
            "issue",
            "发放给一户",
            "交单即占用库存，成本当时确定。实行凭发放单发放的单位，改用发放单。",
            "goods.issue",
            (
                *(_ITEM, _FUND, _QUANTITY),
                Ask("recipient", "领取人档案号（不写姓名）", must=True),
                Ask("purpose", "用途", "purpose", must=True),
                *(_ON, _SERIALS),
            ),
            (_REF, _PAPERS, _LOTS, _SPENT, _HELD, _SUMMARY),
            _issue,
        ),
        Movement(
            "return",
            "发放后退回",
            "按原来发出的成本入库；编号可以再发。",
            "goods.return",
            (
                Ask("move", "发放的收发号", "number", must=True),
                _QUANTITY,
                Ask("reason", "退回原因", must=True),
                *(_ON, _SERIALS),
                Ask("paper", "退回单扫描件（已签收的才要；只登记摘要）", "file"),
            ),
            (_REF, _PAPERS, Ask("sheet", "退回单的 SHA-256 摘要（没有选文件的）")),
            _return,
        ),
        Movement(
            "void",
            "报损、作废",
            "依批准文件核销毁损的物资或作废的购物券。",
            "goods.void",
            (_ITEM, _FUND, _QUANTITY, _APPROVAL, _ON, _SERIALS),
            (_REF, _PAPERS, _LOTS, _SPENT, _SPENT_ON, _HELD),
            _void,
        ),
        Movement(
            "count",
            "盘点",
            "保管人以外的人实盘；账实相符也登记。盘盈盘亏依批准文件制单。",
            "goods.count",
            (
                *(_ITEM, _FUND),
                Ask("quantity", "实盘数量", "number", must=True),
                Ask("keeper", "保管人（人员代码）", must=True),
                Ask("counter", "盘点人（人员代码）", must=True),
                *(_ON, Ask("approval", "批准文件（有盘盈盘亏的）")),
                Ask("value", "盘盈的价值（元）", "money"),
                Ask("paper", "盘点表扫描件（只登记摘要）", "file"),
            ),
            (
                *(_REF, _PAPERS),
                Ask("serials", "盘盈盘亏的购物券编号"),
                Ask("sheet", "盘点表的 SHA-256 摘要（没有选文件的）"),
                *(
                    _LOTS,
                    Ask("account", "盘盈收入或盘亏支出科目（2009年制度）", "account"),
                ),
                *(_SPENT_ON, _HELD),
            ),
            _count,
        ),
        Movement(
            "open",
            "登记期初已有的物资",
            "对应一张已入账的凭证，不另制凭证。",
            "goods.open",
            (
                Ask("ref", "已入账凭证的引用号", must=True),
                Ask("on", "日期（与凭证一致）", "day", must=True),
                *(_ITEM, _FUND, _QUANTITY),
                Ask("cost", "账面成本（元）", "money", must=True),
                _SERIALS,
            ),
            (),
            _open,
        ),
    )
}
"""How goods come in and go out, by the last part of the address."""
