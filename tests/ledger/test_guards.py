"""What the database refuses, whoever writes: plain SQL that goes round the code.

Every test starts from a voucher that the database accepts, and breaks one thing.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from tests import building
from tests.building import Books, DriverError, payment, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.plain import Plain, account, digest, plain_payment, plain_red
from tests.server import Shelf

Break = Callable[[Plain, Books], None]

PERSONS, QUANTITY, ATTACHMENTS = 10**9, 10**15, 9999
"""The most that a posting may count and move, and a voucher have attached."""


def _fill_ready(books: Books) -> None:
    books.post(receipt("r1", 1000_00))


@pytest.fixture
def ready(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books in which F1 has 1,000 yuan in the bank, by voucher 1."""
    yield from building.copied(shelf, dialect, "guards-ready", _fill_ready)


def refusal(books: Books, plain: Plain) -> str:
    """What the database says when the voucher is written; it must refuse."""
    before = books.one("SELECT COUNT(*) FROM vouchers")
    with pytest.raises(DriverError) as refused:
        plain.write(books)
    assert books.one("SELECT COUNT(*) FROM vouchers") == before
    return str(refused.value)


def test_a_voucher_that_is_right_is_accepted(ready: Books) -> None:
    plain_payment(ready).write(ready)
    plain_payment(ready).write(ready)
    assert ready.one("SELECT COUNT(*) FROM vouchers") == 3


def test_a_mirrored_cancellation_is_accepted_even_below_zero(ready: Books) -> None:
    plain_payment(ready).write(ready)
    plain_red(ready, 1).write(ready)
    latest = "SELECT balance_fen, overdrawn_by FROM money_positions WHERE position = 3"
    assert ready.rows(latest) == [(-100_00, 3)]


# -- one posting, one voucher -------------------------------------------------------


def _second_line_gone(plain: Plain, _: Books) -> None:
    del plain.postings[1]


def _all_lines_gone(plain: Plain, _: Books) -> None:
    plain.postings.clear()
    plain.positions.clear()


def _unbalanced(plain: Plain, _: Books) -> None:
    plain.postings[0]["debit_fen"] += 1


def _balanced_in_total_only(plain: Plain, _: Books) -> None:
    plain.postings[1]["fund_id"] = plain.positions[0]["fund_id"] = 3


def _both_sides(plain: Plain, _: Books) -> None:
    plain.postings[0]["credit_fen"] = 1


def _no_side(plain: Plain, _: Books) -> None:
    plain.postings[0]["debit_fen"] = 0


def _beyond_bound(plain: Plain, _: Books) -> None:
    plain.postings[0]["debit_fen"] = 9_000_000_000_000_001


def _posting(**fields: object) -> Break:
    def broken(plain: Plain, _: Books) -> None:
        plain.postings[0] |= fields

    return broken


def _red_persons_beyond(plain: Plain, books: Books) -> None:
    _negative_in_black(plain, books)
    plain.postings[0]["persons"] = -PERSONS - 1


def _negative_in_black(plain: Plain, _: Books) -> None:
    plain.postings[0]["debit_fen"] *= -1
    plain.postings[1]["credit_fen"] *= -1
    plain.positions[0]["balance_fen"] += 200_00


def _account(code: str, chart: str = "union-2021") -> Break:
    def broken(plain: Plain, books: Books) -> None:
        plain.postings[0]["account_id"] = account(books, code, chart)

    return broken


def _unknown_account(plain: Plain, _: Books) -> None:
    plain.postings[0]["account_id"] = 99_999


def _unknown_fund(plain: Plain, _: Books) -> None:
    for row in (*plain.postings, *plain.positions):
        row["fund_id"] = 99


def _purpose(value: str | None, fund: int = 1) -> Break:
    def broken(plain: Plain, _: Books) -> None:
        for row in (*plain.postings, *plain.positions):
            row["fund_id"] = fund
        plain.postings[0]["purpose"] = value

    return broken


def _head(**fields: object) -> Break:
    def broken(plain: Plain, _: Books) -> None:
        plain.head |= fields

    return broken


def _position(**fields: object) -> Break:
    def broken(plain: Plain, _: Books) -> None:
        plain.positions[0] |= fields

    return broken


def _no_positions(plain: Plain, _: Books) -> None:
    plain.positions.clear()


def _extra_position(plain: Plain, books: Books) -> None:
    cash = {"account_id": account(books, "101"), "balance_fen": 0}
    plain.positions.append(plain.positions[0] | cash)


def _overspent(**fields: object) -> Break:
    def broken(plain: Plain, _: Books) -> None:
        plain.postings[0]["debit_fen"] = plain.postings[1]["credit_fen"] = 1000_01
        plain.positions[0] |= {"balance_fen": -1} | fields

    return broken


def _position_skipped(plain: Plain, _: Books) -> None:
    moved = plain.moved(position=3)
    plain.head, plain.postings = moved.head, moved.postings
    plain.positions = moved.positions


def _position_taken(plain: Plain, _: Books) -> None:
    plain.postings.clear()
    plain.positions.clear()
    plain.head["position"] = 1


L3 = "bangfu:L3"

BROKEN: dict[str, tuple[Break, str, str]] = {
    # what is broken: how, the mark on SQLite, the mark on PostgreSQL
    "one line": (_second_line_gone, "bangfu:L1", "bangfu:L1"),
    "no lines": (_all_lines_gone, "bangfu:L1", "bangfu:L1"),
    "a fen too much": (_unbalanced, "bangfu:L1", "bangfu:L1"),
    "balance across funds": (_balanced_in_total_only, "bangfu:L1", "bangfu:L1"),
    "both sides": (_both_sides, "l2_one_side", "l2_one_side"),
    "no side": (_no_side, "l2_one_side", "l2_one_side"),
    "beyond the bound": (_beyond_bound, "l2_bounded", "l2_bounded"),
    "too many persons": (
        _posting(persons=PERSONS + 1),
        "persons_bounded",
        "persons_bounded",
    ),
    "too many red persons": (
        _red_persons_beyond,
        "persons_bounded",
        "persons_bounded",
    ),
    "too much of an item": (
        _posting(quantity_milli=QUANTITY + 1),
        "quantity_bounded",
        "quantity_bounded",
    ),
    "too much out of store": (
        _posting(quantity_milli=-QUANTITY - 1),
        "quantity_bounded",
        "quantity_bounded",
    ),
    "too many attachments": (
        _head(attachments=ATTACHMENTS + 1),
        "attachments_counted",
        "attachments_counted",
    ),
    "attachments below none": (
        _head(attachments=-1),
        "attachments_counted",
        "attachments_counted",
    ),
    "red without cause": (_negative_in_black, "bangfu:L2", "bangfu:L2"),
    "unknown account": (_unknown_account, "bangfu:account", "bangfu:account"),
    "account above others": (_account("504"), "bangfu:account", "bangfu:account"),
    "account of another chart": (
        _account("50204", "union-2009"),
        "bangfu:account",
        "bangfu:account",
    ),
    "chart not in use": (_head(chart="union-2009"), "bangfu:chart", "bangfu:chart"),
    "unknown fund": (_unknown_fund, "bangfu:fund", "bangfu:fund"),
    "foreign purpose": (_purpose("团建"), "bangfu:L8", "bangfu:L8"),
    "empty purpose": (_purpose(""), "bangfu:L8", "bangfu:L8"),
    "no purpose": (_purpose(None, fund=2), "bangfu:L8", "bangfu:L8"),
    "purpose of another fund": (_purpose("送温暖", fund=2), "bangfu:L8", "bangfu:L8"),
    "number gap": (_head(number=2), "bangfu:L4", "bangfu:L4"),
    "number zero": (_head(number=0), "number_from_one", "number_from_one"),
    "number taken": (_head(kind="收", number=1), L3, "period_kind_number"),
    "position gap": (_position_skipped, "bangfu:L10", "bangfu:L10"),
    "position taken": (_position_taken, L3, "pk_vouchers"),
    "hash before": (_head(previous=digest("no")), "bangfu:L10", "bangfu:L10"),
    "zeros before": (_head(previous=bytes(32)), "bangfu:L10", "bangfu:L10"),
    "short hash": (_head(hash=b"short"), "hash_whole", "hash_whole"),
    "short content": (_head(content_hash=b""), "content_hash", "content_hash"),
    "no hash": (_head(hash=None), "vouchers.hash", '"hash"'),
    "other month": (_head(period=202502), "l5_date_in", "l5_date_in"),
    "month 0": (_head(period=202500), "l5_date_in", "l5_date_in"),
    "no such day": (_head(dated_on="2025-02-30", period=202502), "a_day", "of range"),
    "before the books": (
        _head(dated_on="2024-12-31", period=202412),
        "bangfu:L5",
        "bangfu:L5",
    ),
    "own review": (_head(reviewer_id=2), "l6_preparer_rev", "l6_preparer_rev"),
    "cashier prepared": (_head(cashier_id=2), "l6_cashier_p", "l6_cashier_p"),
    "cashier reviewed": (_head(cashier_id=3), "l6_cashier_r", "l6_cashier_r"),
    "nobody": (_head(preparer_id=99), "bangfu:person", "bangfu:person"),
    "reference taken": (_head(ref="r1"), L3, "vouchers_unit_id_ref"),
    "no reference": (_head(ref=""), "ref_given", "ref_given"),
    "no summary": (_head(summary=""), "summary_given", "summary_given"),
    "strange kind": (_head(kind="借"), "kind_known", "kind_known"),
    "strange entry": (_head(entered="x"), "entered_known", "entered_known"),
    "no positions": (_no_positions, "bangfu:L7", "bangfu:L7"),
    "extra position": (_extra_position, "bangfu:L7", "bangfu:L7"),
    "wrong position": (_position(balance_fen=900_01), "bangfu:L7", "bangfu:L7"),
    "position of another fund": (_position(fund_id=3), "bangfu:L7", "bangfu:L7"),
    "overdrawn in black": (
        _position(overdrawn_by=2),
        "l7_overdrawn_named",
        "l7_overdrawn_named",
    ),
    "below zero unnamed": (_overspent(), "l7_overdrawn_named", "l7_overdrawn_named"),
    "below zero, named": (_overspent(overdrawn_by=2), "bangfu:L7", "bangfu:L7"),
    "below zero, other named": (_overspent(overdrawn_by=1), "bangfu:L7", "bangfu:L7"),
    "correction of nothing": (
        _head(correction="full"),
        "correction_names",
        "correction_names",
    ),
    "correction without how": (_head(corrects=1), "correction_na", "correction_na"),
    "correction of itself": (
        _head(corrects=2, correction="difference"),
        "correction_follows",
        "correction_follows",
    ),
    "cancelled without mirror": (
        _head(corrects=1, correction="full"),
        "bangfu:correction",
        "bangfu:correction",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_one_broken_thing_is_refused(ready: Books, what: str) -> None:
    broken, *marks = BROKEN[what]
    plain = plain_payment(ready)
    broken(plain, ready)
    assert marks[ready.dialect == "postgresql"] in refusal(ready, plain)


def test_what_the_code_lets_pass_at_most_stands(ready: Books) -> None:
    plain = plain_payment(ready)
    plain.head["attachments"] = ATTACHMENTS
    plain.postings[0] |= {"persons": PERSONS, "quantity_milli": QUANTITY}
    plain.write(ready)
    assert ready.one("SELECT MAX(quantity_milli) FROM postings") == QUANTITY


def test_half_a_fen_never_stands(ready: Books) -> None:
    plain = plain_payment(ready)
    plain.postings[0]["debit_fen"] = 100_00.6
    message = refusal(ready, plain)
    # PostgreSQL rounds to a whole fen, and what it rounded does not balance.
    assert "REAL value" in message or "bangfu:L1" in message


def test_a_fund_not_yet_opened_takes_no_posting(ready: Books) -> None:
    later = {"unit_id": 1, "id": 4, "code": "F4", "name": "四", "restricted": 0}
    later |= {"origin": "donation", "channel": "direct", "opened_on": "2025-01-21"}
    with ready.raw() as raw:
        raw.insert("funds", later)
        raw.insert("fund_purposes", {"unit_id": 1, "fund_id": 4, "purpose": "生活救助"})
        raw.commit()
    plain = plain_payment(ready)
    for row in (*plain.postings, *plain.positions):
        row["fund_id"] = 4
    assert "bangfu:fund" in refusal(ready, plain)


def test_a_unit_that_ended_takes_no_voucher(ready: Books) -> None:
    with ready.raw() as raw:
        raw.insert("unit_endings", {"unit_id": 1, "closed_on": "2025-01-20"})
        raw.commit()
    assert "bangfu:L5" in refusal(ready, plain_payment(ready))


def test_the_first_voucher_of_a_unit_follows_nothing(ready: Books) -> None:
    plain = plain_payment(ready).moved(unit_id=2, position=1)
    for row in (*plain.postings, *plain.positions):
        row["unit_id"] = 2
    assert "bangfu:L10" in refusal(ready, plain)


# -- what is overdrawn --------------------------------------------------------------


def _bank_fee(books: Books) -> Plain:
    """A fee of 1 fen more than there is, taken by the bank itself."""
    plain = plain_payment(books)
    _overspent(overdrawn_by=2)(plain, books)
    plain.head["entered"] = "bank"
    return plain


def test_the_bank_may_overdraw_and_names_itself(ready: Books) -> None:
    _bank_fee(ready).write(ready)
    assert ready.one("SELECT MIN(balance_fen) FROM money_positions") == -1


@pytest.mark.parametrize("named", [2, 3])
def test_an_overdrawn_fund_pays_nothing_more(ready: Books, named: int) -> None:
    _bank_fee(ready).write(ready)
    plain = plain_payment(ready)
    plain.positions[0]["overdrawn_by"] = named
    assert "bangfu:L7" in refusal(ready, plain)


def test_money_into_an_overdrawn_fund_keeps_the_name_of_who_did_it(
    ready: Books,
) -> None:
    ready.post(receipt("r2", 5000_00))
    fee = payment("fee", 6000_01, entered="bank")
    ready.post(fee)
    plain = plain_payment(ready)
    income, bank = account(ready, "408"), account(ready, "102")
    plain.postings[0] |= {"account_id": bank, "purpose": None, "debit_fen": 1}
    plain.postings[1] |= {"account_id": income, "credit_fen": 1}
    plain.positions[0] |= {"balance_fen": 0}
    plain.moved().write(ready)
    assert ready.rows(
        "SELECT balance_fen, overdrawn_by FROM money_positions ORDER BY position"
    )[-2:] == [(-1, 3), (0, None)]


# -- sealed is sealed ---------------------------------------------------------------


def test_no_posting_joins_a_voucher_that_stands(ready: Books) -> None:
    plain = plain_payment(ready)
    for row in plain.postings:
        row |= {"position": 1, "line": row["line"] + 2}
    with ready.raw() as raw, pytest.raises(DriverError, match="bangfu:L3"):
        raw.insert("postings", plain.postings[0])


def test_no_money_position_joins_a_voucher_that_stands(ready: Books) -> None:
    position = plain_payment(ready).positions[0] | {"position": 1, "fund_id": 3}
    with ready.raw() as raw, pytest.raises(DriverError, match="bangfu:L3"):
        raw.insert("money_positions", position)


@pytest.mark.parametrize("table", ["postings", "money_positions"])
def test_rows_without_their_voucher_do_not_stand(ready: Books, table: str) -> None:
    plain = plain_payment(ready)
    rows = {"postings": plain.postings, "money_positions": plain.positions}
    with ready.raw() as raw:
        raw.insert(table, rows[table][0])
        with pytest.raises(DriverError, match=r"(?i)foreign key"):
            raw.commit()


# -- corrections --------------------------------------------------------------------


def test_a_cancellation_mirrors_what_it_cancels(ready: Books) -> None:
    plain = plain_red(ready, 1)
    plain.positions[0]["overdrawn_by"] = None
    for row in plain.postings:
        row["debit_fen"], row["credit_fen"] = -row["credit_fen"], -row["debit_fen"]
    assert "bangfu:correction" in refusal(ready, plain)


def test_a_voucher_is_cancelled_once(ready: Books) -> None:
    plain_red(ready, 1).write(ready)
    again = plain_red(ready, 1)
    again.head["ref"] = "again"
    message = refusal(ready, again)
    assert "cancelled_once" in message or L3 in message


def test_a_cancellation_is_not_cancelled(ready: Books) -> None:
    plain_red(ready, 1).write(ready)
    assert "bangfu:correction" in refusal(ready, plain_red(ready, 2))


def test_openings_are_not_cancelled(books: Books) -> None:
    books.post(voucher("o", dr("102", 5), cr("32104", 5), kind="期初"))
    plain = plain_red(books, 1)
    plain.head |= {"kind": "收", "number": 1}
    assert "bangfu:correction" in refusal(books, plain)


def test_a_voucher_of_another_year_is_not_corrected(ready: Books) -> None:
    plain = plain_red(ready, 1)
    plain.head |= {"dated_on": "2026-01-05", "period": 202601, "number": 1}
    assert "bangfu:correction" in refusal(ready, plain)


def test_a_voucher_that_is_not_there_is_not_corrected(ready: Books) -> None:
    ready.post(receipt("other", 1, unit="U2"), receipt("two", 1, unit="U2"))
    plain = plain_payment(ready).moved(corrects=-7, correction="difference")
    # PostgreSQL looks at the foreign key before it runs the triggers.
    assert re.search("bangfu:correction|fk_vouchers", refusal(ready, plain))
