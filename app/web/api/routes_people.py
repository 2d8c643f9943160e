"""The addresses of people and registers: duties, handovers, bank accounts."""

from app.web.access import HANDOVER, LOOKING, READING, REGISTERS, STATEMENTS
from app.web.api import account_said as accounts
from app.web.api import duty_said as duties
from app.web.api import handover_said as lists
from app.web.api.route import UNIT, ApiRoute, get, post
from ledger.people import Right

_ADMIN = (Right.ADMIN,)
_P, _H = f"{UNIT}/people", f"{UNIT}/handovers"

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

HANDOVERS: tuple[ApiRoute, ...] = (
    get(
        _H,
        "handing_over:lists",
        LOOKING,
        lists.Handovers,
        "移交清单：有权编制的人看全部，其他人只看写有自己的",
    ),
    get(
        f"{_H}/{{key}}",
        "handing_over:one",
        LOOKING,
        lists.Handover,
        "一份移交清单的各行、签字和还没有收回的权限",
    ),
    post(
        _H,
        "handing_over:draw_up",
        "audit.handover-list.begin",
        HANDOVER,
        says="编制移交清单，账簿中有的自动列出",
        takes=lists.HandoverGiven,
        gives=lists.Handover,
        status=201,
    ),
    post(
        f"{_H}/{{key}}/lines",
        "handing_over:add",
        "audit.handover-list.add",
        HANDOVER,
        says="添加账簿中没有的一行",
        takes=lists.HandoverLineGiven,
        gives=lists.Handover,
        status=201,
    ),
    post(
        f"{_H}/{{key}}/strike",
        "handing_over:strike",
        "audit.handover-list.strike",
        HANDOVER,
        says="划销一行，写明理由",
        takes=lists.HandoverStrikeGiven,
        gives=lists.Handover,
    ),
    post(
        f"{_H}/{{key}}/steps",
        "handing_over:step",
        "audit.handover-list.step",
        LOOKING,
        says="签字、完成、撤回，各由清单写明的人办理",
        takes=lists.HandoverStepGiven,
        gives=lists.Handover,
    ),
)
