"""承前页: what a bound ledger carries over, read off the pages of a real PDF.

Every page that a ledger goes on over begins with the sums of the rows on the pages
before it, and with the balance that the last of these leaves.
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ledger.database import Engine, reading
from ledger.money import ZERO, Money
from reports import parts
from reports.look import PLAIN, Look, Negatives
from reports.render import pdf_tables, widths
from reports.render.pdf_tables import Page
from reports.report import (
    Block,
    Carried,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from tests.building import Books, payment, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.reports import sample_documents
from tests.reports.asking import asked, document, rendered, request, yuan
from tests.treasury.goods_world import Store

pytestmark = pytest.mark.slow

AMOUNT = re.compile(r"-?\d[\d,]*\.\d\d")
DAY = dt.date(2025, 1, 1)
SIGNED = Signatures(("会计主管", "记账", "稽核"))
COLUMNS = (
    Column("date", "日期", "date"),
    Column("voucher", "凭证字号"),
    Column("summary", "摘要", width=4),
    Column("debit", "借方", "money"),
    Column("credit", "贷方", "money"),
    Column("balance", "余额", "money"),
)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same ledgers every time


@dataclass
class Ledger:
    """A ledger, and what has been moved and is left after each of its rows."""

    rows: list[Row]
    start: tuple[Money, Money]
    after: list[tuple[str, list[Money]]] = field(default_factory=list)

    def table(self, **more: Any) -> Table:
        """Its rows come one by one, as those of the books do."""
        sums = dict(zip(("debit", "credit"), self.start, strict=True))
        goes_on = Carried(sums, ("balance",))
        return Table(COLUMNS, iter(self.rows), carried=goes_on, **more)


def ledger(count: int, random: Random, *, name: int = 1, longest: int = 1) -> Ledger:
    """A ledger of so many rows, some of them sums, each so many lines high at most."""
    debits, credits_, balance = (Money(random.choice((0, 987_65))) for _ in range(3))
    brought = Row((DAY, "", "上年结转", None, None, balance))
    found = Ledger([brought], (debits, credits_))
    for place in range(count):
        number = f"付-{name}{place:04}"
        summary = "困难职工救助" * 3 * random.choice((1, 1, random.randint(1, longest)))
        amount = Money(random.randint(-(10**7), 10 ** random.randint(2, 9)))
        if random.random() < 0.1:
            cells = number, summary, Money(77), Money(88), balance
            found.rows.append(Row((DAY, *cells), "subtotal"))
        else:
            debit, credit = (amount, ZERO) if random.random() < 0.5 else (ZERO, amount)
            debits, credits_ = debits + debit, credits_ + credit
            balance += debit - credit
            told = map(parts.amount, (debit, credit))
            found.rows.append(Row((DAY, number, summary, *told, balance)))
        found.after.append((number, [debits, credits_, balance]))
    return found


def papers(*blocks: Block, landscape: bool = False) -> Document:
    drawn = sample_documents.PROVENANCE
    return Document("trial", "明细账", "", drawn, blocks, landscape=landscape)


def pages(*blocks: Block, landscape: bool = False, look: Look = PLAIN) -> list[str]:
    """The words of every page of a document of these blocks."""
    return read(rendered(papers(*blocks, landscape=landscape), "pdf", look=look))


def read(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def carried(page: str) -> list[list[str]]:
    """The amounts of every line 承前页 of a page."""
    lines = re.findall("^.*承前页.*$", page, re.MULTILINE)
    return [AMOUNT.findall(line) for line in lines]


def hold(printed: Sequence[str], ledgers: Sequence[Ledger]) -> int:
    """Hold every page against the rows before it; returns the lines 承前页 met."""
    stands = {
        number: page
        for page, text in enumerate(printed)
        for number in re.findall(r"付-\d{5}", text.replace(" ", ""))
    }
    met = 0
    for page, text in enumerate(printed):
        expected = []
        for one in ledgers:
            before = [sums for number, sums in one.after if stands[number] < page]
            if before and any(stands[number] == page for number, _ in one.after):
                *moved, balance = before[-1]
                told = [sum_.grouped() for sum_ in moved if sum_]
                expected.append([*told, balance.grouped()])
        assert carried(text) == expected, f"page {page + 1}"
        assert "过次页" not in text
        met += len(expected)
    whole = "".join(printed)
    assert whole.count("上年结转") == len(ledgers)
    assert len(stands) == sum(len(one.after) for one in ledgers)
    return met


# -- on every page ------------------------------------------------------------------


@settings(max_examples=20)
@given(
    seed=st.integers(0, 10**6),
    before=st.integers(0, 34),
    counts=st.lists(st.integers(9, 80), min_size=1, max_size=3),
    longest=st.sampled_from((1, 3, 12)),
    shape=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_every_page_begins_with_the_sums_of_those_before(
    seed: int,
    before: int,
    counts: list[int],
    longest: int,
    shape: tuple[bool, bool, bool],
) -> None:
    """Rows of any height, wherever a ledger begins, signed or not."""
    landscape, dense, signed = shape
    random = chance(seed)
    ledgers = [
        ledger(count, random, name=name, longest=longest)
        for name, count in enumerate(counts, 1)
    ]
    blocks: list[Block] = []
    if before:
        blocks.append(Paragraph("\n".join(["此处为说明。"] * before)))
    for one in ledgers:
        blocks.append(random.choice((PageBreak(), Heading("又一账户", 2), Note("注"))))
        blocks.append(one.table(dense=dense, caption=random.choice(("", "账户"))))
    if signed:
        blocks += Note("此处为说明。"), SIGNED
    hold(pages(*blocks, landscape=landscape), ledgers)


@pytest.mark.parametrize("foot", [(), (SIGNED,)], ids=["bare", "signed"])
def test_wherever_the_last_page_ends(foot: tuple[Block, ...]) -> None:
    """Row by row over the end of a page: at its foot, and with what is signed."""
    lengths = set()
    for count in range(20, 40):
        one = ledger(count, chance(count))
        printed = pages(one.table(), *foot)
        assert hold(printed, [one]) == len(printed) - 1
        lengths.add(len(printed))
    assert {1, 2} <= lengths


def test_a_ledger_of_many_pages_is_carried_over_every_one() -> None:
    """So many rows that the last of them are not kept with what is signed."""
    one = ledger(1_510, chance(1), longest=2)
    printed = pages(one.table(), SIGNED)
    total = len(printed)
    assert hold(printed, [one]) == total - 1 > 40
    for number, text in enumerate(printed, 1):
        assert f"第{number}页\u3000共{total}页" in text.replace(" ", "")


def test_no_page_has_an_empty_line_in_its_head() -> None:
    """On the first it is what is brought forward."""
    first, second = pages(ledger(60, chance(2)).table())[:2]
    for text, named in ((first, "上年结转"), (second, "承前页")):
        lines = text.split("\n")
        head = next(place for place, line in enumerate(lines) if "凭证字号" in line)
        assert named in lines[head + 1]


def test_a_short_ledger_has_its_first_row_as_it_is() -> None:
    (text,) = pages(ledger(3, chance(3)).table(), SIGNED)
    assert "上年结转" in text
    assert "承前页" not in text


def test_a_ledger_without_rows_and_one_of_nothing_but_its_first() -> None:
    goes_on = Carried({}, ("balance",))
    assert "承前页" not in pages(Table(COLUMNS, (), carried=goes_on))[0]
    first = Row((DAY, "", "上年结转" + "\n　" * 20, None, None, Money(1)))
    (text,) = pages(Table(COLUMNS, (first,), carried=goes_on))
    assert "上年结转" in text
    assert "承前页" not in text


@pytest.mark.parametrize(
    ("negatives", "told"), [("red", "-10.00"), ("parentheses", "(10.00)")]
)
def test_what_is_carried_over_looks_as_other_amounts_do(
    negatives: Negatives, told: str
) -> None:
    rows = [
        Row((DAY, "", "上年结转", None, None, ZERO)),
        Row((DAY, "1", "支", None, Money(10_00), Money(-10_00))),
        *[Row((DAY, "2", "支", None, None, Money(-10_00)))] * 60,
    ]
    table = Table(COLUMNS, rows, carried=Carried({"credit": ZERO}, ("balance",)))
    line = re.search("承前页.*", pages(table, look=Look(negatives=negatives))[1])
    assert line
    assert line[0].replace(" ", "").endswith(f"10.00{told}")


def test_an_amount_that_only_the_head_has_never_wraps() -> None:
    """The sums of a page may be wider than any row of the ledger."""
    rows = [
        Row((DAY, "", "上年结转", None, None, ZERO)),
        *[Row((DAY, "1", "收" * 30, Money(1), None, ZERO))] * 60,
    ]
    large = Money(899_999_999_999_99)
    table = Table(COLUMNS, rows, carried=Carried({"debit": large}, ("balance",)))
    page = Page(landscape=False, language="zh", look=PLAIN, widest={})
    debit, credit = pdf_tables.table_data(table, page)["widths"][3:5]
    assert debit >= widths.natural(large.grouped()) + widths.PADDING > credit


def test_the_same_ledger_is_the_same_bytes_and_tags_do_no_harm() -> None:
    def content(look: Look) -> bytes:
        return rendered(papers(ledger(60, chance(4)).table()), "pdf", look=look)

    assert content(PLAIN) == content(PLAIN)
    assert hold(read(content(Look(tagged=True))), [ledger(60, chance(4))])


@pytest.mark.parametrize("suffix", ["html", "csv", "json"])
def test_what_has_no_pages_begins_with_what_is_brought_forward(suffix: str) -> None:
    told = rendered(papers(ledger(60, chance(5)).table()), suffix).decode()
    assert told.count("上年结转") == 1
    assert "承前页" not in told


# -- the ledgers of the books -------------------------------------------------------

MONEY = {
    "account_ledger": ("102", ("debit", "credit")),
    "bank_journal": ("", ("receipts", "payments")),
    "cash_journal": ("", ("receipts", "payments")),
    "multi_column_ledger": ("50404", ("sum", "column_1", "column_2")),
}
"""Which account each is of, and which columns it sums up."""


@pytest.fixture
def kept(sqlite_books: Books) -> Books:
    """Two months of receipts, aid by two purposes from safe and bank, a year closed."""
    given_ = cr("40302", 9_000_00, "F2")
    first = [voucher(to, dr(to, 9_000_00, "F2"), given_) for to in ("101", "102")]
    sqlite_books.post(*first)
    for number in range(60):
        day = dt.date(2025, 2 if number < 20 else 3, 1 + number % 20)
        purpose = ("生活救助", "医疗救助")[number % 2]
        fen = 9_00 + number
        aid = dr("50404", fen, "F2", purpose=purpose), cr("101", fen, "F2")
        income = dr("102", 7_00, "F2"), cr("40302", 7_00, "F2")
        sqlite_books.post(
            voucher(f"r{number}", *income, dated_on=day),
            voucher(f"c{number}", *aid, dated_on=day),
            payment(f"p{number}", 70_00 + number, "F2", purpose, dated_on=day),
        )
    sqlite_books.close_year(2025)
    return sqlite_books


def drawn(
    engine: Engine, name: str, period: str, account: str
) -> tuple[list[str], list[dict[str, Any]]]:
    """The pages of a ledger, and its rows as JSON has them."""
    with reading(engine) as connection:
        asking = request("U1", period, account=account)
        printed = read(rendered(document(connection, name, asking), "pdf"))
    report = asked(engine, name, "U1", period, account=account)
    return printed, report["tables"]["lines"]["rows"]


def moved(
    rows: Sequence[dict[str, Any]], sums: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    """After every row but the first: its date, and what it carries over."""
    so_far = dict.fromkeys(sums, ZERO)
    for row in rows[1:]:
        told = []
        for key in row:
            if key in sums:
                so_far[key] += yuan(row[key]) if row["style"] == "plain" else ZERO
                told += [so_far[key].grouped()] if so_far[key] else []
            elif key == "balance":
                told.append(yuan(row[key]).grouped())
        yield row["date"], told


@pytest.mark.parametrize("name", MONEY)
@pytest.mark.parametrize("period", ["2025", "2025-03"])
def test_every_ledger_of_the_books_carries_its_year_over(
    kept: Books, name: str, period: str
) -> None:
    """Of a month too it is the year that is summed up, as 本年累计 does."""
    account, sums = MONEY[name]
    printed, rows = drawn(kept.engine, name, period, account)
    assert len(printed) > 2
    _, whole = drawn(kept.engine, name, "2025", account)
    since = rows[0]["date"]
    after = [told for day, told in moved(whole, sums) if day >= since]
    passed = 0
    for page, text in enumerate(printed):
        expected = [after[passed - 1]] if page else []
        assert carried(text) == expected, f"page {page + 1}"
        # Every row has its date; that of the first heads the first page.
        passed += len(re.findall(r"2025-\d\d-\d\d", text)) - (not page)
    assert passed == len(rows) - 1


def test_a_stock_ledger_carries_over_what_is_left_alone(sqlite_books: Books) -> None:
    shop = Store(sqlite_books)
    for number in range(24):
        shop.bought(f"b{number}", 10, 100 + number)
    with reading(sqlite_books.engine) as connection:
        stock = document(connection, "stock_ledger", request("U1", "2025"))
        printed = read(rendered(stock, "pdf"))
    report = asked(sqlite_books.engine, "stock_ledger", "U1", "2025")
    lefts = [
        [yuan(row[key]).grouped() for key in ("left_price", "left_amount")]
        for row in report["tables"]["ledger_1"]["rows"]
    ]
    found = [line for text in printed for line in carried(text)]
    assert found
    assert all(line in lefts[1:-1] for line in found)
