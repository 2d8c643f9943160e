"""A board's pages: the figures of the pack, links that lead on, two languages."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.web import charts
from ledger.database import reading
from ledger.money import Money
from ledger.register import lookups
from reports.report import Chart, Series
from tests import building
from tests.reports.asking import asked
from tests.reports.budget_world import add_township, lay_out
from tests.server import Shelf
from tests.web.office import Browser, Office, offices, seat

_LINK = re.compile(r'href="([^"#]+)(?:#[^"]*)?"')
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[㐀-鿿]+")


def fill(books: building.Books) -> None:
    """Twenty years of budgets, a year of vouchers, and people at their desks."""
    lay_out(books)
    seat(books)


@pytest.fixture
def budgeted(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, dialect, tmp_path, ("budget_desks", fill))


@pytest.fixture
def plain(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, "sqlite", tmp_path, ("budget_desks", fill))


def table(browser: Browser, path: str, name: str) -> list[list[str]]:
    """The rows of a table of a page, as its file has them."""
    answer = browser.client.get(f"{path}&table={name}&as=csv")
    assert answer.status_code == 200, answer.text
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    return [row for row in rows if row]


def last_figure(rows: list[list[str]]) -> Money:
    """The figure at the end of the line of the total."""
    (total,) = [row for row in rows if row[0].startswith("合计")]
    return Money.parse([cell for cell in total if cell][-1])


def links(page: str) -> set[str]:
    (main,) = _MAIN.findall(page)
    return {link.replace("&amp;", "&") for link in _LINK.findall(main)}


def overview(office: Office) -> Any:
    told = asked(office.books.engine, "board_pack", "U1", "2025")
    return told["tables"]["overview"]["rows"][0]


def test_a_unit_is_told_as_the_pack_tells_it(budgeted: Office) -> None:
    browser = budgeted.browser("委员乙")
    status, page = browser.get("/units/U1/board?period=2025")
    assert status == 200
    told = overview(budgeted)
    for key in ("opening", "came", "spent", "closing"):
        assert Money.parse(str(told[key])).grouped() in page, key
    path = "/units/U1/board?period=2025"
    closing = Money.parse(str(told["closing"]))
    for name in ("forms", "ages", "funds"):
        assert last_figure(table(browser, path, name)) == closing, name
    assert last_figure(table(browser, path, "uses")).grouped() in page


def test_the_tables_of_a_fund_add_up_to_its_figures(budgeted: Office) -> None:
    browser = budgeted.browser("审计甲")
    path = "/units/U1/board?period=2025"
    funds = {row[0]: row for row in table(browser, path, "funds")}
    with reading(budgeted.books.engine) as connection:
        unit = lookups(connection).unit("U1")
        names = {code: unit.fund_names[id_] for code, id_ in unit.funds.items()}
    for code, name in names.items():
        of_fund = f"/units/U1/funds/{code}?period=2025"
        assert browser.get(of_fund)[0] == 200
        row = [Money.parse(cell) for cell in funds[name][1:] if cell]
        sums = [
            last_figure(table(browser, of_fund, sheet))
            for sheet in ("received", "spent", "standing")
        ]
        assert sums == [row[1], row[2], row[-1]], code


def test_budgets_since_2005_stand_beside_what_was_spent(budgeted: Office) -> None:
    browser = budgeted.browser("委员乙")
    rows = table(browser, "/units/U1/board?period=2025", "years")
    years = {row[0]: row[1:] for row in rows if row[0].isdecimal()}
    assert set(years) == {str(year) for year in range(2005, 2026)}
    assert years["2005"][1] == ""
    assert Money.parse(years["2024"][0]) == Money(32_600_000)
    own = table(browser, "/units/U1/funds/OWN?period=2025", "years")
    assert {row[0]: row[1] for row in own if row[0].isdecimal()}["2024"] == (
        years["2024"][0]
    )


FOLLOWED = 120
"""Pages whose links are followed; those further on are opened."""


@pytest.mark.parametrize("person", ["委员乙", "张三", "李四", "赵六", "审计甲"])
def test_every_figure_leads_somewhere(plain: Office, person: str) -> None:
    browser = plain.browser(person)
    met = set()
    todo = {"/units/U1/board?period=2025", "/units/U1", "/units/U1/balance?period=2025"}
    while todo:
        path = min(todo)
        todo.remove(path)
        met.add(path)
        answer = browser.client.get(path)
        assert answer.status_code in {200, 303}, path
        is_page = "text/html" in answer.headers.get("content-type", "")
        if is_page and len(met) < FOLLOWED:
            todo |= {one for one in links(answer.text) if one.startswith("/")} - met
    assert any("/funds/" in path for path in met)
    assert any("/accounts/" in path for path in met) is (person != "委员乙")


def test_english_pages_keep_only_the_words_of_the_books(plain: Office) -> None:
    browser = plain.browser("委员乙")
    browser.post("/language", {"language": "en"})
    with reading(plain.books.engine) as connection:
        books = lookups(connection)
        unit = books.unit("U1")
        known = {unit.name, *unit.fund_names.values(), *books.account_names.values()}
    for path in ("board?period=2025", "funds/OWN?period=2025"):
        _, page = browser.get(f"/units/U1/{path}")
        (main,) = _MAIN.findall(page)
        for name in sorted(known, key=len, reverse=True):
            main = main.replace(name, "")
        left = set(_WORD.findall(_TAG.sub(" ", main)))
        assert left == set()


def test_what_is_not_there_is_told(plain: Office) -> None:
    browser = plain.browser("委员乙")
    for path, status in (
        ("funds/NONE", 404),
        ("board?period=2004", 422),
        ("board?period=2999", 422),
        ("board?period=x", 422),
        ("board?period=2025&table=none&as=csv", 404),
        ("board?period=2025&as=exe", 404),
        ("balance?fund=NONE", 404),
    ):
        assert browser.get(f"/units/U1/{path}")[0] == status, path


def test_a_narrowed_balance_adds_up_to_the_figure_that_led_there(plain: Office) -> None:
    browser = plain.browser("委员乙")
    forms = table(browser, "/units/U1/board?period=2025", "forms")
    bank = next(row[1] for row in forms if row[0] == "银行存款")
    page = browser.get("/units/U1/balance?period=2025&part=bank")[1]
    (foot,) = re.findall(r"<tfoot>.*?</tfoot>", page, re.DOTALL)
    assert Money.parse(bank).grouped() in foot


def test_a_chart_tells_the_exact_figures() -> None:
    figures = (Money(123_456_789), None, Money(-50_000))
    chart = Chart(
        name="c",
        caption="图<b>",
        axis="年度",
        places=("2023", "2024", "2025"),
        series=(Series("a", "预算", figures),),
    )
    drawn = charts.drawn(chart, lambda text: text)
    assert "1,234,567.89" in drawn
    assert "-500.00" in drawn
    assert drawn.count("<rect") == 2
    assert "<b>" not in drawn
    assert "style=" not in drawn
    long = Chart(
        name="c",
        caption="图",
        axis="用途",
        places=("一个很长很长的用途名称", "短"),
        series=(Series("a", "预算", figures[:2]),),
    )
    assert "一个很长很长的用途名称" in charts.drawn(long, lambda text: text)


def test_units_below_are_added_up_and_lead_to_their_own_pages(
    shelf: Shelf, tmp_path: Path
) -> None:
    def filled(books: building.Books) -> None:
        fill(books)
        add_township(books)

    for office in offices(shelf, "sqlite", tmp_path, ("township_desks", filled)):
        browser = office.browser("委员乙")
        path = "/units/U1/board?period=2025&below=1"
        page = browser.get(path)[1]
        units = table(browser, path, "units")[1:]
        assert len(units) > 1
        whole = sum((Money.parse(row[-1]) for row in units), Money(0))
        assert whole == last_figure(table(browser, path, "forms"))
        assert "/units/U1/funds/" not in page
        for link in links(page):
            if link.startswith("/units/") and "as=" not in link:
                assert browser.get(link)[0] == 200, link
