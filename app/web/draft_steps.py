"""The steps of a draft as screens and programs take them, with what each asks first.

1. A draft that was made of a row goes on only while it answers that row.
2. What corrects a voucher is refused where something else rests on that voucher.
3. What was posted is followed in the lineage of gifts and grants.
"""

from ledger import drafts
from ledger.database import Connection
from ledger.draft_vouchers import DraftVoucher
from ledger.drafts import Draft
from ledger.entries import Outcome
from ledger.people import Act
from treasury import corrections, lineage, row_fit


def save(
    connection: Connection, voucher: DraftVoucher, act: Act, number: int = 0
) -> Draft:
    """Keep a draft as it was typed: a new one, or the one of that number changed.

    Raises:
        DraftRefused: it may not be kept so, or not by this person.
        DeskRefused: it was handed in under another reference.
        NotFound: there is no such unit or draft.
    """
    if number:
        row_fit.demand_ref(connection, voucher.unit, number, voucher.ref)
    return drafts.save(connection, voucher, act, number)


def submit(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Hand a draft over for review; it raises what `drafts.submit` does."""
    row_fit.demand_fit(connection, unit, number)
    _demand_nothing_rests_on(connection, unit, number)
    return drafts.submit(connection, unit, number, act)


def review(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Confirm that a draft agrees with its papers; raises as `drafts.review`."""
    row_fit.demand_fit(connection, unit, number)
    return drafts.review(connection, unit, number, act)


def settle(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Confirm that the money moved; raises as `drafts.settle`."""
    row_fit.demand_fit(connection, unit, number)
    return drafts.settle(connection, unit, number, act)


def post(connection: Connection, unit: str, number: int, act: Act) -> Outcome:
    """Enter a draft in the books; raises as `drafts.post`."""
    row_fit.demand_fit(connection, unit, number)
    _demand_nothing_rests_on(connection, unit, number)
    done = drafts.post(connection, unit, number, act)
    lineage.follow(connection, unit)
    return done


def _demand_nothing_rests_on(connection: Connection, unit: str, number: int) -> None:
    voucher = drafts.history(connection, unit, number)[-1].voucher
    if voucher.corrects:
        corrections.demand(connection, voucher)
