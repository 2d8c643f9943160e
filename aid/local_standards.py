"""Local figures (当地标准): minimum-living standards and the like, by place and year.

1. A row holds for one place (administrative code) from its day until the next row of
   that year, and never beyond its year: an old standard is not taken for a new one.
2. A place has only what is entered for it; nothing is taken from the city around it.
3. What is missing is refused, and the refusal says which figure to enter.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1条 (补差, 总人数), 第9条 (标准).
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from aid.errors import StandardMissing, StandardRefused
from ledger.money import ZERO, Money

PLACE = re.compile(r"[1-9][0-9]{5}")
"""The administrative code of a place, as GB/T 2260 gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalStandard:
    """The figures of a place from a day on, within that day's year.

    The minimum-living standard is of one person and month; so is the average supplement
    that the place pays. `urban_recipients` counts all who receive it there.
    """

    place: str
    since: dt.date
    minimum_living: Money
    average_supplement: Money | None = None
    urban_recipients: int | None = None
    decided_by: str
    paper: str

    def __post_init__(self) -> None:
        if PLACE.fullmatch(self.place) is None:
            raise StandardRefused("地区代码应为六位行政区划代码", do="如 130102")
        if self.minimum_living <= ZERO:
            raise StandardRefused("低保标准应大于零", do="写明每人每月的元数")
        if self.average_supplement is not None and self.average_supplement <= ZERO:
            raise StandardRefused("平均补差标准应大于零", do="没有就留空")
        if self.urban_recipients is not None and self.urban_recipients < 0:
            raise StandardRefused("低保人数不能为负", do="没有就留空")

    @property
    def figures(self) -> tuple[tuple[str, str, str, str], ...]:
        """Every figure that is entered: key, label, value and unit."""
        living, supplement = self.minimum_living, self.average_supplement
        found = [("minimum_living", "城镇低保标准（每人每月）", str(living), "yuan")]
        if supplement is not None:
            label = "城镇低保平均补差（每人每月）"
            found.append(("average_supplement", label, str(supplement), "yuan"))
        if (count := self.urban_recipients) is not None:
            found.append(("urban_recipients", "城镇低保人数", str(count), "persons"))
        return tuple(found)


class LocalStandards:
    """Every local figure that is entered, looked up by place and day."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Iterable[LocalStandard] = ()) -> None:
        self._rows: dict[tuple[str, int], list[LocalStandard]] = {}
        for row in sorted(rows, key=lambda one: one.since):
            known = self._rows.setdefault((row.place, row.since.year), [])
            if known and known[-1].since == row.since:
                what = f"{row.place} 自 {row.since} 起的当地标准重复"
                raise StandardRefused(what, do="只留一行")
            known.append(row)

    def on(self, place: str, day: dt.date) -> LocalStandard:
        """The figures of a place on a day.

        Raises:
            StandardMissing: none are entered for the place and the year.
        """
        known = self._rows.get((place, day.year), ())
        found = [row for row in known if row.since <= day]
        if not found:
            raise missing(place, day, "城镇居民最低生活保障标准（每人每月）")
        return found[-1]

    def until_day(self, day: dt.date) -> tuple[LocalStandard, ...]:
        """All rows that hold from a day or an earlier one, in order."""
        rows = (row for some in self._rows.values() for row in some)
        found = [row for row in rows if row.since <= day]
        return tuple(sorted(found, key=lambda row: (row.place, row.since)))

    def until(self, row: LocalStandard) -> dt.date:
        """The first day on which a row holds no more: the next row's, or New Year."""
        later = (
            one.since
            for one in self._rows[row.place, row.since.year]
            if one.since > row.since
        )
        return next(later, dt.date(row.since.year + 1, 1, 1))

    def average_supplement(self, place: str, day: dt.date) -> Money:
        """The average supplement of a place on a day.

        Raises:
            StandardMissing: it is not entered.
        """
        found = self.on(place, day).average_supplement
        if found is None:
            raise missing(place, day, "城镇低保平均补差标准（每人每月）")
        return found

    def urban_recipients(self, place: str, day: dt.date) -> int:
        """How many receive the supplement in a place.

        Raises:
            StandardMissing: it is not entered.
        """
        found = self.on(place, day).urban_recipients
        if found is None:
            raise missing(place, day, "享受城镇低保的总人数")
        return found


def missing(place: str, day: dt.date, what: str) -> StandardMissing:
    """What is told where a local figure is not entered."""
    where = place if PLACE.fullmatch(place) else "所写地区"
    return StandardMissing(
        f"{where} {day} 没有当地的“{what}”",
        f"{day.year} 年的数没有登记，不用别的年度或别的地区代替",
        f"登记 {where} {day.year} 年的{what}："
        "bangfu aid standards import minimum_living.csv --unit 单位",
    )
