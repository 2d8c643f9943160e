"""困难职工档案: in full with the keys, masked without, as known at a period's end."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ledger.database import reading
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.render import json as rendered
from tests import server
from tests.aid import filing
from tests.aid.filing import ADDRESS, CARD, MEMBER, NAME, VAULT, number
from tests.building import Books
from treasury.vault import Vault

AT = dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC)


@pytest.fixture
def kept(shelf: server.Shelf) -> Iterator[Books]:
    """A-1 of U1 with two members, changed in May; A-2, moved and closed in May."""
    yield from filing.filled(shelf, "sqlite")


def printed(
    books: Books,
    unit: str = "U1",
    period: str = "2026-05",
    subject: str = "",
    vault: Vault | None = None,
) -> str:
    import io  # noqa: PLC0415 - one use

    request = Request(
        unit=unit,
        span=parse_span(period),
        period=period,
        at=AT,
        subject=subject,
        vault=vault,
    )
    stream = io.BytesIO()
    with reading(books.engine) as connection:
        document = catalogue.build("recipient_file", connection, request)
        rendered.render(document, stream)
    return stream.getvalue().decode()


def test_a_file_is_printed_in_full_with_the_keys(kept: Books) -> None:
    told = printed(kept, subject="A-1", vault=VAULT)

    for text in (NAME, number(1), MEMBER, number(2), ADDRESS, CARD, "本人大病"):
        assert text in told
    assert "13800000000" in told
    assert "终末期肾病" in told
    assert "4000.00" in told


def test_without_the_keys_nothing_personal_is_printed(kept: Books) -> None:
    told = printed(kept, subject="A-1")

    assert "***" in told
    assert "A-1" in told
    for text in (NAME, number(1), MEMBER, ADDRESS, CARD, "本人大病", "13800000000"):
        assert text not in told


def test_a_file_is_printed_as_it_was_known(kept: Books) -> None:
    """In March A-2 was U1's and A-1 had its first telephone; nothing was closed."""
    told = printed(kept, period="2026-03", vault=VAULT)

    assert "A-2" in told
    assert filing.PHONE in told
    assert "13800000000" not in told
    assert "退出" not in told
    later = printed(kept, unit="U2", vault=VAULT)
    assert "退出（死亡）" in later
    assert "已就业" in later


def test_what_a_unit_does_not_hold_is_not_printed(kept: Books) -> None:
    with pytest.raises(NoSuchScope, match="没有这份档案"):
        printed(kept, subject="A-2")
    assert "期末没有档案" in printed(kept, unit="U2", period="2026-03")
