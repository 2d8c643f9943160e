"""Was something written down as history once the unit was live?

From the day on which a unit went live money leaves under approved requests (L12). What
is marked imported needs none. The database takes no payment as history of that day or
a later one; what names an earlier day passes, whenever it comes. Each such payment is a
lead, for nobody approved it here; the rest of what was imported is told together. A
payment that was imported for a later day went in past the rule.

Basis: 关于进一步做好困难职工帮扶工作的意见 第7条 (spending is approved strictly).
"""

import datetime as dt
from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from audit.imported import Imported, LateImport
from ledger.money import Money

_LIVE = dt.date(2025, 3, 1)
_EARLY, _LATE = dt.date(2025, 2, 20), dt.date(2025, 3, 12)
_PAID = LateImport("2025-02 付-9", _EARLY, dt.date(2025, 4, 2), 500_00, 500_00)
_CAME = _PAID._replace(mark="2025-02 收-4", left_fen=0)

CHECK = Check(
    key="L12",
    title="上线后补录历史凭证",
    basis="《关于进一步做好困难职工帮扶工作的意见》第7条（严格支出审批程序）；"
    "本程序 L12",
    severity=Severity.FRAUD,
    needs=frozenset({Data.LIVE}),
    procedure="自实行付款申请之日起，列出作为历史凭证导入的付款，逐笔核对凭证日期、"
    "导入日期；其余补录的历史凭证合并列出。",
    effect="付款可能倒填日期，以历史凭证的名义绕过申请和审批。",
    recommendation="取得银行回单核对实际付款日期；上线以后付出的，补办审批手续，"
    "查明经手人和补录原因。",
    limitation="导入的凭证不经本程序审批，签字人员由导入人填写，无法核实；"
    "上线前的付款确需补录的也在此列，只是线索。",
    clean=(examples.books(imported=Imported(_LIVE)),),
    broken=(
        examples.books(imported=Imported(_LIVE, (_PAID,))),
        examples.books(imported=Imported(_LIVE, (_PAID._replace(dated_on=_LATE),))),
        examples.books(imported=Imported(_LIVE, (_CAME,))),
    ),
)


def population(books: Books) -> Population:
    """Vouchers that were imported since the unit went live."""
    late = books.imported.late if books.imported else ()
    total = sum(one.amount_fen for one in late)
    return Population("上线后导入的历史凭证（张）", len(late), Money(total))


def run(books: Books) -> Iterator[Finding]:
    """Yield payments among them one by one, then what else was imported."""
    assert books.imported is not None
    for one in books.imported.late:
        if one.left_fen:
            yield _paid(one, books.imported.since)
    others = [one for one in books.imported.late if not one.left_fen]
    if others:
        yield _others(others)


def _paid(one: LateImport, since: dt.date) -> Finding:
    amount = Money(one.left_fen)
    told = f"{one.recorded_on} 作为历史凭证导入，没有付款申请（{since} 起实行付款申请）"
    return Finding(
        key=CHECK.key,
        title="上线后补录以前日期的付款"
        if one.dated_on < since
        else "上线以后的付款作为历史凭证导入",
        condition=f"凭证 {one.mark} 记 {one.dated_on} 付款 {amount.grouped()} 元，"
        f"{told}",
        evidence=(one.mark,),
        amount=amount,
        lead=one.dated_on < since,
    )


def _others(others: list[LateImport]) -> Finding:
    amount = Money(sum(one.amount_fen for one in others))
    return Finding(
        key=CHECK.key,
        title="上线后补录的其他历史凭证",
        condition=f"上线后补录其他历史凭证 {len(others)} 张，"
        f"借方合计 {amount.grouped()} 元，没有款项付出",
        evidence=tuple(one.mark for one in others),
        amount=amount,
        lead=True,
        recommendation="核对原始凭证，查明补录原因。",
    )
