"""A year of payouts made by chance: everything that tells of the money tells the same.

Twelve periods of living aid to five people, in batches that are dropped, refused, left
waiting, or paid; of what was paid some comes back from the bank and some of that is
paid again; quilts are handed out, and some come back. Then batches, reservations,
vouchers, stock and the files of the people are held against what was done.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from aid import batches
from aid.claims import Project
from aid.person_history import Help, help_of
from aid.tie_reading import ties
from audit import integrity
from ledger import fund_registration, request_store
from ledger.balances import balances
from ledger.database import reading, writing
from ledger.money import Money
from ledger.periods import parse_span
from ledger.register import lookups
from tests import building, server
from tests.aid import batching, filing, handing
from tests.aid.batching import APPROVER, KEEPER, card, line
from tests.aid.handing import Centre
from tests.aid.test_handout_signing import give_back
from tests.building import Books
from tests.treasury import asking
from tests.treasury.goods_world import Store

PEOPLE = range(1, 6)
YEAR = parse_span("2026")
PIECE = 100_00
"""Fen that a quilt cost."""


def fill(books: Books) -> None:
    """U1 under L12 and L13: 20 quilts of F1 in stock, five files with cards."""
    Store(books).bought("b1", 20, 2000)
    with writing(books.engine) as connection:
        warmth = [("F1", Project.WARMTH.label)]
        fund_registration.meet_purposes(connection, "U1", warmth, KEEPER)
    asking.go_live(books, since=batching.SINCE, at=batching.AT)
    for place in PEOPLE:
        filing.add(books, filing.content(place, card=card(place)), code=f"P-{place}")
    batching.begin(books)


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from building.copied(shelf, dialect, "generated_year", fill)


@dataclass
class Done:
    """What was done, in fen by file number, kept apart from the books."""

    expense: Counter[str] = field(default_factory=Counter)
    owed: Counter[str] = field(default_factory=Counter)
    goods: Counter[str] = field(default_factory=Counter)
    held: int = 0
    stock: int = 20


def months(books: Books, chance: random.Random) -> Done:
    """Twelve batches, each to its own end."""
    done = Done()
    for month in range(1, 13):
        lines = [
            line(
                place, fen=chance.randrange(100_01, 200_00), period=f"2026-{month:02d}"
            )
            for place in sorted(chance.sample(PEOPLE, chance.randint(2, 5)))
        ]
        given = batching.batch(*lines, ref=f"批次{month}")
        end = chance.choice(("drop", "refuse", "wait", "pay", "pay", "pay", "pay"))
        if end == "drop":
            key = batching.save(books, given).key
            with writing(books.engine) as connection:
                batches.drop(connection, "U1", key, "重复编制", batching.MAKER)
            continue
        key = batching.submitted(books, given)
        if end == "refuse":
            with writing(books.engine) as connection:
                batches.refuse(connection, "U1", key, "依据不足", APPROVER)
            continue
        batching.approve(books, key)
        if end == "wait":
            done.held += given.amount.fen
            continue
        batching.finish(books, batching.release(books, key).draft)
        bank(books, chance, key, [(one.code, one.amount.fen) for one in lines], done)
    return done


def bank(
    books: Books,
    chance: random.Random,
    key: str,
    lines: list[tuple[str, int]],
    done: Done,
) -> None:
    """Some lines come back; some of these are paid again."""
    back = [n for n in range(1, len(lines) + 1) if chance.random() < 0.3]
    outcomes = {n: "账号有误" if n in back else "" for n in range(1, len(lines) + 1)}
    told = batching.settle(books, outcomes, key)
    for code, fen in lines:
        done.expense[code] += fen
    if told.returns is not None:
        batching.finish(books, told.returns.draft)
    for place in back:
        code, fen = lines[place - 1]
        if chance.random() < 0.5:
            batching.finish(books, batching.repay(books, place, key, "卡号无误").draft)
        else:
            done.owed[code] += fen


def goods(books: Books, chance: random.Random, done: Done) -> None:
    """Two hand-outs of quilts; one line of the second comes back."""
    centre = Centre(books)
    for number in (1, 2):
        lines = [
            handing.line(f"P-{place}", chance.randint(1, 2))
            for place in sorted(chance.sample(PEOPLE, 3))
        ]
        key = centre.issued(f"发放{number}", *lines).key
        for one in lines:
            pieces = one.quantity_milli // 1000
            done.stock -= pieces
            done.goods[one.recipient] += pieces * PIECE
    back = give_back(centre, key, lines=[1], ref="退1")
    centre.post(back.draft)
    pieces = lines[0].quantity_milli // 1000
    done.stock += pieces
    done.goods[lines[0].recipient] -= pieces * PIECE


def helped(books: Books, place: int) -> tuple[Help, ...]:
    with reading(books.engine) as connection:
        return help_of(connection, f"P-{place}", YEAR.last_day)


def test_batches_reservations_vouchers_stock_and_files_agree(books: Books) -> None:
    chance = random.Random(2005)  # noqa: S311 - any year will do, the same each time
    done = months(books, chance)
    goods(books, chance, done)

    for place in PEOPLE:
        code = f"P-{place}"
        given = helped(books, place)
        money = sum(one.money.fen for one in given if not one.came_back)
        assert money == done.expense[code] - done.owed[code], code
        assert sum(one.goods.fen for one in given) == done.goods[code], code
        assert posted(books, code, "aid_expense") == done.expense[code], code
        assert posted(books, code, "payable") == -done.owed[code], code
    with reading(books.engine) as connection:
        unit = lookups(connection).unit("U1")
        held = request_store.holds(connection, unit.id, [unit.funds["F1"]])
        tie = ties(connection, ["U1"], YEAR)["U1"]
        bank_balance = sum(
            row.closing.fen
            for row in balances(connection, ("U1",), YEAR)
            if (row.account, row.fund) == ("102", "F1")
        )
        report = integrity.verify(connection)
    assert [hold.held for hold in held.values()] == [done.held]
    assert bank_balance == 10_000_00 - 2_000_00 - paid(done)
    assert tie.agrees
    assert tie.batches == Money(done.expense.total())
    assert Centre(books).left()[0] == done.stock * 1000
    assert not report.differences


def paid(done: Done) -> int:
    return done.expense.total() - done.owed.total()


def posted(books: Books, code: str, role: str) -> int:
    """Fen that stand on accounts of a role for a file number, debit positive."""
    found = books.one(
        "SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0) FROM postings p"
        " JOIN accounts a ON a.id = p.account_id"
        f" WHERE p.recipient = '{code}' AND a.role = '{role}' AND p.item = ''"
    )
    return int(found)
