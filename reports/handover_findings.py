"""What an officer's audit prints of checks and findings, with their responsibility.

Exceptions of one kind out of one check stand together; file numbers of recipients are
shown in part.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.annual import NumberedFinding
from audit.finding_kinds import Kept
from audit.handover_findings import Allotted, Compliance, Share, Tested
from audit.responsibility import Categories
from ledger.money import ZERO, Money
from ledger.register import Lookups
from reports import audit_findings, parts
from reports.audit_findings import masked
from reports.catalogue import Request
from reports.report import Column, KeyValues, Row, Table

_MARKS_TOLD = 12

ELSE = (Share.BEFORE, Share.BETWEEN, Share.AFTER, Share.UNDATED)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind of one's own, numbered from 1."""

    number: int
    found: tuple[Allotted, ...]
    tested: Tested

    @property
    def numbered(self) -> NumberedFinding:
        """The group in the form of an audit finding."""
        assert self.tested.population is not None
        return NumberedFinding(
            number=str(self.number),
            title=self.found[0].finding.title,
            check=self.found[0].check,
            population=self.tested.population,
            exceptions=tuple(one.finding for one in self.found),
        )

    @property
    def amount(self) -> Money:
        """What its exceptions come to."""
        return sum((one.finding.amount for one in self.found), ZERO)

    def responsibility(self, request: Request) -> str:
        """What the books propose, with how many exceptions each."""
        counted = Counter(one.responsibility for one in self.found)
        known = [(one.label, many) for one, many in counted.items() if one is not None]
        return request.words(
            "handover_audit/responsibility", known=known, open=counted[None]
        )


def grouped(compliance: Compliance) -> tuple[Group, ...]:
    """The findings of one's own by kind, the heaviest first."""
    kinds: dict[tuple[str, str], list[Allotted]] = {}
    for one in compliance.of(Share.OWN):
        kinds.setdefault((one.check.key, one.finding.title), []).append(one)
    tested = {one.key: one for one in compliance.tested}
    return tuple(
        Group(number, tuple(found), tested[key])
        for number, ((key, _), found) in enumerate(kinds.items(), 1)
    )


def finding(group: Group, request: Request) -> KeyValues:
    """One kind of findings with all its elements and its responsibility."""
    told = audit_findings.finding(group.numbered)
    days = sorted(one.on for one in group.found if one.on is not None)
    span = f"{days[0]}" + (f" 至 {days[-1]}" if days[-1] != days[0] else "")
    more = ("证据日期", span), ("责任认定", group.responsibility(request))
    return KeyValues((*told.pairs, *more), name=told.name)


def raised(one: Kept, books: Lookups) -> KeyValues:
    """A finding that the auditors raised, with the responsibility they judged."""
    duties = [
        f"{parts.person_name(books, duty.person)}（{duty.post}）：{duty.category.label}"
        + (f"，{duty.amount.grouped()} 元" if duty.amount else "")
        + f"，{duty.words}"
        for duty in one.duties
    ]
    marks = "、".join((*one.vouchers[:_MARKS_TOLD], *one.proofs))
    more = len(one.vouchers) - _MARKS_TOLD
    evidence = "；".join(filter(None, (marks, one.evidence)))
    amount = f"{one.amount.grouped()} 元" if one.amount else "不涉及金额"
    return KeyValues(
        (
            ("性质", one.severity.label),
            ("标准", one.criterion),
            ("事实", one.condition),
            ("原因", one.cause or "待核实"),
            ("影响", one.effect),
            ("涉及金额", amount),
            ("证据", evidence + (f" 等 {len(one.vouchers)} 张" if more > 0 else "")),
            ("建议", one.recommendation),
            ("责任认定", "；".join(duties) or "审计组认定：________"),
            ("办理情况", one.state.label),
        ),
        name=f"raised_{one.number}",
    )


def categories(known: Categories) -> str:
    """The categories of the list that holds: `直接责任、领导责任`."""
    return "、".join(one.label for one in known.all)


# -- tables -------------------------------------------------------------------------


def checks(compliance: Compliance) -> Table:
    """Every check performed: what it looked at in the tenure, what it met, the rate."""
    columns = (
        Column("key", "编号"),
        Column("title", "检查", width=3),
        Column("of", "总体", width=2),
        Column("count", "数量", "count"),
        parts.money("amount", "金额"),
        Column("exceptions", "例外", "count"),
        Column("leads", "线索", "count"),
        Column("rate", "合规率", "rate"),
    )
    rows = tuple(_checked(one) for one in compliance.performed)
    return Table(columns, rows, name="checks")


def _checked(one: Tested) -> Row:
    assert one.population is not None
    of = one.population
    found = one.exceptions, one.leads
    return Row((one.key, one.title, of.of, of.count, of.amount, *found, one.rate_bp))


def not_performed(compliance: Compliance) -> Table:
    """Every check that was not performed, of some year or of all, and why."""
    columns = (
        Column("key", "编号"),
        Column("title", "检查", width=2),
        Column("reason", "未执行的原因", width=3),
    )
    rows = tuple(
        Row((one.key, one.title, "；".join(one.reasons)))
        for one in compliance.not_performed
    )
    return Table(columns, rows, name="not_performed")


def problems(groups: Sequence[Group]) -> Table:
    """问题情况表: every exception of one's own with its clause and responsibility."""
    columns = (
        Column("number", "序号"),
        Column("on", "证据日期", "date"),
        Column("condition", "情况", width=5),
        parts.money("amount", "金额"),
        Column("criterion", "依据", width=3),
        Column("evidence", "证据", width=2),
        Column("responsibility", "拟认定责任"),
    )

    def rows() -> Iterator[Row]:
        for group in groups:
            for place, one in enumerate(group.found, 1):
                category = one.responsibility
                yield Row(
                    (
                        f"{group.number}.{place}",
                        one.on,
                        masked(one.finding.condition, one.finding.recipients),
                        parts.amount(one.finding.amount),
                        one.check.basis,
                        "、".join(one.finding.evidence),
                        category.label if category else "待认定",
                    )
                )

    return Table(columns, tuple(rows()), name="problems")


def other_problems(compliance: Compliance) -> Table:
    """其他问题情况表: what is of another time, cannot be dated, or is only a lead."""
    columns = (
        Column("share", "归属"),
        Column("key", "检查"),
        Column("on", "证据日期", "date"),
        Column("condition", "情况", width=5),
        parts.money("amount", "金额"),
        Column("evidence", "证据", width=2),
    )
    rows = [
        *(_other(one, one.share.label) for one in others(compliance)),
        *(
            _other(one, f"线索（{one.share.label}）")
            for one in compliance.of(*Share, lead=True)
        ),
    ]
    return Table(columns, tuple(rows), name="other_problems")


def others(compliance: Compliance) -> tuple[Allotted, ...]:
    """Findings that are not one's own."""
    return compliance.of(*ELSE)


def _other(one: Allotted, share: str) -> Row:
    year = f"（{one.year}年）" if one.on is None else ""
    return Row(
        (
            share + year,
            one.check.key,
            one.on,
            masked(one.finding.condition, one.finding.recipients),
            parts.amount(one.finding.amount),
            "、".join(one.finding.evidence),
        )
    )


def shares(found: Iterable[Allotted]) -> Table:
    """How many findings, and of what, belong to which time."""
    columns = (
        Column("share", "归属", width=2),
        Column("many", "事项", "count"),
        parts.money("amount", "金额（可能重叠）"),
    )
    kept = list(found)
    rows = []
    for share in ELSE:
        of = [one for one in kept if one.share is share]
        if of:
            amount = sum((one.finding.amount for one in of), ZERO)
            rows.append(Row((share.label, len(of), parts.amount(amount))))
    return Table(columns, tuple(rows), name="shares")
