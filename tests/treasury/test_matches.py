"""Matching in the books: by the rules, by hand, undone and matched again."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.database import open_books, reading, writing
from ledger.errors import NotFound
from ledger.people import Act, Right
from tests import building, server
from tests.building import Books, payment, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.treasury.banking import BANK, FEBRUARY, SINCE, VAULT, table, take
from tests.treasury.filling_bank import fill_bank
from tests.treasury.filling_matching import (
    JANUARY,
    LATER,
    by_hand,
    fill_books,
    fill_unmatched,
    grant,
    left,
    match,
    place,
    undo,
)
from treasury import bank, matches
from treasury.bank import BankAccount
from treasury.errors import MatchRefused

ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Two rows of the bank, and three vouchers and a red one of the books."""
    shelf.fillings.setdefault("unmatched", fill_unmatched)
    with shelf.copied(dialect, "unmatched") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


def standing(books: Books) -> list[tuple[object, ...]]:
    """The matches on record: rows, postings and why undone."""
    with reading(books.engine) as connection:
        found = matches.matches(connection, "U1")
    return [(one.rows, one.postings, one.undone) for one in found]


# -- one side alone -----------------------------------------------------------------


def test_only_vouchers_that_belong_together_cancel_each_other(filled: Books) -> None:
    """m3 was cancelled by m4; m2 and a later gift only happen to be equal."""
    filled.post(receipt("other", 300_00, dated_on=LATER))
    unrelated = [place(filled, "m2"), place(filled, "other")]

    with pytest.raises(MatchRefused, match="互不相干的凭证"):
        by_hand(filled, [], unrelated)
    with pytest.raises(MatchRefused, match="互不相干的凭证"):
        by_hand(filled, [], [*unrelated, place(filled, "m3"), place(filled, "m4")])
    assert by_hand(filled, [], [place(filled, "m3"), place(filled, "m4")]) == 1


def test_one_voucher_or_an_opening_cancels_itself(books: Books) -> None:
    same = dr("102", 5_00), cr("102", 5_00), dr("102", 7_00), cr("32104", 7_00)
    books.post(
        voucher("o", *same, kind="期初", dated_on=building.OPENED),
        voucher("move", dr("102", 5_00), cr("102", 5_00), dated_on=LATER),
    )
    fill_bank(books)

    assert by_hand(books, [], [(1, 1), (1, 2)]) == 1
    assert by_hand(books, [], [(2, 1), (2, 2)]) == 2


def test_rows_alone_need_a_reason_and_somebody_who_is_no_cashier(filled: Books) -> None:
    """Out and in again: no voucher tells of it."""
    out = ("2026-01-20", -7_00, "转账"), ("2026-01-21", 7_00, "转账")
    take(filled, table(800_00, *out, start=9), "二.csv")
    filled.post(payment("paid", 1_00, dated_on=LATER, cashier="赵六"))
    both = [(2, 1), (2, 2)]

    with pytest.raises(MatchRefused, match="没有写明流水相抵、未入账的理由"):
        by_hand(filled, both, [])
    with pytest.raises(MatchRefused, match="出纳以外的人"):
        by_hand(filled, both, [], reason="误付退回", act=Act("赵六", FEBRUARY.at))
    grant(filled, "李四", Right.SETTLE)
    with pytest.raises(MatchRefused, match="出纳以外的人"):
        by_hand(filled, both, [], reason="误付退回", act=Act("李四", FEBRUARY.at))
    with pytest.raises(MatchRefused, match="不写理由"):
        by_hand(filled, [(1, 2)], [place(filled, "m2")], reason="误付退回")
    number = by_hand(filled, both, [], reason="误付退回")

    with reading(filled.engine) as connection:
        (told,) = matches.matches(connection, "U1")
    assert (told.number, told.reason, told.rows) == (number, "误付退回", tuple(both))


@pytest.mark.parametrize(
    ("vouchers", "together"),
    [
        ([], True),
        ([(7, None), (7, None)], True),
        ([(7, None), (9, 7), (10, 7)], True),
        ([(9, 7), (10, 7)], True),
        ([(10, 7), (12, 10)], True),
        ([(7, None), (9, None)], False),
        ([(7, None), (9, 8)], False),
        ([(7, None), (9, 7), (11, 9)], False),
    ],
    ids=str,
)
def test_which_vouchers_belong_together(
    vouchers: list[tuple[int, int | None]], *, together: bool
) -> None:
    assert matches.related(vouchers) is together


# -- by the rules -------------------------------------------------------------------


def test_what_is_certain_is_matched_and_what_is_not_stays_open(filled: Books) -> None:
    take(filled, table(800_00, ("2026-01-20", -7_00, "手续费"), start=9), "二.csv")

    told = match(filled)

    assert (told.run, told.first, told.last) == (1, 1, 3)
    assert told.rules == {"day": 1, "window": 1, "red": 1}
    assert (told.open_rows, told.open_postings) == (1, 0)
    assert standing(filled) == [
        ((), (place(filled, "m3"), place(filled, "m4")), ""),
        (((1, 1),), (place(filled, "m1"),), ""),
        (((1, 2),), (place(filled, "m2"),), ""),
    ]
    assert [row.key for row in left(filled).rows] == [(2, 1)]


def test_what_was_matched_is_not_matched_again(filled: Books) -> None:
    match(filled)

    again = match(filled)

    assert (again.run, again.open_rows, again.open_postings) == (0, 0, 0)
    assert filled.one("SELECT COUNT(*) FROM match_runs") == 1


def test_only_what_lies_before_a_day_is_matched(filled: Books) -> None:
    told = match(filled, until=JANUARY)

    assert (told.last, told.open_rows, told.open_postings) == (1, 0, 0)
    assert [row.key for row in left(filled).rows] == [(1, 2)]


def test_openings_and_what_is_older_than_the_account_stay_out(books: Books) -> None:
    opening = voucher(
        "o", dr("102", 9_00), cr("32104", 9_00), kind="期初", dated_on=building.OPENED
    )
    books.post(opening, receipt("old", 5_00, dated_on=dt.date(2025, 6, 1)))
    late = BankAccount(unit="U1", bank=BANK, account="102", since=dt.date(2026, 1, 1))
    with writing(books.engine) as connection:
        bank.register_account(connection, late, "330000019999", FEBRUARY, VAULT)
    books.post(receipt("new", 5_00, dated_on=LATER))

    assert [posting.ref for posting in left(books).postings] == ["new"]


def test_a_posting_may_be_in_any_account_that_stands_for_its_own(filled: Books) -> None:
    second = BankAccount(unit="U1", bank=BANK, account="102", since=SINCE)
    with writing(filled.engine) as connection:
        bank.register_account(connection, second, "330000019999", FEBRUARY, VAULT)

    assert len(left(filled, account=2).postings) == 4
    match(filled)
    assert left(filled, account=2).postings == ()
    with pytest.raises(MatchRefused, match="流水 1/1 不是第 2 号账户的"):
        by_hand(filled, [(1, 1)], [place(filled, "m1")], account=2)


def test_texts_of_the_bank_decide_between_equal_ones(books: Books) -> None:
    fill_books(books)
    rows = [
        ("2026-01-20", -5_00, "付款 V000002"),
        ("2026-01-20", -5_00, "付款 V000001"),
    ]
    take(books, table(800_00, *rows, start=9), "二.csv")
    day = dt.date(2026, 1, 20)
    for number, summary in ((1, "甲"), (2, "乙")):
        ref = f"V00000{number}"
        books.post(payment(ref, 5_00, dated_on=day, summary=summary))

    told = match(books)

    assert told.rules["quoted"] == 2
    found = {one[0]: one[1] for one in standing(books)}
    assert found[((2, 1),)] == (place(books, "V000002"),)


# -- by hand ------------------------------------------------------------------------


def test_several_postings_are_matched_with_one_row(filled: Books) -> None:
    take(filled, table(800_00, ("2026-01-20", 30_00, "捐赠"), start=9), "二.csv")
    filled.post(
        receipt("a", 10_00, dated_on=LATER), receipt("b", 20_00, dated_on=LATER)
    )

    number = by_hand(filled, [(2, 1)], [place(filled, "a"), place(filled, "b")])

    assert number == 1
    with reading(filled.engine) as connection:
        (one,) = matches.matches(connection, "U1", 1)
        assert matches.matches(connection, "U1", 2) == ()
    assert (one.method, one.person, one.amount.fen) == ("person", "王五", 30_00)


def test_a_difference_of_a_fen_is_told_and_refused(filled: Books) -> None:
    with pytest.raises(MatchRefused) as refused:
        by_hand(filled, [(1, 2)], [place(filled, "m1")])

    told = str(refused.value)
    assert "流水合计 -300.00 元，分录合计 1,000.00 元，相差 -1,300.00 元" in told


def test_everything_that_keeps_a_match_from_standing_is_told(filled: Books) -> None:
    match(filled)
    income = (place(filled, "m1")[0], 2)

    with pytest.raises(MatchRefused) as refused:
        by_hand(filled, [(1, 1)], [place(filled, "m1"), income])

    told = str(refused.value)
    assert "流水 1/1 已在第 2 号核对中" in told
    assert f"分录 {income[0]}/{income[1]} 不在这个账户对应的科目上" in told
    with pytest.raises(MatchRefused, match="没有选任何流水或分录"):
        by_hand(filled, [], [])


@pytest.mark.parametrize(
    ("rows", "postings", "what"), [([(9, 9)], [], "9/9"), ([], [(99, 1)], "99/1")]
)
def test_what_does_not_stand_is_not_found(
    filled: Books,
    rows: list[tuple[int, int]],
    postings: list[tuple[int, int]],
    what: str,
) -> None:
    with pytest.raises(NotFound, match=what):
        by_hand(filled, rows, postings)
    with pytest.raises(NotFound, match="银行账户"):
        by_hand(filled, rows, postings, account=7)


def test_what_an_opening_has_under_way_is_matched_by_hand_alone(books: Books) -> None:
    """A cheque of before the books, a line of its own in the opening voucher."""
    opening = voucher(
        "o",
        dr("102", 400_00),
        cr("102", 300_00),
        cr("32104", 100_00),
        kind="期初",
        dated_on=building.OPENED,
    )
    books.post(opening)
    fill_bank(books)

    assert match(books).last == 0
    assert by_hand(books, [(1, 2)], [(1, 2)]) == 1


# -- undone -------------------------------------------------------------------------


def test_what_was_undone_is_open_and_matched_again(filled: Books) -> None:
    match(filled)
    undo(filled, 3, "配错了")

    assert [row.key for row in left(filled).rows] == [(1, 2)]
    assert match(filled).first == 4
    undo(filled, 4)
    by_hand(filled, [(1, 2)], [place(filled, "m2")])

    attempts = 'SELECT attempt FROM matched_rows WHERE "row" = 2 ORDER BY attempt'
    assert filled.rows(attempts) == [(1,), (2,), (3,)]
    assert [one[2] for one in standing(filled)] == ["", "", "配错了", "记错了", ""]


def test_what_cannot_be_undone_is_refused(filled: Books) -> None:
    match(filled)
    undo(filled, 3)

    with pytest.raises(MatchRefused, match="第 3 号核对此前已撤销"):
        undo(filled, 3)
    with pytest.raises(MatchRefused, match="没有写明理由"):
        undo(filled, 1, " ")
    with pytest.raises(NotFound, match="核对"):
        undo(filled, 9)


# -- proposals ----------------------------------------------------------------------


def test_what_a_person_may_match_is_proposed(filled: Books) -> None:
    match(filled)
    take(filled, table(800_00, ("2026-01-20", 30_00, "捐赠"), start=9), "二.csv")
    filled.post(
        receipt("a", 10_00, dated_on=LATER), receipt("b", 20_00, dated_on=LATER)
    )

    with reading(filled.engine) as connection:
        found = matches.proposals(connection, "U1", 1, VAULT)

    (best,) = found.proposals
    assert [row.key for row in best.rows] == [(2, 1)]
    assert {posting.ref for posting in best.postings} == {"a", "b"}
    assert "某某公司" not in str(best.why)


# -- two at once --------------------------------------------------------------------

MATCHER = """
import sys
from ledger.database import open_books
from ledger.errors import Refused
from tests.building import Books
from tests.treasury.filling_matching import by_hand
books = Books(open_books(sys.argv[1]), sys.argv[1])
row, posting = (tuple(map(int, word.split("/"))) for word in sys.argv[2:])
print("ready", flush=True)
sys.stdin.readline()
try:
    by_hand(books, [row], [posting])
except Refused as refused:
    print(refused)
else:
    print("matched")
"""


@pytest.mark.slow
def test_two_who_match_the_same_row_at_once_do_not_both(filled: Books) -> None:
    filled.post(payment("twin", 300_00, dated_on=LATER))
    keys = ["/".join(map(str, place(filled, ref))) for ref in ("m2", "twin")]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MATCHER, filled.url, "1/2", key],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for key in keys
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    told = sorted(process.communicate(timeout=60)[0] for process in processes)

    assert told[0] == "matched\n"
    assert "流水 1/2 已在第 1 号核对中" in told[1]
    assert filled.one("SELECT COUNT(*) FROM matched_rows") == 1
