"""Goods at the desk: registered, bought, given, handed out, counted, looked at."""

import pytest

from app.cli.money_goods import SHOWN
from ledger import drafts
from ledger.database import open_books, writing
from tests.app.commands import Desk
from tests.building import Books, credit, debit, receipt, voucher
from tests.treasury.goods_world import BEFORE, LI, WANG, ZHAO

pytestmark = pytest.mark.slow

OF = ("--unit", "U1")
AS = ("--as", "张三")
SHEET = "ab" * 32


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The desk's books with 10,000 yuan, quilts and vouchers registered."""
    books = Books(open_books(desk.database), desk.database)
    books.post(receipt("r7", 10_000_00, dated_on=BEFORE))
    books.engine.dispose()
    goods = ("money", "goods")
    quilt = ("--code", "Q1", "--name", "棉被", "--measure", "条")
    desk.ok(*goods, "items", *OF, *quilt, *AS)
    ticket = ("--code", "V1", "--name", "购物券", "--measure", "张", "--face", "100")
    desk.ok(*goods, "items", *OF, *ticket, *AS)
    choice = ("--choose", "fifo", "--since", "2025-01-01", "--reason", "管理需要")
    desk.ok(*goods, "method", *OF, *choice, *AS)
    return desk


def post(desk: Desk, draft: int, *, money: bool = False) -> None:
    """Bring a draft into the books."""
    books = Books(open_books(desk.database), desk.database)
    with writing(books.engine) as connection:
        drafts.review(connection, "U1", draft, LI)
        if money:
            drafts.settle(connection, "U1", draft, ZHAO)
        drafts.post(connection, "U1", draft, WANG)
    books.engine.dispose()


def verb(name: str, ref: str, day: str, *words: str) -> tuple[str, ...]:
    return ("money", "goods", name, *OF, "--ref", ref, "--on", day, *words, *AS)


def of(item: str, quantity: str) -> tuple[str, ...]:
    return ("--item", item, "--fund", "F1", "--quantity", quantity)


LIVING = ("--purpose", "生活救助")
FROM = ("--account", "50404", *LIVING, "--supplier", "某百货公司")


def lose_and_count(office: Desk) -> None:
    loss = (*of("Q1", "1"), "--approval", "批1号")
    office.ok(*verb("void", "w1", "2025-01-18", *loss))
    post(office, 6)
    by = ("--keeper", "赵六", "--counter", "李四", "--approval", "批2号")
    counted = verb("count", "c1", "2025-01-19", *of("Q1", "6"), *by)
    said = office.ok(*counted).out
    assert "第 1 次盘点已登记，差异 1 项" in said
    assert "c1：已登记第 7 号收发，100.00 元" in said
    post(office, 7)


def test_goods_go_through_the_desk(office: Desk) -> None:
    bought = verb("buy", "b1", "2025-01-15", *of("Q1", "10"), "--cost", "1000", *FROM)
    assert "b1：已登记第 1 号收发，1,000.00 元；草稿 1 已提交" in office.ok(*bought).out
    assert "原已登记" in office.ok(*bought).out
    assert "不写 --ref" in office.refused(*bought, "--request", "P2025-1", code=2)
    post(office, 1, money=True)
    given = verb(
        "give", "g1", "2025-01-15", *of("V1", "5"), "--giver", "某公司",
        "--valuation", "voucher", "--amount", "480", "--paper", "发票",
        "--serials", "A001-A005",
    )  # fmt: skip
    office.ok(*given)
    post(office, 2)
    to = ("--recipient", "D-1", *LIVING)
    office.ok(*verb("issue", "i1", "2025-01-16", *of("Q1", "2.5"), *to))
    post(office, 3)
    tickets = (*of("V1", "2"), "--serials", "A002;A004")
    office.ok(*verb("issue", "i2", "2025-01-16", *tickets, *to))
    assert "可发 7.5 条，缺 0.5 条" in office.refused(
        *verb("issue", "i3", "2025-01-16", *of("Q1", "8"), *to)
    )
    signed = ("--move", "3", "--signer", "D-1", "--sheet", SHEET, "--on", "2025-01-17")
    said = office.ok("money", "goods", "sign", *OF, *signed, *AS).out
    assert said == "第 3 号发放已登记签收\n"
    back = ("--move", "3", "--quantity", "0.5", "--reason", "多领")
    alone = office.refused(*verb("return", "x1", "2025-01-17", *back))
    assert "凭交还人签字的退回单退回" in alone
    back += ("--sheet", SHEET)
    office.ok(*verb("return", "x1", "2025-01-17", *back))
    post(office, 5)
    lose_and_count(office)
    stock = office.rows("money", "goods", "stock", *OF, "--on", "2025-12-31")
    assert [(r["item"], r["quantity"], r["cost"], r["waiting_out"]) for r in stock] == [
        ("Q1", "6", "600.00", "0"),
        ("V1", "3", "288.00", "2"),
    ]
    ledger = office.rows("money", "goods", "ledger", *OF, "--item", "Q1")
    assert [(r["kind"], r["quantity"]) for r in ledger] == [
        ("购入", "10"),
        ("发放", "-2.5"),
        ("退回", "0.5"),
        ("报损", "-1"),
        ("盘亏", "-1"),
    ]
    serials = office.rows("money", "goods", "serials", *OF, "--item", "V1")
    assert [(r["serials"], r["faces"]) for r in serials] == [
        ("A001", "100.00"),
        ("A003", "100.00"),
        ("A005", "100.00"),
    ]
    bridge = office.rows("money", "goods", "bridge", *OF, "--period", "2025")
    assert bridge[0]["closing"] == "6（600.00）"
    (agreed,) = office.rows("money", "goods", "agreement", *OF, "--on", "2025-12-31")
    assert (agreed["agrees"], agreed["ledger"]) == ("是", "1080.00")


def test_registers_are_listed_and_changed(office: Desk) -> None:
    renamed = ("--code", "Q1", "--name", "毛毯", "--rename", "换货")
    rows = office.rows("money", "goods", "items", *OF, *renamed, *AS)
    assert [(r["code"], r["name"], r["face"]) for r in rows] == [
        ("Q1", "毛毯", "0.00"),
        ("V1", "购物券", "100.00"),
    ]
    (chosen,) = office.rows("money", "goods", "method", *OF)
    assert (chosen["method"], chosen["reason"]) == ("先进先出法", "管理需要")


def test_what_cannot_be_read_is_wrong_usage(office: Desk) -> None:
    words = ("--recipient", "D-1", *LIVING)
    for bad in ((*of("Q1", "two"), *words), (*of("Q1", "1"), *words, "--lots", "x:1")):
        done = office.run(*verb("issue", "i1", "2025-01-16", *bad))
        assert done.code == 2


def test_stock_that_nobody_registered_is_told(office: Desk) -> None:
    books = Books(open_books(office.database), office.database)
    books.post(voucher("s1", debit("141", 70_00), credit("30101", 70_00)))
    books.engine.dispose()
    done = office.run("money", "goods", "agreement", *OF, "--on", "2025-12-31")
    assert (done.code, "s1" in done.out) == (1, True)
    gone = verb("open", "s1", "2025-01-15", *of("Q1", "1"), "--cost", "70")
    assert "没有另制凭证" in office.ok(*gone).out
    office.ok("money", "goods", "agreement", *OF, "--on", "2025-12-31")


def test_freight_is_told_apart(office: Desk) -> None:
    given = verb(
        "give", "g1", "2025-01-15", *of("Q1", "5"), "--giver", "某公司",
        "--valuation", "名义金额", "--freight", "10", "--freight-fund", "F1",
    )  # fmt: skip
    assert "不得动用专项资金" in office.refused(*given)


def test_every_list_says_what_it_shows() -> None:
    assert all(columns for columns in SHOWN.values())
