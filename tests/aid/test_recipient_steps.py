"""What becomes of a file: moved, closed, reopened, each on its day."""

import datetime as dt

import pytest

from aid import recipient_steps as steps
from aid.errors import RecipientRefused
from aid.recipient_steps import Asked, Exit, Return
from ledger.database import reading, writing
from ledger.register import append
from tests.aid.filing import (
    FILED,
    LATER,
    SOON,
    TODAY,
    VAULT,
    add,
    change,
    close,
    content,
    move,
    reopen,
)
from tests.building import FOUNDING, Books


@pytest.fixture
def filed(books: Books) -> Books:
    """One file, A-1 of U1, opened on 2 March 2026."""
    add(books, content(1), code="A-1")
    return books


def test_a_file_is_moved_and_the_new_unit_keeps_it(filed: Books) -> None:
    one = move(filed, "A-1")

    assert (one.unit, one.is_open) == ("U2", True)
    assert change(filed, "A-1", content(1, phone="13800000000"))
    query = "SELECT unit_id FROM recipient_revisions ORDER BY revision"
    assert filed.rows(query) == [(1,), (2,)]
    assert move(filed, "A-1", to="U1").unit == "U1"


def test_a_closed_file_keeps_its_reason_and_cannot_be_changed(filed: Books) -> None:
    one = close(filed, "A-1")

    assert (one.is_open, one.reason, one.acted_on) == (False, "relieved", SOON)
    with pytest.raises(RecipientRefused, match="先重新启用"):
        change(filed, "A-1", content(1, phone="13800000000"))
    with pytest.raises(RecipientRefused, match="已退出"):
        move(filed, "A-1")
    with pytest.raises(RecipientRefused, match="已退出"):
        close(filed, "A-1")
    assert reopen(filed, "A-1").is_open
    assert change(filed, "A-1", content(1, phone="13800000000"))


def test_after_a_death_only_a_mistake_is_put_right(filed: Books) -> None:
    one = close(filed, "A-1", Exit.DEATH, died_on=dt.date(2026, 5, 1))

    assert one.died_on == dt.date(2026, 5, 1)
    with pytest.raises(RecipientRefused, match="只能以“更正误退”重新启用"):
        reopen(filed, "A-1")
    with pytest.raises(RecipientRefused, match="因死亡关闭"):
        change(filed, "A-1", content(1, phone="13800000000"))
    assert reopen(filed, "A-1", Return.MISTAKE).is_open


@pytest.mark.parametrize(
    ("reason", "died_on", "asked", "why"),
    [
        (Exit.DEATH, None, Asked(on=SOON), "写明死亡日期"),
        (Exit.RELIEVED, TODAY, Asked(on=SOON), "其他的不写"),
        (Exit.DEATH, SOON, Asked(on=dt.date(2026, 5, 5)), "死亡日期晚于退出日期"),
        (Exit.OTHER, None, Asked(on=SOON), "须用文字说明"),
        (Exit.LEFT, None, Asked(on=dt.date(2026, 3, 1)), "日期早于上一步"),
        (Exit.LEFT, None, Asked(on=dt.date(2026, 5, 7)), "日期晚于今天"),
        (Exit.LEFT, None, Asked(on=SOON, words="长" * 501), "超过 500 字"),
    ],
)
def test_an_exit_that_cannot_be_is_refused(
    filed: Books, reason: Exit, died_on: dt.date | None, asked: Asked, why: str
) -> None:
    with pytest.raises(RecipientRefused, match=why):
        close(filed, "A-1", reason, died_on, asked)
    with reading(filed.engine) as connection:
        assert len(steps.history(connection, "A-1")) == 1


def test_a_file_that_is_open_is_not_reopened(filed: Books) -> None:
    with pytest.raises(RecipientRefused, match="档案没有退出；其他原因须用文字说明"):
        reopen(filed, "A-1", Return.OTHER)
    with pytest.raises(RecipientRefused, match="已在这个单位"):
        move(filed, "A-1", to="U1")


def test_no_file_goes_to_a_unit_that_was_given_up(filed: Books) -> None:
    ended = {"unit_id": 2, "closed_on": dt.date(2026, 4, 1), "merged_into_id": None}
    with writing(filed.engine) as connection:
        append(connection, "unit_endings", [ended], FOUNDING)

    with pytest.raises(RecipientRefused, match="转移日期在接收单位撤销"):
        move(filed, "A-1")


def test_what_became_of_a_file_is_told_with_its_words(filed: Books) -> None:
    move(filed, "A-1")
    close(filed, "A-1")
    with reading(filed.engine) as connection:
        told = steps.history(connection, "A-1", VAULT)
        masked = steps.history(connection, "A-1")

    assert [(one.act, one.unit, one.from_unit) for one in told] == [
        ("open", "U1", ""),
        ("move", "U2", "U1"),
        ("close", "U2", ""),
    ]
    assert [one.words for one in told] == ["", "", "已就业"]
    assert {one.words for one in masked} == {""}
    assert (FILED.stamp, LATER.stamp) == (told[0].recorded_at, told[2].recorded_at)
