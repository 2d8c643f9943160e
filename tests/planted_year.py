"""A clean year of a county union's books folder, some hundreds of vouchers.

The checks do not read this file, and it reads none of theirs. The year is closed when
it is written, after `planted.py` has planted its faults, over what stands then.
"""

import csv
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ledger.money import parse_fen

Row = dict[str, str]

UNIT = "S1"
YEAR = 2025
FREE = {
    dt.date(2025, 1, 1),
    *(dt.date(2025, 1, day) for day in (28, 29, 30, 31)),
    *(dt.date(2025, 2, day) for day in (3, 4)),
    dt.date(2025, 4, 4),
    *(dt.date(2025, 5, day) for day in (1, 2, 5)),
    dt.date(2025, 6, 2),
    *(dt.date(2025, 10, day) for day in (1, 2, 3, 6, 7, 8)),
}
"""Holidays of 2025 on weekdays (国办发明电〔2024〕12号)."""

FUNDS = (
    ("OU", "工会自筹", "own_union", "", "402", "32104"),
    ("CB", "中央财政", "central_budget", "", "40302", "32104"),
    ("D1", "助学捐赠", "donation", "子女助学", "408", "32104"),
    ("D2", "医疗捐赠", "donation", "医疗救助", "408", "32104"),
    ("GF", "其他资金", "general", "", "402", "32205"),
)
PURPOSE = {"OU": "生活救助", "CB": "生活救助", "D1": "子女助学", "D2": "医疗救助"}
RESTS = {fund: rest for fund, *_, rest in FUNDS}
EACH_MONTH = {"OU": 7, "CB": 5, "D1": 3, "D2": 3}
PEOPLE = ("制单甲", "审核乙", "出纳丙", "记账丁")


@dataclass(slots=True)
class Made:
    """A voucher of the folder: what it is, and its rows."""

    tag: str
    rows: list[Row]
    day: dt.date
    """The day it was made for, whatever a fault writes in its place."""

    def all(self, **cells: str) -> None:
        """Change a cell in every row."""
        for row in self.rows:
            row.update(cells)

    @property
    def ref(self) -> str:
        """Its reference."""
        return self.rows[0]["voucher"]


@dataclass(slots=True)
class Folder:
    """A year of one unit, before it is closed and written."""

    luck: random.Random
    sheets: dict[str, list[Row]] = field(default_factory=dict)
    vouchers: list[Made] = field(default_factory=list)
    numbers: dict[tuple[int, str], int] = field(default_factory=dict)
    households: int = 0
    taken: set[str] = field(default_factory=set)
    unclosed: list[tuple[str, str]] = field(default_factory=list)
    """Account and fund that the closing of the year passes over."""
    rest: dict[str, str] = field(default_factory=lambda: dict(RESTS))
    is_whole: bool = False
    """Whether the clean year is made: what comes now is a fault's own."""
    misstated_fen: int = 0
    """By how much the stated closings of OU are too high; 0: none stated."""

    def household(self) -> str:
        """A file number that nobody has yet."""
        self.households += 1
        return f"K{self.households:04d}"

    def workday(self, month: int) -> dt.date:
        """A day of a month on which people work."""
        first = dt.date(YEAR, month, 1)
        days = [first + dt.timedelta(days=n) for n in range(26)]
        return self.luck.choice(
            [day for day in days if day.weekday() < 5 and day not in FREE]
        )

    def add(self, tag: str, kind: str, day: dt.date, *lines: Row, **head: str) -> Made:
        """A voucher with the next number of its month and kind."""
        place = day.year * 100 + day.month, kind
        number = self.numbers[place] = self.numbers.get(place, 0) + 1
        whole = {
            "unit": UNIT,
            "voucher": f"{day.year}-{day.month:02d}-{kind}-{number:03d}",
            "date": day.isoformat(),
            "kind": kind,
            "summary": "发放救助金",
            "attachments": "2",
            "preparer": PEOPLE[0],
            "reviewer": PEOPLE[1],
            "cashier": "" if kind == "转" else PEOPLE[2],
            "poster": PEOPLE[3],
            "posted_at": (day + dt.timedelta(days=1)).isoformat(),
        } | head
        rows = [whole | {"debit": "", "credit": ""} | one for one in lines]
        made = Made(tag, rows, day)
        if self.is_whole:
            self.taken.add(made.ref)
        self.vouchers.append(made)
        return made

    def pick(self, tag: str, month: int = 0) -> Made:
        """A voucher of a tag that no fault has touched yet."""
        found = [
            one
            for one in self.vouchers
            if one.tag == tag
            and one.ref not in self.taken
            and month in {0, one.day.month}
        ]
        made = self.luck.choice(found)
        self.taken.add(made.ref)
        return made

    def aid(self, fund: str, month: int, yuan: str = "", **more: str) -> Made:
        """Aid paid to one household out of the bank."""
        amount = yuan or self.amount()
        one = {"recipient": self.household(), "purpose": PURPOSE[fund], "persons": "1"}
        lines = dr("50404", fund, amount, **one | more), cr("102", fund, amount)
        return self.add(f"aid-{fund}", "付", self.workday(month), *lines)

    def amount(self) -> str:
        """An amount that is not round."""
        return f"{self.luck.randint(201, 1999)}.{self.luck.randint(11, 99)}"

    def close(self) -> None:
        """Carry income and expense to where they rest, fund by fund."""
        sums: dict[tuple[str, str], int] = {}
        for made in self.vouchers:
            for row in made.rows:
                if made.day.year == YEAR and row["account"][:1] in {"4", "5"}:
                    key = row["account"], row["fund"]
                    sums[key] = (
                        sums.get(key, 0) + fen_of(row["debit"]) - fen_of(row["credit"])
                    )
        lines: dict[str, list[Row]] = {}
        for (account, fund), fen in sorted(sums.items()):
            if fen and (account, fund) not in self.unclosed:
                back, rest = (cr, dr) if fen > 0 else (dr, cr)
                amount = yuan_of(abs(fen))
                lines.setdefault(fund, []).extend(
                    (
                        back(account, fund, amount),
                        rest(self.rest.get(fund, "32104"), fund, amount),
                    )
                )
        for rows in lines.values():
            day = dt.date(YEAR, 12, 31)
            self.add("close", "转", day, *rows, summary="年终结转", attachments="0")

    def _closings(self) -> Iterator[Row]:
        """What the auditee says stands at the end of the year."""
        sums: dict[tuple[str, str], int] = {}
        rows = (row for made in self.vouchers for row in made.rows)
        for row in (*self.sheets["openings"], *rows):
            key = row["account"], row["fund"]
            sums[key] = sums.get(key, 0) + fen_of(row["debit"]) - fen_of(row["credit"])
        sums["102", "OU"] += self.misstated_fen
        sums["32104", "OU"] -= self.misstated_fen
        for (account, fund), fen in sorted(sums.items()):
            side = "debit" if fen > 0 else "credit"
            amounts = {"debit": "", "credit": ""} | {side: yuan_of(abs(fen))}
            place = {"unit": UNIT, "date": "2025-12-31"}
            if fen:
                yield place | {"account": account, "fund": fund} | amounts

    def write(self, folder: Path) -> None:
        """Write the folder, the year closed."""
        self.close()
        if self.misstated_fen:
            self.sheets["closings"] = list(self._closings())
        folder.mkdir(parents=True, exist_ok=True)
        rows = [row for made in self.vouchers for row in made.rows]
        for name, lines in {**self.sheets, "vouchers": rows}.items():
            columns = list(dict.fromkeys(key for row in lines for key in row))
            path = folder / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(lines)


def dr(account: str, fund: str, amount: str, **more: str) -> Row:
    """A row's own part, on the debit side."""
    return {"account": account, "fund": fund, "debit": amount, **more}


def cr(account: str, fund: str, amount: str, **more: str) -> Row:
    """A row's own part, on the credit side."""
    return {"account": account, "fund": fund, "credit": amount, **more}


def fen_of(text: str) -> int:
    """An amount of the folder; what is none counts nothing."""
    try:
        return parse_fen(text) if text else 0
    except ValueError:
        return 0


def yuan_of(fen: int) -> str:
    """An amount as the folder has it."""
    return f"{fen // 100}.{fen % 100:02d}"


# -- the clean year -----------------------------------------------------------------


def clean(seed: int = 1) -> Folder:
    """A year without a fault, some hundreds of vouchers; the same for the same seed."""
    made = Folder(random.Random(seed))  # noqa: S311 - the same for the same seed
    made.sheets = _masters()
    for month in range(1, 13):
        _month(made, month)
    lent = dr("135", "OU", "3000", party="县医院"), cr("102", "OU", "3000")
    back = dr("102", "OU", "3000"), cr("135", "OU", "3000", party="县医院")
    made.add("lend", "付", made.workday(2), *lent, summary="垫付住院押金")
    made.add("back", "收", made.workday(4), *back, summary="收回住院押金")
    _corrected(made)
    made.is_whole = True
    return made


def _masters() -> dict[str, list[Row]]:
    opened = f"{YEAR}-01-01"
    openings: list[Row] = []
    for fund, *_, rest in FUNDS:
        openings += (
            {"account": "102", "fund": fund, "debit": "200000", "credit": ""},
            {"account": rest, "fund": fund, "debit": "", "credit": "200000"},
        )
    openings += (
        {
            "account": "141",
            "fund": "OU",
            "debit": "2000",
            "credit": "",
            "item": "棉被",
            "quantity": "40",
        },
        {"account": "30101", "fund": "OU", "debit": "", "credit": "2000"},
    )
    held = ("会计", "财务负责人", "出纳", "记账会计")
    return {
        "units": [{"code": UNIT, "name": "示例县总工会", "level": "county"}],
        "funds": [
            {
                "unit": UNIT,
                "code": code,
                "name": name,
                "source": origin,
                "purposes": purposes,
            }
            for code, name, origin, purposes, *_ in FUNDS
        ],
        "openings": [
            {"unit": UNIT, "date": opened, "item": "", "quantity": ""} | row
            for row in openings
        ],
        "people": [{"person": code, "name": code} for code in PEOPLE],
        "officers": [
            {"person": one, "post": post, "unit": UNIT, "since": "2022-01-01"}
            for one, post in zip(PEOPLE, held, strict=True)
        ],
    }


def _month(made: Folder, month: int) -> None:
    for fund, name, _, _, income, _ in FUNDS:
        amount = f"{made.luck.randint(9000, 20000)}"
        lines = dr("102", fund, amount), cr(income, fund, amount)
        made.add(f"in-{fund}", "收", made.workday(month), *lines, summary=f"收到{name}")
    for fund, times in EACH_MONTH.items():
        for _ in range(times):
            made.aid(fund, month)
    batch: list[Row] = []
    for _ in range(6):
        amount = made.amount()
        one = {"recipient": made.household(), "purpose": "生活救助", "persons": "1"}
        batch += (dr("50404", "OU", amount, **one), cr("102", "OU", amount))
    made.add("batch", "付", made.workday(month), *batch)
    amount = made.amount()
    office = dr("50602", "GF", amount), cr("102", "GF", amount)
    made.add("office", "付", made.workday(month), *office, summary="支付办公费")
    bought = (
        dr("50405", "OU", "500", purpose="送温暖"),
        cr("102", "OU", "500"),
        dr("141", "OU", "500", item="棉被", quantity="10"),
        cr("30101", "OU", "500"),
    )
    first = dt.date(YEAR, month, 27)
    while first.weekday() > 4 or first in FREE:
        first -= dt.timedelta(days=1)
    made.add("bought", "付", first, *bought, summary="购买棉被")
    given = (
        dr("30101", "OU", "400"),
        cr("141", "OU", "400", item="棉被", quantity="8"),
    )
    made.add("given", "转", first, *given, summary="发放棉被")


def _corrected(made: Folder) -> None:
    """A payment of May cancelled in red and entered right."""
    wrong = made.aid("OU", 5, "640.00")
    wrong.tag = "wrong"
    day = dt.date(YEAR, 5, 29)
    for ref, sign, how in ((wrong.ref, "-", "full"), (wrong.ref, "", "replacement")):
        amount = f"{sign}{640 if sign else 460}.00"
        who = {"recipient": wrong.rows[0]["recipient"], "purpose": "生活救助"}
        lines = dr("50404", "OU", amount, **who), cr("102", "OU", amount)
        made.add("correction", "付", day, *lines, corrects=ref, correction=how)
