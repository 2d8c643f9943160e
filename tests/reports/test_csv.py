"""CSV as spreadsheets read it."""

import csv
import io
from collections.abc import Iterator

from ledger.money import Money
from reports.render import csv as renderer
from reports.report import Column, Document, Row, Table
from tests.reports import sample_documents
from tests.reports.asking import rendered


def written(*tables: Table) -> bytes:
    stream = io.BytesIO()
    document = Document("trial", "试", "", sample_documents.PROVENANCE, tables)
    renderer.render(document, stream)
    return stream.getvalue()


def test_one_table_is_a_header_and_its_rows() -> None:
    table = Table(
        (Column("fund", "资金"), Column("amount", "金额", "money")),
        (Row(("中央", Money(123450))), Row(("合计", Money(-5)), "total")),
        caption="表一",
    )
    expected = "资金,金额\r\n中央,1234.50\r\n合计,-0.05\r\n"
    assert written(table).decode() == expected


def test_a_byte_order_mark_stands_before_all_only_where_asked_for() -> None:
    stream = io.BytesIO()
    renderer.render(sample_documents.report(), stream, bom=True)
    plain = rendered(sample_documents.report(), "csv")
    assert stream.getvalue() == b"\xef\xbb\xbf" + plain
    assert b"\xef\xbb\xbf" not in plain


def test_several_tables_follow_one_another_under_their_captions() -> None:
    columns = (Column("a", "甲"),)
    tables = (
        Table(columns, (Row(("一",)),), caption="表一"),
        Table(columns, (Row(("二",)),), name="second"),
    )
    expected = "表一\r\n甲\r\n一\r\n\r\nsecond\r\n甲\r\n二\r\n"
    assert written(*tables).decode() == expected


def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe() -> None:
    harmful = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
    table = Table((Column("a", "=甲"),), tuple(Row((text,)) for text in harmful))
    rows = list(csv.reader(io.StringIO(written(table).decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["'=甲", *(f"'{text}" for text in harmful)]


def test_counts_are_plain_numbers_and_rates_are_percentages() -> None:
    columns = (Column("n", "人次", "count"), Column("r", "率", "rate"))
    text = written(Table(columns, (Row((6655, 9876)),))).decode()
    assert text.endswith("6655,98.76%\r\n")


def test_the_stream_stays_open_for_its_owner() -> None:
    stream = io.BytesIO()
    renderer.render(sample_documents.report(), stream)
    assert not stream.closed


class _Counting(io.RawIOBase):
    """A stream that keeps nothing but the number of bytes it was given."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.size += len(data)
        return len(data)


def test_rows_are_written_as_they_come() -> None:
    stream = _Counting()
    sizes = []

    def rows() -> Iterator[Row]:
        for number in range(3000):
            sizes.append(stream.size)
            yield Row((f"第 {number} 行",))

    table = Table((Column("a", "甲"),), rows())
    document = Document("trial", "试", "", sample_documents.PROVENANCE, (table,))
    renderer.render(document, stream)  # type: ignore[arg-type]
    assert 0 < sizes[-1] < stream.size
    assert sizes[1500] < sizes[-1]
