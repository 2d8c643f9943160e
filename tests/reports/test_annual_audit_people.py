"""The yearly report with the keys and without: what it says, and of nobody."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ledger.database import reading
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from tests import building, server
from tests.aid.filing import MEMBER, VAULT, number
from tests.audit.test_aided_people import fill
from tests.building import Books
from treasury.vault import Vault

AT = dt.datetime(2027, 2, 1, tzinfo=dt.UTC)


@pytest.fixture
def aid(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from building.copied(shelf, dialect, "audit_people", fill)


def page(books: Books, vault: Vault | None) -> str:
    request = Request(
        unit="U1", span=parse_span("2026"), period="2026", at=AT, vault=vault
    )
    with reading(books.engine) as connection:
        return repr(catalogue.build("annual_audit", connection, request))


def test_files_are_judged_where_the_keys_are_given_and_nobody_is_named(
    aid: Books,
) -> None:
    closed, opened = page(aid, None), page(aid, VAULT)

    assert "困难职工档案内容（没有用密钥打开）" in closed
    assert "不符合特困职工条件" not in closed
    assert "困难职工档案内容（没有用密钥打开）" not in opened
    for told in ("不符合特困职工条件", "身份证号无效", "义务教育阶段的助学"):
        assert told in opened
    for secret in (number(2), number(3), number(108), "职工2", MEMBER):
        assert secret not in opened
