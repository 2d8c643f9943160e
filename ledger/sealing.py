"""Sealing: from what was said to rows that cannot be changed. Pure; no database.

The same steps serve one voucher and a million postings:

1. L11: a reference that stands with the same content is the same voucher; with other
   content it is refused.
2. L1, L2, L6: as `vouchers.py` states them.
3. L5: the day lies after the unit opened and before it ended, in an open period.
4. L8: an outflow names a purpose that its fund allows.
5. Corrections: of a voucher of the same year that is no cancellation itself, once.
6. L7: no fund spends money that it has not; only red vouchers and the bank may go
   below zero, and they name themselves on the row that shows it.
7. L9: aid money spent names a reservation of its line, with enough left in it
   (`appropriating.py`).
8. L12: once the unit is live, money leaves under an approved request
   (`requesting.py`).
9. L4, L10: the next number of the series, the next position, the hash before.

All breaches of all vouchers are collected; a voucher that overspends leaves the money
as it was, so that one fault is told once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger import appropriating, chain, grounding, requesting
from ledger.appropriations import Made
from ledger.entries import (
    Entry,
    Outcome,
    Standing,
    UnitState,
    summed,
)
from ledger.errors import Problem
from ledger.money import grouped_yuan
from ledger.payment_requests import Doer
from ledger.register import Lookups, UnitLookup
from ledger.seal_times import time_problems
from ledger.vouchers import (
    RED,
    Amounts,
    Correction,
    Entered,
    Kind,
    Line,
    amount_problems,
    infer_kind,
    person_problems,
)


class _Sealing(NamedTuple):
    """Who seals, at what instant, and which accounts hold money."""

    poster_id: int
    poster: str
    sealed_at: str
    money: set[int]


@dataclass(slots=True)
class Sealed:
    """Rows to append, in the columns of their tables, and what was found wrong."""

    vouchers: list[tuple[object, ...]] = field(default_factory=list)
    postings: list[tuple[object, ...]] = field(default_factory=list)
    positions: list[tuple[object, ...]] = field(default_factory=list)
    moves: list[tuple[object, ...]] = field(default_factory=list)
    request_moves: list[tuple[object, ...]] = field(default_factory=list)
    holds: list[tuple[object, ...]] = field(default_factory=list)
    totals: dict[tuple[int, int, int, str], list[int]] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)


def infer(entry: Entry, unit: UnitLookup, books: Lookups) -> str:
    """The series of an entry that names none; red ones keep that of their target."""
    sign = -1 if entry.correction in RED and _is_red(entry.lines) else 1
    moves: dict[int, int] = {}
    for line in entry.lines:
        if line[0] in books.money:
            moves[line[0]] = moves.get(line[0], 0) + sign * (line[2] - line[3])
    return infer_kind(unit.kinds, moves, books.cash)


def _is_red(lines: Sequence[Line]) -> bool:
    return any(line[2] + line[3] < 0 for line in lines)


def seal_all(
    entries: Sequence[Entry],
    state: UnitState,
    books: Lookups,
    *,
    poster_id: int,
    sealed_at: str,
) -> Sealed:
    """Judge and seal a unit's entries in the order given.

    `state` is carried forward and must not be used again when anything was wrong.
    """
    sealed = Sealed()
    by = _Sealing(poster_id, books.person_codes[poster_id], sealed_at, books.money)
    for entry in entries:
        content = _content(entry, state.unit, books)
        stands = state.standing.get(entry.ref)
        if stands is not None and stands.content_hash:
            _meet_again(entry, stands, content, sealed)
            continue
        found = [*judge(entry, state, books)]
        sealed.problems += [(entry.ref, problem) for problem in found]
        told = len(sealed.problems)
        _place(entry, content, state, sealed, by)
        if state.requests is not None and all(p.rule != "L12" for p in found):
            _take_from_requests(entry, state, sealed, by, books)
        if any(problem.rule == "transfer" for problem in found):
            # A chart that was not opened yet has no money; the cause is told once.
            rest = sealed.problems[told:]
            sealed.problems[told:] = [p for p in rest if p[1].rule != "L7"]
    return sealed


def judge(entry: Entry, state: UnitState, books: Lookups) -> Iterator[Problem]:
    """The breaches of one entry, first things first; money positions come later."""
    red = entry.correction in RED
    lines = entry.lines
    yield from amount_problems(
        (Amounts(line[1], line[2], line[3]) for line in lines), red_allowed=red
    )
    if entry.reviewer_id == entry.preparer_id or entry.cashier_id:
        yield from person_problems(
            entry.preparer_id, entry.reviewer_id, entry.cashier_id
        )
    yield from time_problems(entry, state)
    yield from _line_problems(entry, state.unit, books)
    if entry.corrects or entry.correction:
        yield from _correction_problems(entry, state)
    if state.budget is not None:
        asked = books.asked(entry.entered)
        yield from appropriating.problems(
            entry, state.budget, asked, state.unit.general
        )
    if state.requests is not None:
        target = _target_of(entry, state)
        yield from requesting.problems(entry, state.requests, books, target)
        yield from grounding.problems(entry, state.grounds, books)


def _target_of(entry: Entry, state: UnitState) -> int:
    """The place of the voucher that an entry corrects, 0 where there is none."""
    target = state.standing.get(entry.corrects) if entry.corrects else None
    return target.position if target else 0


def _content(entry: Entry, unit: UnitLookup, books: Lookups) -> bytes:
    people = books.person_codes
    head = chain.head_text(
        (
            unit.code,
            entry.ref,
            entry.period,
            entry.kind,
            entry.dated_on,
            entry.chart,
            entry.summary,
            entry.attachments,
            people[entry.preparer_id],
            people[entry.reviewer_id],
            people[entry.cashier_id] if entry.cashier_id else "",
            people[entry.head_id] if entry.head_id else "",
            entry.posted_at,
            entry.corrects,
            entry.correction,
            entry.entered,
            entry.basis,
        )
    )
    accounts, funds = books.account_codes, unit.fund_codes
    texts = [chain.line_text(line, accounts, funds) for line in entry.lines]
    return chain.content_hash(head, texts)


def _meet_again(entry: Entry, stands: Standing, content: bytes, sealed: Sealed) -> None:
    if stands.content_hash == content:
        place = (stands.position, entry.period, entry.kind, stands.number)
        sealed.outcomes.append(Outcome(entry.ref, *place, stands.hash, already=True))
        return
    sealed.problems.append(
        (
            entry.ref,
            Problem(
                "L11",
                "同一凭证引用号已经入账，但内容不同",
                "内容有改动",
                "已入账的凭证不能修改；请用红字冲销或差额更正，新凭证用新的引用号",
                column="voucher",
            ),
        )
    )


# -- rules --------------------------------------------------------------------------


def _line_problems(entry: Entry, unit: UnitLookup, books: Lookups) -> Iterator[Problem]:
    restricted, spends, opening = unit.restricted, books.spends, unit.fund_opened
    # Openings move nothing: what they show was spent or received before.
    spent = entry.kind != Kind.OPENING
    for number, line in enumerate(entry.lines, 1):
        fund = line[1]
        if opening[fund] > entry.dated_on:
            yield Problem(
                "fund",
                "日期早于资金设立日",
                entry.dated_on,
                f"该资金自 {opening[fund]} 起使用",
                number,
                "fund",
            )
        purpose = line[4]
        if purpose is not None:
            if purpose not in unit.purposes[fund]:
                yield _purpose_refused(number, purpose, unit.purposes[fund])
        elif fund in restricted and line[2] and line[0] in spends and spent:
            yield Problem(
                "L8",
                "限定用途的资金支出时必须注明用途",
                "用途为空",
                f"可用的用途：{'、'.join(sorted(unit.purposes[fund]))}",
                number,
                "purpose",
            )


def _purpose_refused(number: int, purpose: str, allowed: set[str]) -> Problem:
    listed = "、".join(sorted(allowed)) or "（未登记任何用途）"
    return Problem(
        "L8",
        "该资金不允许这一用途（专款专用）",
        purpose,
        f"允许的用途：{listed}",
        number,
        "purpose",
    )


def _correction_problems(entry: Entry, state: UnitState) -> Iterator[Problem]:
    if not entry.corrects or not entry.correction:
        yield _correction("更正凭证要同时写明被更正凭证与更正方式")
        return
    target = state.standing.get(entry.corrects)
    if target is None:
        yield _correction("本单位没有被更正的凭证", "核对 corrects 中的引用号")
        return
    if target.correction == Correction.FULL:
        yield _correction("红字冲销凭证不能再被更正", "另填一张正确的凭证")
    if target.kind == Kind.OPENING:
        yield _correction("期初余额不能红字冲销", "在当期用凭证调整")
    if target.period // 100 != entry.period // 100:
        yield _correction(
            "不能更正以前年度的凭证",
            "以前年度差错经年初余额调整（会计基础工作规范 51-5）",
        )
    if entry.dated_on < target.dated_on:
        yield _correction("更正凭证的日期早于被更正凭证", "改用之后的日期")
    yield from _once_problems(entry.correction, target)
    if entry.correction == Correction.DIFFERENCE:
        yield from _difference_problems(entry, state)


def _difference_problems(entry: Entry, state: UnitState) -> Iterator[Problem]:
    stands = state.corrected.get(entry.corrects, {})
    after = summed(entry.lines, stands)
    if after.keys() > stands.keys():
        yield _correction(
            "差额更正只能用被更正凭证的科目和资金", "科目有误的，红字冲销后重填"
        )
    elif any(debit < 0 or credit < 0 for debit, credit in after.values()):
        yield _correction("差额大于被更正凭证的金额", "全部冲销请用红字冲销")


def _once_problems(how: str, target: Standing) -> Iterator[Problem]:
    if how == Correction.FULL and target.cancelled:
        yield _correction("该凭证已被冲销过一次", "不能重复冲销")
    if how == Correction.DIFFERENCE and target.cancelled:
        yield _correction("该凭证已被冲销", "另填一张正确的凭证")
    if how == Correction.REPLACEMENT and target.replaced:
        yield _correction("该凭证已有更正后的凭证", "更正那一张凭证")
    if how == Correction.REPLACEMENT and not target.cancelled:
        yield _correction("被替换的凭证尚未冲销", "先作红字冲销")


def _correction(what: str, do: str = "") -> Problem:
    return Problem("correction", what, do=do, column="corrects")


# -- placing ------------------------------------------------------------------------


def _place(
    entry: Entry, content: bytes, state: UnitState, sealed: Sealed, by: _Sealing
) -> None:
    unit_id, position = state.unit.id, state.position + 1
    series = (entry.period, entry.kind)
    number = state.numbers.get(series, 0) + 1
    digest = chain.seal(
        state.unit.code,
        position,
        state.hash,
        number=number,
        poster=by.poster,
        sealed_at=by.sealed_at,
        content=content,
    )
    moves = _count(entry, sealed.totals, by.money)
    _move(entry, moves, state, sealed, position)
    if state.budget is not None:
        made = Made(entry.dated_on, by.poster_id, by.sealed_at)
        sealed.moves += appropriating.use(unit_id, entry, position, state.budget, made)
    target = state.standing.get(entry.corrects) if entry.corrects else None
    corrects = target.position if target else None
    place = (unit_id, position, entry.period, entry.kind, number)
    hashes = (content, state.hash, digest)
    sealed.vouchers.append(_voucher_row(entry, place, corrects, hashes, by))
    sealed.postings += [
        (unit_id, position, count, *line) for count, line in enumerate(entry.lines, 1)
    ]
    sealed.outcomes.append(
        Outcome(entry.ref, position, *place[2:], digest, already=False)
    )
    state.position, state.hash = position, digest
    state.numbers[series] = number
    state.first_period = min(state.first_period or entry.period, entry.period)
    if entry.kind == Kind.OPENING:
        state.openings.add((entry.period, entry.chart))
    _stand(entry, content, state, target)


def _take_from_requests(
    entry: Entry, state: UnitState, sealed: Sealed, by: _Sealing, books: Lookups
) -> None:
    """What the voucher placed last does to payment requests (L12)."""
    assert state.requests is not None
    place = (state.unit.id, state.position, _target_of(entry, state))
    doer = Doer(entry.dated_on, by.poster_id, by.sealed_at)
    moves, holds = requesting.use(entry, place, state.requests, books, doer)
    sealed.request_moves += moves
    sealed.holds += holds


def _voucher_row(
    entry: Entry,
    place: tuple[int, int, int, str, int],
    corrects: int | None,
    hashes: tuple[bytes, bytes, bytes],
    by: _Sealing,
) -> tuple[object, ...]:
    """The columns of `vouchers`, in their order."""
    return (
        *place,
        entry.dated_on,
        entry.chart,
        entry.summary,
        entry.attachments,
        entry.preparer_id,
        entry.reviewer_id,
        by.poster_id,
        entry.cashier_id,
        entry.head_id,
        entry.posted_at,
        by.sealed_at,
        entry.ref,
        corrects,
        entry.correction or None,
        entry.entered,
        entry.basis,
        *hashes,
    )


def _stand(
    entry: Entry, content: bytes, state: UnitState, target: Standing | None
) -> None:
    """What later vouchers of the same call must know of this one."""
    state.standing[entry.ref] = Standing(
        state.position,
        content,
        entry.period,
        entry.kind,
        entry.dated_on,
        entry.correction,
        number=state.numbers[entry.period, entry.kind],
        hash=state.hash,
    )
    if entry.ref in state.corrected:
        state.corrected[entry.ref] = summed(entry.lines)
    if entry.correction == Correction.DIFFERENCE and entry.corrects in state.corrected:
        sums = state.corrected[entry.corrects]
        state.corrected[entry.corrects] = summed(entry.lines, sums)
    if target and entry.correction == Correction.FULL:
        state.standing[entry.corrects] = target._replace(cancelled=True)
    if target and entry.correction == Correction.REPLACEMENT:
        state.standing[entry.corrects] = target._replace(replaced=True)


def _count(
    entry: Entry,
    totals: dict[tuple[int, int, int, str], list[int]],
    money: set[int],
) -> dict[tuple[int, int], int]:
    """Add the entry to the totals; return what moved by fund and money account."""
    period = entry.period
    moves: dict[tuple[int, int], int] = {}
    for line in entry.lines:
        account, fund, debit, credit, purpose = line[:5]
        key = (period, account, fund, purpose or "")
        sums = totals.get(key)
        if sums is None:
            totals[key] = [debit, credit, line[7]]
        else:
            sums[0] += debit
            sums[1] += credit
            sums[2] += line[7]
        if account in money:
            pair = (fund, account)
            moves[pair] = moves.get(pair, 0) + debit - credit
    return moves


def _move(
    entry: Entry,
    moves: Mapping[tuple[int, int], int],
    state: UnitState,
    sealed: Sealed,
    position: int,
) -> None:
    for (fund, account), change in moves.items():
        before, by = state.balances.get((fund, account), (0, None))
        after = before + change
        if after >= 0:
            by = None
        elif change < 0:
            by = position
            if entry.correction not in RED and entry.entered != Entered.BANK:
                problem = _overspent(state.unit.fund_codes[fund], before, change)
                sealed.problems.append((entry.ref, problem))
                continue
        state.balances[(fund, account)] = (after, by)
        sealed.positions.append((state.unit.id, fund, account, position, after, by))


def _overspent(fund: str, before: int, change: int) -> Problem:
    if before < 0:
        return Problem(
            "L7",
            f"资金 {fund} 已透支，停止其他支付",
            f"现有 {grouped_yuan(before)} 元",
            "先补足透支",
            column="fund",
        )
    return Problem(
        "L7",
        f"资金 {fund} 的货币资金不足（量入为出）",
        f"可用 {grouped_yuan(before)} 元，本凭证支出 {grouped_yuan(-change)} 元，"
        f"缺 {grouped_yuan(-(before + change))} 元",
        "减少支出、换用其他资金，或先记收入",
        column="fund",
    )
