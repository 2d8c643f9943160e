"""Were goods received by whom they were meant for?

Each issue of goods or shopping vouchers is held against the record of signatures: one
that nobody signed for within the days set, and of which not all came back, is a breach;
many that one and the same other person signed for are a lead.

Basis: 关于进一步做好困难职工帮扶工作的意见 (款物由帮扶中心直接发放到困难职工手中).
"""

import datetime as dt
from collections.abc import Iterator

from audit import examples
from audit.books import Books, Data, HandedOut
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_MANY = 3
"""Households for which one and the same other person signed."""

_ON = dt.date(2025, 3, 3)
_SIGNED = HandedOut(
    mark="2025-03 转-1",
    on=_ON,
    recipient="D-1",
    item="棉被",
    left_milli=1_000,
    cost_fen=100_00,
    signed_on=_ON,
    signer="D-1",
    authorised="",
)
_BY_OTHER = tuple(
    _SIGNED._replace(recipient=f"D-{n}", signer="D-9", authorised="委托书")
    for n in range(1, _MANY + 1)
)

CHECK = Check(
    key="T27",
    title="代签代领、未签收",
    basis="《关于进一步做好困难职工帮扶工作的意见》（款物由帮扶中心直接发放）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS, Data.SIGNATURES}),
    procedure="逐笔核对物资、购物券发放与签收记录，列出超过限定天数无人签收又未退回的，"
    "以及同一人代多户签收的。",
    effect="物资可能没有发到困难职工手中，存在冒领、截留的风险。",
    recommendation="补办签收或退回库存；对代签的逐户回访，核对委托文书。",
    limitation="只核对登记的签收，不辨认签名笔迹；签字表原件须另行抽查。",
    clean=(
        examples.books(handed=(_SIGNED,)),
        # It came back whole.
        examples.books(
            handed=(_SIGNED._replace(signed_on=None, signer="", left_milli=0),)
        ),
        # It was handed out the other day.
        examples.books(
            handed=(
                _SIGNED._replace(signed_on=None, signer="", on=dt.date(2025, 12, 30)),
            )
        ),
        examples.books(handed=_BY_OTHER[1:]),
    ),
    broken=(
        examples.books(handed=(_SIGNED._replace(signed_on=None, signer=""),)),
        examples.books(handed=_BY_OTHER),
    ),
)


def population(books: Books) -> Population:
    """Issues of goods of the span."""
    total = sum(one.cost_fen for one in books.handed)
    return Population("物资和购物券发放（笔）", len(books.handed), Money(total))


def run(books: Books) -> Iterator[Finding]:
    """Yield what is not signed for, voucher by voucher, then who signs for many."""
    last, days = books.span.last_day, books.limits.unsigned_days
    late: dict[str, list[HandedOut]] = {}
    others: dict[str, list[HandedOut]] = {}
    for one in books.handed:
        if one.signed_on is None and one.left_milli and (last - one.on).days > days:
            late.setdefault(one.mark, []).append(one)
        # A guardian signs under the file of the worker.
        own = one.signer == one.recipient or one.signer.startswith(f"{one.recipient}/")
        if one.signer and not own:
            others.setdefault(one.signer, []).append(one)
    for mark, found in late.items():
        amount = Money(sum(one.cost_fen for one in found))
        yield Finding(
            key=CHECK.key,
            title="发放后无人签收",
            condition=f"凭证 {mark} 发放的 {len(found)} 笔至 {last} 已超过 {days} 天，"
            f"没有签收，也没有退回，成本 {amount.grouped()} 元",
            evidence=(mark,),
            amount=amount,
        )
    for signer, found in others.items():
        people = {one.recipient for one in found}
        if len(people) >= _MANY:
            amount = Money(sum(one.cost_fen for one in found))
            yield Finding(
                key=CHECK.key,
                title="一人代多户签收",
                condition=f"档案 {signer} 代 {len(people)} 户签收 {len(found)} 笔，"
                f"成本 {amount.grouped()} 元",
                evidence=tuple(dict.fromkeys(one.mark for one in found)),
                amount=amount,
                lead=True,
            )
