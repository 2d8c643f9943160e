"""Was aid paid to people whom the public pays, or to their households?

Recipients and members of their households are met on lists of people paid by public
money (财政供养人员). A list tells what stood on its day and proves nothing of an
income; each is a lead to be looked into.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1条 (特困职工的条件).
"""

from collections.abc import Iterator
from typing import NamedTuple

from aid.household import WORKER
from audit import aid_examples as given
from audit.aided import Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from audit.list_kinds import ListKind
from ledger.money import Money

_LISTED = given.kept_list(ListKind.PAYROLL)

CHECK = Check(
    key="T06",
    title="财政供养人员、公职人员领取",
    basis="《关于进一步做好困难职工帮扶工作的意见》第1条（特困职工的条件）",
    severity=Severity.FRAUD,
    needs=frozenset({Data.AID, Data.PAYROLL}),
    procedure="以身份证号的盲索引，将发放当日档案中的受助人和家庭成员与财政供养人员名册"
    "比对；名册取截至日期距发放日最近的一份，并核对起止日期。",
    effect="有稳定财政收入的人员或其家庭领取特困救助。",
    recommendation="向名册提供单位核实身份和收入；不符合条件的退出并追回。",
    limitation="名册只反映截至日期的情况，只作线索；管理人员的亲属不在名册上的比对不到。",
    clean=(
        given.books(people=given.people(lists=(_LISTED,))),
        given.books(
            people=given.people(
                lists=(_LISTED,),
                met={"m1": (given.hit(until=given.ISO("2024-12-31")),)},
            )
        ),
    ),
    broken=(
        given.books(people=given.people(lists=(_LISTED,), met={"m1": (given.hit(),)})),
        given.books(people=given.people(lists=(_LISTED,), met={"m2": (given.hit(),)})),
    ),
)


def population(books: Books) -> Population:
    """Lines of batches and hand-outs, held against the lists there are."""
    paid = books.aided.paid if books.aided else ()
    lists = books.aided.people.told(ListKind.PAYROLL) if books.aided else ""
    against = f"，对照{lists}" if lists else ""
    total = Money(sum(one.fen for one in paid))
    return Population(f"发放批次和发放单（行）{against}", len(paid), total)


class _Link(NamedTuple):
    code: str
    member: int
    listed: str
    what: str


def run(books: Books) -> Iterator[Finding]:
    """Yield everybody on such a list to whom, or to whose household, was paid."""
    found: dict[_Link, list[Received]] = {}
    for one in books.aided.paid if books.aided else ():
        assert books.aided is not None
        hits = books.aided.people.hits(one.code, one.on, ListKind.PAYROLL)
        for person, listed, hit in hits:
            link = _Link(one.code, person.member, listed.told, hit.what)
            found.setdefault(link, []).append(one)
    for link, lines in found.items():
        yield _finding(link, lines)


def _finding(link: _Link, lines: list[Received]) -> Finding:
    own, total = link.member == WORKER, Money(sum(one.fen for one in lines))
    who = "受助人" if own else f"第 {link.member} 号家庭成员"
    what = f"，类别“{link.what}”" if link.what else ""
    return Finding(
        key=CHECK.key,
        title="受助人在财政供养人员名册上"
        if own
        else "受助人的家庭成员在财政供养人员名册上",
        condition=f"{lines[0].place} 于 {lines[0].on} 起向档案号 {link.code} 发放"
        f"“{lines[0].project.label}” {total.grouped()} 元，"
        f"{who}在{link.listed}上{what}",
        evidence=tuple(dict.fromkeys(one.proof for one in lines)),
        recipients=(link.code,),
        amount=total,
        persons=1,
        lead=True,
    )
