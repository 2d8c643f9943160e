"""Payment batches as screens and programs make them, of a list or of cases."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from aid import batch_lists, batches
from aid.batch_lists import Usual
from aid.batches import Saved
from aid.kept_standards import standards_of
from aid.payment_sheet import PaymentList
from aid.payout_reading import Basis
from aid.payout_told import Told
from app.keyring import open_vault
from app.web.desk import Desk
from app.web.given import ending
from ledger.database import Connection
from ledger.errors import Refused
from ledger.money import Money
from ledger.people import Act
from treasury.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a batch is called and what its lines are usually paid of."""

    unit: str
    ref: str
    title: str
    usual: Usual
    cases: tuple[str, ...] = ()
    """Its cases, where it is made of no list."""


def basis_of(connection: Connection, unit: str, vault: Vault) -> Basis:
    """The keys, and the standards that a unit goes by."""
    return Basis(vault=vault, standards=standards_of(connection, unit))


def found_for(desk: Desk, key: str) -> tuple[tuple[Told, ...], str]:
    """What is told of a batch's lines to who decides on it, or why it cannot be.

    Files are opened for it: it is logged as a check. It is a look, and holds nobody up.
    """
    try:
        vault = open_vault(desk.settings)
        desk.note(key, "aid.batch.check")
        with desk.reading() as connection:
            basis = basis_of(connection, desk.unit, vault)
            return batches.checked(connection, desk.unit, key, basis, desk.act), ""
    except Refused as refusal:
        return (), str(refusal)


def read_list(name: str, content: bytes, total: Money | None) -> PaymentList:
    """A list of payments out of a file; the file is gone afterwards.

    Raises:
        FolderFaulty: it has faults; all are told.
    """
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        path = Path(place) / f"list{ending(name)}"
        path.write_bytes(content)
        return batch_lists.read_list(path, total)


def make(
    connection: Connection,
    wanted: Wanted,
    listed: PaymentList | None,
    vault: Vault,
    act: Act,
) -> Saved:
    """Save a batch of a list, or of the cases that were granted and not paid.

    Raises:
        NotFound: there is no such unit or case.
        Refused: it may not be made so.
    """
    lines = (
        batch_lists.of_cases(connection, wanted.unit, wanted.cases, wanted.usual, act)
        if listed is None
        else batch_lists.of_list(connection, listed, wanted.usual, vault)
    )
    made = batches.Batch(
        unit=wanted.unit,
        ref=wanted.ref,
        title=wanted.title,
        lines=lines,
        file_digest=None if listed is None else listed.digest(vault),
    )
    return batches.save(connection, made, basis_of(connection, wanted.unit, vault), act)
