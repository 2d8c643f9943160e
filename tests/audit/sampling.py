"""Books that are sampled: the yearly audit of `engaging.py` with more in January.

Beside what stands there: forty payments of aid of growing amounts, half of them to a
file number, a gift, the union's other money, and a payment that is cancelled.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from audit.engagement_keeping import Desk
from audit.populations import Of
from audit.sampling_keeping import Terms, Wanted, Worked, draw_sample, record
from audit.sampling_limits import Model
from audit.sampling_results import Found, Outcome
from audit.sampling_sealing import Sealed, seal
from audit.sampling_tickets import Units
from ledger.database import Connection, writing
from ledger.money import Money
from ledger.vouchers import Posting
from tests import building
from tests.audit import engaging
from tests.building import Books, credit, debit, payment, receipt, red, voucher
from tests.server import Shelf

SEED = "双色球2026024期 03 11 14 19 25 30 + 07"
SOURCE = "中国福利彩票2026年3月1日公告"


def fill(books: Books) -> None:
    """The engagement and the vouchers told on top."""
    engaging.fill(books)
    given = [Posting(account="102", fund="F1", debit=Money(500_00))]
    given.append(Posting(account="408", fund="F1", credit=Money(500_00)))
    vouchers = [
        voucher("gift", *given),
        receipt("other", 70_00, "G"),
        receipt("much", 90_000_00),
    ]
    for n in range(1, 41):
        recipient = f"A{n:03}" if n % 2 else ""
        lines = (
            debit("50404", n * 11_11, purpose="生活救助", recipient=recipient),
            credit("102", n * 11_11),
        )
        vouchers.append(voucher(f"p{n:02}", *lines))
    books.post(*vouchers, payment("wrong", 123_45))
    books.reverse("wrong", red("red"))
    with writing(books.engine) as connection:
        engaging.begin(connection)


def filled(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books with an engagement in which nothing is sealed yet."""
    yield from building.copied(shelf, dialect, "sampling", fill)


def sealed(connection: Connection, of: Of = Of.PAYMENTS, **more: Any) -> Sealed:
    """A population of the year, sealed by 经甲."""
    return seal(engaging.desk(connection), of, **more)


def terms(**more: Any) -> Terms:
    """Attributes at 10 % risk, a tolerable rate of 20 %, none expected."""
    given: dict[str, Any] = {
        "units": Units.ITEMS,
        "model": Model.BINOMIAL,
        "risk": Fraction(1, 10),
        "tolerable": Fraction(1, 5),
    }
    return Terms(**given | more)


def money_terms(**more: Any) -> Terms:
    """Money units at 10 % risk, a tolerable error of 2,000 yuan, none expected."""
    given = {"units": Units.MONEY, "model": Model.POISSON}
    return terms(**given | {"tolerable": Fraction(2_000_00)} | more)


def wanted(of: Terms | None = None, **more: Any) -> Wanted:
    """A sample by tickets of what was planned."""
    given: dict[str, Any] = {
        "terms": of or terms(),
        "purpose": "核对签收单",
        "seed": SEED,
        "seed_source": SOURCE,
    }
    return Wanted(**given | more)


def drawn(connection: Connection, of: Terms | None = None, **more: Any) -> Worked:
    """A population of payments, sealed, and a sample of it."""
    one = sealed(connection)
    return draw_sample(
        engaging.desk(connection, hour=3), one.number, wanted(of, **more)
    )


def all_right(desk: Desk, worked: Worked, *but: Found) -> Worked:
    """Every item that has no result yet is right, but those told."""
    told = {found.item for found in but}
    rest = [
        Found(item=name, outcome=Outcome.RIGHT)
        for name in worked.open
        if name not in told
    ]
    place = (worked.sealed.number, worked.number)
    return record(desk, place, [*but, *rest])
