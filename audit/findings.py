"""Findings of an engagement (审计发现): raised, taken over, changed.

1. The auditor's own finding rests on vouchers, on proofs that anybody can repeat, or on
   papers and evidence sheets.
2. A finding taken over from a check keeps all exceptions of one kind, with what the
   check looked at; it is linked to each voucher that an exception names, and to the
   check. Exceptions that the auditor cleared are left out, each by its evidence.
3. Exceptions and links are kept as they were when it was raised; what is said about
   them is changed by a revision with its reason.
4. File numbers stand for people; no name and no personal number is kept.

Basis: 第2103、2104、2106号内部审计具体准则 (evidence, working papers, report).
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aid.recipient_writing import day_value
from audit import finding_store as store
from audit.annual import CAUSE_OPEN
from audit.catalogue import entry_of
from audit.check import Finding, Population, Result, Severity
from audit.engagement_keeping import Desk
from audit.errors import FindingRefused
from audit.finding_digests import ExceptionRow, LinkRow, finding_hash
from audit.finding_kinds import WHILE, Doing, Kept, State
from audit.finding_reading import BETWEEN, finding_of
from audit.finding_steps import StepRow, append_step, step_faults
from audit.proofs import TESTS
from audit.voucher_marks import vouchers_of
from budgets.records import read_back, text_faults, written
from ledger import store as ledger_store
from ledger import tables
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import append_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a finding says; `responsible` is a unit's code, empty for the auditee."""

    title: str
    severity: Severity
    criterion: str
    condition: str
    cause: str = ""
    effect: str
    recommendation: str
    amount: Money = ZERO
    persons: int = 0
    evidence: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class _Proved:
    """What proves a finding, as it is kept."""

    check: str = ""
    population: Population | None = None
    exceptions: tuple[ExceptionRow, ...] = ()
    links: tuple[LinkRow, ...] = ()


# -- raising ------------------------------------------------------------------------


def raise_own(
    desk: Desk,
    said: Said,
    vouchers: Sequence[str] = (),
    proofs: Sequence[str] = (),
) -> Kept:
    """Raise the auditor's own finding.

    Args:
        desk: where the auditor works.
        said: what the finding says.
        vouchers: marks of the vouchers that prove it, `2025-03 付-12`.
        proofs: keys of checks and proofs that show it again: `T16`, `V5`.

    Raises:
        NotFound: there is no such unit.
        FindingRefused: it cannot be so; all that is wrong is told.
    """
    found = vouchers_of(desk.connection, desk.unit.id, vouchers)
    wrong = [f"没有凭证“{one}”" for one in vouchers if one not in found]
    if not (vouchers or proofs or said.evidence.strip()):
        wrong.append("没有写明证据：凭证、可重复的校验，或底稿、取证单")
    wrong += text_faults(*(("校验编号", one, True) for one in proofs))
    wrong += [f"没有编号为“{one}”的检查或核验" for one in proofs if not _known(one)]
    positions = sorted({one.position for one in found.values()})
    return _raise(desk, said, _Proved(links=_links(positions, proofs)), wrong)


def _known(key: str) -> bool:
    """Whether a check or a proof of integrity goes by a key."""
    return key in TESTS or entry_of(key) is not None


def take_over(
    desk: Desk,
    result: Result,
    title: str,
    cleared: Collection[str] = (),
    cause: str = CAUSE_OPEN,
) -> Kept:
    """Take a finding over from a check, with all its exceptions of one title.

    Args:
        desk: where the auditor works.
        result: the outcome of the check over the unit's books.
        title: which of its findings; leads (线索) too, once they are looked into.
        cleared: evidence of exceptions that turned out to be none.
        cause: why it came to be so, as far as it is known.

    Raises:
        FindingRefused: the check found nothing of the kind in the span, or was taken
            over already.
    """
    check = result.check
    wrong = []
    if check is None or not result.performed:
        raise FindingRefused("检查没有执行，不能取用", result.reason)
    told = [one for one in result.findings if one.title == title]
    marks = {m for one in told for m in one.evidence}
    found = vouchers_of(desk.connection, desk.unit.id, marks)
    days = {m: one.dated_on for m, one in found.items()}
    told = [one for one in told if _counts(one, days, cleared, desk)]
    if not told:
        wrong.append(f"{check.key} 在审计期间没有“{title}”")
    if any(
        (row.check_key, row.title) == (check.key, title)
        and row.state != State.DROPPED.value
        for row in _with_states(desk)
    ):
        wrong.append(f"{check.key}“{title}”已取用")
    exceptions = tuple(
        (
            *(item, one.condition, one.amount.fen, one.persons),
            *(BETWEEN.join(one.evidence), BETWEEN.join(one.recipients)),
        )
        for item, one in enumerate(told, 1)
    )
    marks = {m for one in told for m in one.evidence if m in found}
    positions = sorted(found[m].position for m in marks)
    said = Said(
        title=title,
        severity=check.severity,
        criterion=check.basis,
        condition=_condition(told),
        cause=cause,
        effect=check.effect,
        recommendation=(told[0].recommendation if told else "") or check.recommendation,
        amount=sum((one.amount for one in told), ZERO),
        persons=sum(one.persons for one in told),
    )
    links = _links(positions, [check.key])
    proved = _Proved(check.key, result.population, exceptions, links)
    return _raise(desk, said, proved, wrong)


def _counts(
    one: Finding,
    days: dict[str, dt.date],
    cleared: Collection[str],
    desk: Desk,
) -> bool:
    """Whether an exception stands: not cleared, and of the days that are audited.

    Checks look at whole months: what lies in the first or last of them outside the days
    is not of the audit. What an earlier voucher left standing is.
    """
    if any(mark_ in cleared for mark_ in one.evidence):
        return False
    span = desk.engagement.span
    dated = [days[m] for m in one.evidence if m in days]
    month = span.since.replace(day=1)
    return not dated or any(
        span.since <= day < span.until or day < month for day in dated
    )


_TOLD = 3


def _condition(told: Sequence[Finding]) -> str:
    """The facts: the first exceptions in words, how many there are in all."""
    first = "；".join(one.condition for one in told[:_TOLD])
    if len(told) <= 1:
        return first
    more = "" if len(told) <= _TOLD else "；其余见例外明细"
    return f"共 {len(told)} 项：{first}{more}"


def _links(positions: Sequence[int], proofs: Sequence[str]) -> tuple[LinkRow, ...]:
    links: list[tuple[int | None, str]] = [(one, "") for one in positions]
    links += [(None, one.strip()) for one in proofs]
    return tuple((n, *link) for n, link in enumerate(links, 1))


def _raise(desk: Desk, said: Said, proved: _Proved, wrong: list[str]) -> Kept:
    state = desk.engagement.state
    if state not in WHILE[Doing.RAISE]:
        wrong.append(f"审计项目{state.label}，不能提出发现")
    wrong += _faults(said)
    if wrong:
        raise FindingRefused("审计发现没有提出", "；".join(wrong), "改正后重新提出")
    at = (desk.unit.id, desk.engagement.key)
    number = store.next_number(desk.connection, *at)
    row = _row(desk, said, proved, (number, 1, ""))
    first = (*at, number, 1)
    # What proves it comes before its first step, and nothing after.
    append_rows(desk.connection, desk.unit, [("audit_findings", [row])], desk.act)
    _write(desk, "audit_finding_exceptions", first, proved.exceptions)
    _write(desk, "audit_finding_links", first, proved.links)
    step = StepRow(Doing.RAISE, State.OPEN, desk.today)
    append_step(desk, number, 1, step)
    return finding_of(desk.connection, desk.unit.code, desk.engagement.key, number)


def _write(
    desk: Desk, name: str, first: tuple[object, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    whole = [(*first, *row) for row in rows]
    ledger_store.write_rows(desk.connection, tables.metadata.tables[name], whole)


def _row(
    desk: Desk, said: Said, proved: _Proved, which: tuple[int, int, str]
) -> tuple[object, ...]:
    """A row of `audit_findings`: number, revision and reason as told."""
    number, revision, reason = which
    of = proved.population
    unit = desk.books.unit(said.responsible) if said.responsible else desk.unit
    return (
        *(desk.unit.id, desk.engagement.key, number, revision, proved.check),
        *(written(said.title), said.severity.value, written(said.criterion)),
        *(written(said.condition), written(said.cause), written(said.effect)),
        *(written(said.recommendation), said.amount.fen, said.persons),
        written(said.evidence),
        *((of.of, of.count, of.amount.fen) if of else ("", None, None)),
        *(len(proved.exceptions), sum(one[2] for one in proved.exceptions)),
        *(len(proved.links), finding_hash(proved.exceptions, proved.links)),
        *(unit.id, day_value(desk.connection, desk.today), written(reason)),
        *(desk.person_id, desk.act.stamp),
    )


def _faults(said: Said) -> Iterator[str]:
    yield from text_faults(
        ("标题", said.title, True),
        ("标准", said.criterion, True),
        ("事实", said.condition, True),
        ("原因", said.cause, False),
        ("影响", said.effect, True),
        ("建议", said.recommendation, True),
        ("证据", said.evidence, False),
    )
    if said.persons < 0:
        yield "人次不能为负"


def _with_states(desk: Desk) -> Iterator[Any]:
    """First revisions of the engagement's findings, each with how it stands."""
    at = (desk.connection, desk.unit.id, desk.engagement.key)
    states = {row.number: row.state for row in store.last_steps(*at)}
    for row in store.revisions(*at):
        if row.revision == 1:
            yield _Stands(row.check_key, read_back(row.title), states[row.number])


@dataclass(frozen=True, slots=True)
class _Stands:
    check_key: str
    title: str
    state: str


# -- changing -----------------------------------------------------------------------


def revise(desk: Desk, number: int, said: Said, reason: str) -> Kept:
    """Say something else about a finding; what proves it stays.

    Raises:
        NotFound: there is no such finding or unit.
        FindingRefused: it is decided already, or cannot be so; all is told.
    """
    one = finding_of(desk.connection, desk.unit.code, desk.engagement.key, number)
    wrong = [*step_faults(desk, one, Doing.REVISE, None), *_faults(said)]
    wrong += text_faults(("修改理由", reason, True))
    if wrong:
        raise FindingRefused("审计发现没有修改", "；".join(wrong), "改正后重新办理")
    at = (desk.connection, desk.unit.id, desk.engagement.key, number)
    exceptions = tuple(_exception_rows(*at))
    population = Population(*one.population) if one.population else None
    links = tuple((row.link, row.position, row.proof) for row in store.links(*at))
    proved = _Proved(one.check, population, exceptions, links)
    row = _row(desk, said, proved, (number, one.revision + 1, reason))
    append_rows(desk.connection, desk.unit, [("audit_findings", [row])], desk.act)
    append_step(desk, number, one.seq + 1, StepRow(Doing.REVISE, one.state, desk.today))
    return finding_of(desk.connection, desk.unit.code, desk.engagement.key, number)


def said_of(one: Kept) -> Said:
    """What a finding says, to be changed in part."""
    return Said(
        title=one.title,
        severity=one.severity,
        criterion=one.criterion,
        condition=one.condition,
        cause=one.cause,
        effect=one.effect,
        recommendation=one.recommendation,
        amount=one.amount,
        persons=one.persons,
        evidence=one.evidence,
        responsible=one.responsible_unit,
    )


def _exception_rows(
    connection: Connection, unit_id: int, engagement: str, number: int
) -> Iterator[ExceptionRow]:
    for row in store.exceptions(connection, unit_id, engagement, number):
        yield (
            *(row.item, row.condition, row.amount_fen, row.persons),
            *(row.evidence, row.recipients),
        )
