"""Did money of several people go to one bank card?

Files whose cards were equal are known by a mark, without any number. Money paid to
several of them in the span is a lead: a household may share a card, and then the person
must be able to get at the money.

Basis: 中央财政专项帮扶资金使用管理办法 (实名制、发放到本人账户).
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

_TWO = {"K1": given.file("K1", card="c"), "K2": given.file("K2", card="c")}

CHECK = Check(
    key="T25",
    title="现金发放或发入他人账户",
    basis="《中央财政专项帮扶资金使用管理办法》（总工发〔2015〕20号）第三条",
    severity=Severity.FRAUD,
    needs=frozenset({Data.AID}),
    procedure="比对各受助人档案中的银行卡（不显示卡号），找出资金发入同一张卡的不同受助人。",
    effect="救助资金可能未到本人手中。",
    recommendation="向受助人核实是否收到；除同户共用外，改用本人的银行卡发放。",
    limitation="户名与受助人是否一致须由银行核对；现金发放见银行日记账。",
    clean=(
        given.books(files=_TWO),
        given.books(
            files=_TWO,
            paid=(
                given.received(),
                given.received(code="K2", goods=True, place="H2025-1/1"),
            ),
        ),
    ),
    broken=(
        given.books(
            files=_TWO,
            paid=(given.received(), given.received(code="K2", place="B2025-1/2")),
        ),
    ),
)


def population(books: Books) -> Population:
    """Lines of batches and hand-outs."""
    return received_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each card that money of several people went to."""
    if books.aided is None:
        return
    by_card: defaultdict[str, list[Received]] = defaultdict(list)
    for one in books.aided.paid:
        file = books.aided.files.get(one.code)
        if file is not None and file.card and not one.goods:
            by_card[file.card].append(one)
    for lines in by_card.values():
        codes = tuple(sorted({one.code for one in lines}))
        if len(codes) > 1:
            total = Money(sum(one.fen for one in lines))
            same = len({books.aided.household(code) for code in codes}) == 1
            yield Finding(
                key=CHECK.key,
                title="同户共用一张银行卡"
                if same
                else "不同受助人的资金发入同一张银行卡",
                condition=f"档案号 {'、'.join(codes)} 的救助资金 {total.grouped()} 元"
                "发入同一张银行卡",
                evidence=tuple(dict.fromkeys(one.proof for one in lines)),
                recipients=codes,
                amount=total,
                persons=len(codes),
                lead=True,
            )
