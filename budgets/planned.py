"""What approved budgets count on (预算来源), and what they mean to spend.

1. Of each unit it is the version in force, as `annual.in_force` says; a unit without
   one is not told.
2. Surplus is sources less lines, as in `budget.py`.

Cost: two statements for a year, whatever the number of units.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6、9条 (年度预算；收支平衡、略有结余).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from budgets import queries
from budgets.execution import in_force
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import lookups


@dataclass(slots=True)
class Planned:
    """A unit's budget in force: receipts by fund, what is carried, what is spent."""

    receipts: dict[str, Money] = field(default_factory=dict)
    carried: Money = ZERO
    spending: Money = ZERO

    @property
    def income(self) -> Money:
        """All sources."""
        return sum(self.receipts.values(), self.carried)

    @property
    def surplus(self) -> Money:
        """Sources less lines."""
        return self.income - self.spending


def planned(
    connection: Connection, units: Sequence[str], year: int
) -> Mapping[str, Planned]:
    """The budgets in force of a year, by unit.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in units]
    sources = queries.sources(connection, year, ids)
    lines = queries.plans(connection, year, ids)
    kinds: dict[int, dict[int, str]] = {}
    for rows in (sources, lines):
        for row in rows:
            kinds.setdefault(row.unit_id, {})[row.version] = row.kind
    standing = {id_: in_force(of) for id_, of in kinds.items()}
    found = {id_: Planned() for id_ in standing}
    for source in sources:
        if source.version == standing[source.unit_id]:
            one = found[source.unit_id]
            keeps = books.units[books.unit_codes[source.unit_id]]
            one.receipts[keeps.fund_codes[source.fund_id]] = Money(source.receipts)
            one.carried += Money(source.carried)
    for line in lines:
        if line.version == standing[line.unit_id]:
            found[line.unit_id].spending += Money(line.new + line.carried)
    return {books.unit_codes[id_]: one for id_, one in found.items()}
