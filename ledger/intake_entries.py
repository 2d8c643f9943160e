"""Rows of vouchers and openings become entries, ready to be judged and sealed.

What a row names is looked up in the books as they stand after the master sheets of
the same folder. A name that those sheets speak of but could not register was told
there, and is not told again for every row that uses it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger import store
from ledger.codes import not_a_leaf
from ledger.database import Connection
from ledger.entries import Entry, period_of_entry
from ledger.errors import Fault, Faults, Problem
from ledger.folder import ACCOUNTS, FUNDS, PEOPLE, UNITS
from ledger.funds import standard_name
from ledger.intake_cells import MasterSheets
from ledger.intake_vouchers import OPENING_SUMMARY, Draft, Row, blank
from ledger.people import SYSTEM, Act
from ledger.privacy import shown
from ledger.register import Lookups, UnitLookup
from ledger.sealing import infer
from ledger.sheets import was_read
from ledger.vouchers import KINDS, Correction, Entered, Kind, Line

CORRECTIONS = {
    str(Correction.FULL): str(Correction.FULL),
    str(Correction.DIFFERENCE): str(Correction.DIFFERENCE),
    str(Correction.REPLACEMENT): str(Correction.REPLACEMENT),
    "红字冲销": str(Correction.FULL),
    "差额更正": str(Correction.DIFFERENCE),
    "更正": str(Correction.REPLACEMENT),
}


@dataclass(slots=True)
class Gathered:
    """What rows are judged by, and what was wrong with them."""

    books: Lookups
    sheets: MasterSheets
    faults: Faults
    left_out: set[str] = field(default_factory=set)
    """Units of which a voucher is missing because of a row in a master sheet; what
    money they have cannot be told before that row is right."""
    told: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = {
            "unit": self.sheets.named(UNITS, "code"),
            "account": self.sheets.named(ACCOUNTS, "chart", "code"),
            "fund": self.sheets.named(FUNDS, "unit", "code"),
            "person": self.sheets.named(PEOPLE, "person"),
        }


Gathering = list[tuple[Entry, Draft]]
"""Entries with the rows they came from."""


class _Resolver:
    """Codes of one unit and chart to numbers, each looked up once."""

    def __init__(self, unit: UnitLookup, chart: str, into: Gathered) -> None:
        self.accounts: dict[object, int] = {}
        self.purposes: dict[tuple[int, object], str] = {}
        self.heads: dict[Row, _Head] = {}
        self.unit = unit
        self.chart = chart
        self._codes = into.books.charts.get(chart, {})
        self._into = into

    def tell(self, draft: Draft, number: int, account: object, fund: object) -> None:
        """Tell why a line's account or fund is none of this unit's."""
        for problem in self._problems(account, fund, number):
            row = draft.row_of(number)
            self._into.faults.append(Fault(draft.file, row, problem.column, problem))

    def _problems(self, account: object, fund: object, line: int) -> list[Problem]:
        found = []
        id_ = self._codes.get(str(account))
        if id_ is None and was_read(account):
            if (self.chart, str(account)) in self._into.told["account"]:
                self._into.left_out.add(self.unit.code)
            else:
                found.append(
                    Problem(
                        "account",
                        "科目表中没有这个科目",
                        str(account),
                        "核对科目代码与科目表",
                        line,
                        "account",
                    )
                )
        elif id_ in self._into.books.above:
            found.append(not_a_leaf(str(account), line))
        if fund not in self.unit.funds and was_read(fund):
            if (self.unit.code, str(fund)) in self._into.told["fund"]:
                self._into.left_out.add(self.unit.code)
            else:
                found.append(
                    Problem(
                        "fund",
                        "本单位没有这项资金",
                        str(fund),
                        "在 funds.csv 中登记",
                        line,
                        "fund",
                    )
                )
        return found

    def account(self, code: object) -> int | None:
        """The number of a leaf account; None where there is none of that code."""
        id_ = self.accounts.get(code)
        if id_ is None:
            id_ = self._codes.get(str(code))
            if id_ is None or id_ in self._into.books.above:
                return None
            self.accounts[code] = id_
        return id_

    def purpose(self, fund: int, text: object) -> str:
        """A purpose as the fund calls it: its own word, else the standard one."""
        key = (fund, text)
        if key not in self.purposes:
            known = self.unit.purposes[fund]
            name = str(text)
            if name not in known and standard_name(name) in known:
                name = standard_name(name)
            self.purposes[key] = name
        return self.purposes[key]


def tell_unknown_unit(draft: Draft, into: Gathered) -> None:
    """Tell that the unit a voucher names is none of the books'."""
    if draft.unit and (draft.unit,) not in into.told["unit"]:
        into.faults.append(_unknown(draft, "单位", draft.unit, "unit"))


def _chart_of(draft: Draft, unit: UnitLookup) -> str:
    # Before the first chart there is none; the day is refused when it is judged.
    return unit.chart_on(draft.day) or unit.charts[0][1]


# -- vouchers -----------------------------------------------------------------------


def voucher_entries(
    drafts: dict[str, Draft], unit: UnitLookup, into: Gathered
) -> Gathering:
    """Turn the vouchers of one unit into entries; tell what is unknown.

    `drafts` is emptied as it is used, so that a million rows are held once.
    """
    found: Gathering = []
    resolvers: dict[str, _Resolver] = {}
    while drafts:
        _, draft = drafts.popitem()
        chart = _chart_of(draft, unit)
        resolver = resolvers.get(chart)
        if resolver is None:
            resolver = resolvers[chart] = _Resolver(unit, chart, into)
        lines = _voucher_lines(draft, resolver, into.faults)
        entry = _entry(draft, resolver, lines, into)
        if entry is not None:
            # The rows stand in the entry now; only their places are needed.
            draft.lines = []
            found.append((entry, draft))
    return found


def _voucher_lines(
    draft: Draft, resolver: _Resolver, faults: Faults
) -> list[Line] | None:
    lines: list[Line] = []
    whole = True
    funds: Mapping[object, int] = resolver.unit.funds  # type: ignore[assignment] # asked for any cell
    for number, row in enumerate(draft.lines, 1):
        (
            code,
            fund,
            debit,
            credit,
            purpose,
            party,
            recipient,
            persons,
            item,
            quantity,
            memo,
        ) = row
        account_id = resolver.account(code)
        fund_id = funds.get(fund)
        if account_id is None or fund_id is None:
            whole = False
            resolver.tell(draft, number, code, fund)
            continue
        if debit + credit < 0:  # type: ignore[operator] # numbers, parsed
            # Red takes the whole row back, its counts and quantities with it.
            persons, quantity = -abs(persons), -abs(quantity)  # type: ignore[arg-type]
        elif persons < 0:  # type: ignore[operator]
            faults.append(_taken_back(draft, number))
        lines.append(
            Line(
                account_id,
                fund_id,
                debit,  # type: ignore[arg-type] # parsed as fen
                credit,  # type: ignore[arg-type]
                resolver.purpose(fund_id, purpose) if purpose else None,
                party,  # type: ignore[arg-type]
                recipient,  # type: ignore[arg-type]
                persons,  # type: ignore[arg-type]
                item,  # type: ignore[arg-type]
                quantity,  # type: ignore[arg-type]
                "",
                "",
                "",
                "",
                "",
                "",
                memo,  # type: ignore[arg-type]
            )
        )
    return lines if whole else None


def _taken_back(draft: Draft, number: int) -> Fault:
    problem = Problem("L2", "人数只能在红字行为负", do="改为非负整数", column="persons")
    return Fault(draft.file, draft.row_of(number), "persons", problem)


class _Head(NamedTuple):
    """What a head says, with numbers for persons; `whole` where nothing was wrong."""

    kind: str
    attachments: int
    preparer: int
    reviewer: int
    cashier: int | None
    head: int | None
    posted_at: str
    corrects: str
    correction: str
    basis: str
    whole: bool


def _head(draft: Draft, resolver: _Resolver, into: Gathered) -> _Head:
    kind, attachments, *signed, posted, corrects, how, basis = draft.head
    preparer, reviewer, cashier, head = signed
    faults, before = into.faults, len(into.faults)
    people = [
        _person(draft, into, code, column)
        for code, column in (
            (preparer, "preparer"),
            (reviewer, "reviewer"),
            (cashier, "cashier"),
            (head, "head"),
        )
    ]
    if kind and kind not in KINDS[resolver.unit.kinds]:
        faults.append(_unknown(draft, "凭证字", str(kind), "kind"))
    if how and how not in CORRECTIONS:
        faults.append(_unknown(draft, "更正方式", str(how), "correction"))
    return _Head(
        str(kind),
        attachments or 0,  # type: ignore[arg-type] # a count
        people[0] or 0,
        people[1] or 0,
        people[2],
        people[3],
        str(posted),
        str(corrects),
        CORRECTIONS.get(str(how), ""),
        str(basis),
        whole=len(faults) == before and None not in people[:2],
    )


def _entry(
    draft: Draft, resolver: _Resolver, lines: list[Line] | None, into: Gathered
) -> Entry | None:
    head = resolver.heads.get(draft.head)
    if head is None:
        head = _head(draft, resolver, into)
        if head.whole:
            resolver.heads[draft.head] = head
    if not head.whole or lines is None or not draft.day:
        return None
    entry = Entry(
        draft.ref,
        head.kind,
        draft.day,
        resolver.chart,
        draft.summary,
        *head[1:9],
        Entered.IMPORTED,
        head.basis,
        lines,
        period_of_entry(draft.day, head.kind),
    )
    if head.kind:
        return entry
    return entry._replace(kind=infer(entry, resolver.unit, into.books))


def _person(draft: Draft, into: Gathered, code: object, column: str) -> int | None:
    if not code:
        if column in {"preparer", "reviewer"} and was_read(code):
            into.faults.append(blank(draft.file, draft.first_row, column))
        return None
    person = into.books.people.get(str(code))
    if person is None and (str(code),) in into.told["person"]:
        into.left_out.add(draft.unit)
    elif person is None:
        into.faults.append(_unknown(draft, "人员", str(code), column))
    return person


def _unknown(draft: Draft, kind: str, name: str, column: str) -> Fault:
    problem = Problem(
        column, f"不认识这个{kind}", shown(name), "核对是否写错，或先登记"
    )
    return Fault(draft.file, draft.first_row, column, problem)


# -- openings -----------------------------------------------------------------------


def opening_entries(
    connection: Connection,
    openings: Sequence[Draft],
    unit: UnitLookup,
    act: Act,
    into: Gathered,
) -> Gathering:
    """Turn the openings of one unit into entries of kind 期初, prepared by the program.

    The person who imports reviews them; one that stands keeps the reviewer it had.
    """
    books = into.books
    found: Gathering = []
    for draft in openings:
        chart = _chart_of(draft, unit)
        lines = _opening_lines(draft, _Resolver(unit, chart, into))
        if lines is None or not draft.day:
            continue
        stands = store.voucher_by_ref(connection, unit.id, draft.ref)
        entry = Entry(
            draft.ref,
            Kind.OPENING,
            draft.day,
            chart,
            OPENING_SUMMARY,
            0,
            books.person(SYSTEM),
            stands.reviewer_id if stands else books.person(act.person),
            None,
            None,
            "",
            "",
            "",
            Entered.IMPORTED,
            "",
            lines,
            period_of_entry(draft.day, Kind.OPENING),
        )
        draft.lines = []
        found.append((entry, draft))
    return found


def _opening_lines(draft: Draft, resolver: _Resolver) -> list[Line] | None:
    lines = []
    whole = True
    for number, row in enumerate(draft.lines, 1):
        account, fund, debit, credit, party, item, quantity, serials, arose = row
        account_id = resolver.account(account)
        fund_id = resolver.unit.funds.get(str(fund))
        if account_id is None or fund_id is None:
            whole = False
            resolver.tell(draft, number, account, fund)
            continue
        lines.append(
            Line(
                account_id,
                fund_id,
                debit,  # type: ignore[arg-type] # parsed as fen
                credit,  # type: ignore[arg-type]
                None,
                party=str(party),
                item=str(item),
                quantity_milli=quantity,  # type: ignore[arg-type]
                serials=str(serials),
                arose_on=str(arose),
            )
        )
    return lines if whole else None
