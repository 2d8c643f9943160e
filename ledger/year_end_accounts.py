"""The accounts by which a unit's year is closed, and the decisions it carries out.

What a chart says of them beyond their roles is in `year_end.toml`.
"""

import datetime as dt
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from ledger import resting
from ledger.accounts import CLOSING_ROLES, MONEY_ROLES, Labelled, Role
from ledger.errors import Problem
from ledger.money import ZERO, Money
from ledger.register import Lookups, UnitLookup


class What(Labelled):
    """What a decision on the year's end does."""

    FINISHED = "finished", "项目完成，结转转入结余"
    RETURNED = "returned", "归集上缴"
    UNDELIVERED = "undelivered", "未下达的额度"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A numbered decision that the closing of a year carries out.

    `amount` may be zero for a finished project: all that it leaves. `account` is
    where returned money leaves from, or where an undelivered quota is claimed.
    """

    what: What
    fund: str
    basis: str
    amount: Money = ZERO
    account: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What `year_end.toml` says of a chart."""

    unused_quota: str = ""
    order: tuple[str, ...] = ()
    finished: Mapping[str, str] = field(default_factory=dict)


@cache
def rules_of(chart: str) -> Rules:
    """The rules of a chart; one's own has none."""
    text = files("ledger").joinpath("year_end.toml").read_text(encoding="utf-8")
    block = tomllib.loads(text).get(chart, {})
    assert block.keys() <= {"unused_quota", "order", "finished"}
    return Rules(
        block.get("unused_quota", ""),
        tuple(block.get("order", ())),
        block.get("finished", {}),
    )


class YearAccounts:
    """By which accounts the year of a unit is closed, under the chart of its last day.

    `standing` are accounts that have balances, by fund: they tell the parts of a
    divided closing account apart.
    """

    def __init__(
        self,
        books: Lookups,
        unit: UnitLookup,
        year: int,
        standing: Mapping[int, Collection[int]],
    ) -> None:
        self.books = books
        self.unit = unit
        self.day = dt.date(year, 12, 31)
        self.last = self.day.isoformat()
        self.first = f"{year + 1}-01-01"
        self.chart = unit.chart_on(self.last)
        self.codes = books.charts[self.chart]
        self.rules = rules_of(self.chart)
        self.rests = {
            fund: resting.resting(
                books, unit, fund, self.chart, self.day, standing=standing.get(fund, ())
            )
            for fund in sorted(unit.fund_codes)
        }
        rests = [
            account
            for account in resting.leaves(books, self.chart)
            if books.account_roles[account] in CLOSING_ROLES
        ]
        self.closings = sorted(rests, key=self._order)

    def _order(self, closing: int) -> tuple[int, int]:
        codes = [self.codes[code] for code in self.rules.order]
        return (codes.index(closing) if closing in codes else len(codes), closing)

    def beside(self, closing: int) -> set[int]:
        """The accounts that are cleared into a closing account."""
        return set(resting.passed_accounts(self.books, closing))

    def surplus(self) -> set[int]:
        """Closing accounts of the families into which finished projects go."""
        targets = {self.codes[code] for code in self.rules.finished.values()}
        return {closing for closing in self.closings if targets & self.beside(closing)}

    def family(self, closing: int) -> str:
        """The name of the first-level account: 工会资金结转."""
        return self.books.account_name(closing).split("——", 1)[0]

    def finished_into(self, fund: int) -> tuple[int, int] | None:
        """The accounts between which a finished project moves; None where it cannot."""
        at = self.rests[fund]
        for carried, surplus in self.rules.finished.items():
            top = self.codes[carried]
            if at and resting.lies_within(self.books, at.closing, top):
                return at.closing, self._leaf(self.codes[surplus])
        return None

    def returned_from(self) -> int | None:
        """归集上缴; None where the chart has no such account."""
        found = [
            account
            for account in resting.leaves(self.books, self.chart)
            if self.books.account_roles[account] is Role.BUDGET_RETURN
        ]
        return found[0] if len(found) == 1 else None

    def income_of(self, fund: int) -> int | None:
        """The usual income account of a fund; None where its source has none."""
        source = resting.source(self.unit, fund, self.day)
        named = source.accounts_in(self.chart) if source else None
        return self._leaf(self.codes[named.income[0]]) if named else None

    def _leaf(self, account: int) -> int:
        """An account, or the first of those it was divided into."""
        while account in self.books.above:
            account = min(
                id_ for id_, up in self.books.account_parents.items() if up == account
            )
        return account


_ACCOUNTS_OF: dict[What, tuple[Role, ...]] = {
    What.FINISHED: (),
    What.RETURNED: (*sorted(MONEY_ROLES), Role.QUOTA_RETURN),
    What.UNDELIVERED: (Role.QUOTA_RETURN,),
}


def decision_problems(
    decisions: Sequence[Decision], accounts: YearAccounts
) -> Iterator[Problem]:
    """All that is wrong with the decisions, as far as amounts do not matter."""
    for number, decision in enumerate(decisions, 1):
        for problem in _problems(decision, accounts):
            yield replace(problem, what=f"第 {number} 项决定：{problem.what}")
    named = [(d.what, d.fund, d.account) for d in decisions]
    if len(set(named)) < len(named):
        yield _problem("同一资金的同一事项写了两次", do="合并为一项")


def _problem(what: str, found: str = "", do: str = "") -> Problem:
    return Problem("decision", what, found, do)


def _problems(decision: Decision, accounts: YearAccounts) -> Iterator[Problem]:
    if not decision.basis.strip():
        yield _problem("没有决定文号", do="写明决定的文号；没有决定的项目仍留在结转")
    if decision.amount < ZERO or (
        decision.amount == ZERO and decision.what is not What.FINISHED
    ):
        yield _problem("金额应大于零", do="填写金额")
    if not _fits(decision, accounts):
        labels = "、".join(role.label for role in _ACCOUNTS_OF[decision.what])
        yield _problem("科目不合适", decision.account, f"用{labels}的末级科目")
    fund = accounts.unit.funds.get(decision.fund)
    if fund is None:
        yield _problem("账中没有这项资金", decision.fund, "核对资金代码")
        return
    if decision.what is What.FINISHED and accounts.finished_into(fund) is None:
        yield _problem(
            "该资金不在结转科目，没有项目结余可转",
            decision.fund,
            "只有工会资金结转、财政拨款结转中的项目可以转入结余",
        )
    if decision.what is What.RETURNED and accounts.returned_from() is None:
        yield _problem("科目表没有归集上缴科目", do="上缴另填凭证")
    if decision.what is What.UNDELIVERED and accounts.income_of(fund) is None:
        yield _problem("该资金没有收入科目", decision.fund, "核对资金来源")


def _fits(decision: Decision, accounts: YearAccounts) -> bool:
    """Whether the decision names an account of a right role, where it needs one."""
    roles = _ACCOUNTS_OF[decision.what]
    account = accounts.codes.get(decision.account)
    return not roles or (
        account is not None
        and account not in accounts.books.above
        and accounts.books.account_roles[account] in roles
    )
