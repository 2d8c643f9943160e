"""The journal (记账): the only writer of vouchers.

`post` seals one voucher or many thousand in the caller's transaction; `reverse`
cancels one in red; `correct` cancels and enters right as one pair. All of it stands
or none. A voucher that stands already under its reference with the same content is
answered with where it stands.

Cost: one statement to read where the unit stands, whatever the size of its books,
then one each for postings, money positions, vouchers and totals.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ledger import store, tables
from ledger.database import Connection
from ledger.entries import Entry, Outcome, Standing, UnitState, period_of_entry, summed
from ledger.errors import CorrectionRefused, NotFound, Problem, VoucherRefused
from ledger.money import Money
from ledger.people import Act
from ledger.privacy import has_control, personal_number
from ledger.register import Lookups, UnitLookup, lookups
from ledger.sealing import Sealed, before_opening, infer, seal_all
from ledger.vouchers import KINDS, Correction, Kind, Line, Posting, Voucher

Progress = Callable[[int], None]
"""Told how many vouchers are done, for those who wait."""

FEW = 8
"""References that are looked up in the statement that reads where a unit stands."""

PERSONS_BOUND = 10**9
"""Persons that a posting may count at most."""

ATTACHMENTS_BOUND = 9999
"""Attachments that a voucher may count at most."""

MANY = 1_000
"""Vouchers from which a load is bulk."""

Rows = Sequence[tuple[object, ...]]

QUANTITY_BOUND = 10**15
"""Thousandths of an item's unit that a posting may move at most."""


def post(
    connection: Connection, vouchers: Sequence[Voucher], act: Act
) -> tuple[Outcome, ...]:
    """Judge, number, chain and seal vouchers; units are locked in order of code.

    Vouchers of one unit are posted in the order given. The person of `act` is the
    one who posts (记账).

    Raises:
        VoucherRefused: vouchers break rules; all breaches of all vouchers are told.
    """
    try:
        return _post(connection, vouchers, act, lookups(connection))
    except (VoucherRefused, NotFound):
        # What was missing may have been registered since the look-ups were read.
        return _post(connection, vouchers, act, lookups(connection, fresh=True))


def check(
    connection: Connection, vouchers: Sequence[Voucher], act: Act
) -> tuple[tuple[str, Problem], ...]:
    """What `post` would refuse now, by reference; nothing is locked or written."""
    try:
        _judged(connection, vouchers, act, lookups(connection), lock=False)
    except (VoucherRefused, NotFound):
        try:
            books = lookups(connection, fresh=True)
            _judged(connection, vouchers, act, books, lock=False)
        except VoucherRefused as refusal:
            return refusal.found
    return ()


def reverse(
    connection: Connection, unit: str, ref: str, voucher: Voucher, act: Act
) -> Outcome:
    """Cancel a posted voucher in red: same accounts and sides, negative amounts.

    `voucher` gives the reference, date, persons and summary of the cancellation; its
    postings are taken from the voucher that is cancelled.

    Raises:
        NotFound: no voucher stands under that reference.
        VoucherRefused: it may not be cancelled (other year, twice, a cancellation).
    """
    return post(connection, [red_voucher(connection, unit, ref, voucher)], act)[0]


def correct(
    connection: Connection, red: Voucher, right: Voucher, act: Act
) -> tuple[Outcome, Outcome]:
    """Cancel a voucher and enter the right one in its place, as one atomic pair.

    `red.corrects` names the voucher that is cancelled.

    Raises:
        CorrectionRefused: the pair speaks of two units.
        VoucherRefused: either of the two breaks a rule.
    """
    if red.unit != right.unit:
        raise CorrectionRefused("冲销与更正的凭证应属于同一单位")
    cancelled = red_voucher(connection, red.unit, red.corrects, red)
    entered = replace(right, corrects=red.corrects, correction=Correction.REPLACEMENT)
    first, second = post(connection, [cancelled, entered], act)
    return first, second


def red_voucher(
    connection: Connection, unit: str, ref: str, voucher: Voucher
) -> Voucher:
    """The red-letter voucher that cancels the one under `ref`, not yet posted."""
    # Read anew: what it was posted with may have been registered since.
    books = lookups(connection, fresh=True)
    row = store.voucher_by_ref(connection, books.unit(unit).id, ref)
    if row is None:
        raise NotFound("凭证", ref, "用 bangfu books voucher list 查看引用号")
    unit_book = books.unit(unit)
    postings = tuple(
        posting_of(Line(*line), unit_book, books).reversed()
        for line in store.lines_of(connection, unit_book.id, row.position)
    )
    return replace(
        voucher,
        unit=unit,
        kind=row.kind,
        postings=postings,
        corrects=ref,
        correction=Correction.FULL,
    )


def posting_of(line: Line, unit: UnitLookup, books: Lookups) -> Posting:
    """A posting as people speak of it, from one as the database holds it."""
    return Posting(
        account=books.account_codes[line.account_id],
        fund=unit.fund_codes[line.fund_id],
        debit=Money(line.debit_fen),
        credit=Money(line.credit_fen),
        purpose=line.purpose or "",
        arose_on=dt.date.fromisoformat(line.arose_on) if line.arose_on else None,
        **{name: getattr(line, name) for name in _SAME},
    )


_SAME = (
    "party",
    "recipient",
    "persons",
    "item",
    "quantity_milli",
    "serials",
    "economic",
    "functional",
    "appropriation",
    "request",
    "memo",
)


# -- posting ------------------------------------------------------------------------


def _post(
    connection: Connection, vouchers: Sequence[Voucher], act: Act, books: Lookups
) -> tuple[Outcome, ...]:
    sealed = _judged(connection, vouchers, act, books, lock=True)
    # Written only now: what is refused has changed nothing, whatever the caller does.
    for code, rows in sealed.items():
        write(connection, books.units[code].id, rows)
    outcomes = {code: iter(rows.outcomes) for code, rows in sealed.items()}
    return tuple(next(outcomes[voucher.unit]) for voucher in vouchers)


def _judged(
    connection: Connection,
    vouchers: Sequence[Voucher],
    act: Act,
    books: Lookups,
    *,
    lock: bool,
) -> dict[str, Sealed]:
    """What would be appended for each unit; every breach of every voucher is raised."""
    problems: list[tuple[str, Problem]] = []
    by_unit: dict[str, list[Entry]] = {}
    for voucher in vouchers:
        entry = _resolve(voucher, books, problems)
        if entry is not None:
            by_unit.setdefault(voucher.unit, []).append(entry)
    if problems:
        raise VoucherRefused(problems)
    poster_id = books.person(act.person)
    sealed: dict[str, Sealed] = {}
    for code in sorted(by_unit):
        unit = books.units[code]
        if lock:
            store.lock_unit(connection, unit.id)
        state = unit_state(connection, unit, by_unit[code], books)
        sealed[code] = seal_all(
            by_unit[code], state, books, poster_id=poster_id, sealed_at=act.stamp
        )
        problems += sealed[code].problems
    if problems:
        raise VoucherRefused(problems)
    return sealed


def write(connection: Connection, unit_id: int, sealed: Sealed) -> None:
    """Append what was sealed: postings and positions, then the vouchers over them."""
    if not sealed.vouchers:
        return
    if len(sealed.vouchers) < MANY or not store.plans_go_stale(connection):
        _write(connection, sealed.vouchers, sealed.postings, sealed.positions)
    else:
        # The guards' plans are made over what stands: a few vouchers first, so that
        # the rest is not judged by a plan for empty tables.
        last = sealed.vouchers[MANY // 4 - 1][1]
        for early in (True, False):
            parts = [
                [row for row in rows if (row[at] <= last) is early]  # type: ignore[operator] # a position
                for rows, at in (
                    (sealed.vouchers, 1),
                    (sealed.postings, 1),
                    (sealed.positions, 3),
                )
            ]
            _write(connection, *parts)
            if early:
                store.settle_statistics(connection)
    store.add_totals(connection, unit_id, sealed.totals)


def _write(
    connection: Connection, vouchers: Rows, postings: Rows, positions: Rows
) -> None:
    store.write_rows(connection, tables.postings, postings)
    store.write_rows(connection, tables.money_positions, positions)
    store.write_rows(connection, tables.vouchers, vouchers)


def unit_state(
    connection: Connection,
    unit: UnitLookup,
    entries: Sequence[Entry],
    books: Lookups,
) -> UnitState:
    """Where a unit's books stand, as far as these entries touch them."""
    refs = [entry.ref for entry in entries]
    few = refs if len(refs) <= FEW else []
    series = sorted({(entry.period, entry.kind) for entry in entries})
    pairs = sorted(
        {
            (line[1], line[0])
            for entry in entries
            for line in entry.lines
            if line[0] in books.money
        }
    )
    read = store.read_state(connection, unit.id, series, pairs, few)
    standing: dict[str, Standing] = {}
    if not few or read.stands:
        found = store.find_refs(connection, unit.id, refs)
        standing = {
            ref: Standing(at.position, at.content_hash, number=at.number, hash=at.hash)
            for ref, at in found.items()
        }
    targets = sorted({entry.corrects for entry in entries if entry.corrects})
    if targets:
        _know_targets(standing, store.find_targets(connection, unit.id, targets))
    differing = sorted(
        {entry.corrects for entry in entries if entry.correction == "difference"}
    )
    return UnitState(
        unit=unit,
        position=read.position,
        hash=read.hash,
        closed_through=read.closed_through,
        numbers=dict(zip(series, read.numbers, strict=True)),
        balances=dict(zip(pairs, read.balances, strict=True)),
        standing=standing,
        corrected={
            ref: summed(store.corrected_lines(connection, unit.id, ref))
            for ref in differing
        },
    )


def _know_targets(
    standing: dict[str, Standing], targets: dict[str, store.Target]
) -> None:
    for ref, target in targets.items():
        known = standing.get(ref, Standing(target.position))
        standing[ref] = known._replace(**target._asdict())


# -- from codes to numbers ----------------------------------------------------------


def _resolve(
    voucher: Voucher, books: Lookups, problems: list[tuple[str, Problem]]
) -> Entry | None:
    """An entry with numbers for codes; None, problems told, where one is unknown."""
    found: list[Problem] = []
    unit = books.units.get(voucher.unit)
    if unit is None:
        found.append(_unknown("单位", voucher.unit, "unit"))
    day = voucher.dated_on.isoformat()
    people = [
        _person(books, voucher, column, found)
        for column in ("preparer", "reviewer", "cashier", "head")
    ]
    found += text_problems(_texts(voucher))
    if not 0 <= voucher.attachments <= ATTACHMENTS_BOUND:
        found.append(
            Problem(
                "text",
                "附件张数应在 0 到 9999 之间",
                column="attachments",
                do="核对张数",
            )
        )
    lines: list[Line] = []
    chart = unit.chart_on(day) if unit else ""
    if unit and not chart:
        found.append(before_opening(day, unit.opened_on))
    elif unit:
        lines = _lines(voucher, unit, books.charts[chart], books, found)
    if unit and voucher.kind not in ("", *KINDS[unit.kinds], Kind.OPENING):
        found.append(_unknown("凭证字", voucher.kind, "kind"))
    if found or unit is None:
        problems += [(voucher.ref, problem) for problem in found]
        return None
    entry = Entry(
        ref=voucher.ref,
        kind=voucher.kind,
        dated_on=day,
        chart=chart,
        summary=voucher.summary,
        attachments=voucher.attachments,
        preparer_id=people[0] or 0,
        reviewer_id=people[1] or 0,
        cashier_id=people[2],
        head_id=people[3],
        posted_at=voucher.posted_at,
        corrects=voucher.corrects,
        correction=voucher.correction or "",
        entered=voucher.entered,
        lines=lines,
        period=period_of_entry(day, voucher.kind),
    )
    return entry if entry.kind else entry._replace(kind=infer(entry, unit, books))


def _person(
    books: Lookups, voucher: Voucher, column: str, found: list[Problem]
) -> int | None:
    code = getattr(voucher, column)
    if not code and column in {"cashier", "head"}:
        return None
    if code not in books.people:
        found.append(_unknown("人员", code or "（空）", column))
        return None
    return books.people[code]


def _lines(
    voucher: Voucher,
    unit: UnitLookup,
    accounts: dict[str, int],
    books: Lookups,
    found: list[Problem],
) -> list[Line]:
    lines = []
    for number, posting in enumerate(voucher.postings, 1):
        account = accounts.get(posting.account)
        fund = unit.funds.get(posting.fund)
        if account is None:
            found.append(_unknown("科目", posting.account, "account", number))
        elif account in books.above:
            found.append(not_a_leaf(posting.account, number))
        if fund is None:
            found.append(_unknown("资金", posting.fund, "fund", number))
        if _miscounted(posting):
            found.append(
                Problem(
                    "L2",
                    "人次与数量只能在红字行为负，且不能过大",
                    line=number,
                    column="persons",
                )
            )
        if account is not None and fund is not None:
            lines.append(_line(posting, account, fund))
    return lines


def _miscounted(posting: Posting) -> bool:
    red = posting.debit.fen + posting.credit.fen < 0
    return (
        (posting.persons < 0 and not red)
        or abs(posting.persons) > PERSONS_BOUND
        or abs(posting.quantity_milli) > QUANTITY_BOUND
    )


def _line(posting: Posting, account: int, fund: int) -> Line:
    return Line(
        account,
        fund,
        posting.debit.fen,
        posting.credit.fen,
        posting.purpose or None,
        arose_on=posting.arose_on.isoformat() if posting.arose_on else "",
        **{name: getattr(posting, name) for name in _SAME},
    )


def _unknown(kind: str, name: str, column: str, line: int = 0) -> Problem:
    return Problem(
        column, f"账中没有这个{kind}", name, "核对代码，或先登记", line, column
    )


def not_a_leaf(code: str, line: int = 0) -> Problem:
    """The problem of a posting on an account that has others under it."""
    return Problem(
        "account", "不是末级科目", code, "改用其下的明细科目", line, "account"
    )


def _texts(voucher: Voucher) -> Iterator[tuple[str, str, int]]:
    """Every text that is sealed without being looked up: (column, text, line)."""
    yield "summary", voucher.summary, 0
    yield "ref", voucher.ref, 0
    if voucher.posted_at:
        yield "posted_at", voucher.posted_at, 0
    for number, posting in enumerate(voucher.postings, 1):
        for column in _FREE:
            if text := getattr(posting, column):
                yield column, text, number


_FREE = (
    "party",
    "recipient",
    "item",
    "serials",
    "economic",
    "functional",
    "appropriation",
    "request",
    "memo",
)


_EXEMPT = frozenset({"ref", "serials"})


def text_problems(texts: Iterable[tuple[str, str, int]]) -> list[Problem]:
    """What may not be sealed in texts: (column, text, line) each."""
    found = []
    for column, text, line in texts:
        if has_control(text):
            found.append(
                Problem(
                    "text",
                    "文字中有控制字符",
                    do="删去换行等控制字符",
                    line=line,
                    column=column,
                )
            )
        elif column not in _EXEMPT and (masked := personal_number(text)):
            found.append(
                Problem(
                    "privacy",
                    "摘要等文字中不能有个人号码",
                    masked,
                    "改写档案号，证件与账号另行加密保存",
                    line,
                    column,
                )
            )
        elif column in {"summary", "ref"} and not text.strip():
            found.append(Problem("text", "不能为空", column=column, do="填写内容"))
    return found
