"""Did one person take steps of a case that must be taken by different people?

Review, first review and approval are looked at by whom the record names: who applied
for the worker or wrote the file reviews nothing, and nobody decides twice.

Basis: 工会财务会计管理规范 不相容岗位分离; 会计基础工作规范 第十二条 (稽核、审批分离).
"""

from collections import defaultdict
from collections.abc import Iterator

from audit import aid_examples as given
from audit.aided import Act, AidCase
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, cases_of

_DECIDING = {"review": "审核", "first_review": "初审", "approve": "审批"}
_APPLYING = {"apply": "代为申请"}

CHECK = Check(
    key="T22",
    title="申请审核审批由同一人办理",
    basis="《会计基础工作规范》第十二条（内部牵制）；"
    "工会经费支出并依《工会财务会计管理规范》（不相容岗位分离）",
    severity=Severity.FRAUD,
    needs=frozenset({Data.CASES}),
    procedure="逐件比对登记申请、审核、初审、审批的办理人，找出一人办理两个以上环节的。",
    effect="一人包办，虚报冒领难以发现。",
    recommendation="由未经手的人员重新核实，并调整岗位分工和权限。",
    limitation="按登记的办理人比对；共用登录名的查不出。",
    clean=(given.books(),),
    broken=(
        given.books(
            cases={
                "A2025-1": given.case(
                    acts=(
                        *given.acts(approve=""),
                        Act("approve", given.ISO("2025-03-10"), "初审员"),
                    )
                )
            }
        ),
    ),
)


def population(books: Books) -> Population:
    """Cases."""
    return cases_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each case in which one person took several of these steps."""
    for key, case in sorted(books.aided.cases.items() if books.aided else ()):
        for person, done in sorted(_hands(case).items()):
            if len(done) > 1 and set(done) & set(_DECIDING.values()):
                steps = "、".join(done)
                yield Finding(
                    key=CHECK.key,
                    title="同一人办理申请、审核、审批中的两个环节",
                    condition=f"申请 {key}（档案号 {case.code}）由{person}办理{steps}",
                    evidence=(key,),
                    recipients=(case.code,),
                    persons=1,
                )


def _hands(case: AidCase) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for act in case.acts:
        name = (_DECIDING | _APPLYING).get(act.doing, "")
        if name and name not in found[act.person]:
            found[act.person].append(name)
    return found
