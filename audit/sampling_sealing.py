"""Sealing a population (封存总体) for an engagement, and finding what changed since.

1. A population is read from the books as the chain stood at one position, so that what
   is posted later changes nothing in it.
2. Its count, sum and digest stand in the chain of records; its items are kept with it.
3. Whoever draws from it or judges by it first reads it again from the books at the same
   position: where the digest differs, it is refused, and the items that differ are
   told.

Basis: 第2108号内部审计具体准则 审计抽样 (a population is defined before it is sampled).
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from aid.recipient_writing import day_value
from audit import sampling_store as store
from audit import sampling_tables as tables
from audit.books import Account, Fund, Part
from audit.engagement_keeping import Desk
from audit.errors import PopulationChanged, SamplingRefused
from audit.evidence_keys import parse_key
from audit.evidence_store import read_evidence, rows_hash
from audit.populations import Of, items_of
from audit.sampling_tickets import (
    HEADER,
    Item,
    Population,
    differences,
    sealed,
    unsealed,
)
from audit.store import accounts_of, funds_of
from ledger import queries
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.periods import Span, before_openings, period_of, whole_months
from ledger.register import Lookups, UnitLookup, append_rows, lookups
from ledger.store import write_rows

VERIFY = "运行 bangfu audit verify 查明"

PART_ITEMS = 10_000
"""How many items are kept in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A population as it was sealed.

    It is of the unit's own books at a chain position, or of `evidence` books: then the
    position is 0 and the hash that of their rows.
    """

    unit: str
    engagement: str
    number: int
    of: Of
    span: Span
    evidence: str
    position: int
    chain_hash: str
    count: int
    sum: Money
    digest: str
    person: str
    recorded_at: str

    @property
    def place(self) -> str:
        """Where it was read: `链位 625`, or `外来账套 E2026-1`."""
        if self.evidence:
            return f"外来账套 {self.evidence}"
        return f"链位 {self.position}"

    @property
    def mark(self) -> str:
        """How papers call it: `J2025-1/1`."""
        return f"{self.engagement}/{self.number}"


def seal(
    desk: Desk,
    of: Of,
    span: Span | None = None,
    position: int | None = None,
    evidence: str = "",
) -> Sealed:
    """Seal a population of the auditee's books.

    Args:
        desk: the engagement in hand.
        of: what its items are.
        span: days in what is audited; all of it where none are told.
        position: of the chain; where it stands now, where none is told.
        evidence: key of evidence books that it is of, instead of the ledger's.

    Raises:
        NotFound: there are no such evidence books.
        SamplingRefused: the days lie outside what is audited, the chain has no such
            position, or there are no items.
    """
    connection, unit = desk.connection, desk.unit
    whole = desk.engagement.span
    days = span or whole
    what = "总体没有封存"
    if not whole.since <= days.since < days.until <= whole.until:
        raise SamplingRefused(what, "期间不在审计期间内", "核对审计项目的期间")
    if evidence:
        at, digest = 0, rows_hash(connection, unit.code, evidence)
        evidence = str(parse_key(evidence))
        population = population_in(connection, unit.code, evidence, (of, days))
    else:
        at = queries.head(connection, unit.id)[0] if position is None else position
        found = queries.hash_at(connection, unit.id, at) if at > 0 else None
        if found is None:
            do = "用 bangfu audit digest 查看"
            raise SamplingRefused(what, "账簿没有这一链位", do)
        digest = found
        population = read_population(connection, desk.books, unit, of, (days, at))
    key = desk.engagement.key
    number = len(store.populations(connection, unit.id, key)) + 1
    stamp = desk.act.stamp
    row = (
        *(unit.id, key, number, of.value),
        *(day_value(connection, days.since), day_value(connection, days.until)),
        *(evidence, at, digest, population.count, population.sum.fen),
        *(bytes.fromhex(population.digest), desk.person_id, stamp),
    )
    append_rows(connection, unit, [(tables.audit_populations.name, [row])], desk.act)
    parts = [
        (unit.id, key, number, part, count, packed, stamp)
        for part, (count, packed) in enumerate(_packed(population), 1)
    ]
    write_rows(connection, tables.audit_population_items, parts)
    return sealed_of(connection, unit.code, key, number)


def later(connection: Connection, one: Sealed) -> int:
    """How many vouchers the chain has behind the position of a population.

    They are not in it, whatever their days; evidence books never grow.
    """
    if one.evidence:
        return 0
    unit = lookups(connection).unit(one.unit)
    return int(queries.head(connection, unit.id)[0]) - one.position


def _packed(population: Population) -> Iterator[tuple[int, bytes]]:
    lines = population.text.split(b"\n")[1:-1]
    for start in range(0, len(lines), PART_ITEMS):
        part = lines[start : start + PART_ITEMS]
        yield len(part), zlib.compress(b"\n".join(part) + b"\n", 1)


def populations_of(connection: Connection, unit: str, key: str) -> tuple[Sealed, ...]:
    """The populations of an engagement, in order.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found = books.unit(unit)
    rows = store.populations(connection, found.id, key)
    return tuple(_sealed(books, row) for row in rows)


def sealed_of(connection: Connection, unit: str, key: str, number: int) -> Sealed:
    """One population of an engagement.

    Raises:
        NotFound: there is no such unit or population.
    """
    for one in populations_of(connection, unit, key):
        if one.number == number:
            return one
    what = "用 bangfu audit seal --list 查看"
    raise NotFound("审计总体", f"{key}/{number}", what)


def _sealed(books: Lookups, row: Any) -> Sealed:
    return Sealed(
        unit=books.unit_codes[row.unit_id],
        engagement=row.engagement,
        number=row.population,
        of=Of(row.kind),
        span=Span(row.since, row.until),
        evidence=row.evidence,
        position=row.position,
        chain_hash=bytes(row.hash).hex(),
        count=row.items,
        sum=Money(row.sum_fen),
        digest=bytes(row.digest).hex(),
        person=books.person_codes[row.person_id],
        recorded_at=row.recorded_at,
    )


# -- as it was kept, and as the books have it now ------------------------------------


def kept(connection: Connection, one: Sealed) -> Population:
    """The items as they were sealed.

    Raises:
        PopulationChanged: what was kept is not what was sealed.
    """
    return unsealed(kept_text(connection, one), one.digest)


def kept_text(connection: Connection, one: Sealed) -> bytes:
    """The file of a population, as it was sealed.

    Raises:
        PopulationChanged: what was kept is not what was sealed.
    """
    unit = lookups(connection).unit(one.unit)
    rows = store.parts(connection, unit.id, one.engagement, one.number)
    try:
        packed = [zlib.decompress(bytes(row.packed)) for row in rows]
    except zlib.error:
        packed = []
    text = f"{HEADER}\n".encode() + b"".join(packed)
    if hashlib.sha256(text).hexdigest() != one.digest:
        what = f"总体 {one.mark} 保存的项目与封存时不符"
        raise PopulationChanged(what, do=VERIFY)
    return text


def unchanged(connection: Connection, one: Sealed) -> Population:
    """The items as they were sealed, if the books still show them so.

    Raises:
        PopulationChanged: the books at that position no longer have the same items, or
            another chain; the first items that differ are told.
    """
    text = kept_text(connection, one)
    books = lookups(connection)
    unit = books.unit(one.unit)
    at = (one.span, one.position)
    try:
        if one.evidence:
            days = (one.of, one.span)
            new = population_in(connection, one.unit, one.evidence, days)
        else:
            new = read_population(connection, books, unit, one.of, at)
    except SamplingRefused:
        new = Population((), b"", "")
    if new.digest != one.digest:
        told = "、".join(differences(unsealed(text, one.digest), new))
        what = f"总体 {one.mark} 封存以后账簿有变动"
        why = f"以下项目与封存时不同：{told}"
        raise PopulationChanged(what, why, f"{VERIFY}；另行封存总体、重新抽样")
    if one.evidence:
        chain: bytes | None = rows_hash(connection, one.unit, one.evidence)
    else:
        chain = queries.hash_at(connection, unit.id, one.position)
    if chain is None or chain.hex() != one.chain_hash:
        what = f"总体 {one.mark} 封存以后凭证链有变动"
        raise PopulationChanged(what, do=VERIFY)
    return new


def population_in(
    connection: Connection, unit: str, evidence: str, wanted: tuple[Of, Span]
) -> Population:
    """The items of a kind in evidence books, over days.

    Raises:
        NotFound: there are no such evidence books.
        SamplingRefused: there are none.
    """
    of, span = wanted
    # Evidence is read by whole months.
    books = read_evidence(connection, unit, evidence, whole_months(span))
    return sealed(items_of(replace(books, span=span), of))


def read_population(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    of: Of,
    at: tuple[Span, int],
) -> Population:
    """The items of a kind as the books have them: days, and the chain position.

    Raises:
        SamplingRefused: there are none.
    """
    span, position = at
    accounts = accounts_of(books, unit, span)
    funds = funds_of(connection, unit)
    codes = {code for code, one in accounts.items() if _counts(of, one)}
    money = {code for code, one in funds.items() if _pays(of, one)}
    bounds = store.Bounds(
        unit_id=unit.id,
        span=span,
        periods=(
            period_of(span.since),
            before_openings(period_of(span.last_day) + 1),
        ),
        position=position,
    )
    items: Iterator[Item] = store.items(
        connection,
        bounds,
        of,
        sorted(id_ for id_, code in books.account_codes.items() if code in codes),
        sorted(id_ for id_, code in unit.fund_codes.items() if code in money),
    )
    return sealed(items)


def _counts(of: Of, account: Account) -> bool:
    return account.part is Part.INCOME if of is Of.DONATIONS else account.spends


def _pays(of: Of, fund: Fund) -> bool:
    return fund.origin == "donation" if of is Of.DONATIONS else fund.is_aid
