"""Was what was paid what had been published?

1. The notice of a case publishes what is planned for whom: the sum asked for. What was
   paid of a case above it was never shown to anybody; less than it is a lead.
2. A list that answers no case has no notice on record: it is a lead for each batch,
   until the paper of its publication is shown.

A case without any notice, or with a short one, is told by T20.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、8条 (公示，公开救助对象和金额).
"""

from collections import defaultdict
from collections.abc import Iterator

from audit import aid_examples as given
from audit.aided import AidCase, Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, received_of
from ledger.money import Money

CHECK = Check(
    key="T49",
    title="公开名单与发放不符",
    basis="《关于进一步做好困难职工帮扶工作的意见》第2条（公示）、第8条（公开）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.AID}),
    procedure="逐件比较申请公示的拟救助金额与实际发放；"
    "不凭申请、按名单发放的批次，列出没有公示登记的。",
    effect="实际发放没有接受群众监督。",
    recommendation="补充公开实际发放的名单和金额；核实高于公示金额的原因。",
    limitation="只核对登记在案的本单位（居住社区）申请公示；发放后的公开栏、网站、"
    "媒体公开没有登记，须另查；公示没有写金额（按规定标准核定）的只能核对有无公示。",
    clean=(
        given.books(),
        given.books(cases={"A2025-1": given.case(asked_fen=100_000)}),
    ),
    broken=(
        given.books(cases={"A2025-1": given.case(asked_fen=90_000)}),
        given.books(cases={"A2025-1": given.case(asked_fen=120_000)}),
        given.books(paid=(given.received(case=""),)),
    ),
)


def population(books: Books) -> Population:
    """Lines of batches and hand-outs."""
    return received_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each case paid otherwise than published, then lists without a notice."""
    aided = books.aided
    if aided is None:
        return
    for key, lines in sorted(aided.by_case().items()):
        case = aided.cases.get(key)
        if case is not None and case.hung_on and case.asked_fen is not None:
            yield from _differs(case, list(lines))
    lists: defaultdict[str, list[Received]] = defaultdict(list)
    for one in aided.paid:
        if not one.case:
            lists[one.place.partition("/")[0]].append(one)
    for batch, lines in lists.items():
        yield _unpublished(batch, lines)


def _differs(case: AidCase, lines: list[Received]) -> Iterator[Finding]:
    told, paid = case.asked_fen or 0, sum(one.fen for one in lines)
    if paid == told:
        return
    over = paid > told
    yield Finding(
        key=CHECK.key,
        title="发放金额高于公示金额" if over else "发放金额低于公示金额",
        condition=f"申请 {case.key}（档案号 {case.code}）公示拟救助 "
        f"{Money(told).grouped()} 元，实际发放 {Money(paid).grouped()} 元",
        evidence=(case.key, *dict.fromkeys(one.proof for one in lines)),
        recipients=(case.code,),
        amount=Money(abs(paid - told)),
        persons=1,
        lead=not over,
    )


def _unpublished(batch: str, lines: list[Received]) -> Finding:
    total = Money(sum(one.fen for one in lines))
    codes = tuple(sorted({one.code for one in lines}))
    return Finding(
        key=CHECK.key,
        title="按名单发放，没有公示登记",
        condition=f"{batch} 向 {len(codes)} 人发放 {total.grouped()} 元，"
        "不凭申请，没有公示的登记",
        evidence=tuple(dict.fromkeys(one.proof for one in lines)),
        recipients=codes,
        amount=total,
        persons=len(codes),
        recommendation="出示名单公示的材料；没有公示的补充公开。",
        lead=True,
    )
