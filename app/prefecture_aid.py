"""Aid in one county of the demonstration, from application to payment, spring of 2026.

Cases (`app.prefecture_cases`), batches and a hand-out (`app.prefecture_payouts`), the
list of those who died, and the figures of a quarter. Then come lists from outside for
the audit: one of those who were paid is on the public payroll, one has a car, and one
had a car until the year before, which is nobody's affair.
"""

import csv
import datetime as dt
from pathlib import Path

from aid import quarters
from aid.deceased import deceased_among, import_deceased, read_deceased
from aid.kept_standards import standards_of
from aid.payout_reading import Basis
from aid.quarters import Counts, Quarter
from aid.recipients import opened, row_of
from app import prefecture_cases, prefecture_payouts
from app.prefecture_cases import act_of
from app.prefecture_money import LIVE
from app.prefecture_payouts import LISTED
from app.prefecture_recipients import DIED, DIED_ON
from audit.list_kinds import ListKind, ListSource
from audit.list_sheet import read_list
from audit.lists import import_list
from ledger.database import Connection
from treasury.vault import Vault

DECEASED_FILE = "deceased.csv"
TOLD_ON, REPORTED_ON = dt.date(2026, 2, 10), dt.date(2026, 1, 9)
PAYROLL_FILE, VEHICLES_FILE = "payroll.csv", "vehicles.csv"
COMPARED_ON, AS_OF = dt.date(2026, 3, 25), dt.date(2026, 2, 28)
ON_PAYROLL, HAS_CAR, HAD_CAR = LISTED[1], LISTED[3], LISTED[4]
QUARTER = Quarter(year=2025, quarter=4)

_ACCOUNTANT = 2
_COUNTS = Counts(hotline=7, visits=4, letters=1, online=2, questions=38)


def keep(connection: Connection, folder: Path, vault: Vault) -> None:
    """Take the county's aid through the spring.

    Args:
        connection: the books.
        folder: where the sheets of people stand; the list of the dead, and the files
            to and from the bank, go there.
        vault: the keys.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    _tell_died(connection, folder / DECEASED_FILE, vault)
    given = quarters.Given(
        unit=LIVE,
        quarter=QUARTER,
        counts=_COUNTS,
        reported_on=REPORTED_ON,
        paper="县总工会统计〔2026〕1号",
    )
    quarters.record(connection, given, act_of(LIVE, _ACCOUNTANT, REPORTED_ON))
    standards = standards_of(connection, LIVE)
    prefecture_cases.keep(connection, standards, vault)
    basis = Basis(vault=vault, standards=standards)
    prefecture_payouts.keep(connection, basis, folder)
    prefecture_cases.finish(connection, standards, vault)
    _compare(connection, folder, vault)


def _tell_died(connection: Connection, path: Path, vault: Vault) -> None:
    """The list that the civil affairs bureau sends: one person."""
    worker = opened(connection, row_of(connection, DIED), vault).worker
    assert worker.identity is not None
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["identity", "died_on", "source", "paper"])
        told = worker.identity.number, DIED_ON.isoformat(), "民政局", "民函〔2026〕6号"
        writer.writerow(told)
    unit = DIED[1:7]
    act = act_of(unit, _ACCOUNTANT, TOLD_ON)
    import_deceased(connection, unit, read_deceased(path, act), vault, act)
    assert deceased_among(connection, [row_of(connection, DIED).file], TOLD_ON)


def _compare(connection: Connection, folder: Path, vault: Vault) -> None:
    """The lists that the finance bureau and the traffic police send for the audit."""
    cars = (
        (HAS_CAR, "小型轿车", "2024-05-20", ""),
        (*(HAD_CAR, "轻型货车", "2015-03-02", "2025-06-30"),),
    )
    for kind, name, source, rows in (
        (ListKind.PAYROLL, PAYROLL_FILE, "财政局", ((ON_PAYROLL, "事业编制", "", ""),)),
        (ListKind.VEHICLES, VEHICLES_FILE, "公安局交警大队", cars),
    ):
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["identity", "what", "since", "until"])
            for code, *told in rows:
                worker = opened(connection, row_of(connection, code), vault).worker
                assert worker.identity is not None
                writer.writerow([worker.identity.number, *told])
        act = act_of(LIVE, _ACCOUNTANT, COMPARED_ON)
        given = ListSource(kind=kind, source=source, as_of=AS_OF)
        import_list(connection, LIVE, read_list(path, kind), given, vault, act)
