"""A row or more in every table of donations."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.database import writing
from ledger.money import Money
from tests.building import Books
from tests.treasury.giving import (
    CLERK,
    MARCH,
    USCC,
    VAULT,
    known,
    organisation,
    person,
    received,
)
from treasury import (
    bills,
    campaigns,
    confirmations,
    consents,
    donation_tables,
    pledges,
    refunds,
)
from treasury.campaigns import NewCampaign
from treasury.consents import Consent
from treasury.pledges import Pledge
from treasury.refunds import NewRefund


def fill_donation(books: Books) -> None:
    """Gifts 2025-1 (tied, consented to), 2025-2 (given back in part) and 2025-3.

    Of the consents of 2025-1 the first is withdrawn; the second moved its end on.
    Bill 1 is void, bill 2 is of 2025-1, bills 3 to 9 are blank; letter 1 is void,
    letter 2 is of 2025-1.
    """
    firm = known(books, organisation(uscc=USCC)).number
    human = known(books, person(contact="0311-1234")).number
    with writing(books.engine) as connection:
        promise = Pledge(
            donor=firm,
            amount=Money(5_000_00),
            promised_on=MARCH,
            due_on=MARCH,
            paper="认捐书",
        )
        pledges.promise(connection, "U1", promise, CLERK)
    tied = received(
        books, firm, fund="", purposes=("金秋助学",), until=MARCH, pledge=1, memo="定向"
    )
    loose = received(books, human)
    with writing(books.engine) as connection:
        bills.acquire(
            connection, "U1", "A1", ("1", "9"), acquired_on=MARCH, paper="证", act=CLERK
        )
        bills.void(connection, "U1", "A1", "1", reason="写坏", returned=True, act=CLERK)
        bills.issue(connection, "U1", tied.key, "A1", "", issued_on=MARCH, act=CLERK)
        first = confirmations.confirm(connection, "U1", tied.key, CLERK)
        confirmations.void(connection, "U1", first.key, "写错", CLERK)
        confirmations.confirm(connection, "U1", tied.key, CLERK)
        back = NewRefund(gift=loose.key, amount=Money(1_00), reason="误", paper="函")
        refunds.refund(connection, "U1", back, CLERK)
    _fill_consents(books, tied.key)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "名册.csv"
        path.write_text("姓名,部门,金额\n王大明,教育局,5\n", encoding="utf-8")
        told = NewCampaign(
            title="一日捐", received_on=MARCH, total=Money(5_00), count=1, fund="F1"
        )
        with writing(books.engine) as connection:
            campaigns.take_in(connection, "U1", path, told, vault=VAULT, act=CLERK)
    names = {table.name for table in donation_tables.APPENDED}
    for name in names:
        assert books.one(f"SELECT COUNT(*) FROM {name}") > 0, name


def _fill_consents(books: Books, key: str) -> None:
    agreed = Consent(
        gift=key,
        purposes=("医疗救助",),
        given_on=MARCH,
        paper="同意书",
        digest="ab" * 32,
        reason="已完成",
    )
    until = dt.date(2025, 6, 30)
    longer = replace(agreed, purposes=("法律援助",), digest="", until=until)
    with writing(books.engine) as connection:
        for told in (agreed, longer):
            consents.consent(connection, "U1", told, CLERK)
        consents.withdraw(
            connection, "U1", 1, on=MARCH, reason="来函", paper="", act=CLERK
        )
