"""Payees (收款的救助对象): who a row of a list means, and whose file that is.

1. A payee is named by the file number, by the number of identity, or by both; both
   must be of one person.
2. Numbers of identity are looked up by their blind index and never told.
3. All payees of a list are looked up together: two queries for 2,000 of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from aid import recipient_store
from aid.errors import IdentityRefused
from aid.identity import IdentityNumber, read_identity
from aid.private_sheet import private_fault
from aid.recipient_tables import CLOSE
from aid.recipient_writing import IDENTITY_INDEX
from ledger.database import Connection
from ledger.errors import Faults
from ledger.intake_cells import Cells
from ledger.privacy import has_control, has_hidden, personal_number
from ledger.sheets import ColumnSpec
from treasury.vault import Vault

PAYEE = (ColumnSpec("file", "档案号"), ColumnSpec("identity", "身份证号"))
"""The columns by which a list says whom it means."""


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is meant; the number of identity shows masked."""

    code: str = ""
    identity: IdentityNumber | None = None

    def __post_init__(self) -> None:
        assert self.code or self.identity is not None

    @property
    def told_by(self) -> str:
        """The column that says it."""
        return "file" if self.code else "identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeFile:
    """The file of a payee as it stands, without anything that is encrypted."""

    file: int
    code: str
    unit_id: int
    is_open: bool
    revision: int
    persons: int


@dataclass(frozen=True, slots=True)
class Looked:
    """Payees with their files, and what is wrong with those that have none."""

    found: dict[Payee, PayeeFile]
    wrong: dict[Payee, tuple[str, str]]
    """The column, and what is wrong with what it says."""


def read_payee(cells: Cells, faults: Faults) -> Payee | None:
    """Who a row means; None where it does not say, which is told."""
    code, text = cells["file"], cells["identity"]
    if not code and not text:
        do = "写明档案号或身份证号"
        faults.append(private_fault(cells, "file", "没有写明是谁", do))
        return None
    before = len(faults)
    if masked := personal_number(code):
        do = f"{masked}；号码写在“身份证号”一列"
        faults.append(private_fault(cells, "file", "档案号中有个人号码", do))
    elif has_control(code) or has_hidden(code):
        faults.append(private_fault(cells, "file", "档案号中有看不见的字符"))
    identity = None
    if text:
        try:
            identity = read_identity(text)
        except IdentityRefused as refusal:
            faults.append(private_fault(cells, "identity", str(refusal)))
    return None if len(faults) > before else Payee(code, identity)


def files_of(connection: Connection, payees: Iterable[Payee], vault: Vault) -> Looked:
    """The files of payees, in whatever unit they are held."""
    asked = dict.fromkeys(payees)
    blinds = {
        one: vault.blind(one.identity.number, IDENTITY_INDEX)
        for one in asked
        if one.identity is not None
    }
    by_code = {
        row.code: row
        for row in recipient_store.plain_of(
            connection, "code", {one.code for one in asked} - {""}
        )
    }
    by_blind = {
        bytes(row.blind): row
        for row in recipient_store.plain_of(connection, "blind", set(blinds.values()))
    }
    looked = Looked({}, {})
    for one in asked:
        row = by_code.get(one.code) if one.code else by_blind.get(blinds[one])
        if row is None:
            looked.wrong[one] = one.told_by, "没有这份档案"
        elif one in blinds and bytes(row.blind) != blinds[one]:
            looked.wrong[one] = "identity", "身份证号码与档案号不是同一人"
        else:
            looked.found[one] = PayeeFile(
                file=row.file,
                code=row.code,
                unit_id=row.unit_id,
                is_open=row.act != CLOSE,
                revision=row.revision,
                persons=row.persons,
            )
    return looked
