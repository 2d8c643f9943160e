"""T36 on the register of gifts and the books, on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.database import Engine, open_books
from ledger.money import Money
from tests import building, server
from tests.audit.flows import result, titles
from tests.building import Books, receipt
from tests.treasury.giving import MARCH, give, known, organisation, received
from tests.treasury.goods_world import Store
from treasury import goods_gifts
from treasury.donations import Form
from treasury.goods_gifts import Gift, Given, Valuation

FIRM = "某某机械有限公司"
IN_KIND: dict[str, Any] = {
    "fund": "",
    "form": Form.GOODS,
    "account": "",
    "memo": "棉被",
}


def _fill(engine: Engine) -> None:
    building.found_with_unit(engine)
    Store(Books(engine, ""))


@pytest.fixture
def world(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    shelf.fillings.setdefault("audited gifts", _fill)
    with shelf.copied(dialect, "audited gifts") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


def _stock(books: Books, yuan: int, giver: str = FIRM) -> None:
    line = Given(
        item="Q1",
        fund="F1",
        quantity_milli=10_000,
        valuation=Valuation.VOUCHER,
        amount=Money(yuan * 100),
        paper="发票",
    )
    store = Store.standing(books)
    gift = Gift(unit="U1", ref="kind", dated_on=MARCH, lines=(line,), giver=giver)
    store.post(store.act(goods_gifts.give, gift))


def test_without_a_register_nothing_is_performed(world: Books) -> None:
    assert not result("T36", world).performed


def test_a_gift_is_found_until_it_is_booked(world: Books) -> None:
    give(world, fen=300_00)
    found = result("T36", world).findings
    assert ("捐赠没有入账", 300_00) in {(f.title, f.amount.fen) for f in found}
    received(world, fen=500_00)
    assert "捐赠没有入账" not in titles("T36", world)


def test_a_gift_whose_voucher_was_lowered_is_found(world: Books) -> None:
    gift = received(world, fen=500_00)
    with world.raw(foreign_keys=False) as raw:
        if world.dialect == "sqlite":
            raw.run("DROP TRIGGER postings_no_update")
        else:
            raw.run("ALTER TABLE postings DISABLE TRIGGER ALL")
        raw.run(
            "UPDATE postings SET debit_fen = 20000 WHERE debit_fen = 50000"
            " AND position = (SELECT position FROM vouchers"
            f" WHERE ref = '{gift.ref}')"
        )
        raw.commit()
    (found,) = [one for one in result("T36", world).findings if not one.lead]
    assert (found.title, found.amount) == ("捐赠入账金额与登记不符", Money(300_00))


def test_goods_must_come_into_stock_at_their_value(world: Books) -> None:
    firm = known(world, organisation()).number
    give(world, firm, 900_00, **IN_KIND)
    assert "实物捐赠没有入库" in titles("T36", world)
    _stock(world, 700)
    (found,) = [f for f in result("T36", world).findings if "实物" in f.title]
    assert (found.title, found.lead) == ("实物捐赠入库价值与登记不符", True)
    assert found.amount == Money(200_00)


def test_goods_at_their_value_are_content(world: Books) -> None:
    firm = known(world, organisation()).number
    give(world, firm, 700_00, **IN_KIND)
    _stock(world, 700)
    assert [one for one in titles("T36", world) if "实物" in one] == []


def test_income_that_nobody_registered_is_a_lead(world: Books) -> None:
    """The fund begins with a receipt of 10,000.00 that is in no register."""
    received(world, fen=500_00)
    world.post(receipt("x1", 40_00, dated_on=dt.date(2025, 6, 2)))
    (lead,) = [one for one in result("T36", world).findings if one.lead]
    assert lead.title == "捐赠资金的收入没有登记"
    assert lead.amount == Money(10_040_00)
    assert len(lead.evidence) == 2
