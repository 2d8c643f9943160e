"""Units (工会、帮扶中心): the tree from province to grass-roots, each with one book.

Basis: 帮扶工作意见 第六、七条 (who keeps a fund), 工会法 第十条 (the tree).
"""

import datetime as dt
from dataclasses import dataclass

from ledger.accounts import Labelled
from ledger.errors import RecordRefused
from ledger.vouchers import KindSet


class Level(Labelled):
    """The tier of a unit; duties follow from it."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡镇"
    GRASSROOTS = "grassroots", "基层"


class UnitType(Labelled):
    """What kind of union a unit is; the three in the middle rank with cities."""

    LOCAL = "local", "地方工会"
    PROVINCIAL_ORGAN = "provincial_organ", "省直工会"
    PROVINCIAL_INDUSTRY = "provincial_industry", "省产业工会"
    COUNTERPART = "counterpart", "对口单位工会"
    GRASSROOTS = "grassroots", "基层工会"


class AccountMode(Labelled):
    """Where the money stands (帮扶工作意见 第七条)."""

    DEDICATED_ACCOUNT = "dedicated_account", "专门账户"
    DEDICATED_SUBJECT = "dedicated_subject", "专门科目"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A union body or aid centre with one aid book.

    `closed_on` is the first day on which it no longer keeps books.
    """

    code: str
    name: str
    level: Level
    type: UnitType = UnitType.LOCAL
    parent: str = ""
    account_mode: AccountMode = AccountMode.DEDICATED_SUBJECT
    chart: str = ""
    voucher_kinds: KindSet = KindSet.THREE
    opened_on: dt.date
    closed_on: dt.date | None = None
    merged_into: str = ""

    def __post_init__(self) -> None:
        if self.parent == self.code:
            raise RecordRefused("单位不能是自己的上级", do="改正 parent")
        if self.merged_into and self.closed_on is None:
            raise RecordRefused("并入其他单位须有撤销日期", do="填写 closed_on")
        if self.closed_on is not None and self.closed_on <= self.opened_on:
            raise RecordRefused("单位的撤销日期应晚于设立日期")


_UNION_2021 = dt.date(2022, 1, 1)


def default_chart(level: Level, on: dt.date) -> str:
    """The statutory chart of a union on a day: the 2009 edition until 2021.

    Basis: 财会〔2021〕7号 (in force from 2022-01-01), 财会〔2009〕7号. Years before
    2010 are presented under the 2009 edition.
    """
    if on < _UNION_2021:
        return "union-2009"
    return fitting_chart("union-2021", level)


def fitting_chart(chart: str, level: Level) -> str:
    """The edition of a chart meant for the level: grass-roots have their own."""
    if chart == "union-2021" and level is Level.GRASSROOTS:
        return "union-2021-grassroots"
    return chart
