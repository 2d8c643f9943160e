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
READING = (Right.AUDIT, Right.ADMIN)
"""Whoever may search the operation log."""


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
