"""Do lists of vehicles, houses or businesses tell of property that the need denies?

1. A vehicle or a business of anybody in the household is a lead.
2. A house is where people live: only from the second one on in a household is it one.
3. What was on record before the payment and had not ended counts; each household is
   told once for each kind.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1条; cars and houses as direct indicators
are the practice of audits of 低保 (安吉 2018).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from audit import aid_examples as given
from audit.aided import Received
from audit.aided_people import Hit, KnownPerson
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from audit.list_kinds import ASSETS, KeptList, ListKind
from ledger.money import Money

_CARS = given.kept_list(ListKind.VEHICLES)
_HOUSES = given.kept_list(ListKind.PROPERTY)
_HOMES_FREE = 1

CHECK = Check(
    key="T08",
    title="财产不符合条件",
    basis="《关于进一步做好困难职工帮扶工作的意见》第1条（特困职工的条件）",
    severity=Severity.LOSS,
    needs=frozenset({Data.AID, Data.ASSETS}),
    procedure="以身份证号的盲索引，将发放当日档案中的受助人和家庭成员与车辆、房产、工商"
    "登记名单比对；一户两处以上房产、有车辆或有工商登记的列为线索。",
    effect="有与困难状况不符的财产的家庭领取特困救助。",
    recommendation="入户核实财产的权属、用途和价值；不符合条件的退出并追回。",
    limitation="登记名单只作线索：未过户的旧车、营运或代步残疾车、注销未办结的个体户须逐一"
    "核实；没有导入的名单没有比对（总体栏列明已比对的名单）。",
    clean=(
        given.books(people=given.people(lists=(_CARS,))),
        given.books(
            people=given.people(lists=(_HOUSES,), met={"m1": (given.hit("property"),)})
        ),
    ),
    broken=(
        given.books(
            people=given.people(lists=(_CARS,), met={"m2": (given.hit("vehicles"),)})
        ),
        given.books(
            people=given.people(
                lists=(_HOUSES,),
                met={"m1": (given.hit("property"),), "m2": (given.hit("property"),)},
            )
        ),
    ),
)


def population(books: Books) -> Population:
    """Households that were paid, held against the lists there are."""
    paid = books.aided.paid if books.aided else ()
    lists = books.aided.people.told(*ASSETS) if books.aided else ""
    against = f"，对照{lists}" if lists else ""
    total = Money(sum(one.fen for one in paid))
    return Population(
        f"受助家庭（户）{against}", len({one.code for one in paid}), total
    )


_Met = tuple[KnownPerson, KeptList, Hit]


def run(books: Books) -> Iterator[Finding]:
    """Yield each household that was paid, once for each kind of property."""
    aided = books.aided
    by_code: defaultdict[str, list[Received]] = defaultdict(list)
    for one in aided.paid if aided else ():
        by_code[one.code].append(one)
    for code, paid in sorted(by_code.items()):
        for kind in _TITLES:
            assert aided is not None
            free = _HOMES_FREE if kind is ListKind.PROPERTY else 0
            met = [
                (line, found)
                for line in paid
                if _most(found := [*aided.people.hits(code, line.on, kind)]) > free
            ]
            if met:
                yield _finding(kind, [line for line, _ in met], met[0][1])


def _most(met: list[_Met]) -> int:
    """How many things one list tells of a household: two may tell of the same ones."""
    return max(Counter(listed.key for _, listed, _ in met).values(), default=0)


def _finding(kind: ListKind, paid: list[Received], met: list[_Met]) -> Finding:
    code, total = paid[0].code, Money(sum(one.fen for one in paid))
    told = "；".join(
        f"第 {person.member} 号成员在{listed.told}上"
        + (f"，类别“{hit.what}”" if hit.what else "")
        for person, listed, hit in met
    )
    return Finding(
        key=CHECK.key,
        title=_TITLES[kind],
        condition=f"档案号 {code} 的家庭自 {paid[0].on} 起领取救助 "
        f"{total.grouped()} 元，当时{told}",
        evidence=tuple(dict.fromkeys(one.proof for one in paid)),
        recipients=(code,),
        amount=total,
        persons=1,
        lead=True,
    )


_TITLES = {
    ListKind.VEHICLES: "受助家庭有车辆登记",
    ListKind.PROPERTY: "受助家庭有两处以上房产登记",
    ListKind.BUSINESS: "受助家庭有工商登记",
}
