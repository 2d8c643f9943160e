"""Is every number of identity one that can be, and of one file alone?

1. Numbers in the files of people who were helped, workers and members, are read again:
   length, place, day of birth, check character.
2. Who is told with fifteen digits here and eighteen there, or with a small x, is one
   person; their files are found in whatever unit holds them.

Basis: GB 11643-1999; 困难职工档案管理办法 (一户一档、实名制).
"""

from collections.abc import Iterator

from audit import aid_examples as given
from audit.aided import Aided
from audit.aided_people import KnownPerson, Twin
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

CHECK = Check(
    key="T03",
    title="证件号无效或重复",
    basis="《公民身份号码》（GB 11643-1999）；困难职工档案管理办法（一户一档、实名制）",
    severity=Severity.FRAUD,
    needs=frozenset({Data.OPENED}),
    procedure="用密钥打开受助人及家庭成员的身份证号，逐一重新核对位数、地区、出生日期和"
    "校验码；把15位、18位和小写x换算成同一形式，在各单位的档案中查找同一人。",
    effect="身份不实，可能冒名、重复建档领取救助。",
    recommendation="对照证件核实身份；号码录错的改正，重复建档的退出其一，多领的追回。",
    limitation="号码合乎编制规则不等于真有其人，须与公安人口信息比对；"
    "没有写明身份证号的成员无从核对；只核对本期有发放或申请的档案。",
    clean=(
        given.books(people=given.people()),
        given.books(people=given.people(twins=(given.twin(),))),
    ),
    broken=(
        given.books(people=given.people(wrong="校验码不符")),
        given.books(people=given.people(twins=(given.twin(disguised=True),))),
        given.books(people=given.people(child="m1")),
    ),
)


def population(books: Books) -> Population:
    """People of the files that were helped or asked."""
    count = 0
    if books.aided is not None:
        files = books.aided.people.files.values()
        count = sum(len(file.revisions[-1].persons) for file in files)
    return Population("受助人及家庭成员（人）", count)


def run(books: Books) -> Iterator[Finding]:
    """Yield each number that cannot be, then each person with two files."""
    aided = books.aided
    if aided is None:
        return
    for code, file in sorted(aided.people.files.items()):
        yield from _of_file(aided, code, file.revisions[-1].persons)
    met: set[frozenset[str]] = set()
    for one in sorted(aided.people.twins):
        pair = frozenset((one.code, one.other))
        if one.disguised and pair not in met:
            met.add(pair)
            codes = (one.code, one.other)
            yield _finding(
                aided, codes, "同一人的身份证号以不同形式重复登记", _told(one)
            )


def _of_file(
    aided: Aided, code: str, persons: tuple[KnownPerson, ...]
) -> Iterator[Finding]:
    """Numbers of a file that cannot be, and who is told twice in it."""
    members: dict[str, int] = {}
    for one in persons:
        who = f"档案号 {code} 第 {one.member} 号成员"
        if one.wrong:
            yield _finding(aided, (code,), "身份证号无效", f"{who}的{one.wrong}")
        first = members.setdefault(one.mark, one.member)
        if one.mark and first != one.member:
            told = f"{who}与第 {first} 号成员是同一人"
            yield _finding(aided, (code,), "同一户内重复登记一人", told)


def _told(one: Twin) -> str:
    return (
        f"档案号 {one.code} 第 {one.member} 号成员与单位“{one.unit}”档案号 "
        f"{one.other} 第 {one.other_member} 号成员的身份证号是同一人的两种写法"
        "（15位与18位，或大小写x）"
    )


def _finding(aided: Aided, codes: tuple[str, ...], title: str, what: str) -> Finding:
    paid = [one for one in aided.paid if one.code in codes]
    return Finding(
        key=CHECK.key,
        title=title,
        condition=what.replace("。原因：", "，"),
        evidence=aided.proofs(*codes),
        recipients=codes,
        amount=Money(sum(one.fen for one in paid)),
        persons=1,
    )
