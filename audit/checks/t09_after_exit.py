"""Was anybody paid after the file was closed, or without this year's re-check?

1. A file that was closed, for whatever reason but death (T05), is paid nothing from
   that day on.
2. A file that is older than the year and was not checked again by 30 April is a lead
   from May on: whether the household is still in need is not known.

Basis: 关于进一步做好困难职工帮扶工作的意见 第5条 (每年4月底前复核，动态管理).
"""

import datetime as dt
from collections.abc import Iterator

from audit import aid_examples as given
from audit.aided import AidFile, Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, received_of
from ledger.money import Money

CHECK = Check(
    key="T09",
    title="退出后仍发放",
    basis="《关于进一步做好困难职工帮扶工作的意见》第5条（每年4月底前复核，动态管理）",
    severity=Severity.LOSS,
    needs=frozenset({Data.AID}),
    procedure="逐行核对发放当日档案是否已退出；上年以前建档、本年4月底前未复核的，"
    "5月以后的发放列为线索。",
    effect="不再符合条件的家庭继续领取救助。",
    recommendation="追回退出以后发放的款物；未复核的尽快复核，不符合条件的退出。",
    clean=(
        given.books(files={"K1": given.file("K1", given.left("2025-03-13"))}),
        given.books(files={"K1": given.file("K1", rechecked_on=frozenset())}),
    ),
    broken=(
        given.books(files={"K1": given.file("K1", given.left("2025-03-12"))}),
        given.books(
            files={"K1": given.old_file("K1", rechecked_on=frozenset())},
            paid=(given.received(on=dt.date(2025, 5, 6)),),
        ),
    ),
)

_MAY = 5


def population(books: Books) -> Population:
    """Lines of batches and hand-outs."""
    return received_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each line after an exit, then files that were paid without a re-check."""
    aided = books.aided
    unchecked: dict[str, list[Received]] = {}
    for one in aided.paid if aided else ():
        assert aided is not None
        file = aided.files.get(one.code)
        if file is None:
            continue
        if (exit_ := file.closed_on(one.on)) and exit_.reason != "death":
            yield _found(
                one,
                "退出以后仍发放救助",
                f"档案号 {one.code} 已于 {exit_.on} 退出，{one.place} 于 {one.on} "
                f"仍发放 {Money(one.fen).grouped()} 元",
            )
        elif _is_unchecked(file, one.on):
            unchecked.setdefault(one.code, []).append(one)
    for code, lines in sorted(unchecked.items()):
        yield _unchecked(code, lines)


def _is_unchecked(file: AidFile, day: dt.date) -> bool:
    old = file.opened_on.year < day.year
    return old and day.month >= _MAY and not file.is_rechecked(day)


def _found(one: Received, title: str, condition: str) -> Finding:
    return Finding(
        key=CHECK.key,
        title=title,
        condition=condition,
        evidence=(one.proof,),
        recipients=(one.code,),
        amount=Money(one.fen),
        persons=1,
    )


def _unchecked(code: str, lines: list[Received]) -> Finding:
    total = Money(sum(one.fen for one in lines))
    return Finding(
        key=CHECK.key,
        title="未作年度复核仍发放救助",
        condition=f"档案号 {code} 在 {lines[0].on.year} 年4月底前没有复核记录，"
        f"5月以后发放 {len(lines)} 次共 {total.grouped()} 元",
        evidence=tuple(one.proof for one in lines),
        recipients=(code,),
        amount=total,
        persons=1,
        lead=True,
    )
