"""However a bank's days are cut into statements, every row comes in once."""

import datetime as dt
from itertools import accumulate

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.money import Money
from treasury import bank_continuity, bank_digests
from treasury.bank_continuity import Known, KnownRow
from treasury.errors import StatementRefused
from treasury.statements.parts import Movement, Statement

START = dt.date(2026, 1, 1)
OPENING = 1_000

Account = list[tuple[int, int]]
"""Every row of an account: its day, counted from the first, and its fen."""


def cut(account: Account, first: int, last: int) -> Statement:
    """What a bank gives for days, both included."""
    opening = OPENING + sum(fen for day, fen in account if day < first)
    rows = tuple(
        Movement(START + dt.timedelta(days=day), Money(fen))
        for day, fen in account
        if first <= day <= last
    )
    return Statement(
        form="csv",
        account="",
        currency="CNY",
        since=START + dt.timedelta(days=first),
        until=START + dt.timedelta(days=last),
        opening=Money(opening),
        closing=Money(opening + sum(row.amount.fen for row in rows)),
        rows=rows,
    )


def key(row: Movement) -> bytes:
    """Rows of the same day and amount are equal."""
    return f"{row.booked_on}/{row.amount.fen}".encode()


class Shelf:
    """What stands of an account, as the books would have it."""

    def __init__(self) -> None:
        self.rows: list[KnownRow] = []
        self.taken: list[Statement] = []

    def take(self, statement: Statement) -> int:
        """Take a statement in; how many of its rows were new."""
        keys = [key(row) for row in statement.rows]
        joined = bank_continuity.join(statement, keys, self._known(statement))
        for place, occurrence in joined.new:
            row = statement.rows[place]
            one = KnownRow(row.booked_on, row.amount.fen, keys[place], occurrence)
            self.rows.append(one)
        self.taken.append(statement)
        return len(joined.new)

    def _known(self, statement: Statement) -> Known | None:
        if not self.taken:
            return None
        first = min(self.taken, key=lambda one: one.since)
        before = [row.fen for row in self.rows if row.booked_on < statement.since]
        return Known(
            spans=[(one.since, one.until) for one in self.taken],
            opening_fen=first.opening.fen,
            before_fen=sum(before),
            balance_fen=first.opening.fen + sum(row.fen for row in self.rows),
            rows=[
                row
                for row in self.rows
                if statement.since <= row.booked_on <= statement.until
            ],
        )


ACCOUNTS = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from([-100, -1, 1, 1, 100])), max_size=40
).map(sorted)
STEPS = st.lists(st.integers(1, 6), min_size=1, max_size=6)


@given(ACCOUNTS, STEPS, st.integers(0, 3), st.booleans())
def test_every_row_comes_in_once(
    account: Account,
    steps: list[int],
    overlap: int,
    backwards: bool,  # noqa: FBT001 - drawn
) -> None:
    """Statements that touch or overlap, the latest first or last."""
    ends = list(accumulate(steps))
    cuts = [
        cut(account, max(0, start - overlap), end - 1)
        for start, end in zip([0, *ends], ends, strict=False)
    ]
    shelf = Shelf()
    new = [shelf.take(one) for one in (reversed(cuts) if backwards else cuts)]

    told = [fen for day, fen in account if day < ends[-1]]
    assert sum(new) == len(told)
    assert sorted(row.fen for row in shelf.rows) == sorted(told)
    assert len({(row.key, row.occurrence) for row in shelf.rows}) == len(told)
    assert [shelf.take(one) for one in cuts] == [0] * len(cuts)


@given(ACCOUNTS, st.integers(1, 19), st.integers(-50, 50).filter(bool))
def test_a_statement_that_is_off_never_follows(
    account: Account, middle: int, off: int
) -> None:
    shelf = Shelf()
    shelf.take(cut(account, 0, middle))
    wrong = cut([(0, off), *account], middle + 1, 21)

    with pytest.raises(StatementRefused, match="期初余额"):
        shelf.take(wrong)


@given(ACCOUNTS.filter(bool), st.integers(1, 20), st.data())
def test_a_changed_row_never_follows(
    account: Account, last: int, data: st.DataObject
) -> None:
    """On whatever day of those that both tell, the first and the last as well."""
    told = [row for row in account if row[0] <= last]
    assume(told)
    shelf = Shelf()
    shelf.take(cut(account, 0, last))
    place = data.draw(st.integers(0, len(told) - 1))
    changed = list(account)
    changed[place] = changed[place][0], changed[place][1] + 7

    with pytest.raises(StatementRefused):
        shelf.take(cut(changed, 0, last))


def test_the_digest_has_a_written_form() -> None:
    """These never change: statements that stand were sealed by them."""
    day = dt.date(2026, 1, 5)
    rows = (
        (1, day, 100, None, "R1", "", b"\x01", b"\x02", 1),
        (2, day, -50, 50, "", "fee", b"\x03", b"\x04", 2),
    )

    assert bank_digests.rows_hash(()).hex() == EMPTY
    assert bank_digests.rows_hash(rows).hex() == FILLED


EMPTY = "761a51c68364fff7e3b1654ddd4e4f26ca40d2844b45b46b1d9f1c6817533901"
FILLED = "b943280b803a2840e8141cf152f6339539c7e15365402e5e86b69beb41824bb4"
