"""Who may audit (独立性): nobody audits what they kept.

1. An auditor has the right to audit the unit; while no right at all is registered
   everybody has it, as everywhere.
2. They have no right of keeping its books: to prepare, review, settle or post.
3. They signed no voucher of the span as preparer, reviewer, poster, cashier or head,
   made no reconciliation of it, and held no post in the unit in it, but the post of an
   auditor (经审、审计).

The database holds the same (`engagement_rules.py`).

Basis: 工会法 第四十五条; 第1201号内部审计人员职业道德规范 (independence).
"""

import datetime as dt
from collections.abc import Iterator

from audit import engagement_store as store
from audit.engagements import AUDIT_POSTS
from ledger import queries
from ledger.database import Connection
from ledger.people import KEEPING_BOOKS, Right
from ledger.periods import Span
from ledger.register import Lookups, UnitLookup, lookups
from ledger.rights import APART, EVERYWHERE


def may_audit(
    connection: Connection, books: Lookups, unit: UnitLookup, who: int, on: dt.date
) -> bool:
    """Whether a person has the right to audit a unit on a day (1)."""
    if not store.any_right(connection):
        return True
    return Right.AUDIT in _held(connection, books, unit, who, on)


def dependence(
    connection: Connection, unit: UnitLookup, who: int, span: Span, on: dt.date
) -> Iterator[str]:
    """Why a person may not audit a unit's days; nothing where they may.

    People are told by their codes.
    """
    books = lookups(connection)
    code = books.person_codes[who]
    if not may_audit(connection, books, unit, who, on):
        yield f"{code} 没有对本单位的“{Right.AUDIT.label}”权限"
    keeps = _held(connection, books, unit, who, on) & KEEPING_BOOKS
    if keeps:
        told = "、".join(right.label for right in Right if right in keeps)
        yield f"{code} 有本单位的“{told}”权限，{APART}"
    days = (span.since, span.until)
    if count := store.signed(connection, unit.id, who, *days):
        yield f"{code} 在审计期间的 {count} 张凭证上签字，不得审计自己经办的账"
    if count := store.reconciled(connection, unit.id, who, *days):
        yield f"{code} 办理过审计期间的 {count} 次银行对账，不得审计自己经办的账"
    for post in _posts(connection, unit, who, span):
        yield f"{code} 在审计期间任本单位“{post}”，不得审计自己的任期"


def _held(
    connection: Connection, books: Lookups, unit: UnitLookup, who: int, on: dt.date
) -> set[Right]:
    """Rights that a person has in a unit on a day; the latest revision holds."""
    scopes = {EVERYWHERE}
    code = unit.code
    while code:
        scopes.add(books.units[code].id)
        code = books.units[code].parent
    latest = {
        (row.right, row.scope_id, row.since): row.until
        for row in store.rights_of(connection, who)
    }
    return {
        Right(right)
        for (right, scope, since), until in latest.items()
        if scope in scopes and since <= on and (until is None or on < until)
    }


def _posts(
    connection: Connection, unit: UnitLookup, who: int, span: Span
) -> Iterator[str]:
    for row in queries.tenures(connection, unit.id):
        if row.person_id != who or any(word in row.post for word in AUDIT_POSTS):
            continue
        if row.since < span.until and (row.until is None or row.until > span.since):
            yield row.post
