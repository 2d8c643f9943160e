"""领取签名表: names with the keys alone, page by page, and who signed."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from aid.handout_signing import Signed
from ledger.database import reading
from ledger.money import Money
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.render import json as rendered
from reports.render import pdf
from reports.report import Document, PageBreak, Table
from tests import server
from tests.aid.filing import NAME, VAULT
from tests.aid.handing import Centre, line, opened
from tests.aid.test_handout_signing import give_back, record, sign
from tests.building import FOUNDING

NOBODY = "***"


@pytest.fixture
def centre(shelf: server.Shelf) -> Iterator[Centre]:
    """Ten files, twenty quilts, forty shopping vouchers."""
    yield from opened(shelf, "sqlite")


def drawn(centre: Centre, key: str, **more: Any) -> Document:
    period = more.pop("period", "2026-03")
    told = {"unit": "U1", "span": parse_span(period), "period": period}
    request = Request(subject=key, **{"at": FOUNDING.at} | told | more)
    with reading(centre.books.engine) as connection:
        return catalogue.build("signature_list", connection, request)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def cells(document: Document) -> list[tuple[object, ...]]:
    return [row.cells for table in tables(document) for row in table.rows]


def test_it_tells_who_signed_and_what_came_back(centre: Centre) -> None:
    """A-1 signed, the guardian of A-3 did, A-4 did not come."""
    lines = line("A-1"), line("A-3"), line("A-4", 2, "V1", serials="A001-A002")
    key = centre.issued("春1", *lines).key
    record(centre, "A-3")
    sign(centre, key, Signed(1), Signed(2, 1))
    give_back(centre, key)

    one, two, three, page, whole = cells(drawn(centre, key, vault=VAULT))
    assert one[1:6] == ("A-1", NAME, "棉被", "1条", Money(100_00))
    assert one[7:] == ("已签", "", "2026-03-12")
    assert two[7:] == ("", "1 号代签", "2026-03-12")
    assert three[4:8] == ("2张", Money(200_00), "A001-A002", "已退回")
    assert page[1:6] == ("本页小计", "3 人", "", "2条、2张", Money(400_00))
    assert whole[1:] == ("合计", *page[2:])


def test_without_the_keys_nobody_is_named(centre: Centre) -> None:
    record(centre, "A-3")
    key = centre.plan("春1").handout.key
    document = drawn(centre, key)
    one, two, *_ = cells(document)
    assert (one[2], two[2], two[8]) == (NOBODY, NOBODY, "1号 ***（子女）")
    stream = io.BytesIO()
    rendered.render(document, stream)
    told = stream.getvalue().decode()
    assert NAME not in told
    assert "慕容" not in told
    assert "待批准" in told


def test_every_page_has_its_subtotal_and_the_last_room_to_sign(
    centre: Centre,
) -> None:
    """22 lines: 8, then 11, and 3 with those who sign, who never stand alone."""
    lines = [
        line(f"A-{place}", member=1, item=item)
        for item in ("Q1", "V1")
        for place in range(1, 11)
    ]
    lines += [line("A-1", item=item, member=2) for item in ("Q1", "V1")]
    key = centre.plan("春1", *lines).handout.key
    document = drawn(centre, key, vault=VAULT)
    counts = [len(tuple(table.rows)) for table in tables(document)]
    assert counts == [8 + 1, 11 + 1, 3 + 2]
    assert sum(isinstance(block, PageBreak) for block in document.blocks) == 2
    stream = io.BytesIO()
    pdf.render(document, stream)
    assert len(PdfReader(stream).pages) == 3


def test_a_hand_out_is_named_and_of_the_period(centre: Centre) -> None:
    key = centre.plan("春1").handout.key
    with pytest.raises(NoSuchScope, match="没有写明哪一张发放单"):
        drawn(centre, "")
    with pytest.raises(NoSuchScope, match="发放日期 2026-03-10 不在所写期间"):
        drawn(centre, key, period="2026-04")
    assert drawn(centre, key, at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC)).landscape
