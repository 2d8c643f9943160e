"""Were more people taken by the amount of the supplement (E-6) than the share allows?

The files of which a case was granted for this limb, until the end of the span, are held
against the share of those who receive the minimum-living supplement in the place, by
the figures kept in the books. A unit whose figures are of several places is left out.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1条 (原则上不超过总人数的5%).
"""

from collections.abc import Iterator

from aid.eligibility import Quota
from audit import aid_examples as given
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity

CHECK = Check(
    key="T10",
    title="特殊困难类人数超比例",
    basis="《关于进一步做好困难职工帮扶工作的意见》第1条",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.CASES, Data.QUOTA}),
    procedure="统计已批准的按低保补差（E-6）纳入的户数，"
    "与登记的当地城镇低保人数的比例上限核对。",
    effect="比例控制失效，帮扶资金可能分散到不够困难的家庭。",
    recommendation="复核按此情形纳入的家庭，超比例的报上级同意或调整。",
    limitation="只核对登记了一个地区低保人数的单位；比例为原则性规定。",
    clean=(
        given.books(quota=Quota(recipients=1000, share_bp=500, taken=50)),
        given.books(quota=Quota(recipients=1000, share_bp=500, taken=0)),
    ),
    broken=(given.books(quota=Quota(recipients=1000, share_bp=500, taken=51)),),
)


def population(books: Books) -> Population:
    """Files that were taken by E-6."""
    found = books.aided.quota if books.aided else None
    return Population("按低保补差纳入（户）", found.taken if found else 0)


def run(books: Books) -> Iterator[Finding]:
    """Yield the share where more were taken."""
    found = books.aided.quota if books.aided else None
    if found is not None and found.is_exceeded:
        yield Finding(
            key=CHECK.key,
            title="按低保补差纳入的人数超过比例",
            condition=found.told,
            evidence=(f"申请审批记录 {found.taken} 户",),
            persons=found.taken - found.allowed,
            lead=True,
        )
