"""Accounts and charts of accounts (科目、科目表): which accounts a book may use.

1. An account is known by its chart and its code: 221 is 代管经费 in one edition and
   应付上级经费 in the other.
2. Sub-accounts are found by the parent each account names, never by its digits.
3. Postings stand on leaves only: accounts under which there are no others.
4. A role says what an account is for, so that no rule has to know its number.

Basis: 工会会计制度（财会〔2009〕7号、财会〔2021〕7号）; the charts themselves are the
files `charts/*.toml`.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Self

_CODE = re.compile(r"[0-9A-Za-z]+")

TRANSITION = "transition-"
"""What files begin with that lead from one chart to another (`transition.py`)."""


class ChartError(ValueError):
    """An account or a chart that cannot stand; the message names which."""

    def __init__(self, what: str, name: str = "") -> None:
        super().__init__(f"{what}：{name}" if name else what)


class Labelled(StrEnum):
    """Keys that are shown to people by a Chinese label."""

    label: str

    def __new__(cls, key: str, label: str = "") -> Self:
        """A member is its key; the label stands beside it."""
        member = str.__new__(cls, key)
        member._value_ = key
        member.label = label
        return member


class AccountClass(Labelled):
    """The five elements of accounting (会计要素).

    Basis: 工会会计制度（2009）第十一条.
    """

    ASSET = "asset", "资产"
    LIABILITY = "liability", "负债"
    NET_ASSET = "net_asset", "净资产"
    INCOME = "income", "收入"
    EXPENSE = "expense", "支出"


class Side(Labelled):
    """The side on which an account's balance normally stands (余额方向)."""

    DEBIT = "debit", "借"
    CREDIT = "credit", "贷"
    EITHER = "either", "借或贷"


class Role(Labelled):
    """What an account is for, whatever its number in a chart."""

    NONE = "", ""
    CASH = "cash", "库存现金"
    BANK = "bank", "银行存款"
    QUOTA = "quota", "零余额账户用款额度"
    QUOTA_RETURN = "quota_return", "财政应返还额度"
    UPPER_RECEIVABLE = "upper_receivable", "应收上级经费"
    LOWER_RECEIVABLE = "lower_receivable", "应收下级经费"
    ADVANCE = "advance", "其他应收款"
    STOCK = "stock", "库存物品"
    UPPER_PAYABLE = "upper_payable", "应付上级经费"
    LOWER_PAYABLE = "lower_payable", "应付下级经费"
    PAYABLE = "payable", "其他应付款"
    ENTRUSTED = "entrusted", "代管经费"
    STOCK_FUND = "stock_fund", "库存物品对应净资产"
    PRIOR_YEAR = "prior_year", "年初余额调整"
    EARMARK = "earmark", "单位内部调剂"
    YEAR_RESULT = "year_result", "本年收支结转"
    CARRYOVER_IN = "carryover_in", "结转转入"
    BUDGET_RETURN = "budget_return", "归集上缴"
    CLOSING = "closing", "累计结转结余"
    CLOSING_RESTRICTED = "closing_restricted", "限定用途资金的累计结存"
    AID_EXPENSE = "aid_expense", "帮扶支出"
    PASSING_DOWN = "passing_down", "补助下级支出"


CLOSING_ROLES = frozenset({Role.CLOSING, Role.CLOSING_RESTRICTED})
"""Where funds rest at year end; a chart without the second has one place for all."""

MONEY_ROLES = frozenset({Role.CASH, Role.BANK, Role.QUOTA})

_DEBIT_CLASSES = frozenset({AccountClass.ASSET, AccountClass.EXPENSE})


def normal_side(klass: AccountClass) -> Side:
    """Assets and expenditure stand on the debit side, the rest on the credit side."""
    return Side.DEBIT if klass in _DEBIT_CLASSES else Side.CREDIT


@dataclass(frozen=True, slots=True)
class Account:
    """One account of one chart; `parent` is the code above it, or empty."""

    chart: str
    code: str
    name: str
    klass: AccountClass
    side: Side
    role: Role = Role.NONE
    parent: str = ""

    def __post_init__(self) -> None:
        if not self.chart.strip():
            raise ChartError("科目须注明所属科目表", self.code)
        if not _CODE.fullmatch(self.code) or not self.code.isascii():
            raise ChartError("科目编号只能由数字和字母组成，且不得为空", self.code)
        if not self.name.strip():
            raise ChartError("科目没有名称", self.code)
        if self.parent == self.code:
            raise ChartError("科目不能是自己的上级科目", self.code)

    @property
    def is_money(self) -> bool:
        """Whether money itself stands here: cash, bank or payment quota."""
        return self.role in MONEY_ROLES

    def sub_account(
        self,
        code: str,
        name: str,
        *,
        side: Side | None = None,
        role: Role | None = None,
    ) -> "Account":
        """An account under this one; side and role are this one's unless stated."""
        return replace(
            self,
            code=code,
            name=name,
            side=side or self.side,
            role=self.role if role is None else role,
            parent=self.code,
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of accounts, in force from `since` up to but without `until`.

    `statutory` is true for the charts of 工会会计制度 alone: only books kept by
    one of these may print the statutory tables.
    """

    key: str
    label: str
    since: dt.date
    until: dt.date | None
    accounts: tuple[Account, ...]
    basis: str
    statutory: bool = False
    _by_code: dict[str, Account] = field(init=False, repr=False, compare=False)
    _parents: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise ChartError("科目表的起始日期应早于截止日期", self.key)
        by_code = {account.code: account for account in self.accounts}
        parents = frozenset(a.parent for a in self.accounts if a.parent)
        # A frozen value sets its own indexes once, here.
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_parents", parents)
        _check_codes(self)
        _check_parents(self)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Account:
        return self._by_code[code]

    def __iter__(self) -> Iterator[Account]:
        return iter(self.accounts)

    def get(self, code: str) -> Account | None:
        """The account of that code, or None."""
        return self._by_code.get(code)

    def in_force(self, on: dt.date) -> bool:
        """Whether books may be kept by this chart on that day."""
        return self.since <= on and (self.until is None or on < self.until)

    def is_leaf(self, code: str) -> bool:
        """Whether postings may stand on the account (rule 3)."""
        return code in self._by_code and code not in self._parents

    def first_level(self) -> tuple[Account, ...]:
        """The first-level accounts (一级科目), in the order of the chart."""
        return tuple(account for account in self.accounts if not account.parent)

    def children(self, code: str) -> tuple[Account, ...]:
        """The accounts directly under one account."""
        return tuple(account for account in self.accounts if account.parent == code)

    def path(self, code: str) -> tuple[Account, ...]:
        """An account with all those above it, the first-level one first."""
        steps = [self._by_code[code]]
        while steps[-1].parent:
            steps.append(self._by_code[steps[-1].parent])
        return tuple(reversed(steps))

    def full_name(self, code: str) -> str:
        """The names from the first level down: `维权支出——困难职工帮扶支出`.

        Basis: 附录1 总说明 (a code alone must not be shown).
        """
        return "——".join(account.name for account in self.path(code))

    def with_role(self, *roles: Role) -> tuple[Account, ...]:
        """The leaves that play one of the roles, in the order of the chart."""
        return tuple(
            a for a in self.accounts if a.role in roles and self.is_leaf(a.code)
        )

    def extended(self, accounts: Iterable[Account]) -> "Chart":
        """This chart with further accounts, such as a union's own sub-accounts.

        Raises:
            ChartError: a code is taken, a parent is unknown or of another class.
        """
        return replace(self, accounts=(*self.accounts, *accounts))


def is_within(code: str, parent_code: str, chart: Chart) -> bool:
    """Whether an account is the other one or lies anywhere under it (rule 2)."""
    return any(account.code == parent_code for account in chart.path(code))


@cache
def load_chart(key: str) -> Chart:
    """A chart that comes with the program, such as `union-2021`.

    Raises:
        ChartError: no chart of that key comes with the program.
    """
    if key not in standard_keys():
        raise ChartError("没有这个科目表", key)
    document = files("ledger").joinpath("charts", f"{key}.toml")
    chart = chart_from(tomllib.loads(document.read_text(encoding="utf-8")))
    assert chart.key == key
    return chart


@cache
def standard_keys() -> tuple[str, ...]:
    """The keys of the charts that come with the program."""
    names = [entry.name for entry in files("ledger").joinpath("charts").iterdir()]
    charts = [n for n in names if n.endswith(".toml") and not n.startswith(TRANSITION)]
    return tuple(sorted(name.removesuffix(".toml") for name in charts))


def standard_charts() -> tuple[Chart, ...]:
    """All charts that come with the program, by key."""
    return tuple(load_chart(key) for key in standard_keys())


def chart_from(document: Mapping[str, Any]) -> Chart:
    """Build a chart from the content of its file; the files' heads state the form."""
    heads = {"key", "label", "basis", "since", "until", "statutory"}
    assert document.keys() <= heads | set(AccountClass)
    accounts: dict[str, Account] = {}
    for klass in AccountClass:
        for code, line in document.get(klass, {}).items():
            accounts[code] = _account_from(document["key"], klass, code, line, accounts)
    return Chart(
        key=document["key"],
        label=document["label"],
        since=document["since"],
        until=document.get("until"),
        accounts=tuple(accounts.values()),
        basis=document["basis"],
        statutory=document["statutory"],
    )


def _account_from(
    chart: str,
    klass: AccountClass,
    code: str,
    line: Mapping[str, str],
    above: Mapping[str, Account],
) -> Account:
    assert line.keys() <= {"name", "side", "role", "parent"}
    side = Side(line["side"]) if "side" in line else None
    role = Role(line["role"]) if "role" in line else None
    if "parent" in line:
        parent = above[line["parent"]]
        assert parent.klass is klass
        return parent.sub_account(code, line["name"], side=side, role=role)
    return Account(
        chart, code, line["name"], klass, side or normal_side(klass), role or Role.NONE
    )


def _check_codes(chart: Chart) -> None:
    seen: set[str] = set()
    for account in chart.accounts:
        if account.chart != chart.key:
            raise ChartError("科目属于另一个科目表", account.code)
        if account.code in seen:
            raise ChartError("科目编号重复", account.code)
        seen.add(account.code)


def _check_parents(chart: Chart) -> None:
    for account in chart.accounts:
        if not account.parent:
            continue
        parent = chart.get(account.parent)
        if parent is None:
            raise ChartError("上级科目不存在", account.parent)
        if parent.klass is not account.klass:
            raise ChartError("科目与其上级科目的类别不同", account.code)
        _check_no_ring(account, chart)


def _check_no_ring(account: Account, chart: Chart) -> None:
    seen = {account.code}
    step: Account | None = chart.get(account.parent)
    while step is not None:
        if step.code in seen:
            raise ChartError("科目互为上下级", account.code)
        seen.add(step.code)
        step = chart.get(step.parent)
