"""How a unit wants its papers to look (版式), handed to every renderer of paper.

1. A negative amount is told from a positive one in black-and-white print too: a red
   one (红字) keeps its minus sign.
2. Only amounts are shown so; counts, rates and running text keep the minus sign, and
   JSON and CSV, which programs read, know no look at all.
3. Everything an office prints looks alike: reports, archives and evidence packages take
   their look from `of_office`.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from ledger.money import Money
from reports.report import Cell, Kind, Language, shown, spelled

Negatives = Literal["minus", "parentheses", "red"]
NEGATIVES: tuple[str, ...] = get_args(Negatives)
"""What a unit may choose: `-1,200.50`, `(1,200.50)`, or `-1,200.50` in red."""

LETTERHEADS = ("letterhead.svg", "letterhead.png")
"""What a letterhead's file is called in the office's folder; the first there is it."""

RED = "C00000"
"""The red of a negative amount, as hexadecimal figures; dark enough for print."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a unit chose; without a choice negative amounts carry a minus sign.

    `letterhead` is a picture (SVG or PNG) above the title of PDF and HTML; a PDF that
    is `tagged` can be read out by a machine and is many times as large.
    """

    negatives: Negatives = "minus"
    letterhead: Path | None = None
    tagged: bool = False

    def of_office(self, folder: Path | None) -> "Look":
        """The look with the letterhead of an office's folder, where it has one."""
        files = [folder / name for name in LETTERHEADS] if folder else []
        found = next((file for file in files if file.exists()), None)
        return replace(self, letterhead=found)


PLAIN = Look()


def shown_amount(money: Money, look: Look = PLAIN) -> str:
    """An amount in yuan as a table shows it, `(1,200.50)` where parentheses are chosen.

    Whether it is printed red as well is told by `is_red`.
    """
    if look.negatives == "parentheses" and money.fen < 0:
        return f"({abs(money).grouped()})"
    return money.grouped()


def shown_cell(cell: Cell, kind: Kind = "text", look: Look = PLAIN) -> str:
    """A cell as people read it in a table."""
    return shown_amount(cell, look) if isinstance(cell, Money) else shown(cell, kind)


def spelled_cell(cell: Cell, look: Look = PLAIN, language: Language = "zh") -> str:
    """A cell as people read it beside its label."""
    if isinstance(cell, Money):
        return shown_amount(cell, look)
    return spelled(cell, language)


def is_red(cell: Cell, look: Look = PLAIN) -> bool:
    """Whether a cell is printed red."""
    return look.negatives == "red" and isinstance(cell, Money) and cell.fen < 0


def set_apart(cell: Cell, look: Look = PLAIN) -> str:
    """How a cell of a printed table differs from the others: `red`, `hung`, or not.

    What hangs over is the last parenthesis, so that point stands below point.
    """
    if look.negatives == "minus" or not isinstance(cell, Money) or cell.fen >= 0:
        return ""
    return "red" if look.negatives == "red" else "hung"
