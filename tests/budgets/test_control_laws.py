"""Whatever is asked in whatever order, no more is taken than is open (L9)."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.errors import ControlRefused
from ledger.errors import VoucherRefused
from tests.budgets.planning import (
    OPENED,
    paid,
    plan,
    posted,
    release,
    reserve,
    standing,
)
from tests.building import Books, receipt

OPEN = sum(OPENED)

ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), st.integers(1, 6_000_00)),
        st.tuples(st.just("pay"), st.integers(1, 6_000_00)),
        st.tuples(st.just("release"), st.integers(0, 9)),
    ),
    max_size=12,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.data())
def test_what_is_taken_is_reckoned_by_hand(  # noqa: C901 - the plain reckoning of all acts
    books: Books, acts: st.DataObject
) -> None:
    if books.one("SELECT COUNT(*) FROM controls") == 0:
        plan(books)
        posted(books, receipt("r1", 500_000_00))
    held: dict[str, int] = {}
    spent = standing(books)[2]
    begun = books.one("SELECT COUNT(*) FROM reservations")
    for number, (act, amount) in enumerate(acts.draw(ACTS)):
        ref = f"{begun}-{number}-{books.one('SELECT COUNT(*) FROM vouchers')}"
        room = OPEN - spent - sum(held.values())
        if act == "reserve":
            try:
                held[reserve(books, amount, ref).key] = amount
                assert amount <= room
            except ControlRefused:
                assert amount > room
        elif act == "pay" and held:
            key = sorted(held)[amount % len(held)]
            try:
                posted(books, paid(f"p{ref}", amount, key))
                assert amount <= held[key]
                held[key], spent = held[key] - amount, spent + amount
            except VoucherRefused:
                assert amount > held[key]
        elif act == "release" and held:
            key = sorted(held)[amount % len(held)]
            if held.pop(key):
                release(books, key)
        assert standing(books) == (OPEN, sum(held.values()), spent, "")
    for key, left in held.items():
        if left:
            release(books, key)


def test_two_requests_at_once_do_not_both_take_the_last_yuan(books: Books) -> None:
    plan(books)
    got: list[str] = []
    start = threading.Barrier(4)

    def ask(number: int) -> None:
        start.wait()
        try:
            got.append(reserve(books, 4_000_00, f"申{number}").key)
        except ControlRefused:
            got.append("refused")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == ["2025-1", "2025-2", "refused", "refused"]
    assert standing(books) == (OPEN, 8_000_00, 0, "")


@pytest.mark.parametrize("parts", [2, 8])
def test_two_payments_at_once_do_not_use_a_reservation_twice(
    books: Books, parts: int
) -> None:
    plan(books)
    posted(books, receipt("r1", 50_000_00))
    key = reserve(books, 1_000_00).key
    got: list[str] = []
    start = threading.Barrier(parts)

    def pay(number: int) -> None:
        start.wait()
        try:
            posted(books, paid(f"p{number}", 600_00, key))
            got.append("paid")
        except VoucherRefused:
            got.append("refused")

    threads = [threading.Thread(target=pay, args=(n,)) for n in range(parts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got.count("paid") == 1
    assert standing(books) == (OPEN, 400_00, 600_00, "")
