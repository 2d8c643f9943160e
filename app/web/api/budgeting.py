"""Budgets: the versions of a year, and what the management body decided on one."""

from collections.abc import Callable

from app.clock import today
from app.web import deciding
from app.web.api import office_said as said
from app.web.api.calls import Call
from app.web.api.values import told_of
from budgets import annual, approval
from budgets.budget import Budget
from ledger.database import Connection

Act = Callable[[Connection, Budget], Budget]


def budgets(call: Call) -> said.Budgets:
    """The versions of a year's budget."""
    query = call.query
    assert isinstance(query, said.BudgetsAsked)
    year = query.year or today().year
    with call.reading() as connection:
        found = annual.versions(connection, call.unit, year)
    return said.Budgets(budgets=[told_of(said.BudgetHead, one) for one in found])


def budget(call: Call) -> said.Budget:
    """One version with its sources, lines and steps."""
    with call.reading() as connection:
        return told_of(said.Budget, _version(call, connection))


def _version(call: Call, connection: Connection) -> Budget:
    year, number = call.number("year", "预算"), call.number("number", "预算")
    return annual.version(connection, call.unit, year, number)


def approve(call: Call) -> said.BudgetHead:
    """Approve a budget by a resolution, and open the money."""
    body = call.body
    assert isinstance(body, said.BudgetApproveGiven)

    def act(connection: Connection, found: Budget) -> Budget:
        key = deciding.adopted(connection, call.unit, body.resolution).key
        return approval.approve(connection, found, key, call.act, reason=body.reason)

    return _settled(call, act)


def give_back(call: Call) -> said.BudgetHead:
    """Send a budget back with an opinion."""
    body = call.body
    assert isinstance(body, said.BudgetReturnGiven)

    def act(connection: Connection, found: Budget) -> Budget:
        return approval.return_(connection, found, body.opinion, call.act)

    return _settled(call, act)


def _settled(call: Call, act: Act) -> said.BudgetHead:
    with call.writing(f"{call.places['year']}-{call.places['number']}") as connection:
        done = act(connection, _version(call, connection))
        return call.kept(connection, told_of(said.BudgetHead, done))
