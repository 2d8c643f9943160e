"""Matching (核对): the books beside the bank, what may belong together, taking back.

Proposals are accepted and undone by keyboard. What the bank says of others is shown
only to who asks for it, and the look is logged.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from app.keyring import open_vault
from app.web import bank_fees, bank_reading, given, tables
from app.web.access import MATCHING, STATEMENTS, TEXTS
from app.web.desk import Desk, Go, Page, Sent
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.money import Money
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Cell, Column
from treasury import matches
from treasury.match_proposals import KINDS, Proposal
from treasury.matching import RULES
from treasury.vault import Vault

SHOWN = 300
"""Open rows and postings on the page, the earliest first."""
PROPOSED = 40
LATEST = 15
METHODS = {"rules": "自动", "person": "人工"}
KINDS_OF_ROWS = {"": "", "fee": "手续费", "interest": "利息", "return": "退回"}
_PLACE = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
_COLUMNS = (
    Column("side", "方"),
    Column("key", "编号"),
    Column("day", "日期"),
    parts.money("amount", "金额"),
    Column("reference", "流水号或引用号"),
    Column("summary", "摘要", width=3),
)


@dataclass(frozen=True, slots=True)
class _Side:
    """The sum of what is open on a side, and how many there are."""

    count: int
    total: Money


def account_of(desk: Desk) -> int:
    """The number of the bank account of the address.

    Raises:
        NotFound: it is none.
    """
    typed = desk.places["bank"]
    if not typed.isdecimal() or len(typed) > 9:  # noqa: PLR2004 - nine digits fit
        raise NotFound("银行账户", typed)
    return int(typed)


def show(desk: Desk) -> Page | Sent:
    """Both sides of an account, each by day, with what may belong together."""
    vault = open_vault(desk.settings)
    if tables.is_asked(desk):
        return _sent(desk)
    told = _told(desk, vault)
    if told["said"]:
        desk.note(desk.places["bank"], "bank.rows")
    return Page("bank_matching.html", told)


def _sent(desk: Desk) -> Sent:
    with desk.reading() as connection:
        until = given.queried(desk, "until", "截止日")
        left = matches.open_items(connection, desk.unit, account_of(desk), until)
        cells: list[tuple[Cell, ...]] = [
            ("银行", _key(row.key), row.day, Money(row.fen), row.reference, "")
            for row in left.rows
        ]
        cells += [
            ("账簿", _key(one.key), one.day, Money(one.fen), one.ref, one.summary)
            for one in left.postings
        ]
        year = f"{desk.today:%Y}"
        asked = Asked(year, parse_span(year))
        return tables.send(desk, connection, "未达账项", asked, (_COLUMNS, cells))


def _key(key: tuple[int, int]) -> str:
    return f"{key[0]}/{key[1]}"


def _told(desk: Desk, vault: Vault) -> dict[str, object]:
    number = account_of(desk)
    with desk.reading() as connection:
        account = bank_reading.account_of(connection, desk.unit, number)
        until = given.queried(desk, "until", "截止日")
        unit = lookups(connection).unit(desk.unit)
        left = matches.open_items(connection, desk.unit, number, until)
        proposed = matches.proposals(connection, desk.unit, number, vault, until)
        fitting = [one for one in proposed.proposals if one.acceptable]
        near = [one for one in proposed.proposals if not one.acceptable]
        opens = desk.may(connection, *TEXTS)
        shown = left.rows[:SHOWN] if opens and desk.query.get("open") else ()
        keys = [row.key for row in shown]
        said = bank_reading.texts_of(connection, unit.code, keys, vault)
        latest = matches.matches(connection, desk.unit, number, LATEST)
        return {
            "unit": unit,
            "account": account,
            "until": until.isoformat() if until else "",
            "rows": left.rows[:SHOWN],
            "postings": left.postings[:SHOWN],
            "row_side": _side(row.fen for row in left.rows),
            "book_side": _side(one.fen for one in left.postings),
            "proposals": fitting[:PROPOSED],
            "near": near[:PROPOSED],
            "notes": proposed.notes,
            "kinds": KINDS,
            "row_kinds": KINDS_OF_ROWS,
            "methods": METHODS,
            "key": _key,
            "opens": opens,
            "said": said,
            "latest": latest[::-1],
            "chosen_rows": (),
            "chosen_postings": (),
            "fees": _unproposed(desk, connection, fitting),
            "by_hand": desk.may(connection, *MATCHING),
            "by_rules": desk.may(connection, *STATEMENTS),
        }


def _unproposed(
    desk: Desk, connection: Connection, fitting: Iterable[Proposal]
) -> dict[tuple[int, int], bank_fees.Way]:
    """The fees to be asked for, but for rows that a voucher seems to answer."""
    taken = {row.key for one in fitting for row in one.rows}
    found = bank_fees.ways(desk, connection, account_of(desk))
    return {place: way for place, way in found.items() if place not in taken}


def _side(fens: Iterable[int]) -> _Side:
    listed = list(fens)
    return _Side(len(listed), Money(sum(listed)))


# -- acts ---------------------------------------------------------------------------


def rules(desk: Desk) -> Page | Go:
    """Match what is certain."""
    vault = open_vault(desk.settings)
    try:
        number, until = account_of(desk), given.day(desk, "until", "截止日")
        with desk.writing(str(number)) as connection:
            told = matches.match_account(
                connection, desk.unit, number, vault, desk.act, until=until
            )
            listed = "，".join(
                f"{RULES[rule]} {count}" for rule, count in told.rules.items()
            )
            said = (
                f"核对 {sum(told.rules.values())} 笔{f'（{listed}）' if listed else ''}"
            )
            return desk.kept(connection, _path(desk), said)
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "bank_matching.html", _told(desk, vault))


def match(desk: Desk) -> Page | Go:
    """Match rows and postings of equal sums: a proposal, or what was chosen."""
    try:
        number = account_of(desk)
        chosen_rows, chosen = _places(desk, "row"), _places(desk, "posting")
        with desk.writing(str(number)) as connection:
            made = matches.match_by_hand(
                connection,
                desk.unit,
                number,
                chosen_rows,
                chosen,
                desk.act,
                given.text(desk, "reason"),
            )
            said = (
                f"第 {made} 号核对：流水 {len(chosen_rows)} 笔，分录 {len(chosen)} 条"
            )
            return desk.kept(connection, f"{_path(desk)}#proposals", said)
    except Refused as refusal:
        return _again(desk, refusal)


def unmatch(desk: Desk) -> Page | Go:
    """Take a match back, with the reason."""
    try:
        number = given.number(desk, "match", "核对的编号")
        with desk.writing(str(number)) as connection:
            reason = given.text(desk, "reason")
            matches.undo(connection, desk.unit, number, reason, desk.act)
            return desk.kept(connection, _path(desk), f"第 {number} 号核对已撤销")
    except Refused as refusal:
        return _again(desk, refusal)


def places_of(texts: Iterable[str], label: str) -> list[tuple[int, int]]:
    """Places as they are typed: statement and row, or voucher and line.

    Raises:
        RecordRefused: one of them is none.
    """
    found = []
    for text in texts:
        place = _PLACE.fullmatch(text.strip())
        if place is None:
            what = f"{label}的编号应写成 3/12 的形式"
            raise RecordRefused(what, do="改正")
        found.append((int(place[1]), int(place[2])))
    return found


def _places(desk: Desk, key: str) -> list[tuple[int, int]]:
    label = "流水" if key == "row" else "分录"
    return places_of(desk.lists.get(key, ()), label)


def _path(desk: Desk) -> str:
    path = f"/units/{quote(desk.unit, safe='')}/bank/{account_of(desk)}"
    until = given.text(desk, "until")
    return f"{path}?until={quote(until, safe='')}" if until else path


def _again(desk: Desk, refusal: Refused) -> Page:
    told = _told(desk, open_vault(desk.settings))
    chosen = {
        "chosen_rows": desk.lists.get("row", ()),
        "chosen_postings": desk.lists.get("posting", ()),
    }
    return desk.refused(refusal, "bank_matching.html", told | chosen)
