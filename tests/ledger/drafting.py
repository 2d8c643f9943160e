"""Drafts of one unit and their desk, for the tests of drafts."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ledger import drafts
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.drafts import Draft, State
from ledger.errors import DraftRefused
from ledger.people import Act
from tests.building import Books

AT = dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC)
ZHANG, LI, WANG, ZHAO = (Act(code, AT) for code in ("张三", "李四", "王五", "赵六"))
ZHANG_BY_LOGIN = Act("zhangsan", AT)

PAYMENT = DraftVoucher(
    unit="U1",
    dated_on="2025-01-20",
    summary="发放救助",
    postings=(
        DraftPosting(account="50404", fund="F1", debit="200.00", purpose="生活救助"),
        DraftPosting(account="102", fund="F1", credit="200.00"),
    ),
)
TRANSFER = DraftVoucher(
    unit="U1",
    dated_on="2025-01-20",
    summary="更正用途",
    postings=(
        DraftPosting(account="50404", fund="F1", debit="1.00", purpose="生活救助"),
        DraftPosting(account="408", fund="F1", credit="1.00"),
    ),
)


class Desk:
    """The drafts of unit U1, each step in a transaction of its own."""

    def __init__(self, books: Books) -> None:
        self.books = books

    def _do(self, verb: Callable[..., Any], *given: Any) -> Any:
        with writing(self.books.engine) as connection:
            return verb(connection, *given)

    def save(self, given: DraftVoucher, act: Act = ZHANG, number: int = 0) -> Draft:
        """Save a new draft, or the one of that number changed."""
        found = self._do(drafts.save, given, act, number)
        assert isinstance(found, Draft)
        return found

    def step(self, verb: str, number: int, act: Act) -> Any:
        """Submit, review, settle or post."""
        return self._do(getattr(drafts, verb), "U1", number, act)

    def end(self, verb: str, number: int, reason: str, act: Act) -> Any:
        """Give back or drop."""
        return self._do(getattr(drafts, verb), "U1", number, reason, act)

    def bring(self, given: DraftVoucher, state: State) -> int:
        """A new draft by 张三, brought to a state by 李四 and 赵六."""
        number = self.save(given).number
        for verb, act, reached in (
            ("submit", ZHANG, State.SUBMITTED),
            ("review", LI, State.REVIEWED),
            ("settle", ZHAO, State.SETTLED),
        ):
            if state is State.DRAFT:
                return number
            self.step(verb, number, act)
            if state is reached:
                return number
        raise AssertionError(state)

    def states(self, number: int) -> list[str]:
        """Where each step so far has led."""
        with reading(self.books.engine) as connection:
            return [str(s.state) for s in drafts.history(connection, "U1", number)]

    def problems(self, given: DraftVoucher) -> list[str]:
        """The rules that stand against a draft."""
        with reading(self.books.engine) as connection:
            return [p.rule for p in drafts.problems(connection, given, ZHANG)]

    def refused(self, verb: str, number: int, act: Act) -> str:
        """The sentence of a refused step; nothing may have been written."""
        before = self.states(number)
        with pytest.raises(DraftRefused) as refusal:
            self.step(verb, number, act)
        assert self.states(number) == before
        return str(refusal.value)


def changed(given: DraftVoucher, line: int, **fields: str) -> DraftVoucher:
    lines = list(given.postings)
    lines[line] = dataclasses.replace(lines[line], **fields)
    return dataclasses.replace(given, postings=tuple(lines))
