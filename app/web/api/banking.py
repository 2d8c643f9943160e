"""Bank accounts: statements taken in, both sides matched, reconciled, reopened."""

from collections.abc import Iterable, Mapping

from app.keyring import open_vault
from app.web import bank_reading
from app.web.access import TEXTS
from app.web.api import bank_said as said
from app.web.api.calls import Call
from app.web.api.values import signed_money, told_of
from ledger.errors import NotFound, Refused
from ledger.money import Money
from treasury import bank, bank_store, matches, reconciliation
from treasury.bank import BankFile, Said
from treasury.match_proposals import Proposal
from treasury.matching import BankLine, BookLine, RowKey
from treasury.reconciliation import Asked, Preview

TEXTS_SEEN = "bank.rows"
"""The act of looking at what a bank says of others."""


def accounts(call: Call) -> said.Bank:
    """The accounts with what is open on each, and all statements."""
    with call.looking() as (connection, unit):
        made = reconciliation.reconciliations(connection, unit.code)
        until = {one.account: one.until for one in made if one.stands}
        found = []
        for one in bank.accounts(connection, unit.code):
            left = matches.open_items(connection, unit.code, one.number)
            more = {
                "open_rows": len(left.rows),
                "open_postings": len(left.postings),
                "reconciled_until": until.get(one.number),
            }
            found.append(told_of(said.BankAccount, one, **more))
        statements = [
            told_of(
                said.Statement,
                row,
                opening=Money(row.opening_fen),
                closing=Money(row.closing_fen),
            )
            for row in bank_store.statements(connection, unit.id)
        ]
    return said.Bank(accounts=found, statements=statements)


def take(call: Call) -> said.StatementTaken:
    """A statement taken in; the same file again changes nothing."""
    body = call.body
    assert isinstance(body, said.StatementGiven)
    vault = open_vault(call.settings)
    file = BankFile(
        unit=call.unit,
        account=body.account,
        name=body.file.name,
        content=body.file.data,
        opening=signed_money(body.opening),
        closing=signed_money(body.closing),
    )
    with call.writing(str(body.account)) as connection:
        done = bank.import_statement(connection, file, vault, call.act)
        return call.kept(connection, told_of(said.StatementTaken, done))


# -- both sides ---------------------------------------------------------------------


def sides(call: Call) -> said.Sides:
    """What is open on both sides, and what may belong together."""
    query, number = call.query, call.number("bank", "银行账户")
    assert isinstance(query, said.SidesAsked)
    vault = open_vault(call.settings)
    texts: Mapping[RowKey, Said] = {}
    with call.reading() as connection:
        bank_reading.account_of(connection, call.unit, number)
        left = matches.open_items(connection, call.unit, number, query.until)
        if query.texts:
            call.demand(connection, *TEXTS)
            keys = [row.key for row in left.rows]
            texts = bank_reading.texts_of(connection, call.unit, keys, vault)
        found = matches.proposals(connection, call.unit, number, vault, query.until)
        made = matches.matches(connection, call.unit, number, _LATEST)
    if query.texts:
        call.note(str(number), TEXTS_SEEN)
    return said.Sides(
        rows=[_row(one, texts.get(one.key)) for one in left.rows],
        postings=[_entry(one) for one in left.postings],
        proposals=[_proposal(one) for one in found.proposals],
        notes=list(found.notes),
        matches=[
            told_of(
                said.Match, one, rows=_places(one.rows), postings=_places(one.postings)
            )
            for one in made[::-1]
        ],
    )


_LATEST = 100
"""Matches that are told, the latest first."""


def _row(one: BankLine, opened: Said | None) -> said.BankRow:
    more = {
        "counterparty": opened.counterparty if opened else "",
        "counterparty_account": opened.counterparty_account if opened else "",
        "text": opened.text if opened else "",
    }
    place, amount = _place(one.key), Money(one.fen)
    return told_of(said.BankRow, one, place=place, amount=amount, **more)


def _entry(one: BookLine) -> said.BookEntry:
    return told_of(said.BookEntry, one, place=_place(one.key), amount=Money(one.fen))


def _proposal(one: Proposal) -> said.MatchProposal:
    rows = _places(row.key for row in one.rows)
    postings = _places(posting.key for posting in one.postings)
    return told_of(said.MatchProposal, one, rows=rows, postings=postings)


def _place(key: tuple[int, int]) -> str:
    return f"{key[0]}/{key[1]}"


def _places(keys: Iterable[tuple[int, int]]) -> list[str]:
    return [_place(key) for key in keys]


def _keys(places: Iterable[str]) -> list[tuple[int, int]]:
    """Places as they were read: the schema holds them to two numbers."""
    parts = (place.split("/") for place in places)
    return [(int(first), int(second)) for first, second in parts]


def rules(call: Call) -> said.RulesMatched:
    """Match what is certain."""
    body, number = call.body, call.number("bank", "银行账户")
    assert isinstance(body, said.RulesGiven)
    vault = open_vault(call.settings)
    with call.writing(str(number)) as connection:
        done = matches.match_account(
            connection, call.unit, number, vault, call.act, until=body.until
        )
        return call.kept(connection, told_of(said.RulesMatched, done))


def match(call: Call) -> said.MatchMade:
    """Match rows and postings of equal sums by hand."""
    body, number = call.body, call.number("bank", "银行账户")
    assert isinstance(body, said.MatchGiven)
    rows, postings = _keys(body.rows), _keys(body.postings)
    with call.writing(str(number)) as connection:
        made = matches.match_by_hand(
            connection, call.unit, number, rows, postings, call.act, body.reason
        )
        return call.kept(connection, said.MatchMade(match=made))


def unmatch(call: Call) -> said.MatchMade:
    """Take a match back, with the reason."""
    body, number = call.body, call.number("bank", "银行账户")
    assert isinstance(body, said.UnmatchGiven)
    with call.writing(f"{number}/{body.match}") as connection:
        known = matches.matches(connection, call.unit, number)
        if body.match not in {one.number for one in known}:
            raise NotFound("核对", str(body.match))
        matches.undo(connection, call.unit, body.match, body.reason, call.act)
        return call.kept(connection, said.MatchMade(match=body.match))


# -- reconciling --------------------------------------------------------------------


def reconciliations(call: Call) -> said.Reconciliations:
    """What a reconciliation to a day would say, and those that were made."""
    query, number = call.query, call.number("bank", "银行账户")
    assert isinstance(query, said.UntilAsked)
    seen, hindrance = None, ""
    with call.reading() as connection:
        try:
            until = bank_reading.last_day(connection, call.unit, number, query.until)
            asked = Asked(unit=call.unit, account=number, until=until)
            seen = _seen(reconciliation.preview(connection, asked))
        except NotFound:
            raise
        except Refused as refusal:
            hindrance = str(refusal)
        made = [
            told_of(said.Reconciliation, one)
            for one in reconciliation.reconciliations(connection, call.unit)
            if one.account == number
        ]
    return said.Reconciliations(seen=seen, hindrance=hindrance, made=made[::-1])


def _seen(found: Preview) -> said.ReconciliationSeen:
    figures = found.figures
    until = figures.ends.until
    items = [
        told_of(
            said.OpenItem,
            item,
            side=name,
            place=_place(item.place),
            amount=abs(item.amount),
            age=item.age(until),
        )
        for name, side, _ in bank_reading.SIDES
        for item in bank_reading.items_of(figures, name, side)
    ]
    return told_of(
        said.ReconciliationSeen,
        figures,
        until=until,
        bank=figures.ends.bank,
        book=figures.ends.book,
        bank_adjusted=figures.adjusted,
        items=items,
    )


def reconcile(call: Call) -> said.Reconciliation:
    """Write down what stands, where both sides come to the same."""
    body, number = call.body, call.number("bank", "银行账户")
    assert isinstance(body, said.ReconciliationGiven)
    asked = Asked(
        unit=call.unit,
        account=number,
        until=body.until,
        other=signed_money(body.other),
        other_basis=body.other_basis,
        ours=tuple(_keys(body.ours)),
    )
    with call.writing(f"{number} {body.until}") as connection:
        made = reconciliation.reconcile(connection, asked, call.act)
        return call.kept(connection, told_of(said.Reconciliation, made))


def reopen(call: Call) -> said.Reconciliation:
    """Reopen the latest reconciliation, with the reason."""
    body, number = call.body, call.number("bank", "银行账户")
    assert isinstance(body, said.ReopenGiven)
    with call.writing(f"{number}/{body.number}") as connection:
        made = reconciliation.reopen(
            connection, call.unit, number, body.number, body.reason, call.act
        )
        return call.kept(connection, told_of(said.Reconciliation, made))
