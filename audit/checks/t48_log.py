"""Is the operation log whole, and does it tell of all that was made?

The chain of the log is recomputed from its beginning. Since it began, whoever enters a
voucher or a record stands in it at that very instant; what does not was made past the
program. Acts that give power or take a lock away are leads, those refused as well.

Basis: 财会〔2024〕12号 (operation logs, kept and not to be changed).
"""

from collections import defaultdict
from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from audit.logged import PRIVILEGED, BrokenEntry, Logged, PrivilegedAct, Unlogged

_FIRST_TOLD = 5
_AT = "2025-03-12T08:00:00Z"
_GRANT = PrivilegedAct("U1 第 3 条", _AT, "管理员", "people.grant", "张三", done=True)

CHECK = Check(
    key="T48",
    title="日志完整性",
    basis="《会计软件基本功能和服务规范》（财会〔2024〕12号）关于操作日志的规定",
    severity=Severity.FRAUD,
    needs=frozenset({Data.LOG}),
    procedure="重新计算操作日志的链；核对日志开始以后的每张凭证、每条登记在同一时刻"
    "是否有经办人的操作记录；列出授权、重开、更换密钥等操作。",
    effect="账簿可能被绕过程序写入或改动，操作责任无法追溯。",
    recommendation="查明未经程序写入的内容和经手人，收紧数据库权限；核对授权是否经批准。",
    limitation="日志与账簿同在一个数据库；整本替换的日志须与会议纪要、上级留存的"
    "摘要值核对。日志开始以前的操作不在此列。",
    clean=(examples.books(logged=Logged(entries=3)),),
    broken=(
        examples.books(
            logged=Logged(
                entries=3, broken=(BrokenEntry("U1", 2, "操作日志内容被改动"),)
            )
        ),
        examples.books(
            logged=Logged(
                entries=3, unlogged=(Unlogged("凭证 2025-03 付-1", "记账员", _AT),)
            )
        ),
        examples.books(
            logged=Logged(
                entries=3,
                unlogged=(Unlogged("“付款申请”等登记 3 条", "记账员", _AT),),
            )
        ),
        examples.books(logged=Logged(entries=3, privileged=(_GRANT,))),
        examples.books(
            logged=Logged(entries=3, privileged=(_GRANT._replace(done=False),))
        ),
    ),
)


def population(books: Books) -> Population:
    """Entries of both logs."""
    return Population("操作日志（条）", books.logged.entries if books.logged else 0)


def run(books: Books) -> Iterator[Finding]:
    """Yield breaks of the chain, what was not logged, then acts of power by kind."""
    if books.logged is None:
        return
    for entry in books.logged.broken:
        yield Finding(
            key=CHECK.key,
            title=entry.what,
            condition=f"{entry.log} 的操作日志第 {entry.position} 条：{entry.what}",
            evidence=(f"操作日志 {entry.log} 第 {entry.position} 条",),
        )
    for one in books.logged.unlogged:
        yield Finding(
            key=CHECK.key,
            title="没有操作记录的凭证或登记",
            condition=f"{one.told}由 {one.person} 于 {one.at} 写入，"
            "操作日志中没有该人在该时刻的操作",
            evidence=(one.told,),
        )
    yield from _privileged(books.logged)


def _privileged(logged: Logged) -> Iterator[Finding]:
    kinds: defaultdict[tuple[str, bool], list[PrivilegedAct]] = defaultdict(list)
    for one in logged.privileged:
        kinds[one.act, one.done].append(one)
    for (act, done), some in sorted(kinds.items()):
        what = PRIVILEGED[act]
        first = "、".join(
            f"{one.at} {one.person}（{one.subject or one.place}）"
            for one in some[:_FIRST_TOLD]
        )
        more = "等" if len(some) > _FIRST_TOLD else ""
        yield Finding(
            key=CHECK.key,
            title=what if done else f"{what}被拒绝",
            condition=f"{what} {len(some)} 次：{first}{more}",
            evidence=tuple(f"操作日志 {one.place}" for one in some),
            lead=True,
        )
