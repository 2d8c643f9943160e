"""Lines of a batch out of a list, or out of approved cases (编制发放明细).

1. A list names payees by file number or number of identity (`payment_sheet.py`); what
   it leaves out of fund, account and purpose the officer says for all of it.
2. A case that may be paid gives a line of what is left of it: granted, or given before
   the papers, less what standing batches pay of it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from aid import batch_store
from aid.case_kinds import Case
from aid.cases import payable
from aid.claims import Project
from aid.errors import BatchRefused
from aid.payees import files_of
from aid.payment_sheet import PAYEES, PaymentList, PaymentRow, read_payments
from aid.payout_lines import PayoutLine
from ledger.database import Connection
from ledger.errors import Faults
from ledger.money import Money
from ledger.one_sheet import demand_none
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import lookups
from treasury.vault import Vault

ACCOUNT = "50404"
"""The account of aid where none is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What holds for lines that do not say it; the purpose of a project by its name."""

    fund: str = ""
    account: str = ACCOUNT
    purpose: str = ""

    def purpose_of(self, project: Project) -> str:
        """The purpose of the ledger that a project is paid for."""
        return self.purpose or project.label


def read_list(path: Path, total: Money | None = None) -> PaymentList:
    """Read a list of payees; `total` is what its rows must add up to.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    return read_payments(path, total)


def of_list(
    connection: Connection, listed: PaymentList, usual: Usual, vault: Vault
) -> tuple[PayoutLine, ...]:
    """The lines of a list, its payees by their file numbers.

    Raises:
        FolderFaulty: payees without a file; every one is told by row and column.
    """
    looked = files_of(connection, [row.payee for row in listed.rows], vault)
    faults = Faults()
    for row in listed.rows:
        if row.payee in looked.wrong:
            column, what = looked.wrong[row.payee]
            do = "核对名单；没有档案的先建档"
            faults.append(listed.fault(row, column, what, do))
        elif not (row.fund or usual.fund):
            faults.append(listed.fault(row, "fund", "没有写明资金", "或用 --fund 写明"))
    demand_none(faults, PAYEES)
    return tuple(
        _line(place, row, looked.found[row.payee].code, usual)
        for place, row in enumerate(listed.rows, 1)
    )


def _line(place: int, row: PaymentRow, code: str, usual: Usual) -> PayoutLine:
    return PayoutLine(
        place=place,
        code=code,
        project=row.project,
        member=row.member,
        year=row.year,
        period=row.period,
        fund=row.fund or usual.fund,
        account=row.account or usual.account,
        purpose=row.purpose or usual.purpose_of(row.project),
        amount=row.amount,
        case_key=row.case_key,
        memo=row.memo,
    )


def of_cases(
    connection: Connection, unit: str, keys: Collection[str], usual: Usual, act: Act
) -> tuple[PayoutLine, ...]:
    """What is left to be paid of cases: of those that are named, or of all.

    Raises:
        BatchRefused: a case that is named may not be paid, or nothing is left to pay.
        NotFound: there is no such unit.
    """
    found = {one.key: one for one in payable(connection, unit, china_day(act.at))}
    what = "没有编制发放明细"
    if unknown := sorted({*keys} - found.keys()):
        why = f"不能发放的申请：{'、'.join(unknown)}"
        raise BatchRefused(what, why, "只列已批准的申请，用 bangfu aid cases list 查看")
    unit_id = lookups(connection).unit(unit).id
    paid = batch_store.paid_of_cases(connection, unit_id)
    chosen = [one for key, one in found.items() if not keys or key in keys]
    lines = tuple(_of_cases(chosen, paid, usual))
    if not lines:
        raise BatchRefused(what, "所列申请都已发放", "没有要发放的")
    return lines


def _of_cases(
    cases: Collection[Case], paid: dict[str, int], usual: Usual
) -> Iterator[PayoutLine]:
    place = 0
    for case in cases:
        assert case.payable is not None
        left = case.payable.fen - paid.get(case.key, 0)
        if left <= 0:
            continue
        place += 1
        yield PayoutLine(
            place=place,
            code=case.code,
            project=case.project,
            member=case.member,
            year=case.year,
            period=str(case.year),
            fund=usual.fund,
            account=usual.account,
            purpose=usual.purpose_of(case.project),
            amount=Money(left),
            case_key=case.key,
        )
