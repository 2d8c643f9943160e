"""Was anybody helped who was not on file on that day?

Every line of a batch or a hand-out is held against the file it names: it must have been
open at the end of the day of payment. One that was opened later, and one that no file
stands behind, are told apart; exits are the matter of T09.

Basis: 中央财政专项帮扶资金使用管理办法 第三条 (先建档、后帮扶、实名制).
"""

from collections.abc import Iterator

from audit import aid_examples as given
from audit.aided import Aided, Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, received_of
from ledger.money import Money

CHECK = Check(
    key="T01",
    title="无档案发放",
    basis="《中央财政专项帮扶资金使用管理办法》（总工发〔2015〕20号）第三条",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.AID}),
    procedure="逐行核对发放批次和发放单的档案号：发放当日已建档。",
    effect="受助人未经建档核实即领取救助，不符合先建档、后帮扶、实名制的要求。",
    recommendation="核实受助人身份和困难情况，补办手续；不符合条件的追回。",
    limitation="只核对启用发放批次、发放单以后的发放；以前年度导入的支出没有逐人明细。",
    clean=(given.books(),),
    broken=(
        given.books(files={}),
        given.books(paid=(given.received(on=given.ISO("2025-01-03")),)),
    ),
)


def population(books: Books) -> Population:
    """Lines of batches and hand-outs."""
    return received_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each line whose person had no file on the day."""
    aided = books.aided
    for one in aided.paid if aided else ():
        if told := _missing(aided, one):
            yield Finding(
                key=CHECK.key,
                title=told,
                condition=f"{one.place} 于 {one.on} 向档案号 {one.code} 发放"
                f"“{one.project.label}” {Money(one.fen).grouped()} 元，{told}",
                evidence=(one.proof,),
                recipients=(one.code,),
                amount=Money(one.fen),
                persons=1,
            )


def _missing(aided: Aided | None, one: Received) -> str:
    assert aided is not None
    found = aided.files.get(one.code)
    if found is None:
        return "没有此档案号的档案"
    return "发放时尚未建档" if one.on < found.opened_on else ""
