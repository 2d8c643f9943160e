"""A voucher written by plain SQL, right in every field, to be broken one at a time.

It goes round the code on purpose: whatever refuses it is the database itself.
"""

import copy
import hashlib
from dataclasses import dataclass
from typing import Any

from tests.building import CHART, Books, Raw

STAMP = "2026-01-02T08:00:00Z"
Row = dict[str, Any]


@dataclass(slots=True)
class Plain:
    """The rows of one voucher as dictionaries of columns."""

    head: Row
    postings: list[Row]
    positions: list[Row]

    def insert(self, raw: Raw, verb: str = "INSERT") -> None:
        """Insert postings and positions, then the voucher that seals them."""
        for posting in self.postings:
            raw.insert("postings", posting, verb)
        for position in self.positions:
            raw.insert("money_positions", position, verb)
        raw.insert("vouchers", self.head, verb)

    def write(self, books: Books) -> None:
        """Insert and commit in a transaction of its own."""
        with books.raw() as raw:
            self.insert(raw)
            raw.commit()

    def moved(self, **head: object) -> "Plain":
        """A copy with other fields in the head; `position` moves the rows too."""
        other = copy.deepcopy(self)
        other.head |= head
        if "position" in head:
            for row in (*other.postings, *other.positions):
                row["position"] = head["position"]
        return other


def digest(text: str) -> bytes:
    """Thirty-two bytes that tell where they come from."""
    return hashlib.sha256(text.encode()).digest()


def account(books: Books, code: str, chart: str = CHART) -> int:
    """The number of an account."""
    return books.lookups().charts[chart][code]


def plain_payment(books: Books, fen: int = 100_00) -> Plain:
    """Aid of 100 yuan paid by unit 1 out of fund F1, next in its chain.

    The unit must hold one voucher or more and the money in the bank.
    """
    codes = books.lookups().charts[CHART]
    last, previous = books.rows(
        "SELECT position, hash FROM vouchers WHERE unit_id = 1"
        " ORDER BY position DESC LIMIT 1"
    )[0]
    balance = books.one(
        "SELECT balance_fen FROM money_positions WHERE unit_id = 1 AND fund_id = 1"
        f" AND account_id = {codes['102']} ORDER BY position DESC LIMIT 1"
    )
    number = books.one(
        "SELECT COUNT(*) + 1 FROM vouchers WHERE unit_id = 1 AND kind = '付'"
    )
    at = {"unit_id": 1, "position": last + 1}
    line = {"fund_id": 1, "debit_fen": 0, "credit_fen": 0}
    return Plain(
        head=at | _head(number, bytes(previous)),
        postings=[
            at
            | line
            | {"line": 1, "account_id": codes["50404"], "debit_fen": fen}
            | {"purpose": "生活救助"},
            at | line | {"line": 2, "account_id": codes["102"], "credit_fen": fen},
        ],
        positions=[
            at
            | {"fund_id": 1, "account_id": codes["102"], "balance_fen": balance - fen}
        ],
    )


def _head(number: int, previous: bytes) -> Row:
    return {
        "period": 202501,
        "kind": "付",
        "number": number,
        "dated_on": "2025-01-20",
        "chart": CHART,
        "summary": "发放救助",
        "attachments": 1,
        "preparer_id": 2,
        "reviewer_id": 3,
        "poster_id": 4,
        "cashier_id": 5,
        "sealed_at": STAMP,
        "ref": f"plain-{number}",
        "corrects": None,
        "correction": None,
        "entered": "here",
        "content_hash": digest("content"),
        "previous": previous,
        "hash": digest(f"hash {number}"),
    }


def plain_red(books: Books, position: int) -> Plain:
    """The cancellation in red of a voucher that moved F1's bank money, mirrored."""
    made = plain_payment(books)
    columns = "line, account_id, fund_id, debit_fen, credit_fen, purpose"
    lines = books.rows(
        f"SELECT {columns} FROM postings WHERE unit_id = 1 AND position = {position}"
        " ORDER BY line"
    )
    at = {"unit_id": 1, "position": made.head["position"]}
    made.postings = [
        at
        | {"line": line, "account_id": account_id, "fund_id": fund}
        | {"debit_fen": -debit, "credit_fen": -credit, "purpose": purpose}
        for line, account_id, fund, debit, credit, purpose in lines
    ]
    bank = made.positions[0]["account_id"]
    change = sum(
        row["debit_fen"] - row["credit_fen"]
        for row in made.postings
        if row["account_id"] == bank
    )
    made.positions[0]["balance_fen"] += 100_00 + change
    if made.positions[0]["balance_fen"] < 0:
        made.positions[0]["overdrawn_by"] = at["position"]
    kind = books.one(f"SELECT kind FROM vouchers WHERE position = {position}")
    number = books.one(f"SELECT COUNT(*) + 1 FROM vouchers WHERE kind = '{kind}'")
    made.head |= {"kind": kind, "number": number, "ref": f"red-{position}"}
    made.head |= {"corrects": position, "correction": "full"}
    return made
