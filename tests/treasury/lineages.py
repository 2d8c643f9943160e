"""Books whose money is followed: ready vouchers, random ones, and what is told."""

import random
from typing import Any

from ledger.database import reading, writing
from ledger.register import append
from ledger.vouchers import Correction, Voucher
from tests.building import FOUNDING, Books, credit, debit, payment, red, voucher
from treasury import lineage


def record(books: Books, unit: str = "U1") -> int:
    with writing(books.engine) as connection:
        return lineage.record(connection, unit)


def paid_by(books: Books, position: int, **more: Any) -> dict[str, dict[int, int]]:
    """Fen by fund and source; what is uncovered under 0."""
    with reading(books.engine) as connection:
        found = lineage.paid_by(connection, "U1", position, **more)
    told = {}
    for use in found:
        told[use.fund] = {part.source: part.amount.fen for part in use.parts}
        if use.uncovered:
            told[use.fund][0] = use.uncovered.fen
    return told


def used(books: Books, position: int, **more: Any) -> dict[str, dict[int, int]]:
    """Fen by fund and use; what is left under 0."""
    with reading(books.engine) as connection:
        found = lineage.used(connection, "U1", position, **more)
    told = {}
    for source in found:
        assert source.used + source.left == source.given
        told[source.fund] = {part.use: part.amount.fen for part in source.parts}
        told[source.fund][0] = source.left.fen
    return told


def paid(ref: str, fen: int, key: str, fund: str = "F1", **more: Any) -> Voucher:
    """Aid paid under a request."""
    return voucher(
        ref,
        debit("50404", fen, fund, purpose="生活救助", request=key),
        credit("102", fen, fund, request=key),
        **more,
    )


def returned(ref: str, fen: int, key: str, fund: str = "F1", **more: Any) -> Voucher:
    """Aid that the bank sent back."""
    lines = debit("102", fen, fund, request=key), credit("215", fen, fund, request=key)
    return voucher(ref, *lines, **more)


def paid_again(ref: str, fen: int, key: str, fund: str = "F1", **more: Any) -> Voucher:
    """The same, sent once more."""
    lines = debit("215", fen, fund, request=key), credit("102", fen, fund, request=key)
    return voucher(ref, *lines, **more)


def direct(ref: str, fen: int, fund: str = "F2", **more: Any) -> Voucher:
    """The treasury pays households itself."""
    spent = debit("50404", fen, fund, purpose="生活救助")
    return voucher(ref, spent, credit("40401", fen, fund), **more)


def difference(ref: str, corrects: str, voucher_: Voucher, fen: int) -> Voucher:
    """More or less of a voucher of two lines."""
    first, second = voucher_.postings
    lines = (
        debit(first.account, fen, first.fund, purpose=first.purpose),
        credit(second.account, fen, second.fund),
    )
    how = Correction.DIFFERENCE
    return voucher(ref, *lines, corrects=corrects, correction=how)


def receipt(ref: str, fen: int, fund: str = "F1", **more: Any) -> Voucher:
    return voucher(ref, debit("102", fen, fund), credit("408", fen, fund), **more)


def recovered(ref: str, fen: int, fund: str = "F1", **more: Any) -> Voucher:
    """Aid that was paid and comes back as a receipt."""
    spent = credit("50404", fen, fund, purpose="生活救助")
    return voucher(ref, debit("102", fen, fund), spent, **more)


def desk_refund(books: Books, draft: int, ref: str, paid_under: str) -> None:
    """The desk's record that the voucher under `ref` brings back another's money."""
    row: dict[str, object] = {"unit_id": 1, "draft": draft, "ref": ref}
    made = row | {"event": "refund", "digest": bytes(32)}
    back = {"unit_id": 1, "draft": draft, "refund_of": paid_under}
    with writing(books.engine) as connection:
        append(connection, "desk_drafts", [made], FOUNDING)
        append(connection, "desk_refunds", [back], FOUNDING)


class RandomYear:
    """Vouchers of U1 at random, such as an office makes and mends them."""

    def __init__(self, books: Books, seed: int) -> None:
        self.books, self.random = books, random.Random(seed)  # noqa: S311 - figures that repeat
        self.made: dict[str, Voucher] = {}
        self.money = {"F1": 0, "F2": 0}
        self.cancelled: set[str] = set()
        self.count = 0

    def step(self) -> None:
        """One more thing happens."""
        self.count += 1
        ref, draw = f"v{self.count}", self.random
        fund, fen = draw.choice(["F1", "F1", "F2"]), draw.randint(1, 90)
        what = draw.choice(
            ["in", "in", "out", "out", "out", "back", "direct", "mend", "got"]
        )
        if what == "in" or (what == "out" and self.money[fund] < fen):
            self._post(receipt(ref, fen, fund), fund, fen)
        elif what == "out":
            key = draw.choice(["", "2025-1", "2025-2"])
            made = paid(ref, fen, key, fund) if key else payment(ref, fen, fund)
            self._post(made, fund, -fen)
        elif what == "back":
            key = draw.choice(["2025-1", "2025-2"])
            self._post(returned(ref, fen, key, fund), fund, fen)
        elif what == "direct":
            self.books.post(direct(ref, fen, fund))
        elif what == "got":
            self._recover(ref, fen)
        else:
            self._mend(ref)

    def _post(self, made: Voucher, fund: str, change: int) -> None:
        self.books.post(made)
        self.made[made.ref] = made
        self.money[fund] += change

    def _recover(self, ref: str, fen: int) -> None:
        """A household gives back what it was paid; the desk wrote down what for."""
        paid_out = sorted(
            made.ref
            for made in self.made.values()
            if made.postings[0].account == "50404"
        )
        if paid_out:
            target = self.random.choice(paid_out)
            fund = self.made[target].postings[0].fund
            desk_refund(self.books, self.count, ref, target)
            self._post(recovered(ref, fen, fund), fund, fen)

    def _mend(self, ref: str) -> None:
        """Cancel, enter right, or correct the difference; money may be overdrawn."""
        standing = sorted(self.made.keys() - self.cancelled)
        if not standing:
            return
        target = self.random.choice(standing)
        made, fund = self.made[target], self.made[target].postings[0].fund
        moved = sum(
            (p.debit - p.credit).fen for p in made.postings if p.account == "102"
        )
        how = self.random.choice(["cancel", "replace", "replace", "difference"])
        if how == "difference" and made.postings[0].debit.fen > 1:
            self.books.post(difference(ref, target, made, -1))
            self.money[fund] += -1 if moved > 0 else 1
            return
        self.books.reverse(target, red(ref))
        self.cancelled.add(target)
        self.money[fund] -= moved
        if how == "replace" and self.money[fund] + moved >= 0:
            lines = {"corrects": target, "correction": Correction.REPLACEMENT}
            again = voucher(f"{ref}b", *made.postings, **lines)
            self._post(again, fund, moved)
