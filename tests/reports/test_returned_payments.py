"""退回款项明细表: what is owed at the end of a month, and whose limit has come."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests import server
from tests.building import Books
from tests.reports.asking import asked
from tests.treasury.returning import HOSPITAL, KEY, came_back, copied


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 with a payment that came back."""
    for found in copied(shelf, dialect):
        came_back(found)
        yield found


def page(books: Books, period: str) -> Any:
    return asked(books.engine, "returned_payments", "U1", period)


def test_what_is_owed_is_listed_with_its_age_and_limit(books: Books) -> None:
    told = json.dumps(page(books, "2025-01"), ensure_ascii=False)
    assert "未再付的款项 1 笔，共 1,000.00 元，均在待付期限以内" in told
    assert all(text in told for text in (KEY, HOSPITAL, "1/3", "2025-07-19"))
    late = json.dumps(page(books, "2025-07"), ensure_ascii=False)
    assert "其中 ▲ 1 笔已过待付期限、可以注销，1,000.00 元" in late


def test_where_nothing_came_back_it_says_so(sqlite_books: Books) -> None:
    told = asked(sqlite_books.engine, "returned_payments", "U2", "2025-01")
    assert "没有银行退回而未再付的款项" in str(told)
