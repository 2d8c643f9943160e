"""From the books and the record to what comes next: what a fund's next vouchers touch.

1. Vouchers of a month are read with what they correct, and belong to the matter that
   was first corrected in their fund.
2. Of a fund is read what is open, as many sources after that as can be needed, and the
   history of the matters that are corrected, come back or go back; nothing else, so
   that the cost goes with the new vouchers and not with the age of the books.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ledger.database import Connection
from treasury import lineage_store as store
from treasury.fifo import (
    DIRECT,
    NAMED,
    REASSIGNED,
    RESTORED,
    RETAKEN,
    RETURNED,
    SOURCE,
    USE,
    Fact,
    FundLineage,
    Rows,
    Sums,
    matter_of,
)
from treasury.lineage_store import Moved

FETCHED = 1_000
"""Whole sources read at a time."""


def worked_out(
    connection: Connection, unit_id: int, after: int, through: int
) -> dict[int, FundLineage]:
    """What the vouchers after a position add to the record, by fund."""
    found: dict[int, FundLineage] = {}
    for fund, facts in facts_of(connection, unit_id, after, through).items():
        lineage = _load(connection, unit_id, fund, facts, after)
        for fact in facts:
            lineage.take(fact)
        found[fund] = lineage
    return found


def from_the_beginning(
    connection: Connection, unit_id: int, through: int
) -> dict[int, FundLineage]:
    """All of it, from the books alone."""
    return worked_out(connection, unit_id, 0, through)


# -- the books ----------------------------------------------------------------------


def facts_of(
    connection: Connection, unit_id: int, after: int, through: int
) -> dict[int, list[Fact]]:
    """What the vouchers after a position did to the money of each fund, in order."""
    moved = list(store.moved_between(connection, unit_id, after, through))
    corrects = {row.position: row.corrects for row in moved if row.corrects}
    earlier = set()
    missing = {target for target in corrects.values() if target <= after}
    while missing:
        earlier |= missing
        targets = store.corrected(connection, unit_id, missing)
        corrects |= targets
        missing = set(targets.values()) - earlier
    corrected = set(corrects.values())
    told = [row for row in moved if row.position in corrected]
    told += store.moved_at(connection, unit_id, earlier)
    places = {(row.position, row.fund) for row in told if _counts(row)}
    facts: dict[int, list[Fact]] = {}
    for row in moved:
        if _counts(row):
            fact = _fact(row, corrects, places)
            facts.setdefault(row.fund, []).append(fact)
    facts = _with_gifts(connection, unit_id, facts)
    return _with_payments(connection, unit_id, facts)


def _met(facts: dict[int, list[Fact]]) -> set[int]:
    """The vouchers that the facts are of, and their matters."""
    return {
        place
        for of_fund in facts.values()
        for fact in of_fund
        for place in (fact.position, fact.matter)
    }


def _with_gifts(
    connection: Connection, unit_id: int, facts: dict[int, list[Fact]]
) -> dict[int, list[Fact]]:
    """The facts with the gifts that they give back, or their matters do."""
    met = _met(facts)
    gifts = store.gifts_given_back(connection, unit_id, met)
    if not gifts:
        return facts
    return {
        fund: [
            fact._replace(gift=gifts.get(fact.position) or gifts.get(fact.matter, 0))
            for fact in of_fund
        ]
        for fund, of_fund in facts.items()
    }


def _with_payments(
    connection: Connection, unit_id: int, facts: dict[int, list[Fact]]
) -> dict[int, list[Fact]]:
    """The facts with the payments that they, or their matters, bring back."""
    paid = store.payments_recovered(connection, unit_id, _met(facts))
    if not paid:
        return facts
    corrects: dict[int, int] = {}
    steps = missing = set(paid.values())
    while missing:
        targets = store.corrected(connection, unit_id, missing)
        corrects |= targets
        missing = set(targets.values()) - steps
        steps = steps | missing
    told = store.moved_at(connection, unit_id, steps)
    places = {(row.position, row.fund) for row in told if _counts(row)}
    found: dict[int, list[Fact]] = {}
    for fund, of_fund in facts.items():
        found[fund] = []
        for fact in of_fund:
            back = paid.get(fact.position) or paid.get(fact.matter, 0)
            if back:
                back = matter_of(back, fund, corrects, places)
            found[fund].append(fact._replace(back=back))
    return found


def _counts(row: Moved) -> bool:
    return bool(row.money_fen or row.direct_fen)


def _fact(
    row: Moved, corrects: Mapping[int, int], places: Collection[tuple[int, int]]
) -> Fact:
    matter = row.position
    if row.corrects:
        matter = matter_of(row.position, row.fund, corrects, places)
    return Fact(row.position, matter, row.money_fen, row.direct_fen, row.keys)


# -- the record ---------------------------------------------------------------------


def _load(
    connection: Connection,
    unit_id: int,
    fund: int,
    facts: Sequence[Fact],
    through: int,
) -> FundLineage:
    lineage = FundLineage(rows=Rows())
    if not through:
        return lineage
    place = (connection, unit_id, fund)
    lineage.seq = store.last_seq(*place)
    lacking = _load_open(place, lineage, facts)
    touched = {fact.matter for fact in facts if fact.matter <= through}
    touched |= {fact.gift for fact in facts if 0 < fact.gift <= through}
    touched |= {fact.back for fact in facts if 0 < fact.back <= through}
    keys = {key for fact in facts for key, _ in fact.keys}
    asked = _load_keys(place, lineage, keys)
    if touched or asked or lacking:
        _load_history(place, lineage, touched, asked | touched | lacking)
    return lineage


Place = tuple[Connection, int, int]


def _load_open(place: Place, lineage: FundLineage, facts: Iterable[Fact]) -> set[int]:
    """What is open, and further sources as far as the facts can need them."""
    standing = store.open_of(*place)
    amounts = store.amounts_of(*place, [row.matter for row in standing])
    lacking, have = set(), 0
    for row in standing:
        amount = amounts[row.side, row.matter]
        if row.side == SOURCE:
            lineage.sources[row.matter] = amount
            lineage.used[row.matter] = amount - row.left_fen
            lineage.frontier = max(lineage.frontier, row.matter)
            lineage.open(row.matter)
            have += row.left_fen
        else:
            lineage.uses[row.matter] = amount
            lineage.covered[row.matter] = amount - row.left_fen
            lineage.uncover(row.matter)
            lacking.add(row.matter)
    need, last = sum(max(-fact.money_fen, 0) for fact in facts), lineage.frontier
    used = store.used_after(*place, last) if have < need else {}
    while have < need:
        more = store.sources_after(*place, last, FETCHED)
        for last, amount in more:
            lineage.sources[last] = amount
            lineage.used[last] = used.get(last, 0)
            lineage.open(last)
            have += lineage.left(last)
        if len(more) < FETCHED:
            break
    return lacking


def _load_keys(place: Place, lineage: FundLineage, keys: Iterable[str]) -> set[int]:
    """What may come back under keys, and what came; the uses that it is about."""
    uses = set()
    for row in store.key_rows(*place, keys):
        uses.add(row.use)
        lineage.asked.setdefault(row.request, {})[row.use] = row.open_fen
        if row.by != row.use:
            brought = lineage.brought.setdefault((row.by, row.request), {})
            brought[row.use] = brought.get(row.use, 0) - row.change_fen
    return uses


def _load_history(
    place: Place, lineage: FundLineage, touched: set[int], uses: set[int]
) -> None:
    """Shares of the sources that are corrected, and of all uses that may change."""
    for row in store.share_rows(*place, sources=touched):
        lineage.of_source.setdefault(row.source, {})[row.use] = row.share_fen
        if row.act == NAMED:
            lineage.named[row.use] = row.source
        let_go = (REASSIGNED, RESTORED)
        _remember(
            lineage.let_go, (row.source, row.use), row.act, let_go, row.change_fen
        )
        lineage.used[row.source] = row.used_fen
        uses.add(row.use)
    for row in store.share_rows(*place, uses=uses):
        lineage.of_use.setdefault(row.use, {})[row.source] = row.share_fen
        given_back = (RETURNED, RETAKEN)
        _remember(
            lineage.freed, (row.use, row.source), row.act, given_back, row.change_fen
        )
        lineage.covered[row.use] = row.covered_fen
    sources = {source for shares in lineage.of_use.values() for source in shares}
    amounts = store.amounts_of(*place, uses | touched | sources)
    # A use that came back whole, and was corrected further, is a source as well.
    sources |= {matter for side, matter in amounts if side == SOURCE}
    for (side, matter), amount in amounts.items():
        kept = {SOURCE: lineage.sources, USE: lineage.uses, DIRECT: lineage.direct}
        kept[side][matter] = amount
    for source in sources - lineage.used.keys():
        lineage.used[source] = store.used_of(*place, source)


def _remember(
    kept: Sums,
    place: tuple[int, int],
    act: str,
    acts: tuple[str, str],
    change_fen: int,
) -> None:
    """Count what was given up by the first act, and taken again by the second."""
    down, up = acts
    if (act == down and change_fen < 0) or (act == up and change_fen > 0):
        sums = kept.setdefault(place[0], {})
        sums[place[1]] = sums.get(place[1], 0) - change_fen
