"""A decade of made-up books: one county, three funds, 2017 to 2026, seeded.

The first five years are kept by the chart of 2009, the rest by that of 2021. Every
year has receipts, aid, quota, stock, advances and errors of earlier years.
"""

import datetime as dt
import random
from collections.abc import Iterator

from ledger import (
    chart_registration,
    closing,
    fund_registration,
    journal,
    registration,
    year_end,
)
from ledger.database import Connection, Engine, writing
from ledger.funds import Channel, Fund, Origin
from ledger.people import Act
from ledger.units import Level, Unit
from ledger.vouchers import Posting, Voucher
from ledger.year_end_accounts import Decision, What
from tests.building import FOUNDING, credit, debit, voucher

YEARS = range(2017, 2027)
CHANGE = 2022
UNIT = Unit(
    code="D",
    name="十年县总工会",
    level=Level.COUNTY,
    opened_on=dt.date(YEARS[0], 1, 1),
    chart="union-2009",
)
FUNDS = (
    Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT),
    Fund("B", "预算", Origin.LOCAL_BUDGET, Channel.SAME_LEVEL_TREASURY),
    Fund("G", "其他资金", Origin.GENERAL, Channel.DIRECT),
)


class Codes:
    """The accounts of an edition that the made-up events use."""

    def __init__(self, year: int) -> None:
        old = year < CHANGE
        self.gift = "408"
        self.grant = "404" if old else "40401"
        self.dues = "402"
        self.aid = "50204" if old else "50404"
        self.own = "50401" if old else "50602"
        self.prior = {"F1": "331", "B": "331"} if old else {"F1": "32101", "B": "33101"}
        self.old = old


def build(engine: Engine, seed: int) -> None:
    """Keep and close the decade."""
    draw = random.Random(seed)  # noqa: S311 - a test's own luck
    with writing(engine) as connection:
        assert not registration.register_units(connection, [UNIT], FOUNDING)
        assert not fund_registration.register_funds(connection, "D", FUNDS, FOUNDING)
        met = [("F1", "生活救助"), ("B", "生活救助")]
        fund_registration.meet_purposes(connection, "D", met, FOUNDING)
        since = dt.date(CHANGE, 1, 1)
        chart_registration.change_chart(connection, "D", "union-2021", since, FOUNDING)
    for year in YEARS:
        with writing(engine) as connection:
            journal.post(connection, [*_year(year, draw)], act("王五", year))
        with writing(engine) as connection:
            _close(connection, year, draw)


def act(person: str, year: int) -> Act:
    """Somebody's act in the January after a year."""
    return Act(person, dt.datetime(year + 1, 1, 20, 8, tzinfo=dt.UTC))


def _close(connection: Connection, year: int, draw: random.Random) -> None:
    closing.close_through(connection, "D", year * 100 + 11, act("王五", year))
    drawn = year_end.preview(connection, "D", year)
    assert not [one for one in drawn.obstacles if one.blocking]
    decided = []
    if year >= CHANGE and draw.random() < 0.5:
        number = f"办〔{year}〕1号"
        decided = [Decision(what=What.FINISHED, fund="F1", basis=number)]
    year_end.order(connection, "D", year, decided, act("张三", year))
    year_end.post(connection, "D", year, act("李四", year))


def _year(year: int, draw: random.Random) -> Iterator[Voucher]:
    codes = Codes(year)
    count = 0
    for month in range(1, 13):
        for postings in _month(codes, draw):
            count += 1
            yield voucher(
                f"{year}-{count}",
                *postings,
                unit="D",
                dated_on=dt.date(year, month, min(count, 28)),
            )


def _month(codes: Codes, draw: random.Random) -> Iterator[tuple[Posting, ...]]:
    """Receipts first, so that whatever is paid was there."""
    gift, grant = draw.randint(500, 900_00), draw.randint(500, 900_00)
    yield debit("102", gift), credit(codes.gift, gift)
    yield debit("111", grant, "B"), credit(codes.grant, grant, "B")
    yield debit("102", 300_00, "G"), credit(codes.dues, 300_00, "G")
    part = draw.randint(1, gift // 4)
    yield debit(codes.aid, part, purpose="生活救助"), credit("102", part)
    used = draw.randint(1, grant)
    yield (
        debit(codes.aid, used, "B", purpose="生活救助"),
        credit("111", used, "B"),
    )
    yield debit(codes.own, 20_00, "G"), credit("102", 20_00, "G")
    if draw.random() < 0.4:
        stock = draw.randint(1, gift // 4)
        yield from _goods(codes, stock, draw)
    if draw.random() < 0.3:
        lent = draw.randint(1, gift // 4)
        yield debit("135", lent, party="某人"), credit("102", lent)
        yield (
            debit(
                "102",
                lent // 2 + 1,
            ),
            credit("135", lent // 2 + 1, party="某人"),
        )
    if draw.random() < 0.2:
        late = draw.randint(1, gift // 8 + 1)
        yield debit(codes.prior["F1"], late), credit("102", late)


def _goods(
    codes: Codes, stock: int, draw: random.Random
) -> Iterator[tuple[Posting, ...]]:
    """Bought, and perhaps handed out: the two editions book it the other way round."""
    issued = draw.random() < 0.7
    aid = debit(codes.aid, stock, purpose="生活救助")
    if codes.old:
        yield debit("141", stock, item="大米"), credit("102", stock)
        if issued:
            yield aid, credit("141", stock, item="大米")
        return
    yield aid, credit("102", stock)
    yield debit("141", stock, item="大米"), credit("30101", stock)
    if issued:
        yield debit("30101", stock), credit("141", stock, item="大米")
