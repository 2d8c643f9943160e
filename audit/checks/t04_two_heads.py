"""Is there one file for a household, and one living aid?

1. Somebody who is a member of one household and the head of another's file makes two
   files of one household. Where both had living aid of one year, it was paid twice.
2. Where only one was paid, or the same member is told by two households, it is a lead:
   households part, and children may stand in the files of both parents.

Basis: 困难职工档案管理办法 (一户一档); 关于进一步做好困难职工帮扶工作的意见 第9条.
"""

from collections.abc import Iterator

from audit import aid_examples as given
from audit.aided import Aided
from audit.aided_people import Twin
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, received_of
from ledger.money import Money

CHECK = Check(
    key="T04",
    title="一户两档",
    basis="困难职工档案管理办法（一户一档）；"
    "《关于进一步做好困难职工帮扶工作的意见》第9条（生活救助）",
    severity=Severity.LOSS,
    needs=frozenset({Data.AID}),
    procedure="以身份证号的盲索引比对受助人和家庭成员在各单位档案中的位置，"
    "找出既是一户成员、又是另一户户主的人，核对两户同一年度的生活救助。",
    effect="同一家庭以两份档案重复领取救助。",
    recommendation="核实是否已分户；未分户的合并档案，追回重复发放的生活救助。",
    limitation="没有写明身份证号的成员比对不到；按档案现在记载的家庭成员比对。",
    clean=(
        given.books(),
        given.books(people=given.people(twins=(given.twin(is_open=False),))),
    ),
    broken=(
        given.books(
            people=given.people(
                twins=(given.twin(years=(2025,), fen=100_000, spouse=True),)
            )
        ),
        given.books(people=given.people(twins=(given.twin(),))),
    ),
)


def population(books: Books) -> Population:
    """Lines of batches and hand-outs."""
    return received_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each pair of files that are one household."""
    aided = books.aided
    met: set[frozenset[str]] = set()
    # The pair that had living aid twice comes before the same one met otherwise.
    twins = sorted(aided.people.twins if aided else (), key=lambda one: not one.years)
    for one in twins:
        pair = frozenset((one.code, one.other))
        if pair in met or not _counts(one):
            continue
        met.add(pair)
        assert aided is not None
        yield _finding(aided, one)


def _counts(one: Twin) -> bool:
    if one.two_heads:
        return bool(one.years) or one.is_open
    # Both members, or one person's two files, which is another check's affair.
    return bool(one.years) and not one.is_one_person


def _finding(aided: Aided, one: Twin) -> Finding:
    proved = one.two_heads and bool(one.years)
    return Finding(
        key=CHECK.key,
        title=_title(one),
        condition=f"档案号 {one.code} 第 {one.member} 号成员也是单位“{one.unit}”"
        f"档案号 {one.other} 的第 {one.other_member} 号成员（1 号是户主），"
        f"{_told(one)}",
        evidence=aided.proofs(one.code, one.other),
        recipients=(one.code, one.other),
        amount=Money(one.fen),
        persons=1,
        lead=not proved,
    )


def _title(one: Twin) -> str:
    if not one.two_heads:
        return "两户的家庭成员中有同一人，均领取生活救助"
    if one.years:
        who = "夫妻" if one.spouse else "同一家庭"
        return f"{who}以两份档案领取同一年度的生活救助"
    return "一户两档"


def _told(one: Twin) -> str:
    if not one.years:
        return "两份档案均在档"
    years = "、".join(map(str, one.years))
    return f"两户都有 {years} 年的生活救助，此户 {Money(one.fen).grouped()} 元"
