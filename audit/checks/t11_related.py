"""Did those who handle aid have a hand in what they or their own were paid?

1. People of the staff are met by number of identity, telephone, bank card and address
   on a list of the staff, and by name among those who act in the books.
2. Who handled it is who wrote the file, took a step of the case, the batch or the
   hand-out, or signed the voucher. Met by the number of identity and having handled it,
   it is a finding; all else is a lead: people have the same name.
3. One telephone told by three households or more is a lead too: it may be the clerk's.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2条; 财会〔2024〕12号 (不相容职务分离).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from audit import aid_examples as given
from audit.aided import Aided, Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, received_of
from audit.list_kinds import ListKind
from ledger.money import Money

_STAFF = given.kept_list(ListKind.STAFF)
_PHONE = {"phone": "p", "writers": frozenset({"制单员"})}

CHECK = Check(
    key="T11",
    title="经办人与受助人关联",
    basis="《关于进一步做好困难职工帮扶工作的意见》第2条；财会〔2024〕12号（不相容职务分离）",
    severity=Severity.FRAUD,
    needs=frozenset({Data.AID, Data.STAFF}),
    procedure="将受助人及家庭成员与经办人员名册按身份证号、电话、银行账号、住址比对，"
    "打开档案的并与账簿中办理人的姓名比对；对照建档、申请、批次、凭证各环节的办理人；"
    "另查三户以上共用的联系电话。",
    effect="经办人为本人、亲属或关系人办理救助，资金可能被套取。",
    recommendation="向监督部门报告；核实关系和条件，违规的追回并追究责任。",
    limitation="同名不等于同一人；名册没有写明的电话、账号、住址比对不到；"
    "不同住、不同号的亲属关系须查户籍。",
    clean=(
        given.books(people=given.people(lists=(_STAFF,))),
        given.books(people=given.people(known={"phone": "p"})),
    ),
    broken=(
        given.books(
            people=given.people(
                lists=(_STAFF,), met={"m2": (given.hit("staff", person="审核员"),)}
            )
        ),
        given.books(
            people=given.people(
                known={
                    "contacts": (given.hit("staff", person="制单员", by="联系电话"),)
                }
            )
        ),
        given.books(people=given.people(known={"namesakes": ((2, "初审员"),)})),
        given.books(
            paid=tuple(
                given.received(code=code, case="", place=f"B2025-1/{line}")
                for line, code in enumerate(("K1", "K2", "K3"), 1)
            ),
            people=given.people(
                files={
                    code: given.people(known=_PHONE).files["K1"]
                    for code in ("K1", "K2", "K3")
                }
            ),
        ),
    ),
)

_SHARED = 3
"""Households from which on one telephone is told as a lead."""


def population(books: Books) -> Population:
    """Lines of batches and hand-outs, and what they could be held against."""
    whole, people = received_of(books), books.aided.people if books.aided else None
    if people is None:
        return whole
    against = [people.told(ListKind.STAFF)] if ListKind.STAFF in people.kinds() else []
    against += ["账簿中办理人的姓名"] if people.opened else []
    return replace(whole, of=f"{whole.of}，对照{'、'.join(against)}")


class _Link(NamedTuple):
    code: str
    person: str
    by: str
    member: int
    handled: bool


def run(books: Books) -> Iterator[Finding]:
    """Yield each of the staff who was met in a household, then shared telephones."""
    aided = books.aided
    if aided is None:
        return
    signed = {
        voucher.mark: frozenset(
            {voucher.preparer, voucher.reviewer, voucher.poster, voucher.cashier}
        )
        for voucher in books.vouchers
    }
    found: defaultdict[_Link, list[Received]] = defaultdict(list)
    for one in aided.paid:
        hands = _hands(aided, one, signed)
        for member, person, by in _met(aided, one):
            found[_Link(one.code, person, by, member, person in hands)].append(one)
    for link, lines in sorted(found.items()):
        yield _finding(link, lines)
    yield from _telephones(aided)


def _hands(
    aided: Aided, one: Received, signed: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """Everybody who handled a line."""
    case, file = aided.case_of(one), aided.behind(one.code)
    batch = aided.people.hands.get(one.place.partition("/")[0], frozenset())
    return frozenset(
        {
            *(act.person for act in (case.acts if case else ())),
            *(file.writers if file else ()),
            *signed.get(one.mark, ()),
            *batch,
        }
    )


def _met(aided: Aided, one: Received) -> Iterator[tuple[int, str, str]]:
    """People of the staff met behind a file: the member, who, by what."""
    for person, _, hit in aided.people.hits(one.code, one.on, ListKind.STAFF):
        yield person.member, hit.person, hit.by
    file = aided.behind(one.code)
    if file is not None:
        for hit in file.contacts:
            if hit.holds(one.on):
                yield 1, hit.person, hit.by
        for member, namesake in file.namesakes:
            yield member, namesake, "姓名"


def _finding(link: _Link, lines: list[Received]) -> Finding:
    total = Money(sum(one.fen for one in lines))
    own = link.by == "身份证号"
    who = f"第 {link.member} 号成员" if own or link.by == "姓名" else "此户"
    same = "是工作人员" if own else f"的{link.by}与工作人员相同："
    handled = "，此人经手这笔救助" if link.handled else "，此人没有经手这笔救助"
    title = f"受助家庭与{'经办人' if link.handled else '工作人员'}的{link.by}相同"
    if own:
        title = "经办人或其家庭领取本人经手的救助"
        if not link.handled:
            title = "工作人员或其家庭领取救助"
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"{lines[0].place} 于 {lines[0].on} 起向档案号 {link.code} 发放 "
        f"{total.grouped()} 元，{who}{same}“{link.person}”{handled}",
        evidence=tuple(dict.fromkeys(one.proof for one in lines)),
        recipients=(link.code,),
        amount=total,
        persons=1,
        lead=not (own and link.handled),
    )


def _telephones(aided: Aided) -> Iterator[Finding]:
    """One telephone told by several households that were paid (3)."""
    by_phone: defaultdict[str, list[Received]] = defaultdict(list)
    for one in aided.paid:
        file = aided.behind(one.code)
        if file is not None and file.phone:
            by_phone[file.phone].append(one)
    for lines in by_phone.values():
        homes = {aided.household(one.code) for one in lines}
        if len(homes) >= _SHARED:
            codes = tuple(sorted({one.code for one in lines}))
            total = Money(sum(one.fen for one in lines))
            yield Finding(
                key=CHECK.key,
                title="多户共用一个联系电话",
                condition=f"档案号 {'、'.join(codes)} 共 {len(homes)} 户的"
                f"联系电话相同，共发放 {total.grouped()} 元",
                evidence=tuple(dict.fromkeys(one.proof for one in lines)),
                recipients=codes,
                amount=total,
                persons=len(codes),
                lead=True,
            )
