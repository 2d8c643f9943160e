"""How many files (档案数): at the beginning, entered, left, at the end; who they are.

1. Files are counted by the days of their steps, as they are known now: what was
   entered late counts on its day.
2. Beginning, entries and exits add up to the end. A move between two units of one sum
   is neither an entry nor an exit of that sum.
3. What files say at the end is what they said by its last moment. Category and persons
   stand in clear; sex and status of work only where the keys are at hand. The limb is
   that of the last case that was approved by then.

Cost: one pass over the steps of the units, grouped by the database; with the keys each
open file is opened once.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from aid import statistics_store
from aid.identity import IdentityNumber
from aid.recipient_tables import CLOSE, MOVE, OPEN, REOPEN
from aid.recipient_writing import revision_context
from aid.recipients import known_before
from aid.unit_sums import Place, UnitSums
from ledger.database import Connection
from ledger.periods import Span
from treasury.vault import Vault

UNKNOWN = ""
"""What a file does not tell."""


@dataclass(slots=True)
class FileFigures:
    """Files of a place over a span; `exits` by reason, `limbs` and others by key.

    `states` and `sexes` are None where the keys are not at hand.
    """

    begin: int = 0
    opened: int = 0
    reopened: int = 0
    moved_in: int = 0
    exits: Counter[str] = field(default_factory=Counter)
    moved_out: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    limbs: Counter[str] = field(default_factory=Counter)
    persons: int = 0
    states: Counter[str] | None = None
    sexes: Counter[str] | None = None

    @property
    def entered(self) -> int:
        """All that came."""
        return self.opened + self.reopened + self.moved_in

    @property
    def left(self) -> int:
        """All that went."""
        return self.exits.total() + self.moved_out

    @property
    def end(self) -> int:
        """What stands at the end (2)."""
        return self.begin + self.entered - self.left


def file_figures(
    connection: Connection, sums: UnitSums, span: Span, vault: Vault | None = None
) -> dict[Place, FileFigures]:
    """The figures of every place of some units.

    Raises:
        VaultRefused: a key is not at hand, or a row was changed.
    """
    found = {place: FileFigures() for place in sums.order}
    ids = list(sums.units)
    days = span.since, span.until
    for before, row in statistics_store.steps_by_unit(connection, ids, *days):
        outside = _beyond(sums, row.unit_id, row.from_unit_id)
        places = outside if row.act == MOVE else sums.of(row.unit_id)
        for place in places:
            _count(found[place], before, row.act, row.reason, row.files)
    for before, row in statistics_store.moves_away(connection, ids, *days):
        for place in _beyond(sums, row.from_unit_id, row.unit_id):
            one = found[place]
            if before:
                one.begin -= row.files
            else:
                one.moved_out += row.files
    _take_standing(connection, sums, span, found)
    _take_limbs(connection, sums, span, found)
    if vault is not None:
        _take_sealed(connection, sums, span, found, vault)
    return found


def _beyond(sums: UnitSums, own: int, other: int | None) -> Sequence[Place]:
    """The places of one unit of which the other is no part (2)."""
    theirs = set(sums.of(other))
    return [place for place in sums.of(own) if place not in theirs]


def _count(one: FileFigures, before: bool, act: str, reason: str, files: int) -> None:  # noqa: FBT001 - told by the row
    if before:
        one.begin += -files if act == CLOSE else files
    elif act == OPEN:
        one.opened += files
    elif act == REOPEN:
        one.reopened += files
    elif act == MOVE:
        one.moved_in += files
    else:
        one.exits[reason] += files


def _take_standing(
    connection: Connection,
    sums: UnitSums,
    span: Span,
    found: dict[Place, FileFigures],
) -> None:
    rows = statistics_store.standing_by_category(
        connection, list(sums.units), span.until, known_before(span.last_day)
    )
    for row in rows:
        for place in sums.of(row.unit_id):
            found[place].categories[row.category] += row.files
            found[place].persons += int(row.persons)


def _take_limbs(
    connection: Connection,
    sums: UnitSums,
    span: Span,
    found: dict[Place, FileFigures],
) -> None:
    last: dict[int, tuple[int, str]] = {}
    ids = list(sums.units)
    for row in statistics_store.standing_by_limb(connection, ids, span.until):
        last[row.file] = row.unit_id, row.limb
    for (unit_id, limb), files in Counter(last.values()).items():
        for place in sums.of(unit_id):
            found[place].limbs[limb] += files
    for one in found.values():
        one.limbs[UNKNOWN] = one.end - one.limbs.total()


def _take_sealed(
    connection: Connection,
    sums: UnitSums,
    span: Span,
    found: dict[Place, FileFigures],
    vault: Vault,
) -> None:
    for one in found.values():
        one.states, one.sexes = Counter(), Counter()
    rows = statistics_store.standing_sealed(
        connection, list(sums.units), span.until, known_before(span.last_day)
    )
    met: Counter[tuple[int, str, str]] = Counter()
    for row in rows:
        context = revision_context(row.file, row.revision)
        told: list[dict[str, str]] = json.loads(
            vault.unlock(bytes(row.locked), context)
        )
        worker = told[1]
        number = worker.get("identity")
        sex = IdentityNumber(number).sex.value if number else UNKNOWN
        met[row.unit_id, worker.get("state", UNKNOWN), sex] += 1
    for (unit_id, state, sex), files in met.items():
        for place in sums.of(unit_id):
            states, sexes = found[place].states, found[place].sexes
            assert states is not None
            assert sexes is not None
            states[state] += files
            sexes[sex] += files
