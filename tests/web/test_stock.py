"""The stock desk: what lies where, each move down to its voucher, and what moves."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from app.web import languages, stock_form, stock_sheets
from ledger.database import reading
from ledger.money import ZERO
from tests.building import Books
from tests.server import Shelf
from tests.treasury.goods_world import Store
from tests.web import office
from tests.web.office import Browser, Office, offices
from treasury import goods_gifts, goods_items, lot_reading, stock
from treasury.costing import Method
from treasury.stock import MoveKind, Status

DESK = "/units/U1/stock"
ISSUE = {
    "item": "Q1",
    "fund": "F1",
    "quantity": "2",
    "recipient": "D-1",
    "purpose": "生活救助",
    "on": "2025-02-01",
    "ref": "web-1",
}


def fill(books: Books) -> None:
    """Quilts bought twice, tickets, one quilt given and one on its way."""
    store = Store(books)
    store.bought("b1", 10, 1000)
    store.bought("b2", 4, 480)
    store.tickets("v1", "A001-A010", 10, 950)
    store.issued("i1", 3)
    store.issue("i2", 1)
    office.seat(books)


@pytest.fixture
def stocked(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office whose unit keeps goods, on both databases."""
    yield from offices(shelf, dialect, tmp_path, ("stock desks", fill))


@pytest.fixture
def shop(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from offices(shelf, "sqlite", tmp_path, ("stock desks", fill))


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_what_lies_where_adds_up_to_the_accounts(stocked: Office) -> None:
    officer = stocked.browser("张三")
    _, page = officer.get(DESK)
    text = text_of(page)
    # 10 quilts of 100 and 4 of 120; 3 are given and 1 is on its way, of the first lot.
    assert "F1 Q1 棉被 10 条 1,080.00 1" in text
    assert "F1 V1 百货购物券 10 张 950.00" in text
    assert "合计 2,030.00" in text
    assert "A001-A010 10 1,000.00" in text
    with reading(stocked.books.engine) as connection:
        lots = lot_reading.lots(connection, "U1")
        known = {one.code: one for one in goods_items.items(connection, "U1")}
        day = max(lot.move.on for lot in lots)
        there = stock.shelf(connection, "U1", known["Q1"], "F1", day)
    quilts = [lot.left for lot in lots if lot.item.code == "Q1"]
    assert sum((one.cost for one in quilts), ZERO) == there.cost
    assert sum(one.quantity_milli for one in quilts) == there.quantity_milli


def test_a_move_leads_to_its_voucher_and_its_lots(stocked: Office) -> None:
    officer = stocked.browser("张三")
    _, page = officer.get(f"{DESK}/moves/1")
    assert "/units/U1/vouchers/at/" in page
    assert f"{DESK}/moves/4" in page
    assert "剩余 6 600.00" in text_of(page)
    _, page = officer.get(f"{DESK}/moves/5")
    assert "待入账" in page
    assert "/units/U1/drafts/" in page
    assert f"{DESK}/moves/1" in page
    assert officer.get(f"{DESK}/moves/99")[0] == 404
    _, page = officer.get(f"{DESK}/moves?period=2025&item=Q1&fund=F1")
    assert "0.00 1,480.00 0.00 300.00 0.00 0.00 1,180.00" in text_of(page)
    assert officer.get(f"{DESK}/moves?item=none")[0] == 404
    assert officer.get(f"{DESK}/moves?fund=none")[0] == 404


def test_what_a_dropped_draft_took_is_there_again(shop: Office) -> None:
    officer = shop.browser("张三")
    assert "棉被 10 条" in text_of(officer.get(DESK)[1])
    with reading(shop.books.engine) as connection:
        draft = stock.moves(connection, "U1")[-1].row.draft
    assert officer.post(f"/units/U1/drafts/{draft}/drop", {"reason": "填错"})[0] == 303
    text = text_of(officer.get(DESK)[1])
    assert "F1 Q1 棉被 11 条 1,180.00" in text
    assert "已作废" in officer.get(f"{DESK}/moves/1")[1]


def test_every_link_of_the_desk_leads_somewhere(shop: Office) -> None:
    officer = shop.browser("张三")
    todo, met = {DESK, f"{DESK}/moves?period=2025"}, set()
    while todo:
        path = todo.pop()
        met.add(path)
        answer = officer.client.get(path)
        assert answer.status_code in {200, 303}, path
        if "/stock" in path and "as=" not in path:
            found = re.findall(r'href="(/units/U1/[^"#]+)', answer.text)
            todo |= {one.replace("&amp;", "&") for one in found} - met
    assert sum("/vouchers/at/" in path for path in met) >= 3
    assert sum("as=xlsx" in path for path in met) >= 6


def test_goods_are_given_by_a_form_once(stocked: Office) -> None:
    officer = stocked.browser("张三")
    asked = officer.get(f"{DESK}/enter/issue?item=Q1&fund=F1")[1]
    assert '<option value="Q1" selected>' in asked
    form = ISSUE | {"once": "a-form"}
    status, where = officer.post(f"{DESK}/enter/issue", form)
    assert status == 303
    assert officer.post(f"{DESK}/enter/issue", form) == (303, where)
    page = officer.get(where)[1]
    assert "已登记第 6 号收发，200.00 元" in page
    with reading(stocked.books.engine) as connection:
        assert len(stock.moves(connection, "U1")) == 6
        told = activity.search(connection, "张三", None, None, "goods.issue")
    assert [one.outcome for one in told] == ["done"]
    sign = {"signer": "D-1", "on": "2025-02-02", "sheet": "AB" * 32}
    assert officer.post(f"{DESK}/moves/6/sign", sign) == (303, f"{DESK}/moves/6")
    assert "ab" * 32 in officer.get(f"{DESK}/moves/6")[1]
    assert officer.post(f"{DESK}/moves/6/sign", sign)[0] == 422


def test_what_is_wrong_is_told_and_what_was_typed_stays(shop: Office) -> None:
    officer = shop.browser("张三")
    for wrong in (
        {"quantity": "很多"},
        {"quantity": "100"},
        {"on": "二月"},
        {"item": "none"},
        {"fund": "none"},
        {"lots": "一批"},
        {"attachments": "x"},
        {"purpose": ""},
    ):
        typed = ISSUE | {"summary": "<em>慰问</em>"} | wrong
        status, page = officer.post(f"{DESK}/enter/issue", typed)
        assert status == 422, wrong
        assert "<em>" not in page
        assert "&lt;em&gt;慰问&lt;/em&gt;" in page
    assert officer.get(f"{DESK}/enter/none")[0] == 404
    with reading(shop.books.engine) as connection:
        assert len(stock.moves(connection, "U1")) == 5


@pytest.mark.parametrize(
    ("movement", "typed"),
    [
        (
            "buy",
            {
                "item": "V1",
                "quantity": "5",
                "cost": "475",
                "supplier": "某百货公司",
                "account": "50404",
                "purpose": "生活救助",
                "serials": "B1-B5",
            },
        ),
        (
            "give",
            {
                "item": "Q1",
                "quantity": "2",
                "giver": "某某公司",
                "valuation": "nominal",
            },
        ),
        ("return", {"move": "4", "quantity": "1", "reason": "不需要"}),
        ("void", {"item": "Q1", "quantity": "1", "approval": "会议纪要3号"}),
        (
            "count",
            {
                "item": "V1",
                "quantity": "9",
                "serials": "A010",
                "keeper": "赵六",
                "counter": "李四",
                "approval": "会议纪要4号",
            },
        ),
    ],
)
def test_each_movement_makes_a_draft(
    shop: Office, movement: str, typed: dict[str, str]
) -> None:
    officer = shop.browser("张三")
    head = {"fund": "F1", "on": "2025-02-01", "ref": f"web-{movement}"}
    status, where = officer.post(f"{DESK}/enter/{movement}", head | typed)
    assert (status, "/drafts/" in where) == (303, True), where
    page = officer.get(where)[1]
    assert "已提交，等待审核" in page
    with reading(shop.books.engine) as connection:
        made = stock.moves(connection, "U1")[-1]
    assert made.status is Status.WAITING
    assert officer.get(f"{DESK}/moves/{made.number}")[0] == 200


def test_a_count_that_agrees_is_on_record(shop: Office) -> None:
    officer = shop.browser("张三")
    typed = {"item": "V1", "fund": "F1", "quantity": "10", "on": "2025-02-01"}
    typed |= {"ref": "c1", "keeper": "赵六", "counter": "赵六"}
    assert officer.post(f"{DESK}/enter/count", typed)[0] == 422
    status, page = officer.post(f"{DESK}/enter/count", typed | {"counter": " "})
    assert (status, "没有写明盘点人" in page, "账中没有" in page) == (422, True, False)
    typed["counter"] = "李四"
    assert officer.post(f"{DESK}/enter/count", typed) == (303, f"{DESK}#counts")
    assert "1 2025-02-01 F1 V1 百货购物券 10 10 赵六 李四" in text_of(
        officer.get(DESK)[1]
    )


def test_items_are_registered_and_the_method_is_the_administrators(
    shop: Office,
) -> None:
    officer, admin = shop.browser("张三"), shop.browser("王五")
    new = {"code": "R1", "name": "大米", "measure": "袋"}
    assert officer.post(f"{DESK}/items", new) == (303, f"{DESK}/items")
    assert officer.post(f"{DESK}/items", new | {"measure": "斤"})[0] == 422
    renamed = new | {"name": "东北大米", "reason": "改品名"}
    assert officer.post(f"{DESK}/items", renamed)[0] == 303
    assert "东北大米" in officer.get(f"{DESK}/items")[1]
    chosen = {"method": "weighted_average", "since": "2026-01-01", "why": "主管要求"}
    assert officer.post(f"{DESK}/method", chosen)[0] == 403
    assert admin.post(f"{DESK}/method", chosen | {"since": ""})[0] == 422
    assert admin.post(f"{DESK}/method", chosen) == (303, f"{DESK}/items")
    page = admin.get(f"{DESK}/items")[1]
    assert "东北大米" in page
    assert f"{DESK}/moves" not in page
    assert "加权平均法" in officer.get(f"{DESK}/items")[1]


def tables_of(browser: Browser, path: str) -> list[str]:
    found = re.findall(r'href="([^"]*as=csv)"', browser.get(path)[1])
    return [one.replace("&amp;", "&") for one in found]


def test_every_table_is_had_as_a_file(shop: Office) -> None:
    officer = shop.browser("张三")
    paths = (DESK, f"{DESK}/moves?period=2025", f"{DESK}/items", f"{DESK}/moves/1")
    files = [one for path in paths for one in tables_of(officer, path)]
    assert len(files) == 10
    for path in files:
        answer = officer.client.get(path)
        assert answer.status_code == 200, path
        assert len(answer.content.decode("utf-8-sig").splitlines()) > 1
    assert officer.get(f"{DESK}?table=none&as=csv")[0] == 404


def test_every_word_of_the_desk_has_its_english() -> None:
    source = Path(stock_sheets.__file__).read_text("utf-8")
    said = set(re.findall(r'(?:Column|money|Sheet)\(\s*"\w+", "([^"]+)"', source))
    said |= set(re.findall(r'Said\("([^"]+)"\)', source)) | {"相符", "不符"}
    said |= {title for _, title in stock_sheets.STEPS}
    for one in stock_form.MOVEMENTS.values():
        said |= {one.label, one.told, *(a.label for a in (*one.asks, *one.more))}
    kinds = (MoveKind, Status, Method, goods_items.ItemKind, goods_gifts.Valuation)
    said |= {one.label for kind in kinds for one in kind}
    assert len(said) > 90
    assert sorted(said - set(languages.catalogue("en"))) == []
