"""What a route is: an address, the act it is, who may do it, and where (权限).

1. Nothing answers that is not in `routes.ROUTES`; each says act, rights and scope.
2. Scope `UNIT`: the address names a unit, and one of the rights must hold there. Scope
   `EVERYWHERE`: it must hold for all units. Scope `SOMEWHERE`: it must hold in some
   unit; what is shown is then what the person may see. Scope `PERSON`: signed in is
   enough. Scope `OPEN`: anybody.
3. A unit that one may not see answers like one that is not there.
"""

from dataclasses import dataclass
from enum import Enum

from ledger.people import KEEPING_BOOKS, Right


class Scope(Enum):
    """Where a right must hold (2)."""

    OPEN = "open"
    PERSON = "person"
    SOMEWHERE = "somewhere"
    UNIT = "unit"
    EVERYWHERE = "everywhere"


LOOKING = (
    *sorted(KEEPING_BOOKS),
    Right.APPROVE,
    Right.HEAD,
    Right.CLOSE,
    Right.AUDIT,
    Right.VIEW,
    Right.ADMIN,
)
"""Whoever has any right in a unit may look at its books."""
BOOKS = (*sorted(KEEPING_BOOKS), Right.HEAD, Right.CLOSE, Right.AUDIT)
"""Whoever works on the books: vouchers and papers are theirs to see."""
REGISTERS = (*BOOKS, Right.ADMIN)
"""Who may look at registers that the administrator adds to: bank accounts, items."""
READING = (Right.AUDIT, Right.ADMIN)
"""Whoever may search the operation log."""

AUDITEE = (Right.HEAD, Right.APPROVE, Right.ADMIN)
"""Rights, one of which whoever answers an audit for the auditee has."""

BATCHES = (*BOOKS, Right.APPROVE)
"""Who sees payment batches, their lines by file number."""
CHECKING = (Right.PREPARE, Right.REVIEW, Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may have a payment batch checked: files are opened for it."""

PROVING = (Right.REVIEW, Right.HEAD, Right.CLOSE, Right.POST)
"""Who may put a count of cash or a bank's certificate on record."""

STATEMENTS = (*sorted(KEEPING_BOOKS), Right.HEAD)
"""Who may take in statements of a bank, and match by the rules."""
TEXTS = (*STATEMENTS, Right.AUDIT)
"""Who may look at what a bank says of others."""
MATCHING = (Right.PREPARE, Right.REVIEW, Right.POST, Right.HEAD)
"""Who may match by hand and reconcile: not who is only the cashier."""
REOPENING = (Right.HEAD, Right.REVIEW)
"""Who may reopen a reconciliation."""

PAYING = (Right.PREPARE, Right.SETTLE, Right.HEAD)
"""Who may write payment files, with names and cards, and take results in."""

APPROVING = (Right.APPROVE, Right.REVIEW, Right.AUDIT, Right.HEAD)
"""Who sees what waits for approval."""
HANDOVER = (Right.PREPARE, Right.HEAD, Right.CLOSE, Right.AUDIT, Right.ADMIN)
"""Who may draw up a list of what is handed over, and see those of others."""
STEPS = (Right.REVIEW, Right.SETTLE, Right.POST)
"""Who takes a draft on after its preparer."""
ENGAGED = (Right.AUDIT, *AUDITEE)
"""Both sides of an audit."""
PROOF = (Right.AUDIT, Right.VIEW)
"""Who may recompute what was sealed, and take evidence out of the house."""
IMPORTING = (Right.POST, Right.ADMIN)
"""Who may take in a whole folder of books."""
REHEARSING = (Right.PREPARE, *IMPORTING)
"""Who may have such a folder checked."""
RETURNING = (Right.REVIEW, Right.AUDIT)
"""Who may send a budget back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address: method and path, the act, the rights that allow it, the scope.

    `act` is the key under which the operation log has it; a page that only shows what
    is there has an act too, but it is logged only where it opens personal data. The
    handler is the function of a module of `app.web.pages`, as `module:function`.
    """

    method: str
    path: str
    act: str
    rights: tuple[Right, ...] = ()
    scope: Scope
    handler: str

    def __post_init__(self) -> None:
        assert self.method in {"GET", "POST"}
        assert ("{unit}" in self.path) == (self.scope is Scope.UNIT), self.path
        assert bool(self.rights) == (self.scope not in {Scope.OPEN, Scope.PERSON})
