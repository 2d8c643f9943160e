"""Roles (岗位): which rights a desk is given together.

A person may hold several, but no one both keeps the books of a unit and audits them
(`ledger.rights`).
"""

from ledger.accounts import Labelled
from ledger.people import Right


class Role(Labelled):
    """A place at a desk; the labels are those of the screens."""

    OFFICER = "officer", "经办"
    REVIEWER = "reviewer", "审核"
    CASHIER = "cashier", "出纳"
    AUDITOR = "auditor", "审计"
    BOARD = "board", "管理机构成员"
    ADMIN = "admin", "管理员"

    @property
    def rights(self) -> tuple[Right, ...]:
        """What its holder may do."""
        return _RIGHTS[self]


_RIGHTS = {
    Role.OFFICER: (Right.PREPARE, Right.VIEW),
    Role.REVIEWER: (Right.REVIEW, Right.POST, Right.CLOSE, Right.VIEW),
    Role.CASHIER: (Right.SETTLE, Right.VIEW),
    Role.AUDITOR: (Right.AUDIT, Right.VIEW),
    Role.BOARD: (Right.APPROVE, Right.VIEW),
    Role.ADMIN: (Right.ADMIN,),
}
