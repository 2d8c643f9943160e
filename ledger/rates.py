"""Rates: a part of a whole in basis points, rounded and written alike everywhere.

1. A rate is a whole number of basis points, 9876 is 98.76%, rounded half away from nil.
2. Whether a limit is met is judged by the amounts themselves, never by a rounded rate.

Two rates are bounds, not figures, and stay on the safe side: that of compliance in an
audit is rounded down, so that no exception is lost in 100%; that of a sample up.
"""


def share_bp(part: int, whole: int) -> int | None:
    """A part in basis points of the whole (1); None where there is no whole."""
    if whole <= 0:
        return None
    size = (2 * abs(part) * 10_000 + whole) // (2 * whole)
    return -size if part < 0 else size


def percent(bp: int) -> str:
    """A rate as people read it: `98.76%`, `1,234.50%`."""
    sign = "-" if bp < 0 else ""
    whole, rest = divmod(abs(bp), 100)
    return f"{sign}{whole:,}.{rest:02d}%"
