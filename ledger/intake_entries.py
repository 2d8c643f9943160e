"""Entries"""

# -- entries ------------------------------------------------------------------------


class _Resolver:
    """Codes of one unit and chart to numbers, each looked up once."""

    def __init__(self, unit: UnitLookup, chart: str, books: Lookups) -> None:
        self.accounts: dict[object, int] = {}
        self.purposes: dict[tuple[int, object], str | None] = {}
        self._unit = unit
        self._chart = books.charts.get(chart, {})
        self._books = books

    def line_problems(self, account: object, fund: object, line: int) -> list[Problem]:
        """Why a line's account or fund is none of this unit's."""
        found = []
        id_ = self._chart.get(str(account))
        if id_ is None:
            found.append(
                Problem("account", "科目表中没有这个科目", str(account), "核对科目代码与科目表", line, "account")
            )
        elif id_ in self._books.above:
            found.append(not_a_leaf(str(account), line))
        if fund not in self._unit.funds:
            found.append(
                Problem("fund", "本单位没有这项资金", str(fund), "在 funds.csv 中登记", line, "fund")
            )
        return found

    def account(self, code: object) -> int | None:
        """The number of a leaf account; None where there is none of that code."""
        id_ = self.accounts.get(code)
        if id_ is None:
            id_ = self._chart.get(str(code))
            if id_ is None or id_ in self._books.above:
                return None
            self.accounts[code] = id_
        return id_

    def purpose(self, fund: int, text: object) -> str | None:
        """A purpose as the fund calls it: its own word, else the standard one."""
        if not text:
            return None
        key = (fund, text)
        if key not in self.purposes:
            known = self._unit.purposes[fund]
            name = str(text)
            if name not in known and standard_name(name) in known:
                name = standard_name(name)
            self.purposes[key] = name
        return self.purposes[key]


def voucher_entries(sheet: VoucherSheet, books: Lookups, into: Gathered) -> None:
    """Turn the vouchers of a sheet into entries by unit; tell what is unknown.

    The sheet is emptied as it is used, so that a million rows are held once.
    """
    by_unit, faults = into
    resolvers: dict[tuple[str, str], _Resolver] = {}
    while sheet.drafts:
        _, draft = sheet.drafts.popitem()
        unit = books.units.get(draft.unit)
        if unit is None:
            if draft.unit:
                faults.append(_unknown(draft, "单位", draft.unit, "unit"))
            continue
        chart = unit.chart_on(draft.day) or unit.charts[0][1]
        resolver = resolvers.get((unit.code, chart))
        if resolver is None:
            resolver = resolvers[unit.code, chart] = _Resolver(unit, chart, books)
        lines = _voucher_lines(draft, unit, resolver, faults)
        entry = _entry(draft, unit, chart, books, lines, faults)
        if entry is not None and lines is not None:
            by_unit.setdefault(unit.code, []).append((entry, draft))
            # The rows now stand in the entry; only their places are still needed.
            draft.lines = []


def _voucher_lines(
    draft: Draft, unit: UnitLookup, resolver: _Resolver, faults: Faults
) -> list[Line] | None:
    lines: list[Line] = []
    whole = True
    funds = unit.funds
    for number, row in enumerate(draft.lines, 1):
        code, fund, debit, credit, purpose, party, recipient, persons, item, quantity, memo = row
        account_id = resolver.account(code)
        fund_id = funds.get(fund)  # type: ignore[call-overload] # a text
        if account_id is None or fund_id is None:
            whole = False
            for problem in resolver.line_problems(code, fund, number):
                faults.append(
                    Fault(draft.file, draft.row_of(number), problem.column, problem)
                )
            continue
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


def _entry(  # noqa: PLR0913, PLR0917 - the parts of one voucher
    draft: Draft,
    unit: UnitLookup,
    chart: str,
    books: Lookups,
    lines: list[Line] | None,
    faults: Faults,
) -> Entry | None:
    kind, attachments, preparer, reviewer, cashier, head, posted, corrects, how = draft.head
    before = len(faults)
    people = [
        _person(draft, books, code, column, faults)
        for code, column in (
            (preparer, "preparer"),
            (reviewer, "reviewer"),
            (cashier, "cashier"),
            (head, "head"),
        )
    ]
    if kind and kind not in KINDS[unit.kinds]:
        faults.append(_unknown(draft, "凭证字", str(kind), "kind"))
    if how and how not in CORRECTIONS:
        faults.append(_unknown(draft, "更正方式", str(how), "correction"))
    if len(faults) > before or lines is None or not draft.day:
        return None
    entry = Entry(
        draft.ref,
        str(kind),
        draft.day,
        chart,
        draft.summary,
        attachments or 0,  # type: ignore[arg-type] # a count
        people[0] or 0,
        people[1] or 0,
        people[2],
        people[3],
        str(posted),
        str(corrects),
        CORRECTIONS.get(str(how), ""),
        Entered.IMPORTED,
        lines,
        period_of_entry(draft.day, str(kind)),
    )
    return entry if kind else entry._replace(kind=infer(entry, unit, books))


CORRECTIONS = {
    str(Correction.FULL): str(Correction.FULL),
    str(Correction.DIFFERENCE): str(Correction.DIFFERENCE),
    str(Correction.REPLACEMENT): str(Correction.REPLACEMENT),
    "红字冲销": str(Correction.FULL),
    "差额更正": str(Correction.DIFFERENCE),
    "更正": str(Correction.REPLACEMENT),
}


def _person(
    draft: Draft, books: Lookups, code: object, column: str, faults: Faults
) -> int | None:
    if not code:
        if column in {"preparer", "reviewer"}:
            faults.append(_blank(draft.file, draft.first_row, column))
        return None
    person = books.people.get(str(code))
    if person is None:
        faults.append(_unknown(draft, "人员", str(code), column))
    return person


def _unknown(draft: Draft, kind: str, name: str, column: str) -> Fault:
    problem = Problem(column, f"不认识这个{kind}", name, "核对是否写错，或先登记")
    return Fault(draft.file, draft.first_row, column, problem)


def opening_entries(
    connection: Connection,
    openings: list[Draft],
    books: Lookups,
    act: Act,
    into: Gathered,
) -> None:
    """Turn openings into entries of kind 期初: prepared by the program, reviewed by
    the person who imports; one that stands keeps the reviewer it had."""
    by_unit, faults = into
    for draft in openings:
        unit = books.units.get(draft.unit)
        if unit is None:
            faults.append(_unknown(draft, "单位", draft.unit, "unit"))
            continue
        chart = unit.chart_on(draft.day) or unit.charts[0][1]
        lines = _opening_lines(draft, unit, _Resolver(unit, chart, books), faults)
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
            lines,
            period_of_entry(draft.day, Kind.OPENING),
        )
        if len(lines) == len(draft.lines) and draft.day:
            by_unit.setdefault(unit.code, []).append((entry, draft))


def _opening_lines(
    draft: Draft, unit: UnitLookup, resolver: _Resolver, faults: Faults
) -> list[Line]:
    lines = []
    for number, row in enumerate(draft.lines, 1):
        account, fund, debit, credit, party, item, quantity, serials, arose = row
        problems = resolver.line_problems(account, fund, number)
        if problems:
            place = draft.row_of(number)
            faults += [Fault(draft.file, place, found.column, found) for found in problems]
            continue
        account_id = resolver.account(account)
        assert account_id is not None
        lines.append(
            Line(
                account_id,
                unit.funds[str(fund)],
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
    return lines
