"""The SQL of who is a cashier: they do not check what they handled (会计法 第三十五条).

Whoever has the right to settle in a unit is its cashier; so is who settled vouchers.
"""

import datetime as dt

from sqlalchemy import Connection, and_, exists, select

from ledger.people import Right
from ledger.register import lookups
from ledger.rights import EVERYWHERE
from ledger.tables import postings, rights, vouchers


def may_settle(connection: Connection, unit: str, person: int, on: dt.date) -> bool:
    """Whether a person has the right to settle in a unit on a day."""
    books, scopes = lookups(connection), {EVERYWHERE}
    while unit:
        node = books.unit(unit)
        scopes.add(node.id)
        unit = node.parent
    r = rights.c
    asked = select(r.scope_id, r.since, r.until).where(
        r.person_id == person, r.right == Right.SETTLE.value
    )
    latest = {
        (row.scope_id, row.since): row.until
        for row in connection.execute(asked.order_by(r.revision))
    }
    return any(
        scope in scopes and since <= on and (until is None or on < until)
        for (scope, since), until in latest.items()
    )


def settled_on(
    connection: Connection, unit_id: int, account_id: int, person: int
) -> bool:
    """Whether a person was cashier of any voucher on an account of the books."""
    v, p = vouchers.c, postings.c
    voucher = and_(v.unit_id == p.unit_id, v.position == p.position)
    found = exists().where(
        p.unit_id == unit_id,
        p.account_id == account_id,
        voucher,
        v.cashier_id == person,
    )
    return bool(connection.scalar(select(found)))
