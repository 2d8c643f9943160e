"""The addresses of people and registers: duties, bank accounts."""

from app.web.access import READING, REGISTERS, STATEMENTS
from app.web.api import account_said as accounts
from app.web.api import duty_said as duties
from app.web.api.route import UNIT, ApiRoute, get, post
from ledger.people import Right

_ADMIN = (Right.ADMIN,)
_P = f"{UNIT}/people"

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

PEOPLE: tuple[ApiRoute, ...] = (
    get(
        _P,
        "assigning:show",
        READING,
        duties.Duties,
        "一个单位的权限、任职和登录方式",
    ),
    post(
        f"{_P}/rights",
        "assigning:give",
        "people.grant",
        _ADMIN,
        says="给一个岗位的各项权限，或一项权限",
        takes=duties.RightGiven,
        gives=duties.RightsGiven,
        status=201,
    ),
    post(
        f"{_P}/rights/end",
        "assigning:end",
        "people.grant",
        _ADMIN,
        says="改变一项权限的截止日期",
        takes=duties.RightEndGiven,
        gives=duties.RightHeld,
    ),
    post(
        f"{_P}/posts",
        "assigning:assign",
        "people.tenure",
        _ADMIN,
        says="登记任职",
        takes=duties.PostGiven,
        gives=duties.PostHeld,
        status=201,
    ),
    post(
        f"{_P}/posts/end",
        "assigning:leave",
        "people.tenure",
        _ADMIN,
        says="改变任期的截止日期",
        takes=duties.PostEndGiven,
        gives=duties.PostHeld,
    ),
    post(
        f"{_P}/users",
        "assigning:register",
        "user.add",
        _ADMIN,
        says="登记新的用户及其初始口令、岗位",
        takes=duties.UserGiven,
        gives=duties.UserRegistered,
        status=201,
    ),
    post(
        f"{_P}/codes",
        "assigning:demand_codes",
        "user.codes",
        _ADMIN,
        says="要求审核、出纳启用动态口令，或不再要求",
        takes=duties.CodesGiven,
        gives=duties.CodeRule,
    ),
)
