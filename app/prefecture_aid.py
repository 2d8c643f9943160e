"""Aid in one county of the demonstration, from application to payment, spring of 2026.

Cases (`app.prefecture_cases`), batches and a hand-out (`app.prefecture_payouts`), the
list of those who died, and the figures of a quarter.
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
from app.prefecture_recipients import DIED, DIED_ON
from ledger.database import Connection
from treasury.vault import Vault

DECEASED_FILE = "deceased.csv"
TOLD_ON, REPORTED_ON = dt.date(2026, 2, 10), dt.date(2026, 1, 9)
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
