"""Integrity (完整性): everything that was sealed, recomputed from its rows.

1. V1 content: each voucher's rows still have the content that was sealed.
2. V2 seal: each voucher's number, place, poster and time are those sealed, and it
   follows the hash before it; positions run from 1 without a gap.
3. V3 numbers: each series of a period runs from 1 without a gap or a double.
4. V4 balance: each voucher balances in each fund (L1), no posting lacks its voucher.
5. V5 totals: the kept totals equal the postings.
6. V6 money: each position row equals the running sum of its fund and account (L7).
7. V7 records: master records and closes are as they were chained, none is missing.
8. V8 closes: checkpoints equal the totals at their close, heads equal their voucher.
9. V9 schema: tables, constraints and triggers stand as migrated; no key points
   nowhere.
10. V10 rules: what the seal asks (L2, L7, L8, corrections, charts and leaves) is asked
   again, for a guard can be taken away and put back.

One pass over the rows of each unit; memory goes with months, accounts and funds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from audit import rejudging
from ledger import chain, evidence, queries, register, store, tables
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.periods import label
from ledger.register import RECORDED, SHARED, Lookups, UnitLookup, lookups

FIRST_TOLD = 20
"""Differences of one kind that are told in full; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the books are not as they were sealed."""

    test: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"[{self.test}] {self.place}：{self.what}"


@dataclass(frozen=True, slots=True)
class UnitIntegrity:
    """What was recomputed for one unit, and what differed."""

    unit: str
    name: str
    vouchers: int
    postings: int
    position: int
    digest: str
    records_digest: str
    """Head of the chain of the unit's registers and closes."""
    differences: tuple[Difference, ...]
    hidden: int = 0
    """Differences beyond the first of each kind, counted only."""


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """The whole answer: `ok` when nothing differs anywhere."""

    units: tuple[UnitIntegrity, ...]
    shared: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether everything stands as it was sealed."""
        return not self.shared and not any(unit.differences for unit in self.units)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All differences, those of the whole database first."""
        return self.shared + tuple(d for unit in self.units for d in unit.differences)

    @property
    def lines(self) -> tuple[tuple[str, str, bool], ...]:
        """What was tested, its figure, and whether it held; for reports."""
        vouchers = sum(unit.vouchers for unit in self.units)
        postings = sum(unit.postings for unit in self.units)
        figures = {
            "V1": f"{vouchers:,} 张凭证",
            "V2": f"{vouchers:,} 张凭证",
            "V4": f"{postings:,} 行分录",
        }
        failed = {difference.test for difference in self.differences}
        return tuple(
            (title, figures.get(key, "全部"), key not in failed)
            for key, title in TESTS.items()
        )


TESTS: Mapping[str, str] = {
    "V1": "凭证内容与封存时一致",
    "V2": "凭证链（编号、链位、记账人、时间、前项摘要）完整",
    "V3": "凭证编号连续、不重号",
    "V4": "每张凭证借贷平衡，且在每项资金内平衡",
    "V5": "余额汇总与分录一致",
    "V6": "货币资金逐笔结存与分录一致",
    "V7": "单位、资金、科目、人员等登记与登记链一致",
    "V8": "结账检查点与当时的余额一致",
    "V9": "数据库结构与约束未被改动",
    "V10": "已封存的凭证符合封存时的规则（红字、专款专用、量入为出、冲销、末级科目）",
}


@dataclass(slots=True)
class _Found:
    """Differences as they are met; only the first of each kind are kept whole."""

    told: list[Difference] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, test: str, place: str, what: str) -> None:
        """Keep a difference."""
        self.counts[test] = self.counts.get(test, 0) + 1
        if self.counts[test] <= FIRST_TOLD:
            self.told.append(Difference(test, place, what))

    @property
    def hidden(self) -> int:
        """How many were counted only."""
        return sum(max(count - FIRST_TOLD, 0) for count in self.counts.values())


def verify(
    connection: Connection,
    units: Sequence[str] = (),
    schema_differences: Sequence[str] = (),
) -> IntegrityReport:
    """Recompute everything that was sealed; all units where none is named.

    Args:
        connection: a reading transaction: one consistent view.
        units: codes of the units to recompute.
        schema_differences: what the caller found between the live catalogue and the
            one that was migrated.

    Raises:
        NotFound: there is no such unit.
    """
    shared = _Found()
    for difference in schema_differences:
        shared.add("V9", "数据库结构", difference)
    for table in evidence.broken_keys(connection):
        shared.add("V9", "外键", f"{table} 有指向不存在记录的行")
    for table in evidence.strangers(connection):
        shared.add("V9", "单位", f"{table} 有不属于任何单位的行")
    _verify_records(connection, SHARED, register.SHARED_CODE, shared)
    ids = evidence.unit_ids(connection)
    for code in units:
        if code not in ids:
            raise NotFound("单位", code, "用 bangfu books units 查看")
    chosen = {code: ids[code] for code in units or sorted(ids)}
    try:
        books = lookups(connection, fresh=True)
    except (KeyError, ValueError):
        # A field holds what no register ever wrote; the chain of records names it.
        shared.add("V7", "登记", "有登记无法读取，凭证与余额未能校验")
        found = tuple(_only_records(connection, *unit) for unit in chosen.items())
        return IntegrityReport(found, tuple(shared.told))
    return IntegrityReport(
        tuple(_verify_unit(connection, code, books) for code in chosen),
        tuple(shared.told),
    )


def _only_records(connection: Connection, code: str, unit_id: int) -> UnitIntegrity:
    found = _Found()
    _verify_records(connection, unit_id, code, found)
    _verify_closes(connection, unit_id, found)
    records = store.record_head(connection, unit_id)[1].hex()
    head = (0, 0, 0, chain.GENESIS.hex(), records)
    return UnitIntegrity(code, code, *head, tuple(found.told), found.hidden)


def _verify_unit(connection: Connection, code: str, books: Lookups) -> UnitIntegrity:
    """Recompute one unit."""
    unit = books.unit(code)
    found = _Found()
    run = _Run(unit, books, found)
    lines = groupby(evidence.sealed_lines(connection, unit.id), key=itemgetter(0))
    heads = evidence.sealed_heads(connection, unit.id, code)
    try:
        for head, group in _paired(heads, lines, found):
            run.take(head, group)
    except evidence.UnreadableText:
        place = f"{code} 链位 {run.position} 之后"
        found.add("V1", place, "有文字不是 UTF-8，其后的凭证无法校验")
    else:
        _compare_totals(connection, unit.id, run.totals, found, books)
        _compare_money(connection, unit.id, run.money_rows, found, books)
        _judge_again(connection, unit, run, found, books)
    _verify_records(connection, unit.id, code, found)
    _verify_closes(connection, unit.id, found)
    return UnitIntegrity(
        unit=code,
        name=unit.name,
        vouchers=run.vouchers,
        postings=run.postings,
        position=run.position,
        digest=run.previous.hex(),
        records_digest=store.record_head(connection, unit.id)[1].hex(),
        differences=tuple(found.told),
        hidden=found.hidden,
    )


def _judge_again(
    connection: Connection,
    unit: UnitLookup,
    run: "_Run",
    found: _Found,
    books: Lookups,
) -> None:
    """What the seal asks of cancellations and leaves, asked once for the unit."""
    cancelled = rejudging.mirror_breaches(connection, unit.id, run.cancelled)
    for position, what in cancelled:
        found.add("V10", f"{unit.code} 链位 {position}", what)
    for account in sorted({key[1] for key in run.totals} & books.above):
        code = books.account_codes[account]
        found.add("V10", f"{unit.code} 科目 {code}", "有分录的科目不是末级科目")


def _paired(
    heads: Iterator[Any], lines: Iterator[tuple[int, Iterator[Any]]], found: _Found
) -> Iterator[tuple[Any, list[Any]]]:
    """Each voucher with its postings; postings without a voucher are told."""
    position, group = _next_group(lines)
    for head in heads:
        while position is not None and position < head[0]:
            found.add("V4", f"链位 {position}", "有分录而没有凭证")
            position, group = _next_group(lines)
        if position == head[0]:
            yield head, group
            position, group = _next_group(lines)
        else:
            yield head, []
    while position is not None:
        found.add("V4", f"链位 {position}", "有分录而没有凭证")
        position, group = _next_group(lines)


def _next_group(
    lines: Iterator[tuple[int, Iterator[Any]]],
) -> tuple[int | None, list[Any]]:
    for position, group in lines:
        return position, list(group)
    return None, []


class _Run:
    """One pass over a unit's vouchers in chain order."""

    def __init__(self, unit: UnitLookup, books: Lookups, found: _Found) -> None:
        self.vouchers = self.postings = self.position = 0
        self.previous = chain.GENESIS
        self.totals: dict[tuple[int, int, int, str], list[int]] = {}
        self.money_rows: list[tuple[int, int, int, int, int | None]] = []
        self.cancelled: dict[int, int] = {}
        self._unit, self._books = unit, books
        self._code, self._money = unit.code, books.money
        self._found = found
        self._balances: dict[tuple[int, int], tuple[int, int | None]] = {}
        self._numbers: dict[tuple[int, str], int] = {}

    def take(self, head: Any, lines: list[Any]) -> None:
        """Recompute one voucher and carry the sums forward."""
        position, period, kind, number, _, sealed_at, poster = head[:7]
        content, previous, digest = map(bytes, head[7:10])
        whole = chain.RS.join([head[10], *[line[7] for line in lines]])
        computed = sha256(whole.encode()).digest()
        if rejudging.holds_marks(whole, len(lines)):
            self._tell("V1", head, "文字中有分隔符，可能隐藏分录")
        if computed != content:
            self._tell("V1", head, "内容与封存时不同（摘要不符）")
        sealed = chain.seal(
            self._code,
            position,
            previous,
            number=number,
            poster=poster or "",
            sealed_at=sealed_at,
            content=content,
        )
        if lines and (lines[0][8] != 1 or lines[-1][8] != len(lines)):
            self._tell("V1", head, "分录行号不连续")
        if sealed != digest:
            self._tell("V2", head, "编号、链位、记账人、时间或摘要被改动")
        if position != self.position + 1:
            self._tell("V2", head, f"链位不连续，前一张在链位 {self.position}")
        if previous != self.previous:
            self._tell("V2", head, "前项摘要与前一张凭证不符")
        expected = self._numbers.get((period, kind), 0) + 1
        if number != expected:
            self._tell("V3", head, f"编号应为 {expected}")
        self._numbers[period, kind] = number
        self.position, self.previous = position, digest
        self.vouchers += 1
        self.postings += len(lines)
        said = rejudging.Head.read(head[10])
        for breach in rejudging.line_breaches(said, lines, self._unit, self._books):
            self._tell("V10", head, breach)
        if head[12] == "full":
            self.cancelled[position] = head[11]
        self._sum(head, lines, said)

    def _sum(self, head: Any, lines: list[Any], said: rejudging.Head) -> None:
        position, period = head[:2]
        funds: dict[int, int] = {}
        moves: dict[tuple[int, int], int] = {}
        totals, money = self.totals, self._money
        for _, account, fund, debit, credit, purpose, persons, *_ in lines:
            net = debit - credit
            funds[fund] = funds.get(fund, 0) + net
            key = (period, account, fund, purpose)
            sums = totals.get(key)
            if sums is None:
                totals[key] = [debit, credit, persons]
            else:
                sums[0] += debit
                sums[1] += credit
                sums[2] += persons
            if account in money:
                moves[fund, account] = moves.get((fund, account), 0) + net
        if len(lines) < 2:  # noqa: PLR2004 - double entry
            self._tell("V4", head, f"只有 {len(lines)} 行分录")
        if any(funds.values()):
            gap = sum(abs(net) for net in funds.values())
            self._tell("V4", head, f"借贷不平，差额合计 {Money(gap).grouped()} 元")
        for pair, net in moves.items():
            before, by = self._balances.get(pair, (0, None))
            balance = before + net
            by = None if balance >= 0 else position if net < 0 else by
            self._balances[pair] = (balance, by)
            if balance < 0 and net < 0 and not said.may_overdraw:
                self._tell("V10", head, "资金支出超过结存（L7）")
            self.money_rows.append((*pair, position, balance, by))

    def _tell(self, test: str, head: Any, what: str) -> None:
        place = (
            f"{self._code} {label(head[1])}{head[2]}字第{head[3]}号（链位 {head[0]}）"
        )
        self._found.add(test, place, what)


# -- caches -------------------------------------------------------------------------


def _compare_totals(
    connection: Connection,
    unit_id: int,
    computed: Mapping[tuple[int, int, int, str], Sequence[int]],
    found: _Found,
    books: Lookups,
) -> None:
    kept = {
        tuple(row[1:5]): [int(row[5]), int(row[6]), int(row[7])]
        for row in store.all_rows(connection, tables.totals, unit_id)
    }
    for key in sorted(kept.keys() | computed.keys()):
        stands, should = kept.get(key), computed.get(key)
        if stands != should:
            place = _key_place(key, books)
            found.add("V5", place, f"汇总为 {_sums(stands)}，分录为 {_sums(should)}")


def _key_place(key: Any, books: Lookups) -> str:
    period, account, fund, purpose = key
    code = books.account_codes.get(account, "?")
    named = f" {purpose}" if purpose else ""
    return f"{label(period)} 科目 {code} 资金序号 {fund}{named}"


def _sums(sums: Sequence[int] | None) -> str:
    if sums is None:
        return "无"
    debit, credit, persons = sums
    return f"借 {Money(debit).grouped()} 贷 {Money(credit).grouped()} 人次 {persons}"


def _compare_money(
    connection: Connection,
    unit_id: int,
    computed: list[tuple[int, int, int, int, int | None]],
    found: _Found,
    books: Lookups,
) -> None:
    kept = {
        (row[0], row[1], row[2]): (row[3], row[4])
        for row in queries.money_positions(connection, unit_id)
    }
    should = {row[:3]: row[3:] for row in computed}
    if kept == should:
        return
    for key in sorted(kept.keys() | should.keys()):
        if kept.get(key) != should.get(key):
            fund, account, position = key
            code = books.account_codes.get(account, "?")
            place = f"链位 {position} 科目 {code} 资金序号 {fund}"
            found.add(
                "V6",
                place,
                f"结存为 {_fen(kept.get(key))}，应为 {_fen(should.get(key))}",
            )


def _fen(row: tuple[int, int | None] | None) -> str:
    if row is None:
        return "无"
    by = f"（透支自链位 {row[1]}）" if row[1] else ""
    return f"{Money(row[0]).grouped()} 元{by}"


# -- records and closes -------------------------------------------------------------


def _verify_records(
    connection: Connection, unit_id: int, code: str, found: _Found
) -> None:
    rows = store.all_rows(connection, tables.records, unit_id)
    previous = chain.GENESIS
    content: dict[tuple[str, str], str] = {}
    for place, row in enumerate(rows, 1):
        named = f"登记 {row.kind} {row.key}"
        fields = (row.kind, row.key, row.content, row.person, row.recorded_at)
        digest = chain.record_hash(code, row.position, bytes(row.previous), fields)
        if digest != bytes(row.hash):
            found.add("V7", named, "登记内容与摘要不符")
        if row.position != place or bytes(row.previous) != previous:
            found.add("V7", named, "登记链不连续")
        previous = bytes(row.hash)
        content[row.kind, row.key] = row.content
    _match_rows(connection, unit_id, content, found)


def _match_rows(
    connection: Connection,
    unit_id: int,
    content: dict[tuple[str, str], str],
    found: _Found,
) -> None:
    for name in RECORDED:
        table = tables.metadata.tables[name]
        if ("unit_id" in table.columns) != (unit_id != SHARED):
            continue
        of_unit = unit_id if unit_id != SHARED else None
        for values in evidence.raw_rows(connection, table, of_unit):
            key = register.key_of(name, values)
            chained = content.pop((name, key), None)
            if chained is None:
                found.add("V7", f"{name} {key}", "没有登记记录")
            elif chained != register.content_of(name, values) or _emptied(
                table, values
            ):
                found.add("V7", f"{name} {key}", "与登记时的内容不同")
    for name, key in sorted(content):
        found.add("V7", f"{name} {key}", "登记过，但现在不存在")


def _emptied(table: Any, values: Mapping[str, object]) -> bool:
    """Whether an empty text stands where nothing stood: both are chained alike."""
    return any(values[c.name] == "" and c.nullable for c in table.columns)


def _verify_closes(connection: Connection, unit_id: int, found: _Found) -> None:
    sums: dict[tuple[int, int, str], list[int]] = {}
    before = 0
    periods = {close.period for close in queries.closes(connection, unit_id)}
    for period in sorted(evidence.checkpoint_periods(connection, unit_id) - periods):
        found.add("V8", f"检查点 {label(period)}", "没有对应的结账")
    for close in queries.closes(connection, unit_id):
        place = f"结账 {label(close.period)}"
        digest = queries.hash_at(connection, unit_id, close.position) or chain.GENESIS
        if digest != bytes(close.hash):
            found.add("V8", place, "链位摘要与凭证不符")
        for row in queries.totals_between(
            connection, unit_id, before, close.period + 1
        ):
            kept = sums.setdefault(
                (row.account_id, row.fund_id, row.purpose), [0, 0, 0]
            )
            kept[0] += row.debit_fen
            kept[1] += row.credit_fen
            kept[2] += row.persons
        before = close.period + 1
        rows = store.checkpoint_rows(connection, unit_id, close.period)
        if {row[:3]: list(row[3:]) for row in rows} != sums:
            found.add("V8", place, "检查点与余额汇总不符")
        if chain.totals_hash(rows) != bytes(close.totals_hash):
            found.add("V8", place, "检查点摘要不符")
