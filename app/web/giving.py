"""Donors who are registered with their first gift, as screens and programs do it."""

from app import activity
from ledger.database import Connection
from ledger.people import Act
from treasury import donors
from treasury.donors import NewDonor
from treasury.vault import Vault


def register_donor(
    connection: Connection, unit: str, given: NewDonor, vault: Vault, act: Act
) -> int:
    """Register a donor and log it; the number, by which the log calls them.

    Raises:
        NotFound: there is no such unit.
        DonationRefused: they cannot be registered so.
    """
    donor = donors.add(connection, unit, given, vault, act)
    activity.log(
        connection,
        act,
        "money.donor",
        unit=unit,
        subject=str(donor.number),
        outcome=activity.DONE,
    )
    return donor.number
