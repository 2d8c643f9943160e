"""Bank accounts registered, and the columns of banks' tables (列对应) kept."""

from app.clock import today
from app.keyring import open_vault
from app.web.api import account_said as said
from app.web.api.calls import Call
from app.web.api.values import told_of
from treasury import bank, bank_mappings
from treasury.bank import BankAccount
from treasury.bank_mappings import KeptMapping
from treasury.statements.mapping import LABELS, ColumnMapping


def show(call: Call) -> said.AccountRegister:
    """The accounts of a unit, and how the tables of its banks are read."""
    with call.looking() as (connection, unit):
        accounts = bank.accounts(connection, unit.code)
        mappings = bank_mappings.kept_mappings(connection, unit.code)
    return said.AccountRegister(
        accounts=[told_of(said.RegisteredAccount, one) for one in accounts],
        mappings=[_mapping(one) for one in mappings],
    )


def register(call: Call) -> said.RegisteredAccount:
    """Register an account; its number is kept encrypted."""
    body = call.body
    assert isinstance(body, said.AccountGiven)
    vault = open_vault(call.settings)
    wanted = BankAccount(
        unit=call.unit, bank=body.bank, account=body.account, since=body.since
    )
    with call.writing(body.bank) as connection:
        kept = bank.register_account(connection, wanted, body.number, call.act, vault)
        return call.kept(connection, told_of(said.RegisteredAccount, kept))


def save(call: Call) -> said.TableMapping:
    """Keep how a bank's tables are read; a change is its next revision."""
    body = call.body
    assert isinstance(body, said.MappingGiven)
    with call.writing(body.bank) as connection:
        headings = {key: getattr(body, key) for key in LABELS}
        columns = ColumnMapping(header_row=body.header_row, **headings)
        since = body.since or today()
        wanted = KeptMapping(bank=body.bank, since=since, columns=columns)
        kept = bank_mappings.save_mapping(connection, call.unit, wanted, call.act)
        return call.kept(connection, _mapping(kept))


def _mapping(one: KeptMapping) -> said.TableMapping:
    found = {key: getattr(one.columns, key) for key in LABELS}
    columns = {key: heading for key, heading in found.items() if heading}
    header = one.columns.header_row
    return told_of(said.TableMapping, one, header_row=header, columns=columns)
