"""What the aid package refuses; each says what, why and what to do.

ledger.errors.Refused
└── AidRefused
    ├── StandardMissing     no standard stands for the place, the year or the day
    ├── StandardRefused     a unit's choice that the rules do not leave to it
    ├── HouseholdRefused    a household that contradicts itself
    ├── IdentityRefused     a text that is no number of identity
    ├── CardRefused         a text that is no number of a bank card
    ├── RecipientRefused    a recipient's file that cannot be so
    ├── HistoryRefused      aid given elsewhere that cannot be withdrawn
    ├── BankFileRefused     a file to or from the bank that cannot stand
    ├── QuarterRefused      figures of a quarter that cannot be so
    ├── GuardianRefused     a guardian who cannot be recorded so
    ├── HandoutRefused      a hand-out that cannot be planned, approved or issued so
    ├── CaseRefused         a step that a case may not take, or not by this person
    └── BatchRefused        a payment batch that may not be saved, submitted, paid
        └── BatchFaulty     lines of it that may not be paid (Told per line)

None repeats a number of identity or of a card, nor a name.
"""

from collections.abc import Collection
from typing import Any

from ledger.errors import Refused


class AidRefused(Refused):
    """Something about aid that is not done."""


class StandardMissing(AidRefused):
    """No standard stands for the place, the year or the day; it says which to enter."""


class StandardRefused(AidRefused):
    """A unit's own choice that the rules do not leave to it."""


class HouseholdRefused(AidRefused):
    """A household that contradicts itself."""


class IdentityRefused(AidRefused):
    """A text that is no number of identity; the text itself is not repeated."""


class CardRefused(AidRefused):
    """A text that is no number of a bank card; the text itself is not repeated."""


class RecipientRefused(AidRefused):
    """A recipient's file that cannot be opened, changed, moved or closed so."""


class HistoryRefused(AidRefused):
    """Aid that was given elsewhere and cannot be withdrawn."""


class BankFileRefused(AidRefused):
    """A file to or from the bank that cannot stand."""


class QuarterRefused(AidRefused):
    """Figures of a quarter that cannot be put on record so."""


class GuardianRefused(AidRefused):
    """A guardian who cannot be recorded, or ended, so."""


class HandoutRefused(AidRefused):
    """A hand-out that cannot be planned, approved, issued, signed or returned so."""


class CaseRefused(AidRefused):
    """A case that cannot be so, or a step that it may not take so."""


class BatchRefused(AidRefused):
    """A payment batch that may not be saved, submitted, approved or paid so."""


class BatchFaulty(BatchRefused):
    """Lines that may not be paid; every one is told, by file number alone."""

    def __init__(self, what: str, found: Collection[Any]) -> None:
        self.found = tuple(found)
        why = "；".join(map(str, self.found))
        super().__init__(what, f"共 {len(self.found)} 处：{why}", "改正后重新办理")
