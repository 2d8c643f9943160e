"""Laws of goods: no fen is lost, and the ledger agrees with the accounts on any day."""

import contextlib
import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.database import open_books
from ledger.money import Money
from ledger.periods import Span
from tests import server
from tests.building import Books, red
from tests.treasury.goods_world import Store, gift_line
from treasury import costing, goods_ledger
from treasury.costing import Layer, Method, TooLittle, take
from treasury.errors import GoodsRefused

amounts = st.tuples(st.integers(1, 10**7), st.integers(0, 10**9))
layers_of = st.lists(amounts, min_size=1, max_size=6).map(
    lambda found: [Layer(n, q, c) for n, (q, c) in enumerate(found, 1)]
)


@given(layers_of, st.data(), st.sampled_from([Method.FIFO, Method.AVERAGE]))
def test_what_is_taken_and_what_stays_is_what_there_was(
    layers: list[Layer], data: st.DataObject, method: Method
) -> None:
    """Several takings after each other; the last one leaves nothing, no fen either."""
    takings = data.draw(st.integers(0, 4))
    while whole := sum(layer.quantity_milli for layer in layers):
        cost = sum(layer.cost_fen for layer in layers)
        wanted = data.draw(st.integers(1, whole)) if takings > 0 else whole
        takings -= 1
        taken = {one.lot: one for one in take(layers, wanted, method)}
        assert sum(one.quantity_milli for one in taken.values()) == wanted
        gone = sum(one.cost_fen for one in taken.values())
        assert 0 <= gone <= cost
        if wanted == whole:
            assert gone == cost
        if method is Method.AVERAGE:
            assert gone == costing.proportion(cost, wanted, whole)
        layers = [
            Layer(
                layer.lot,
                layer.quantity_milli
                - (taken[layer.lot].quantity_milli if layer.lot in taken else 0),
                layer.cost_fen
                - (taken[layer.lot].cost_fen if layer.lot in taken else 0),
            )
            for layer in layers
        ]
        assert all(layer.quantity_milli >= 0 for layer in layers)
        assert all(layer.cost_fen >= 0 for layer in layers)
        assert all(layer.quantity_milli or not layer.cost_fen for layer in layers)


@given(layers_of)
def test_more_than_there_is_is_never_taken(layers: list[Layer]) -> None:
    whole = sum(layer.quantity_milli for layer in layers)
    for method in Method:
        with pytest.raises(TooLittle):
            take(layers, whole + 1, method, ((1, whole + 1),))


def test_costs_that_cannot_be_are_spread_again() -> None:
    """An average given up again: 5 pieces hold 125, an empty lot -50; 75 in all."""
    layers = [Layer(1, 5, 125), Layer(2, 0, -50)]
    assert costing.levelled(layers) == (Layer(1, 5, 75), Layer(2, 0, 0))
    taken = take(layers, 5, Method.FIFO)
    assert sum(one.cost_fen for one in taken) == 75
    assert costing.levelled([Layer(1, 0, 3)]) == (Layer(1, 0, 0),)


# -- a generated year ---------------------------------------------------------------

acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["buy", "give", "issue", "issue", "issue", "back", "lose", "red", "drop"]
        ),
        st.integers(1, 5_000),
        st.integers(1, 900),
        st.integers(0, 40),
    ),
    min_size=3,
    max_size=14,
)


@pytest.mark.slow
@pytest.mark.parametrize("method", [Method.FIFO, Method.AVERAGE])
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(year=acts)
def test_the_ledger_agrees_with_the_accounts_on_any_day(
    shelf: server.Shelf, method: Method, year: list[tuple[Any, ...]]
) -> None:
    with shelf.copied("sqlite", "unit") as url:
        books = Books(open_books(url), url)
        try:
            shop = Store(books, method)
            _agrees(shop, _live(shop, year))
        finally:
            books.engine.dispose()


def _live(shop: Store, year: list[tuple[Any, ...]]) -> list[dt.date]:
    """Do what there is to do; what is refused for want of goods is left."""
    day, days = dt.date(2025, 1, 10), []
    issued: list[tuple[int, str]] = []
    for number, (kind, milli, yuan, later) in enumerate(year):
        day = min(day + dt.timedelta(days=later), dt.date(2025, 12, 31))
        days.append(day)
        with contextlib.suppress(GoodsRefused):
            if kind in {"buy", "give"}:
                _come(shop, kind, f"n{number}", (milli / 1000, yuan, day))
            elif kind in {"back", "red"}:
                _undo(shop, kind, f"n{number}", (milli / 1000, day), issued)
            else:
                _go(shop, kind, f"n{number}", (milli / 1000, day), issued)
    return days


def _come(shop: Store, kind: str, ref: str, what: tuple[float, int, dt.date]) -> None:
    pieces, yuan, day = what
    if kind == "buy":
        shop.bought(ref, pieces, min(yuan, 500), dated_on=day)
    else:
        shop.post(shop.give(ref, gift_line(pieces, yuan), dated_on=day))


def _go(
    shop: Store,
    kind: str,
    ref: str,
    what: tuple[float, dt.date],
    issued: list[tuple[int, str]],
) -> None:
    pieces, day = what
    verb = shop.write_off if kind == "lose" else shop.issue
    moved = verb(ref, pieces, dated_on=day)
    if moved.draft is None:
        return
    if kind == "drop":
        shop.drop(moved)
        return
    shop.post(moved)
    if kind == "issue":
        issued.append((moved.moves[0], ref))


def _undo(
    shop: Store,
    kind: str,
    ref: str,
    what: tuple[float, dt.date],
    issued: list[tuple[int, str]],
) -> None:
    pieces, day = what
    if not issued:
        return
    move, cancelled = issued.pop()
    if kind == "red":
        shop.books.reverse(cancelled, red(ref, dated_on=day))
        return
    moved = shop.take_back(ref, move, pieces, dated_on=day)
    if moved.draft is not None:
        shop.post(moved)


def _agrees(shop: Store, days: list[dt.date]) -> None:
    for day in {*days, dt.date(2025, 12, 31)}:
        for one in shop.read(goods_ledger.agreement, "U1", day):
            assert one.agrees, one
        for one in shop.read(
            goods_ledger.bridge, "U1", Span(dt.date(2025, 1, 1), day + dt.timedelta(1))
        ):
            assert one.closing.quantity_milli >= 0
            assert one.closing.cost >= Money(0)
            if not one.closing.quantity_milli:
                assert not one.closing.cost
    quantity, fen = shop.left()
    whole = Span(dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    bridged = shop.read(goods_ledger.bridge, "U1", whole)
    closing = [one.closing for one in bridged if one.item.code == "Q1"]
    assert sum(one.quantity_milli for one in closing) == quantity
    assert sum(one.cost.fen for one in closing) == fen
