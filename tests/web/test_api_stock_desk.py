"""Goods that move through the JSON half: each movement, its signature, the register."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import activity
from ledger.database import reading
from tests.building import DAY, credit, debit, voucher
from tests.server import Shelf
from tests.web.office import Office, offices
from tests.web.programs import program
from tests.web.test_stock import fill
from treasury import lot_reading, stock

DESK = "/units/U1/stock"
LINE = {
    "item": "Q1",
    "fund": "F1",
    "quantity_milli": 2_000,
    "recipient": "D-1",
    "purpose": "生活救助",
}
HEAD = {"dated_on": "2025-02-01"}
ISSUE = HEAD | {"ref": "api-1", "lines": [LINE]}


@pytest.fixture
def stocked(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office whose unit keeps goods, on both databases."""
    yield from offices(shelf, dialect, tmp_path, ("stock programs", fill))


@pytest.fixture
def shop(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from offices(shelf, "sqlite", tmp_path, ("stock programs", fill))


def test_goods_are_issued_once_and_signed_for(stocked: Office) -> None:
    officer = program(stocked, "张三")
    status, made = officer.post(f"{DESK}/issue", ISSUE, key="issue")
    assert (status, made["moves"], made["cost"]) == (201, [6], "200.00")
    assert officer.post(f"{DESK}/issue", ISSUE, key="issue") == (201, made)
    assert officer.post(f"{DESK}/issue", ISSUE)[1]["already"]
    assert officer.post(f"{DESK}/issue", ISSUE | {"summary": "另"})[0] == 422
    with reading(stocked.books.engine) as connection:
        assert len(stock.moves(connection, "U1")) == 6
        told = activity.search(connection, "张三", None, None, "goods.issue")
    assert [one.outcome for one in told] == ["done", "done", "refused"]
    sign = {"signer": "D-1", "signed_on": "2025-02-02", "sheet": "ab" * 32}
    where = f"{DESK}/moves/6"
    assert officer.post(f"{where}/sign", sign | {"sheet": "x"})[0] == 422
    assert officer.post(f"{where}/sign", sign)[1]["signature"]["signer"] == "D-1"
    assert officer.post(f"{where}/sign", sign)[0] == 422, "it is signed for"
    _, one = officer.get(where)
    assert (one["status"], one["quantity_milli"]) == ("waiting", -2_000)
    assert one["signature"]["sheet"] == "ab" * 32
    assert officer.get(f"{DESK}/moves/1")[1]["signature"] is None
    assert officer.get(f"{DESK}/moves/99")[0] == 404
    assert program(stocked, "李四").post(f"{DESK}/issue", ISSUE)[0] == 403
    assert program(stocked, "委员乙").get(where)[0] == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity_milli": 100_000},
        {"quantity_milli": -1},
        {"quantity_milli": "2"},
        {"item": "none"},
        {"fund": "none"},
        {"purpose": ""},
        {"lots": [{"lot": 0, "quantity_milli": 1}]},
        {"recipient": "11010519491231002X"},
    ],
)
def test_what_is_wrong_moves_nothing(shop: Office, wrong: dict[str, Any]) -> None:
    officer = program(shop, "张三")
    status, told = officer.post(f"{DESK}/issue", ISSUE | {"lines": [LINE | wrong]})
    assert status in {404, 422}
    assert "11010519491231002X" not in str(told)
    with reading(shop.books.engine) as connection:
        assert len(stock.moves(connection, "U1")) == 5


QUILTS = {"item": "Q1", "fund": "F1", "quantity_milli": 1_000}
TICKETS = {"item": "V1", "fund": "F1", "quantity_milli": 5_000, "serials": "B1-B5"}
SPENT = {"account": "50404", "purpose": "生活救助"}


@pytest.mark.parametrize(
    ("movement", "told"),
    [
        (
            "buy",
            {
                "supplier": "某百货公司",
                "lines": [
                    TICKETS | SPENT | {"cost": "475"},
                    QUILTS | SPENT | {"cost": "99"},
                ],
            },
        ),
        (
            "give",
            {"giver": "某某公司", "lines": [QUILTS | {"valuation": "nominal"}]},
        ),
        ("return", {"issue": 4, "quantity_milli": 1_000, "reason": "不需要"}),
        ("void", QUILTS | {"approval": "会议纪要3号"}),
    ],
)
def test_each_movement_makes_a_draft(
    shop: Office, movement: str, told: dict[str, Any]
) -> None:
    officer = program(shop, "张三")
    body = HEAD | {"ref": f"api-{movement}"} | told
    status, made = officer.post(f"{DESK}/{movement}", body)
    assert (status, made.get("already")) == (201, False), made
    assert made["draft"] in {
        one["number"] for one in officer.get("/units/U1/drafts")[1]["drafts"]
    }
    assert officer.get(f"{DESK}/moves/{made['moves'][0]}")[1]["status"] == "waiting"
    with reading(shop.books.engine) as connection:
        acts = activity.search(connection, "张三", None, None, f"goods.{movement}")
    assert [one.outcome for one in acts] == ["done"]


def test_a_count_settles_what_differs(shop: Office) -> None:
    officer = program(shop, "张三")
    there = {"item": "V1", "fund": "F1", "quantity_milli": 10_000}
    count = HEAD | {"ref": "c1", "keeper": "赵六", "counter": "赵六", "lines": [there]}
    assert officer.post(f"{DESK}/count", count)[0] == 422, "the keeper counts"
    count |= {"counter": "李四"}
    status, made = officer.post(f"{DESK}/count", count)
    assert (status, made) == (201, {"number": 1, "differences": 0, "moved": None})
    fewer = there | {"quantity_milli": 9_000, "serials": "A010"}
    count |= {"ref": "c2", "lines": [fewer]}
    assert officer.post(f"{DESK}/count", count)[0] == 422, "nobody approved it"
    status, made = officer.post(f"{DESK}/count", count | {"approval": "会议纪要4号"})
    assert (status, made["differences"]) == (201, 1)
    assert made["moved"]["cost"] == "95.00"


def test_what_stood_already_goes_by_its_voucher(shop: Office) -> None:
    officer = program(shop, "张三")
    line = QUILTS | {"cost": "501"}
    body = {"ref": "o1", "dated_on": DAY.isoformat(), "lines": [line]}
    assert officer.post(f"{DESK}/open", body)[0] == 404, "no such voucher"
    shop.books.post(voucher("o1", debit("141", 500_00), credit("30101", 500_00)))
    assert officer.post(f"{DESK}/open", body)[0] == 422, "a yuan too much"
    body |= {"lines": [line | {"cost": "500"}]}
    status, made = officer.post(f"{DESK}/open", body)
    assert (status, made["draft"], made["moves"]) == (201, None, [6])
    assert officer.get(f"{DESK}/moves/6")[1]["status"] == "standing"


def test_items_are_registered_and_renamed(stocked: Office) -> None:
    officer, desk = program(stocked, "张三"), f"{DESK}/items"
    item = {"code": "R1", "name": "大米", "measure": "袋"}
    status, made = officer.post(desk, item)
    assert (status, made["kind"], made["face"]) == (201, "goods", "0.00")
    assert officer.post(desk, item | {"measure": "斤"})[0] == 422, "it is fixed"
    new = {"name": "东北大米", "reason": "写明产地"}
    assert officer.post(f"{desk}/R1/rename", new | {"reason": ""})[0] == 422
    assert officer.post(f"{desk}/R1/rename", new)[1]["name"] == "东北大米"
    assert officer.post(f"{desk}/none/rename", new)[0] == 404
    card = {"code": "K1", "name": "购物卡", "measure": "张", "face": "100"}
    assert officer.post(desk, card)[1]["kind"] == "voucher"
    _, register = officer.get(desk)
    assert [one["name"] for one in register["items"]][-2:] == ["东北大米", "购物卡"]
    admin = program(stocked, "王五")
    method = {"method": "specific", "since": "2099-01-01", "reason": "逐件计价"}
    assert officer.post(f"{DESK}/method", method)[0] == 403
    status, _ = admin.post(f"{DESK}/method", method | {"method": "none"})
    assert status == 422
    assert admin.post(f"{DESK}/method", method)[0] == 200
    assert admin.get(desk)[1]["methods"][-1]["method"] == "specific"


def test_lots_serials_and_counts_are_read_as_the_page_shows_them(shop: Office) -> None:
    officer = program(shop, "张三")
    _, lots = officer.get(f"{DESK}/lots")
    _, serials = officer.get(f"{DESK}/serials")
    with reading(shop.books.engine) as connection:
        every = lot_reading.lots(connection, "U1")
    left = {one.move.number: one.left.quantity_milli for one in every if one.left}
    assert {one["lot"]: one["left_milli"] for one in lots["lots"]} == left
    assert left
    runs = [(one["item"], one["count"]) for one in serials["serials"]]
    assert runs
    assert all(item == "V1" and count > 0 for item, count in runs)
    before = len(officer.get(f"{DESK}/counts")[1]["counts"])
    line = {"item": "V1", "fund": "F1", "quantity_milli": left_of(lots, "V1", "F1")}
    who = {"keeper": "赵六", "counter": "李四"}
    count = HEAD | who | {"ref": "盘-9", "lines": [line]}
    assert officer.post(f"{DESK}/count", count)[0] == 201
    _, counts = officer.get(f"{DESK}/counts")
    assert len(counts["counts"]) == before + 1
    last = counts["counts"][-1]
    assert (last["item"], last["book_milli"]) == ("V1", last["counted_milli"])
    other = program(shop, "邻县丙")
    for path in ("lots", "serials", "counts"):
        assert other.get(f"{DESK}/{path}")[0] in {403, 404}


def left_of(lots: dict[str, Any], item: str, fund: str) -> int:
    """What is left of an item of a fund in all its lots."""
    return sum(
        one["left_milli"]
        for one in lots["lots"]
        if (one["item"], one["fund"]) == (item, fund)
    )
