"""Gifts of a year for the pages of donations."""

from ledger.database import writing
from ledger.money import Money
from tests.building import Books, payment
from tests.treasury.giving import (
    CLERK,
    MARCH,
    give,
    known,
    organisation,
    person,
    received,
)
from treasury import confirmations, refunds
from treasury.donations import Form
from treasury.donor_names import DonorKind, Publish
from treasury.donors import NewDonor
from treasury.refunds import NewRefund


def fill(books: Books) -> None:
    """A firm that agreed (1), a person who gave a surname (2), two who did not."""
    firm = known(books, organisation(publish=Publish.FULL)).number
    human = known(books, person(publish=Publish.SURNAME)).number
    shy = known(books, person("王伟")).number
    nobody = known(books, NewDonor(kind=DonorKind.ANONYMOUS)).number
    one = received(books, firm, 1_000_00, fund="", purposes=("金秋助学",))
    received(books, human, 500_00)
    received(books, shy, 300_00)
    received(books, nobody, 200_00)
    give(books, firm, 9_00)
    give(
        books,
        firm,
        80_00,
        form=Form.GOODS,
        account="",
        fund="",
        memo="=大米",
        again=True,
    )
    books.post(payment("p1", 400_00, one.fund, "金秋助学", dated_on=MARCH))
    with writing(books.engine) as connection:
        back = NewRefund(gift="2025-2", amount=Money(50_00), reason="误", paper="函")
        refunds.refund(connection, "U1", back, CLERK)
        for key in ("2025-1", "2025-2"):
            confirmations.confirm(connection, "U1", key, CLERK)
