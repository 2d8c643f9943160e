"""Batches and the bank: what is paid goes out, what comes back is settled."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from aid.bank_file_keeping import Returned, Written, write
from aid.bank_files import reference
from aid.bank_formats import built_in
from aid.batch_bank_files import (
    UNPAID,
    TakenResult,
    due,
    released_lines,
    take_batch_results,
)
from aid.claims import Earlier, Project
from aid.deceased import import_deceased, read_deceased
from aid.errors import BankFileRefused, BatchRefused
from aid.history import earlier_of, history_of
from aid.recipient_steps import Exit
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.errors import FolderFaulty, NotFound
from ledger.money import Money
from tests import server
from tests.aid import batching, filing, handing
from tests.aid.batching import CASHIER, MAKER, PAID_ON, card
from tests.aid.filing import LATER, NAME, VAULT, content
from tests.building import Books

(FORM,) = built_in()
KEY = "B2026-1"
REASON = f"户名与{NAME}不符"
HEAD = "序号,收款账号,金额,处理状态,失败原因"


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 with the files P-1 to P-5, live and under L13."""
    yield from batching.filled(shelf, dialect)


def put(books: Books, number: int = 0) -> Written:
    with writing(books.engine) as connection:
        lines = released_lines(connection, "U1", KEY, VAULT)
        chosen = due(connection, "U1", KEY, lines, number)
        return write(connection, "U1", KEY, chosen, FORM, VAULT, CASHIER)


def take(books: Books, rows: Sequence[str], number: int = 0) -> TakenResult:
    given = Returned(
        batch=KEY,
        number=number,
        name="回盘.csv",
        content="\n".join((HEAD, *rows)).encode(),
        forms=(FORM,),
    )
    with writing(books.engine) as connection:
        return take_batch_results(
            connection, "U1", given, VAULT, MAKER, dated_on=PAID_ON
        )


def told(place: int, state: str = "成功", number: int = 1, own: int = 0) -> str:
    why = REASON if state == "失败" else ""
    ref = reference(KEY, number, place)
    return f"{ref},{card(own or place).number},500.00,{state},{why}"


def test_a_batch_goes_to_the_bank_and_what_came_back_is_paid_again(
    books: Books,
) -> None:
    """Lines 1 and 3 are paid; 2 comes back, gets another card, and is paid by it."""
    batching.paid(books)
    first = put(books)
    assert put(books).again
    assert (first.number, first.file.total) == (1, Money(1_500_00))
    assert NAME.encode() in first.file.content
    assert card(1).number.encode() in first.file.content

    result = take(books, [told(1), told(2, "失败"), told(3)])
    assert result.batch is not None
    assert (result.batch.paid, result.batch.failed) == (2, 1)
    assert take(books, [told(1), told(2, "失败"), told(3)]).batch is None
    assert books.rows("SELECT reason FROM aid_batch_results WHERE reason <> ''") == [
        (UNPAID,)
    ]
    # It came back but is not paid again yet: nothing of it goes to the bank.
    with pytest.raises(BankFileRefused, match="行、卡号和金额须与原来相同"):
        put(books)

    assert result.batch.returns is not None
    batching.finish(books, result.batch.returns.draft)
    filing.change(books, "P-2", content(2, card=card(22)))
    batching.finish(books, batching.repay(books, 2).draft)
    second = put(books)
    assert (second.number, second.file.total) == (2, Money(500_00))
    assert card(22).number.encode() in second.file.content
    last = take(books, [told(2, number=2, own=22)])
    assert last.batch is not None
    assert last.batch.is_settled
    with reading(books.engine) as connection:
        assert verify(connection).differences == ()


def test_what_is_not_paid_or_has_no_card_does_not_go_out(books: Books) -> None:
    with pytest.raises(NotFound, match="账中没有发放批次"):
        put(books)
    batching.submitted(books)
    with pytest.raises(BankFileRefused, match="批次还没有付款"):
        put(books)
    batching.approve(books)
    batching.finish(books, batching.release(books).draft)
    with pytest.raises(BankFileRefused, match="没有第 7 号付款文件"):
        put(books, 7)


def test_a_file_without_a_card_is_told(books: Books) -> None:
    batching.paid(books)
    put(books)
    result = take(books, [told(1), told(2, "失败"), told(3)])
    assert result.batch is not None
    assert result.batch.returns is not None
    batching.finish(books, result.batch.returns.draft)
    filing.change(books, "P-2", content(2, card=None))
    batching.finish(books, batching.repay(books, 2).draft)

    with pytest.raises(BankFileRefused, match="1 份档案没有银行卡号：P-2"):
        put(books)


def test_a_result_that_grows_counts_what_is_known_as_unchanged(books: Books) -> None:
    batching.paid(books)
    put(books)
    first = take(books, [told(1)])
    assert (first.file.paid, first.file.unchanged) == (1, 0)
    more = take(books, [told(1), told(2)])
    assert (more.file.paid, more.file.unchanged) == (1, 1)
    assert more.batch is not None
    assert (more.batch.paid, more.batch.unknown) == (2, 1)
    same = take(books, [told(2), told(1)])
    assert (same.file.already, same.file.unchanged, same.batch) == (True, 2, None)
    with pytest.raises(FolderFaulty, match="付款第 1 行此前已有结果：已付；付后银行"):
        take(books, [told(1, "失败"), told(3)])


def test_who_waits_for_the_bank_is_not_settled_by_hand(books: Books) -> None:
    batching.paid(books)
    put(books)
    for why in ("", "户名不符"):
        with pytest.raises(BatchRefused, match="第 1、2 行在第 1 号付款文件中等待回盘"):
            batching.settle(books, {1: "", 2: why})
    done = take(books, [told(1), told(2), told(3)])
    assert done.batch is not None
    assert done.batch.is_settled
    assert batching.settle(books, {1: "", 2: ""}).paid == 3


def test_what_was_settled_by_hand_does_not_go_to_the_bank(books: Books) -> None:
    batching.paid(books)
    batching.settle(books, {1: ""})
    assert put(books).file.lines == 2
    with pytest.raises(BatchRefused, match="第 1 行已登记为已付，付后银行又退回的"):
        batching.settle(books, {1: "户名不符"})


def died(books: Books, code: str, on: str, tmp_path: Path) -> tuple[str, ...]:
    """Put the worker of a file on the list; the lines of batches that are told."""
    path = tmp_path / "deceased.csv"
    path.write_text(f"身份证号,档案号,死亡日期,来源\n,{code},{on},县民政局\n")
    sheet = read_deceased(path, LATER)
    with writing(books.engine) as connection:
        return import_deceased(connection, "U1", sheet, VAULT, LATER).unpaid


def test_who_died_since_does_not_go_to_the_bank(books: Books, tmp_path: Path) -> None:
    batching.paid(books)
    batching.settle(books, {3: ""})
    assert died(books, "P-3", "2026-03-08", tmp_path) == ()
    assert died(books, "P-4", "2026-03-08", tmp_path) == ()
    told_ = died(books, "P-2", "2026-03-08", tmp_path)
    assert told_ == ("U1 的 B2026-1 第 2 行（P-2）",)
    filing.close(books, "P-1", Exit.DEATH, died_on=PAID_ON - dt.timedelta(1))
    with pytest.raises(BankFileRefused) as refusal:
        put(books)
    assert "第 1 行（P-1）已于 2026-03-08 死亡；第 2 行（P-2）" in str(refusal.value)
    batching.settle(books, {2: "已死亡", 1: "已死亡"})
    with pytest.raises(BankFileRefused, match="没有要付的行"):
        put(books)


# -- what was had -------------------------------------------------------------------


def earlier(books: Books, *files: int, year: int = 2026) -> Any:
    with reading(books.engine) as connection:
        return earlier_of(connection, files, year)


def test_lines_of_standing_batches_count_as_had(books: Books) -> None:
    batching.paid(books)
    had = Earlier(Project.LIVING, 1, 2026, Money(500_00))

    assert earlier(books, 1, 2, 4) == {1: (had,), 2: (had,)}
    assert earlier(books, 1, year=2025) == {}
    with reading(books.engine) as connection:
        (shown,) = history_of(connection, "P-1")
    assert (shown.source, shown.had.ref, shown.unit) == ("发放批次", "B2026-1/1", "U1")


def test_hand_outs_count_at_the_cost_of_what_is_out(
    shelf: server.Shelf, dialect: str
) -> None:
    """A-1 and A-2 share a member: what one had counts for the other."""
    for centre in handing.opened(shelf, dialect):
        centre.issued("H-1", handing.line("A-1", 2), handing.line("A-3"))
        plan = centre.plan("H-2", handing.line("A-3"))
        assert plan.handout.key == "H2026-2"
        found = earlier(centre.books, 1, 2, 3)

        own = Earlier(Project.LIVING, 1, 2026, Money(200_00))
        assert found[1] == (own,)
        assert found[2] == (dataclasses.replace(own, member=0),)
        assert found[3] == (dataclasses.replace(own, amount=Money(100_00)),)
