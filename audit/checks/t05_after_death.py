"""Was anybody paid after the day they died?

The day of death is that of the exit of the file or of the lists of people who died that
are on record, for the worker alone; aid paid on the day itself is not met.

Basis: 困难职工档案管理办法 (死亡的退出); 关于进一步做好困难职工帮扶工作的意见 第5条.
"""

from collections.abc import Iterator

from aid.household import WORKER
from audit import aid_examples as given
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, received_of
from ledger.money import Money

CHECK = Check(
    key="T05",
    title="向已故人员发放",
    basis="《关于进一步做好困难职工帮扶工作的意见》第5条（动态管理）",
    severity=Severity.FRAUD,
    needs=frozenset({Data.AID}),
    procedure="逐行核对发放日期与档案所记死亡日期、已登记的已故人员名单。",
    effect="救助款物被他人领取，可能冒领。",
    recommendation="查明领取人和经办环节，追回款物，并及时办理退出。",
    limitation="只能查出已登记死亡日期的人员；应定期取得死亡登记名单导入后再查。",
    clean=(
        given.books(files={"K1": given.file("K1", died_on=given.PAID)}),
        given.books(),
    ),
    broken=(
        given.books(
            files={"K1": given.file("K1", died_on=given.ISO("2025-03-11"))},
        ),
    ),
)


def population(books: Books) -> Population:
    """Lines of batches and hand-outs."""
    return received_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each line that was paid after the death of the worker."""
    aided = books.aided
    for one in aided.paid if aided else ():
        assert aided is not None
        found = aided.files.get(one.code)
        if found is None or found.died_on is None or one.member != WORKER:
            continue
        if found.died_on < one.on:
            yield Finding(
                key=CHECK.key,
                title="死亡以后仍发放救助",
                condition=f"档案号 {one.code} 的职工于 {found.died_on} 死亡，"
                f"{one.place} 于 {one.on} 仍发放 {Money(one.fen).grouped()} 元",
                evidence=(one.proof,),
                recipients=(one.code,),
                amount=Money(one.fen),
                persons=1,
            )
