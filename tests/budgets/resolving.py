"""What growth rests on in the small world: resolutions, an approved budget of U1.

The body of U1 adopts resolutions 2025-1, 2025-2 and so on; whoever acts does so in
January 2025. U1 opened its books in 2025 and was there in 2005.
"""

from collections.abc import Mapping
from typing import Any

from budgets.baseline import Baseline
from budgets.growth import BaseKind
from budgets.yearly import Figure, record_figures
from ledger import fund_registration
from ledger.database import Connection, writing
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.register import append, lookups
from tests.budgets.planning import JANUARY, resolve, seat_body
from tests.building import Books

OWN_SERIES = "own_budget"


def yuan(amount: int) -> Money:
    return Money(amount * 100)


def resolved(books: Books, *subjects: str) -> None:
    """The body, and one adopted resolution on each subject, in that order."""
    with writing(books.engine) as connection:
        seat_body(connection)
        for number, subject in enumerate(subjects, 1):
            resolve(connection, number, subject)


def first(**other: Any) -> Baseline:
    """A base of 40,000 and 60,000 yuan."""
    given: dict[str, Any] = {
        "warmth": yuan(40_000),
        "other": yuan(60_000),
        "paper": "2005年决算表",
        "reason": "2005年已经成立",
        "resolution": "2025-1",
    }
    return Baseline(**given | other)


def second(**other: Any) -> Baseline:
    """What restates it from 2010 on: evidence of 50,000 yuan more."""
    given: dict[str, Any] = {
        "kind": BaseKind.EVIDENCE,
        "since_year": 2010,
        "other": yuan(110_000),
        "paper": "2005年凭证汇总",
        "reason": "查得漏计的送温暖支出",
        "resolution": "2025-2",
    }
    return first(**given | other)


def figure(year: int, amount: int, series: str = OWN_SERIES, **more: Any) -> Figure:
    given: dict[str, Any] = {"unit": "U1", "paper": f"{year}年预算表"}
    return Figure(series=series, year=year, amount=yuan(amount), **given | more)


def typed(
    books: Books, amounts: Mapping[int, int], series: str = OWN_SERIES, unit: str = "U1"
) -> None:
    """Figures of whole yuan, by the year."""
    given = [
        figure(year, amount, series, unit=unit) for year, amount in amounts.items()
    ]
    with writing(books.engine) as connection:
        record_figures(connection, given, JANUARY)


FUNDS = (
    Fund("OWN", "本级帮扶", Origin.OWN_UNION, Channel.DIRECT),
    Fund("GOV", "同级财政", Origin.LOCAL_BUDGET, Channel.SAME_LEVEL_TREASURY),
    Fund("FAR", "外级财政", Origin.LOCAL_BUDGET, Channel.OTHER_LEVEL_TREASURY),
)


def register_funds(books: Books) -> None:
    """A fund of the union's own money, and two of the local budget."""
    with writing(books.engine) as connection:
        assert not fund_registration.register_funds(connection, "U1", FUNDS, JANUARY)


def budget(
    books: Books,
    version: int,
    amounts: Mapping[str, int],
    *,
    kind: str = "annual",
    states: tuple[str, ...] = ("submitted", "examined", "approved"),
) -> None:
    """A version for 2025 of so many yuan by fund, a quarter of it each quarter.

    Each line carries 500 yuan over as well. 2025-1 must be on budgets.
    """
    with writing(books.engine) as connection:
        head = {
            **_version(connection, version),
            "kind": kind,
            "made_from": "hand",
            "share_bp": 0,
            "until": None,
            "note": "",
            "person_id": lookups(connection).person("张三"),
            "made_at": JANUARY.stamp,
        }
        append(connection, "budget_versions", [head], JANUARY)
        _plan(connection, version, amounts)
        for number, state in enumerate(("draft", *states), 1):
            _step(connection, version, number, state)


def _version(connection: Connection, version: int) -> dict[str, object]:
    unit_id = lookups(connection).unit("U1").id
    return {"unit_id": unit_id, "year": 2025, "version": version}


def _plan(connection: Connection, version: int, amounts: Mapping[str, int]) -> None:
    books = lookups(connection)
    account = books.charts["union-2021"]["50404"]
    for line, (fund, amount) in enumerate(amounts.items(), 1):
        of = {
            **_version(connection, version),
            "fund_id": books.unit("U1").funds[fund],
            "carried_fen": 500_00,
            "memo": "",
        }
        source = {**of, "receipts_fen": amount * 100}
        append(connection, "budget_sources", [source], JANUARY)
        quarters = {f"q{quarter}_fen": amount * 25 for quarter in (1, 2, 3, 4)}
        row = {**of, **quarters, "line": line, "account_id": account, "purpose": ""}
        append(connection, "budget_lines", [row], JANUARY)


def _step(connection: Connection, version: int, number: int, state: str) -> None:
    row = {
        **_version(connection, version),
        "step": number,
        "state": state,
        "person_id": lookups(connection).person("李四"),
        "taken_at": JANUARY.stamp,
        "resolution": "2025-1" if state == "approved" else "",
        "opinion": "同意" if state == "examined" else "",
        "paper": "",
    }
    append(connection, "budget_steps", [row], JANUARY)
