"""Donors and campaigns taken in with their gifts, as screens and programs do it."""

import tempfile
from pathlib import Path

from app import activity
from app.web import given as typed
from app.web.desk import Upload
from ledger.database import Connection
from ledger.people import Act
from treasury import campaigns, donors
from treasury.campaigns import Campaign, NewCampaign
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


def take_campaign(  # noqa: PLR0913 - the unit, the list, what is told of it, the keys
    connection: Connection,
    unit: str,
    sent: Upload,
    told: NewCampaign,
    *,
    vault: Vault,
    act: Act,
) -> Campaign:
    """Take a list of givers in as it was sent; it stays on no disk.

    Raises:
        As `treasury.campaigns.take_in`.
    """
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        path = Path(place) / f"list{typed.ending(sent.name)}"
        path.write_bytes(sent.content)
        return campaigns.take_in(connection, unit, path, told, vault=vault, act=act)
