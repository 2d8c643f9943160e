"""What one unit goes by (本级执行的标准): rules, its own choices, local figures.

Standards in force are looked up once for each day and kind of money, so that a hundred
thousand cases of a few days cost a few look-ups.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable

from aid.local_standards import LocalStandards
from aid.standards import Adoption, Decision, InForce, in_force
from ledger.funds import Origin


class UnitStandards:
    """The standards of a unit on any day, with what its body adopted and decided."""

    __slots__ = ("_found", "adoptions", "decisions", "local")

    def __init__(
        self,
        local: LocalStandards,
        adoptions: Iterable[Adoption] = (),
        decisions: Iterable[Decision] = (),
    ) -> None:
        self.local = local
        self.adoptions = tuple(adoptions)
        self.decisions = tuple(decisions)
        self._found: dict[tuple[dt.date, Origin | None], InForce] = {}

    def on(self, day: dt.date, origin: Origin | None = None) -> InForce:
        """The standards in force on a day for money of an origin.

        Raises:
            StandardMissing: a set that was adopted is not known.
            StandardRefused: a decision goes beyond what the rules leave.
        """
        known = self._found.get((day, origin))
        if known is None:
            known = in_force(
                day,
                origin=origin,
                adoptions=self.adoptions,
                decisions=self.decisions,
            )
            self._found[day, origin] = known
        return known

    def fingerprint(self, day: dt.date, origins: Iterable[Origin]) -> bytes:
        """What is the same as long as all that holds for money of origins is the same.

        Raises:
            StandardMissing: as `on`.
            StandardRefused: as `on`.
        """
        found = hashlib.sha256()
        for origin in sorted(origins):
            told = map(repr, self.on(day, origin).standards)
            found.update("\x1e".join([origin, *told]).encode())
        for row in self.local.until_day(day):
            found.update(f"\x1f{row!r}".encode())
        return found.digest()
