"""Closing a year as screens and programs do it: what was seen is what is done."""

from ledger import year_end
from ledger.database import Connection
from ledger.errors import CloseRefused
from ledger.people import Act
from ledger.year_end import YearEnd
from treasury import lineage


def post(connection: Connection, unit: str, year: int, seen: str, act: Act) -> YearEnd:
    """Post what was ordered, and close December; lineages of gifts follow.

    The caller asks whether the person may review and close.

    Raises:
        NotFound: there is no such unit.
        CloseRefused: nothing is ordered, it was ordered by the same person, or it is
            not what was shown.
    """
    ordered = year_end.standing_order(connection, unit, year)
    if ordered is not None:
        demand_seen(year, ordered.digest, seen)
    done = year_end.post(connection, unit, year, act)
    lineage.follow(connection, unit)
    return done


def demand_reviewing(year: int, *, reviews: bool) -> None:
    """Go on only for who may review what is posted.

    Raises:
        CloseRefused: they may not.
    """
    if not reviews:
        what = f"{year}年没有结账"
        raise CloseRefused(what, why="没有审核权限", do="由有权限的人复核")


def demand_seen(year: int, digest: bytes, seen: str) -> None:
    """Go on only if what is done now is what was shown; `seen` is the hash of that.

    Raises:
        CloseRefused: it is not.
    """
    if seen != digest.hex():
        what = f"{year}年没有办理"
        raise CloseRefused(
            what,
            why="现在的年终凭证与您看到的不同",
            do="重新预览，看过再办",
        )
