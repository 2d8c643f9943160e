"""The bank's fees at the desk (银行扣费): which rows may be asked for, and the form.

A fee is asked for by the row of the statement that shows it; nobody types the row, so
the form is opened from the row itself and carries it along.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.web.desk import Desk, part
from ledger import request_store
from ledger.database import Connection
from ledger.errors import RecordRefused
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Right
from ledger.register import lookups
from treasury import bank_entries, bank_entry_store
from treasury.bank_entries import EntryKind, Place

_PLACE = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a row of the bank goes on: to a new request, or to the one that stands."""

    path: str
    request: str = ""


def place_of(text: str) -> Place | None:
    """Statement and row as `3/12`; None where nothing is said.

    Raises:
        RecordRefused: it is no row.
    """
    if not text.strip():
        return None
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        what = "流水的编号应写成 3/12 的形式"
        raise RecordRefused(what, do="从银行核对页打开这笔扣费的申请")
    return int(found[1]), int(found[2])


def ways(desk: Desk, connection: Connection, account: int) -> dict[Place, Way]:
    """The fees of an account that no voucher answers, each with the way to ask for it.

    Only who prepares is shown any, and only where money leaves under requests (L12).
    """
    unit = lookups(connection).unit(desk.unit)
    live = request_store.live_since(connection, unit.id) is not None
    if not live or not desk.may(connection, Right.PREPARE):
        return {}
    base = f"/units/{part(desk.unit)}/requests"
    asked = bank_entry_store.fee_requests(connection, unit.id)
    found = {}
    for one in bank_entries.proposed(connection, desk.unit, account):
        key = asked.get(one.place, "")
        if key:
            found[one.place] = Way(f"{base}/{part(key)}", key)
        elif one.kind is EntryKind.FEE and one.credit:
            found[one.place] = Way(f"{base}/new?fee={one.place[0]}/{one.place[1]}")
    return found


def typed(
    desk: Desk, connection: Connection, place: Place
) -> tuple[dict[str, str], tuple[str, str, str, str]]:
    """What a new form says of a fee, and its one line: fund, account, no purpose.

    The fund is empty where several may bear the fee. A row that is no fee is filled in
    as well: the verb refuses it and says why.

    Raises:
        NotFound: there is no such row of the unit.
    """
    unit = lookups(connection).unit(desk.unit)
    row = bank_entries.row_of(connection, unit, place)
    bank = bank_entries.account_of(connection, desk.unit, row.account)
    proposed = bank_entries.proposed(connection, desk.unit, row.account)
    fund, account = next(
        ((one.fund, one.debit) for one in proposed if one.place == place), ("", "")
    )
    amount = Money(abs(row.amount_fen))
    form = {
        "kind": RequestKind.FEE.value,
        "statement": str(place[0]),
        "row": str(place[1]),
        "summary": f"银行手续费（对账单 {place[0]} 第 {place[1]} 行）",
        "payee": bank.bank,
    }
    return form, (fund, account, "", str(amount))


def paid_so(desk: Desk, connection: Connection, key: str) -> Mapping[str, str]:
    """How a fee was paid: the day and account of its row; empty where it is none."""
    unit = lookups(connection).unit(desk.unit)
    for place in _places(connection, unit.id, key):
        row = bank_entries.row_of(connection, unit, place)
        bank = bank_entries.account_of(connection, desk.unit, row.account)
        return {"dated_on": row.booked_on.isoformat(), "account": bank.account}
    return {}


def _places(connection: Connection, unit_id: int, key: str) -> Iterator[Place]:
    asked = bank_entry_store.fee_requests(connection, unit_id)
    yield from (place for place, found in asked.items() if found == key)
