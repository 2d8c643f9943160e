"""Were goods handed out that nobody signed for?

A line of a hand-out that was issued and neither came back nor has a signature by the
end of the span is met. What a recorded guardian signed for is in order.

Basis: 关于进一步做好困难职工帮扶工作的意见 第9条 (款物由帮扶中心直接发放到人).
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from audit import aid_examples as given
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, received_of
from ledger.money import Money

if TYPE_CHECKING:
    from audit.aided import Received

_GIVEN = given.received(goods=True, place="H2025-1/1", case="")

CHECK = Check(
    key="T27",
    title="代签代领",
    basis="《关于进一步做好困难职工帮扶工作的意见》第9条（直接发放到人）",
    severity=Severity.FRAUD,
    needs=frozenset({Data.AID}),
    procedure="逐行核对已发出物资、购物券的签收登记，找出至期末没有签收也没有退回的。",
    effect="物资可能未发放到人，或由他人冒领。",
    recommendation="向受助人核实；未领的退回库存，代领的查明授权。",
    limitation="签收登记的真实性、笔迹须核对签收单原件。",
    clean=(
        given.books(paid=(_GIVEN,)),
        given.books(paid=(_GIVEN._replace(for_other=True),)),
    ),
    broken=(given.books(paid=(_GIVEN._replace(signed=False),)),),
)


def population(books: Books) -> Population:
    """Lines of batches and hand-outs."""
    return received_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each hand-out with lines that nobody signed for."""
    unsigned: defaultdict[str, list[Received]] = defaultdict(list)
    for one in books.aided.paid if books.aided else ():
        if one.goods and not one.signed:
            unsigned[one.place.partition("/")[0]].append(one)
    for key, lines in sorted(unsigned.items()):
        total = Money(sum(one.fen for one in lines))
        codes = tuple(sorted({one.code for one in lines}))
        yield Finding(
            key=CHECK.key,
            title="发出的物资没有签收",
            condition=f"发放单 {key} 有 {len(lines)} 行至期末没有签收，"
            f"成本 {total.grouped()} 元，档案号 {'、'.join(codes)}",
            evidence=tuple(dict.fromkeys(one.proof for one in lines)),
            recipients=codes,
            amount=total,
            persons=len(codes),
        )
