"""What budgets refuse; each says what, why and what to do."""

from ledger.errors import Refused


class BudgetRefused(Refused):
    """A budget, or a step of it, that may not be."""


class ControlRefused(BudgetRefused):
    """Money that may not be opened, reserved, used or released."""


class BodyRefused(BudgetRefused):
    """A member, meeting, vote or citation that the body's rules do not allow."""


class GrowthRefused(BudgetRefused):
    """A baseline, yearly figure, growth policy or note that may not stand."""
