"""What the registers of this package share: the lock, days and texts of a record.

1. No text holds a personal number or a control character; several paragraphs are
   sealed as one line, with a mark where a paragraph ends.
2. Nothing is on record from before a unit was set up, or after it was given up.
"""

import datetime as dt
from collections.abc import Iterator

from ledger import store
from ledger.database import Connection
from ledger.register import UnitLookup, lookups
from ledger.texts import text_problems

PARAGRAPH = "¶"
"""How a paragraph ends in the written form, which has no room for line breaks."""


def locked(connection: Connection, unit: str) -> UnitLookup:
    """The unit, held until the transaction ends; nobody else writes to its books.

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection, fresh=True).unit(unit)
    store.lock_unit(connection, found.id)
    # What stood when the lock was not yet held may have changed.
    return lookups(connection, fresh=True).unit(unit)


def before_unit(unit: UnitLookup, day: dt.date) -> str:
    """Why a day lies outside the unit's time; empty where it does not."""
    if day.isoformat() < unit.opened_on:
        return f"单位设立（{unit.opened_on}）之前"
    if unit.closed_on and day.isoformat() >= unit.closed_on:
        return f"单位撤销（{unit.closed_on}）之后"
    return ""


def text_faults(*texts: tuple[str, str, bool]) -> Iterator[str]:
    """What may not be sealed in texts: (label, text, whether it must be there)."""
    for label, text, needed in texts:
        if needed and not text.strip():
            yield f"没有写明{label}"
        if PARAGRAPH in text:
            yield f"{label}中不能有段落符“{PARAGRAPH}”"
        for problem in text_problems([("memo", written(text), 0)]):
            yield f"{label}：{problem}"


def written(text: str) -> str:
    """A text of several paragraphs as it is sealed."""
    lines = (line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    return PARAGRAPH.join(line for line in lines if line)


def read_back(text: str) -> str:
    """A sealed text as people read it."""
    return text.replace(PARAGRAPH, "\n")
