"""发放清册: a batch by file number, its sums, checks and approvals, in every format."""

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.database import reading
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.render import json as rendered
from reports.render.formats import write
from reports.report import Document
from tests import building, server
from tests.aid.filing import CARD, NAME, number
from tests.aid.test_batch_guards import fill
from tests.building import Books

AT = dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC)


@pytest.fixture
def desk(shelf: server.Shelf) -> Iterator[Books]:
    """B2026-1 paid with results for two lines, B2026-2 submitted."""
    yield from building.copied(shelf, "sqlite", "batch_guards", fill)


def drawn(books: Books, subject: str = "", period: str = "2026-03") -> Document:
    request = Request(
        unit="U1", span=parse_span(period), period=period, at=AT, subject=subject
    )
    with reading(books.engine) as connection:
        return catalogue.build("aid_batch", connection, request)


def test_a_batch_is_printed_by_file_number(desk: Books) -> None:
    stream = io.BytesIO()
    rendered.render(drawn(desk, "B2026-1"), stream)
    text = stream.getvalue().decode()
    told = json.loads(text)
    lines = told["tables"]["lines_b2026_1"] if "tables" in told else told
    assert lines
    for there in ("P-1", "P-3", "户名不符", "1500.00", "壹仟伍佰元整", "P2026-1"):
        assert there in text
    digest = desk.one("SELECT digest FROM aid_batches WHERE number = 1")
    assert bytes(digest).hex() in text
    for secret in (NAME, CARD, number(1)):
        assert secret not in text


@pytest.mark.parametrize("form", ["csv", "html", "xlsx", "json"])
def test_all_of_a_period_are_printed_in_every_format(
    desk: Books, form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"清册.{form}"
    write(drawn(desk), path)
    assert path.stat().st_size > 500


@pytest.mark.slow
def test_it_is_printed_as_a_page(desk: Books, tmp_path: Path) -> None:
    path = tmp_path / "清册.pdf"
    write(drawn(desk), path)
    assert path.read_bytes().startswith(b"%PDF")


def test_what_a_unit_has_not_is_not_printed(desk: Books) -> None:
    with pytest.raises(NoSuchScope, match="没有发放批次 B2026-9"):
        drawn(desk, "B2026-9")
    assert "此期间没有发放批次" in str(drawn(desk, period="2026-01").blocks)
