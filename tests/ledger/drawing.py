"""Statements drawn up in tests, and books to draw them from."""

from typing import Any

from ledger import forms, fund_registration, registration, statements
from ledger.database import reading, writing
from ledger.form_parts import Form
from ledger.funds import Fund
from ledger.statements import Statement
from ledger.units import Unit
from ledger.vouchers import Kind, Posting
from tests.building import FOUNDING, OPENED, Books, voucher


def form(kind: str, chart: str = "union-2021") -> Form:
    found = forms.statutory(kind, chart)
    assert found is not None
    return found


def drawn(
    books: Books, kind: str | Form, period: int, *units: str, **more: Any
) -> Statement:
    asked = form(kind) if isinstance(kind, str) else kind
    with reading(books.engine) as connection:
        return statements.draw(connection, asked, units or ("U1",), period, **more)


def yuan(statement: Statement, line: str, column: str) -> int:
    """A figure in whole yuan."""
    amount = statement.amount(line, column)
    assert amount is not None
    assert amount.fen % 100 == 0
    return amount.fen // 100


def failed(statement: Statement) -> list[str]:
    return [check.label for check in statement.checks if check.failed]


def open_with(books: Books, *lines: Posting, **more: Any) -> None:
    day = {"dated_on": OPENED, "kind": Kind.OPENING}
    books.post(voucher("opening", *lines, **day | more))


def new_unit(
    books: Books, unit: Unit, *funds: Fund, purpose: tuple[str, str] | None = None
) -> None:
    with writing(books.engine) as connection:
        faults = registration.register_units(connection, [unit], FOUNDING)
        faults += fund_registration.register_funds(
            connection, unit.code, funds, FOUNDING
        )
        if purpose:
            fund_registration.meet_purposes(connection, unit.code, [purpose], FOUNDING)
    assert not faults
