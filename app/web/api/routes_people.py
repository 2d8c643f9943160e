"""The addresses of registers: bank accounts and how the tables of banks are read."""

from app.web.access import REGISTERS, STATEMENTS
from app.web.api import account_said as accounts
from app.web.api.route import UNIT, ApiRoute, get, post
from ledger.people import Right

_ADMIN = (Right.ADMIN,)

ACCOUNTS: tuple[ApiRoute, ...] = (
    get(
        f"{UNIT}/bank/accounts",
        "bank_registering:show",
        REGISTERS,
        accounts.AccountRegister,
        "银行账户（只写账号尾号）和表格对账单的列对应",
    ),
    post(
        f"{UNIT}/bank/accounts",
        "bank_registering:register",
        "bank.account",
        _ADMIN,
        says="登记银行账户，账号加密保存",
        takes=accounts.AccountGiven,
        gives=accounts.RegisteredAccount,
        status=201,
    ),
    post(
        f"{UNIT}/bank/mappings",
        "bank_registering:save",
        "bank.mapping",
        STATEMENTS,
        says="保存一家银行的列对应，改动为下一版",
        takes=accounts.MappingGiven,
        gives=accounts.TableMapping,
    ),
)
"""They stand before `/bank/{bank}`, which would take their addresses."""
