"""Forms of banks' files as an office records them: by the name of a bank, revised.

A form serves the banks whose names begin with its own; the longest name fits best, the
latest revision first. Those that come with the program stand last.
"""

from dataclasses import replace
from typing import Any

from aid.bank_file_tables import aid_bank_formats
from aid.bank_formats import HEADINGS, LABELS, BankFormat, built_in, made
from aid.errors import BankFileRefused
from budgets.records import locked, text_faults
from ledger import store
from ledger.database import Connection
from ledger.people import Act
from ledger.register import append, lookups

_KEPT = (
    *("bank", "revision", "since", "encoding", "header_row"),
    *(*HEADINGS, "success", "failed"),
)


def save_format(
    connection: Connection, unit: str, given: BankFormat, act: Act
) -> BankFormat:
    """Keep a form as the bank's next revision; the same one is kept once.

    Raises:
        NotFound: there is no such unit.
        BankFileRefused: the bank is not named, or a text may not be kept.
    """
    at = locked(connection, unit)
    bank = given.bank.strip()
    said = {key: getattr(given, key) for key in (*HEADINGS, "success", "failed")}
    texts = ((LABELS.get(key, "状态词"), text, False) for key, text in said.items())
    wrong = [*text_faults(("银行", bank, True), *texts)]
    if wrong:
        raise BankFileRefused("格式没有保存", "；".join(wrong), "改正后重新保存")
    standing = [one for one in formats(connection, unit) if one.bank == bank]
    kept = replace(given, bank=bank, revision=len(standing) + 1)
    if standing:
        last = max(standing, key=lambda one: one.revision)
        if replace(last, since=kept.since, revision=kept.revision) == kept:
            return last
    row: dict[str, object] = {"unit_id": at.id, "bank": bank, "since": given.since}
    row |= {"revision": kept.revision, "encoding": given.encoding.value}
    row |= {"header_row": given.header_row} | said
    append(connection, "aid_bank_formats", [row], act)
    return kept


def formats(connection: Connection, unit: str) -> tuple[BankFormat, ...]:
    """Every form that a unit recorded, by bank and revision.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    return tuple(
        _kept(row) for row in store.all_rows(connection, aid_bank_formats, unit_id)
    )


def formats_of(connection: Connection, unit: str, bank: str) -> tuple[BankFormat, ...]:
    """The forms that serve a bank, the closest and latest first (4).

    Raises:
        NotFound: there is no such unit.
    """
    known = (*formats(connection, unit), *built_in())
    fitting = [one for one in known if bank.startswith(one.bank)]
    fitting.sort(key=lambda one: (not one.revision, -len(one.bank), -one.revision))
    return tuple(fitting)


def _kept(row: Any) -> BankFormat:
    return made({key: getattr(row, key) for key in _KEPT})
