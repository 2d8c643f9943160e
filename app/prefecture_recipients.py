"""Recipients' files of the demonstration, taken in, and what became of some in 2026.

1. The province takes in the minimum-living standards of all places; each union's
   accountant takes in its sheet, as an office that is new to the program.
2. One worker died, one is in need no more, one moved from a county to another.
"""

import datetime as dt
from pathlib import Path

from aid import recipient_steps as steps
from aid.kept_standards import import_figures
from aid.local_sheet import read_rows
from aid.recipient_sheet import import_recipients, read_recipients
from app.prefecture_body import accountant_of
from app.prefecture_budgets import RECORDED_ON
from app.prefecture_people import FOLDER, LOCAL_FILE
from app.prefecture_plan import UNITS, UnitPlan
from ledger.database import Connection
from treasury.vault import Vault

DIED, DIED_ON = "D13012120220004", dt.date(2026, 2, 3)
RELIEVED = "D13010220230009"
MOVED, TO = "D13012520240005", "130124"

_CLOSED_ON, _RELIEVED_ON = dt.date(2026, 2, 9), dt.date(2026, 3, 2)
_MOVED_ON = dt.date(2026, 2, 11)


def take_in(connection: Connection, folder: Path, vault: Vault) -> int:
    """Take in the local figures and the sheet of every union; how many files there are.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    figures = read_rows(folder / LOCAL_FILE)
    act = accountant_of(UNITS[0], RECORDED_ON)
    import_figures(connection, UNITS[0].code, figures, act)
    files = 0
    for unit in UNITS:
        act = accountant_of(unit, RECORDED_ON)
        sheet = read_recipients(folder / f"{FOLDER}-{unit.code}.csv", act)
        files += len(import_recipients(connection, unit.code, sheet, vault, act).added)
    return files


def go_on(connection: Connection, vault: Vault) -> None:
    """What became of three files.

    Raises:
        Refused: as `take_in`.
    """
    died = steps.Asked(on=_CLOSED_ON, words="家属来电，已核对")
    act = accountant_of(_unit(DIED), _CLOSED_ON)
    why = steps.Exit.DEATH
    steps.close(connection, DIED, why, died, vault, act, DIED_ON)
    moved = steps.Asked(on=_MOVED_ON, words="随家庭迁居")
    act = accountant_of(_unit(MOVED), _MOVED_ON)
    steps.move(connection, MOVED, TO, moved, vault, act)
    relieved = steps.Asked(on=_RELIEVED_ON, words="已实现稳定就业，复核通过")
    act = accountant_of(_unit(RELIEVED), _RELIEVED_ON)
    why = steps.Exit.RELIEVED
    steps.close(connection, RELIEVED, why, relieved, vault, act)


def _unit(file: str) -> UnitPlan:
    """The union that opened a file."""
    return next(unit for unit in UNITS if file[1:7] == unit.code)
