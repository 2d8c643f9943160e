"""Does every payment have the papers that prove it?

Since papers are kept electronically, a payment to people needs a proof that they had it
(a signed list, a slip of the bank, a receipt), goods need a bill and an acceptance. A
payment of which all papers are on record, and none of the kind, is an exception; where
papers are counted that are on paper alone, the paper has to be looked at. A signed
sheet that hand-outs rest on and nobody kept is a lead.

Basis: 会计基础工作规范 第四十八条、第五十一条（四） (what a voucher rests on).
"""

from collections import defaultdict
from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, Voucher
from audit.check import Check, Finding, Population, Severity
from audit.papered import Paper, Papered, SignedSheet
from audit.required_papers import AID, GOODS, Required, required_of
from ledger.accounts import Role
from ledger.money import Money
from treasury.attachment_kinds import label_of

_FIRST_TOLD = 20
_PAID = examples.voucher(*examples.aid(500, recipient="K1"), attachments=1)
_BOUGHT = examples.voucher(*examples.moved("141", "102", 300), attachments=2, number=2)
_SIGNED = Paper(1, frozenset({"signed_list"}))
_BILL = Paper(2, frozenset({"invoice", "acceptance"}))
_PAPERS = {_PAID.mark: _SIGNED, _BOUGHT.mark: _BILL}


def _papered(papers: dict[str, Paper], *sheets: SignedSheet) -> Papered:
    return Papered(since=examples.OPENED, papers=papers, sheets=sheets)


CHECK = Check(
    key="T23",
    title="申请材料、签字不全",
    basis="《会计基础工作规范》第四十八条、第五十一条第（四）项",
    severity=Severity.RECORD,
    needs=frozenset({Data.VOUCHERS, Data.PAPERS}),
    procedure="自登记附件电子件起，逐张核对发放救助、采购物资的付款凭证是否有"
    "收款证明、发票和验收单；核对物资签收单原件是否留存。",
    effect="支出缺少收款证明，真实性无法核实。",
    recommendation="补齐签收单、银行回单、发票和验收单；无法取得的应予收回。",
    limitation="只看附件的种类，不看内容、笔迹；只有纸质附件的须调阅原件；"
    "救助申请的证明材料由档案保管，须抽样调阅。",
    clean=(
        examples.books(_PAID, _BOUGHT, papered=_papered(_PAPERS)),
        # Cancelled: nothing is left to prove.
        examples.books(_PAID._replace(cancelled=True), papered=_papered({})),
    ),
    broken=(
        examples.books(
            _PAID, papered=_papered({_PAID.mark: Paper(1, frozenset({"photo"}))})
        ),
        examples.books(
            _BOUGHT, papered=_papered({_BOUGHT.mark: Paper(2, frozenset({"invoice"}))})
        ),
        examples.books(_PAID, papered=_papered({_BOUGHT.mark: _BILL})),
        examples.books(papered=_papered({}, SignedSheet("ab" * 32, examples.DAY, 30))),
    ),
)


def population(books: Books) -> Population:
    """Payments that need a proof of their own."""
    found = [voucher for voucher, _ in _asked(books)]
    total = Money(sum(voucher.amount_fen for voucher in found))
    return Population("须有证明的付款凭证（张）", len(found), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield payments that lack a paper, then those on paper alone, then lost sheets."""
    if books.papered is None:
        return
    batched = books.aided.grounds if books.aided else {}
    on_paper: list[Voucher] = []
    for voucher, what in _asked(books):
        paper = books.papered.papers.get(voucher.mark, Paper(0, frozenset()))
        wanted = required_of(what, voucher.dated_on)
        lacking = [one for one in wanted if not one.any_of & paper.kinds]
        # What a batch paid is proved by the bank's answer to it, line by line.
        if not lacking or voucher.mark in batched:
            continue
        if paper.papers < voucher.attachments:
            on_paper.append(voucher)
        else:
            yield from (_lacks(voucher, one) for one in lacking)
    if on_paper:
        yield _on_paper(on_paper)
    for sheet in books.papered.sheets:
        yield _lost(sheet)


def _asked(books: Books) -> Iterator[tuple[Voucher, str]]:
    """Vouchers since papers are kept that pay people, or for goods."""
    if books.papered is None:
        return
    roles: defaultdict[Role, set[str]] = defaultdict(set)
    for code, account in books.accounts.items():
        roles[account.role].add(code)
    money, stock, aid = books.money, roles[Role.STOCK], roles[Role.AID_EXPENSE]
    since = books.papered.since
    for voucher in books.vouchers:
        if voucher.dated_on < since or not voucher.stands:
            continue
        if not any(n.credit_fen > 0 and n.account in money for n in voucher.lines):
            continue
        debited = {line.account for line in voucher.lines if line.debit_fen > 0}
        if debited & stock:
            yield voucher, GOODS
        elif debited & aid:
            yield voucher, AID


def _lacks(voucher: Voucher, one: Required) -> Finding:
    kinds = "或".join(sorted(label_of(kind) for kind in one.any_of))
    amount = Money(voucher.amount_fen)
    return Finding(
        key=CHECK.key,
        title="付款凭证缺少必备附件",
        condition=f"凭证 {voucher.mark}“{voucher.summary}” {amount.grouped()} 元"
        f"的附件中没有{kinds}",
        evidence=(voucher.mark,),
        amount=amount,
    )


def _on_paper(vouchers: list[Voucher]) -> Finding:
    marks = tuple(voucher.mark for voucher in vouchers)
    total = Money(sum(voucher.amount_fen for voucher in vouchers))
    more = "等" if len(marks) > _FIRST_TOLD else ""
    return Finding(
        key=CHECK.key,
        title="必备附件只有纸质件，须调阅",
        condition=f"{len(marks)} 张付款凭证共 {total.grouped()} 元的必备附件"
        f"没有电子件：{'、'.join(marks[:_FIRST_TOLD])}{more}",
        evidence=marks,
        amount=total,
        lead=True,
    )


def _lost(sheet: SignedSheet) -> Finding:
    return Finding(
        key=CHECK.key,
        title="签收单原件没有留存",
        condition=f"{sheet.on} 的签收单（摘要 {sheet.digest[:12]}）签收 {sheet.issues}"
        " 笔物资，附件中没有这份原件",
        evidence=(f"签收单 {sheet.digest[:12]}",),
        lead=True,
    )
