"""What is asked and told of bank accounts as they are registered, and of columns.

The number of an account is taken and never told: answers have its last four digits.
"""

import datetime as dt
from typing import Annotated

from pydantic import Field, computed_field

from app.web.api.values import Asked, Day, Loose, Name, Told
from treasury.statements.mapping import HEADER_ROW_MAX

TAIL = 4

AccountNumber = Annotated[
    Name, Field(repr=False, exclude=True, examples=["6222020200112233445"])
]


class AccountGiven(Asked):
    """An account at a bank, with the account of the chart that it is kept in."""

    bank: Name
    number: AccountNumber
    account: Name
    since: Day

    @computed_field  # type: ignore[prop-decorator] # as pydantic has it
    @property
    def tail(self) -> str:
        """What stands for the number where a request is told from another.

        A digest of the whole number could be guessed back to it.
        """
        return "".join(self.number.split())[-TAIL:]


class MappingGiven(Asked):
    """How a bank's tables are read: the heading of each column, by what it says.

    Amounts stand in `amount` (signed, or with a `side`), or in `money_in` and
    `money_out`.
    """

    bank: Name
    since: Day | None = None
    """When the bank began to use the form; today where none is said."""
    header_row: Annotated[int, Field(ge=1, le=HEADER_ROW_MAX)] = 1
    date: Name
    amount: Loose = ""
    side: Loose = ""
    money_in: Loose = ""
    money_out: Loose = ""
    balance: Loose = ""
    reference: Loose = ""
    counterparty: Loose = ""
    counterparty_account: Loose = ""
    text: Loose = ""
    code: Loose = ""
    currency: Loose = ""
    account: Loose = ""


# -- answers ------------------------------------------------------------------------


class RegisteredAccount(Told):
    """An account at a bank, by its last four digits."""

    number: int
    bank: str
    account: str
    tail: str
    since: dt.date


class TableMapping(Told):
    """How a bank's tables are read, in one revision: headings by what they say."""

    bank: str
    revision: int
    since: dt.date
    header_row: int
    columns: dict[str, str]


class AccountRegister(Told):
    """The accounts of a unit, and how the tables of its banks are read."""

    accounts: list[RegisteredAccount]
    mappings: list[TableMapping]
