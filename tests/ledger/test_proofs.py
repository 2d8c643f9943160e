"""Proof of money: what was counted or certified, held against the books of a month."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ledger import closing, proofs
from ledger.checklist import Obstacle
from ledger.database import reading, writing
from ledger.errors import CloseRefused, NotFound, RecordRefused
from ledger.money import Money
from ledger.people import Act
from ledger.proofs import Compared, Proof
from tests import building
from tests.building import ACT, Books, DriverError, credit, debit, receipt, voucher
from tests.server import Shelf

FEB = dt.date(2025, 2, 10)
PROOF = Proof(
    unit="U1",
    period=202501,
    account="102",
    amount=Money(970_00),
    evidence="银行存款余额证明",
)


def _fill_ready(books: Books) -> None:
    books.post(
        receipt("r1", 1000_00, cashier="赵六"),
        voucher("c", debit("101", 30_00), credit("102", 30_00), cashier="赵六"),
    )


@pytest.fixture
def ready(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """In January 970 yuan at the bank and 30 in cash, paid by 赵六; nothing later."""
    yield from building.copied(shelf, dialect, "proofs-ready", _fill_ready)


def prove(books: Books, proof: Proof = PROOF, act: Act = ACT, **more: object) -> int:
    """Put a proof on record; the gap in fen."""
    with writing(books.engine) as connection:
        return proofs.prove(connection, replace(proof, **more), act).gap_fen


def compared(books: Books, period: int = 202501) -> dict[str, Compared]:
    look = books.lookups()
    with reading(books.engine) as connection:
        found = [*proofs.compared(connection, look, look.unit("U1"), period)]
    return {look.account_codes[one.account_id]: one for one in found}


def told(books: Books, period: int = 202501) -> list[Obstacle]:
    """What the checklist of a close says of money."""
    with reading(books.engine) as connection:
        found = closing.checklist(connection, "U1", period)
    return [one for one in found if one.key == "proof"]


# -- what agrees --------------------------------------------------------------------


def test_every_money_account_with_a_balance_asks_for_a_proof(ready: Books) -> None:
    found = compared(ready)
    assert {code: one.book_fen for code, one in found.items()} == {
        "101": 30_00,
        "102": 970_00,
    }
    assert [one.proof for one in found.values()] == [None, None]
    assert [(one.blocking, one.key) for one in told(ready)] == [(False, "proof")] * 2
    assert "账面 970.00 元" in told(ready)[1].what


def test_a_proof_that_agrees_is_not_asked_for_again(ready: Books) -> None:
    assert prove(ready) == 0
    assert prove(ready, account="101", amount=Money(30_00), evidence="盘点表") == 0
    assert told(ready) == []
    proof = compared(ready)["102"].proof
    assert proof is not None
    assert (proof.made_by, proof.made_at) == ("王五", ACT.stamp)
    assert replace(proof, made_by="", made_at="") == PROOF


def test_a_month_is_asked_for_its_own_proof(ready: Books) -> None:
    prove(ready)
    assert [one.proof for one in compared(ready, 202502).values()] == [None, None]
    assert len(told(ready, 202501)) == 1


def test_an_account_that_came_to_nil_is_asked_for_in_the_month_it_moved(
    ready: Books,
) -> None:
    back = debit("102", 30_00), credit("101", 30_00)
    ready.post(voucher("back", *back, dated_on=FEB))
    assert compared(ready, 202502)["101"].book_fen == 0
    assert "101" not in compared(ready, 202503)


def test_money_of_others_and_money_under_way_are_taken_off(ready: Books) -> None:
    more = {
        "amount": Money(1500_00),
        "other": Money(580_00),
        "explained": Money(-50_00),
        "explanation": "一月三十一日付款，银行未记",
    }
    assert prove(ready, **more) == 0


# -- what does not ------------------------------------------------------------------


def test_a_proof_that_differs_stops_the_close(ready: Books) -> None:
    assert prove(ready, amount=Money(969_50)) == -50
    (obstacle,) = [one for one in told(ready) if one.blocking]
    assert "银行存款账实不符，差 -0.50 元（账面 970.00 元）" in obstacle.what
    with writing(ready.engine) as connection, pytest.raises(CloseRefused):
        closing.close(connection, "U1", 202501, ACT)


def test_a_later_proof_takes_the_place_of_an_earlier_one(ready: Books) -> None:
    prove(ready, amount=Money(969_50))
    assert prove(ready) == 0
    assert [one.blocking for one in told(ready)] == [False]
    rows = ready.rows("SELECT number, amount_fen FROM money_proofs ORDER BY number")
    assert rows == [(1, 969_50), (2, 970_00)]


def test_what_is_posted_after_a_proof_is_held_against_it(ready: Books) -> None:
    prove(ready)
    ready.post(receipt("late", 5_00))
    assert compared(ready)["102"].gap_fen == -5_00
    assert any(one.blocking for one in told(ready))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"account": "408"}, "408 不是现金或银行存款的末级科目"),
        ({"account": "999"}, "999 不是现金或银行存款的末级科目"),
        ({"account": "111"}, "111 不是现金或银行存款的末级科目"),
        ({"amount": Money(-1)}, "不能为负"),
        ({"evidence": " "}, "没有写明盘点表或证明的名称"),
        ({"explained": Money(1)}, "未达账项没有说明"),
    ],
)
def test_a_proof_that_cannot_stand_is_refused(
    ready: Books, more: dict[str, object], why: str
) -> None:
    with pytest.raises(RecordRefused, match=why):
        prove(ready, **more)
    assert ready.one("SELECT COUNT(*) FROM money_proofs") == 0


def test_all_that_is_wrong_with_a_proof_is_told_at_once(ready: Books) -> None:
    with pytest.raises(RecordRefused, match=r"不是现金.*；.*不能为负.*；.*没有写明"):
        prove(ready, account="408", amount=Money(-1), evidence="")


def test_who_handled_the_money_of_the_month_does_not_prove_it(ready: Books) -> None:
    cashier = Act("赵六", ACT.at)
    with pytest.raises(RecordRefused, match="出纳不能自己盘点"):
        prove(ready, act=cashier)
    # In a month without a voucher of theirs they may.
    assert prove(ready, period=202502, act=cashier) == 0


def test_a_closed_month_takes_no_proof(ready: Books) -> None:
    with writing(ready.engine) as connection:
        closing.close(connection, "U1", 202501, ACT)
    with pytest.raises(RecordRefused, match="该月已经结账"):
        prove(ready)


def test_money_is_proved_on_the_last_day_of_its_month_at_the_earliest(
    ready: Books,
) -> None:
    early = Act("王五", dt.datetime(2025, 1, 31, 15, 59, tzinfo=dt.UTC))
    day_before = Act("王五", dt.datetime(2025, 1, 30, 15, 59, tzinfo=dt.UTC))
    why = "2025年1月还没有过完，到当月最后一天盘点或取得余额证明后再登记"
    with pytest.raises(RecordRefused, match=why):
        prove(ready, act=day_before)
    assert prove(ready, act=early) == 0


def test_a_month_before_the_books_is_told_as_such(ready: Books) -> None:
    told = "没有登记。原因：账簿从2025年1月开始，改写其后的月份$"
    with pytest.raises(RecordRefused, match=told):
        prove(ready, period=202412)
    with writing(ready.engine) as connection:
        closing.close(connection, "U1", 202501, ACT)
    with pytest.raises(RecordRefused, match=told):
        prove(ready, period=202412)


def test_what_later_proofs_replaced_is_kept(ready: Books) -> None:
    prove(ready, amount=Money(969_50))
    prove(ready, account="101", amount=Money(30_00), evidence="盘点表")
    prove(ready)
    look = ready.lookups()
    with reading(ready.engine) as connection:
        found = proofs.superseded(connection, look, look.unit("U1"), 202501)
    assert [(one.account, one.amount) for one in found] == [("102", Money(969_50))]


def test_an_unknown_unit_or_person_is_not_found(ready: Books) -> None:
    with pytest.raises(NotFound, match="U9"):
        prove(ready, unit="U9")
    with pytest.raises(NotFound, match="某人"):
        prove(ready, act=Act("某人", ACT.at))


def test_a_proof_stands_in_the_chain_of_master_records(ready: Books) -> None:
    prove(ready)
    newest = "SELECT kind FROM records WHERE unit_id = 1 ORDER BY position DESC LIMIT 1"
    assert ready.one(newest) == "money_proofs"


@pytest.mark.parametrize(
    "change",
    ["evidence = ''", "amount_fen = -1", "explained_fen = 1", "period = 202500"],
)
def test_the_database_takes_no_proof_that_says_too_little(
    ready: Books, change: str
) -> None:
    prove(ready)
    columns = "unit_id period account_id number amount_fen other_fen explained_fen"
    columns += " explanation evidence made_by_id made_at"
    name, value = change.split(" = ")
    written = {key: key for key in columns.split()} | {"number": "2", name: value}
    with ready.raw() as raw, pytest.raises(DriverError):
        raw.run(
            f"INSERT INTO money_proofs ({', '.join(written)})"
            f" SELECT {', '.join(written.values())} FROM money_proofs"
        )
