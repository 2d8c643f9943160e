"""A clean year of a county union's books folder, and faults planted in it.

The checks do not read this file, and it reads none of theirs. A fault is a way of going
wrong; it says which check has to find it and, where others rightly speak of it too,
which. The year is closed after the faults are planted, so that it is closed over what
stands.
"""

import csv
import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

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
                        sums.get(key, 0) + _fen(row["debit"]) - _fen(row["credit"])
                    )
        lines: dict[str, list[Row]] = {}
        for (account, fund), fen in sorted(sums.items()):
            if fen and (account, fund) not in self.unclosed:
                back, rest = (cr, dr) if fen > 0 else (dr, cr)
                amount = _yuan(abs(fen))
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
            sums[key] = sums.get(key, 0) + _fen(row["debit"]) - _fen(row["credit"])
        sums["102", "OU"] += self.misstated_fen
        sums["32104", "OU"] -= self.misstated_fen
        for (account, fund), fen in sorted(sums.items()):
            side = "debit" if fen > 0 else "credit"
            amounts = {"debit": "", "credit": ""} | {side: _yuan(abs(fen))}
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


def _fen(text: str) -> int:
    try:
        return round(float(text) * 100) if text else 0
    except ValueError:
        return 0


def _yuan(fen: int) -> str:
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


# -- faults -------------------------------------------------------------------------

Found = tuple[str, str]
"""A check and the title under which it tells what it found."""


@dataclass(frozen=True, slots=True)
class Plant:
    """A way of going wrong: what is done, and who must tell it.

    `also` is what other checks, or the same one, rightly say of the same fault.
    """

    name: str
    found: Found
    do: Callable[[Folder], None]
    also: tuple[Found, ...] = ()
    limited: bool = False
    """Whether the management body has set a limit for approvals (1,000 yuan)."""

    def __str__(self) -> str:
        return self.name


_PLANTS: list[Plant] = []


def _plant(
    name: str, check: str, title: str, *also: Found, limited: bool = False
) -> Callable[[Callable[[Folder], None]], Callable[[Folder], None]]:
    def keep(do: Callable[[Folder], None]) -> Callable[[Folder], None]:
        _PLANTS.append(Plant(name, (check, title), do, also, limited))
        return do

    return keep


def plants() -> tuple[Plant, ...]:
    """Every kind of fault, in order."""
    return tuple(_PLANTS)


_UNEQUAL = ("T43", "资金结存形态与结转结余不等")
_UNBALANCED = ("T41", "凭证借贷不平")


# numbers


@_plant("中间一张凭证被抽走", "T38", "凭证断号")
def _gap(made: Folder) -> None:
    fund = made.pick("aid-OU", 3)
    last = made.vouchers.index(fund)
    # Not the last of its month: nobody could miss that.
    later = [
        v for v in made.vouchers if v.ref[:10] == fund.ref[:10] and v.ref > fund.ref
    ]
    assert later
    del made.vouchers[last]


@_plant("月初第一张凭证被抽走", "T38", "凭证断号")
def _first_gone(made: Folder) -> None:
    first = next(v for v in made.vouchers if v.ref == "2025-06-付-001")
    made.vouchers.remove(first)


@_plant("两张凭证用同一个号", "T38", "凭证重号")
def _double(made: Folder) -> None:
    one, other = made.pick("aid-CB", 7), made.pick("aid-CB", 7)
    gone = other.ref
    made.numbers[YEAR * 100 + 7, "付"] -= 1
    other.all(voucher=one.ref)
    last = max(v.ref for v in made.vouchers if v.ref[:10] == gone[:10])
    for made_one in made.vouchers:
        if made_one.ref == last:
            made_one.all(voucher=gone)
            for row in (r for v in made.vouchers for r in v.rows):
                if row.get("corrects") == last:
                    row["corrects"] = gone


# persons


@_plant("没有审核人", "T39", "未经审核")
def _no_reviewer(made: Folder) -> None:
    made.pick("aid-OU").all(reviewer="")


@_plant("没有制单人", "T39", "无制单人")
def _no_preparer(made: Folder) -> None:
    made.pick("aid-OU").all(preparer="")


@_plant("自己制单自己审核", "T39", "制单与审核为同一人")
def _own_review(made: Folder) -> None:
    made.pick("aid-CB").all(reviewer=PEOPLE[0])


@_plant("自己制单自己记账", "T39", "制单与记账为同一人")
def _own_posting(made: Folder) -> None:
    made.pick("aid-CB").all(poster=PEOPLE[0])


@_plant("出纳制单", "T39", "出纳兼制单")
def _cashier_prepares(made: Folder) -> None:
    made.pick("aid-D1").all(cashier=PEOPLE[0])


@_plant("出纳审核", "T39", "出纳兼审核")
def _cashier_reviews(made: Folder) -> None:
    made.pick("aid-D1").all(cashier=PEOPLE[1])


@_plant("名册以外的人审核", "T39", "签字人员不在人员名册")
def _stranger(made: Folder) -> None:
    made.pick("aid-OU").all(reviewer="外人戊")


@_plant("一人兼任出纳和会计", "T39", "出纳与会计岗位由同一人兼任")
def _both_posts(made: Folder) -> None:
    post = {"person": PEOPLE[2], "post": "会计", "unit": UNIT, "since": "2025-06-01"}
    made.sheets["officers"].append(post)


# dates


@_plant("周末付款", "T40", "周末付款")
def _weekend(made: Folder) -> None:
    made.pick("aid-OU", 3).all(date="2025-03-15", posted_at="2025-03-17")


@_plant("国庆节付款", "T40", "法定节日付款")
def _holiday(made: Folder) -> None:
    made.pick("aid-OU", 10).all(date="2025-10-02", posted_at="2025-10-09")


@_plant("春节假期付款", "T40", "法定节日付款")
def _spring_festival(made: Folder) -> None:
    made.pick("aid-OU", 1).all(date="2025-01-29", posted_at="2025-02-05")


@_plant("三个月后才记账", "T40", "凭证补记过晚")
def _late(made: Folder) -> None:
    made.pick("aid-D2", 4).all(posted_at="2025-07-30")


@_plant("日期属于下一个月", "T40", "凭证日期不在所属期间")
def _wrong_month(made: Folder) -> None:
    made.pick("aid-OU", 5).all(date="2025-06-12", posted_at="2025-06-13")


@_plant("日期写成上一年", "T40", "凭证日期不在所属期间")
def _last_year(made: Folder) -> None:
    made.pick("aid-OU", 8).all(date="2024-08-13", posted_at="")


@_plant("日期写成后年", "T40", "凭证日期不在所属期间")
def _year_to_come(made: Folder) -> None:
    made.pick("aid-CB", 9).all(date="2027-09-13", posted_at="")


@_plant("下年度的凭证混入本年账套", "T40", "凭证日期在审计期间之外")
def _next_year(made: Folder) -> None:
    lines = dr("50404", "OU", "333.21", recipient=made.household(), purpose="生活救助")
    made.add("late", "付", dt.date(2026, 1, 6), lines, cr("102", "OU", "333.21"))


# vouchers


@_plant("借贷不平", "T41", "凭证借贷不平", _UNEQUAL)
def _unbalanced(made: Folder) -> None:
    made.pick("aid-OU").rows[1]["credit"] = "1.00"


@_plant("一项资金列支、另一项资金付款", "T41", "凭证各资金内部借贷不平", _UNEQUAL)
def _across_funds(made: Folder) -> None:
    made.pick("aid-OU").rows[1]["fund"] = "CB"


@_plant("摘要空白", "T41", "凭证摘要空白")
def _no_summary(made: Folder) -> None:
    made.pick("aid-OU").all(summary="  ")


@_plant("没有附件", "T41", "凭证未附原始凭证")
def _no_papers(made: Folder) -> None:
    made.pick("aid-CB").all(attachments="0")


@_plant("金额不是数字", "T41", "凭证内容无法读取", _UNBALANCED, _UNEQUAL,
        ("T41", "分录借贷两方同时有金额或均无金额"))  # fmt: skip
def _no_number(made: Folder) -> None:
    made.pick("aid-OU").rows[0]["debit"] = "五百元"


@_plant("日期不是日期", "T41", "凭证内容无法读取")
def _no_day(made: Folder) -> None:
    one = made.pick("aid-OU", 11)
    day = one.day
    one.all(date=f"{day.year}年{day.month}月三十二日", posted_at="")


@_plant("缺科目", "T41", "凭证内容无法读取", ("T41", "科目不在科目表中"))
def _no_account(made: Folder) -> None:
    made.pick("aid-OU").rows[0]["account"] = ""


@_plant("一行借贷都有金额", "T41", "分录借贷两方同时有金额或均无金额")
def _both_sides(made: Folder) -> None:
    one = made.pick("aid-OU")
    amount = one.rows[0]["debit"]
    one.rows[1] |= {"debit": "1.00", "credit": _yuan(_fen(amount) + 100)}


@_plant("科目表中没有的科目", "T41", "科目不在科目表中")
def _strange_account(made: Folder) -> None:
    made.pick("aid-OU").rows[0]["account"] = "50499"


@_plant("记在总账科目上", "T41", "科目不是末级科目")
def _upper_account(made: Folder) -> None:
    made.pick("aid-OU").rows[0]["account"] = "504"


@_plant("没有登记的资金", "T41", "资金没有登记")
def _strange_fund(made: Folder) -> None:
    amount = "1000.00"
    lines = dr("102", "小金库", amount), cr("408", "小金库", amount)
    made.add("in-x", "收", made.workday(3), *lines, summary="收到款项")
    pays = dr(
        "50404", "小金库", "900.00", recipient=made.household(), purpose="生活救助"
    )
    made.add("aid-x", "付", dt.date(2025, 3, 28), pays, cr("102", "小金库", "900.00"))


# corrections


def _red(made: Folder, fund: str, **head: str) -> None:
    one = {"recipient": made.household(), "purpose": PURPOSE[fund]}
    lines = dr("50404", fund, "-88.15", **one), cr("102", fund, "-88.15")
    made.add("red", "付", made.workday(9), *lines, **head)


@_plant("红字不注明冲哪一张", "T42", "红字凭证未注明更正对象")
def _red_alone(made: Folder) -> None:
    _red(made, "OU")


@_plant("冲销账内没有的凭证", "T42", "被更正的凭证不在账内")
def _red_of_nothing(made: Folder) -> None:
    _red(made, "CB", corrects="2025-08-付-777", correction="full")


@_plant("在本年冲销上年的凭证", "T42", "更正其他年度的凭证")
def _red_of_last_year(made: Folder) -> None:
    one = {"recipient": made.household(), "purpose": "子女助学"}
    lines = dr("50404", "D1", "88.15", **one), cr("102", "D1", "88.15")
    made.add("old", "付", dt.date(2024, 12, 12), *lines)
    _red(made, "D1", corrects="2024-12-付-001", correction="full")


def _received_less(made: Folder, month: int, how: str) -> None:
    one = made.pick("in-D2", month)
    amount = one.rows[0]["debit"] if how == "full" else "750.00"
    lines = dr("102", "D2", f"-{amount}"), cr("408", "D2", f"-{amount}")
    day = dt.date(YEAR, month, 28)
    more = {"summary": "更正", "corrects": one.ref, "correction": how}
    made.add("less", "收", day, *lines, **more)


@_plant("收款入账后红字冲掉", "L10", "收款入账后冲销或调减")
def _receipt_cancelled(made: Folder) -> None:
    _received_less(made, 5, "full")


@_plant("收款入账后调减", "L10", "收款入账后冲销或调减")
def _receipt_lowered(made: Folder) -> None:
    _received_less(made, 8, "difference")


# equalities


@_plant("期末余额虚报", "T43", "期末余额与凭证推算不符")
def _wrong_closing(made: Folder) -> None:
    made.misstated_fen = 5_000_00


@_plant("期初与上年期末不同", "T43", "期初余额与上期期末不符")
def _wrong_opening(made: Folder) -> None:
    before = [row | {"date": "2024-01-01"} for row in made.sheets["openings"]]
    for row in before[:2]:
        row |= {k: "199000" for k in ("debit", "credit") if row[k]}
    made.sheets["openings"] += before


@_plant("期初借贷不平", "T43", "资金结存形态与结转结余不等")
def _unbalanced_opening(made: Folder) -> None:
    made.sheets["openings"][2]["debit"] = "200100"


@_plant("物资入账不记资产基金", "T43", "非货币资产与资产基金不等", _UNEQUAL)
def _goods_alone(made: Folder) -> None:
    lines = dr("141", "OU", "260", item="米面", quantity="5"), cr("102", "OU", "260")
    made.add("goods", "付", made.workday(6), *lines, summary="购买米面")


# the year's end


@_plant("收入没有结转", "T45", "年终结账后科目尚有余额")
def _income_open(made: Folder) -> None:
    made.unclosed.append(("408", "D1"))


@_plant("支出没有结转", "T45", "年终结账后科目尚有余额")
def _expense_open(made: Folder) -> None:
    made.unclosed.append(("50404", "CB"))


@_plant("只结转到本年收支结转", "T45", "年终结账后科目尚有余额")
def _half_way(made: Folder) -> None:
    made.rest["D2"] = "32103"


# aid


@_plant("同一人同月同额领两次", "T16", "同一困难职工同月同一用途重复发放同额救助")
def _paid_twice(made: Folder) -> None:
    one = made.pick("aid-OU", 2)
    again = made.aid("OU", 2, one.rows[0]["debit"])
    again.rows[0]["recipient"] = one.rows[0]["recipient"]


@_plant("同一人同月再领不同金额", "T16", "同一困难职工短期内就同一用途再次领取救助")
def _paid_again(made: Folder) -> None:
    one = made.pick("aid-OU", 4)
    again = made.aid("OU", 4, "318.40")
    again.rows[0]["recipient"] = one.rows[0]["recipient"]


@_plant("跨月几天后又领同额", "T16", "同一困难职工短期内就同一用途再次领取救助")
def _paid_next_month(made: Folder) -> None:
    one = made.aid("D1", 6, "777.70")
    one.all(date="2025-06-25", posted_at="2025-06-26")
    again = made.aid("D1", 7, "777.70")
    again.all(date="2025-07-03", posted_at="2025-07-04")
    again.rows[0]["recipient"] = one.rows[0]["recipient"]


@_plant("无名单的同一笔款付两次", "T16", "同日同摘要同额的支付，疑似重复入账")
def _bulk_twice(made: Folder) -> None:
    for _ in range(2):
        one = made.aid("D1", 9, "4321.00", recipient="", persons="9", party="县一中")
        one.all(summary="支付助学款", date="2025-09-09", posted_at="2025-09-10")


@_plant("同一事项两项资金各付一次", "T17", "同一困难职工同月同一用途由两项资金救助")
def _two_funds(made: Folder) -> None:
    one = made.pick("aid-OU", 6)
    again = made.aid("CB", 6)
    again.rows[0]["recipient"] = one.rows[0]["recipient"]


@_plant("六户各发一千元", "T18", "各户等额分配整数救助金")
def _equal(made: Folder) -> None:
    for row in made.pick("batch").rows:
        row |= {side: "1000" for side in ("debit", "credit") if row[side]}
        if row.get("purpose"):
            row["purpose"] = "医疗救助"


@_plant("一笔款拆成三笔", "T19", "同日多笔支付合计超过审批限额", limited=True)
def _split(made: Folder) -> None:
    for amount in ("900.10", "900.20", "900.30"):
        one = made.aid("D1", 10, amount, recipient="", persons="3", party="县职业学校")
        one.all(summary="支付学费", date="2025-10-15", posted_at="2025-10-16")


# goods


@_plant("发出的比库存的多", "T28", "发出数量超过结存数量")
def _more_given(made: Folder) -> None:
    for row in made.pick("given", 2).rows:
        if row.get("item"):
            row["quantity"] = "400"


@_plant("库存金额发成负数", "T28", "库存物品账面金额为负")
def _more_worth(made: Folder) -> None:
    for row in made.pick("given", 3).rows:
        row |= {side: "9000" for side in ("debit", "credit") if row[side]}


@_plant("发出物资不写品名", "T28", "有数量而无品名")
def _nameless(made: Folder) -> None:
    for row in made.pick("given", 12).rows:
        row["item"] = ""


# money


@_plant("一项资金全年分文未动", "T30", "有结存而长期无支出的资金")
def _idle(made: Folder) -> None:
    fund = {"unit": UNIT, "code": "ID", "name": "闲置资金", "source": "employer"}
    made.sheets["funds"].append(fund)
    for row in made.sheets["openings"][:2]:
        made.sheets["openings"].append(row | {"fund": "ID"})


@_plant("帮扶支出的摘要是会议费", "T32", "帮扶支出摘要含超范围字样")
def _meeting(made: Folder) -> None:
    made.pick("aid-OU").all(summary="支付会议餐费")


@_plant("帮扶支出的备注是招待", "T32", "帮扶支出摘要含超范围字样")
def _entertained(made: Folder) -> None:
    made.pick("aid-CB").rows[0]["memo"] = "招待上级检查组"


@_plant("中央财政资金列办公支出", "T32", "帮扶资金列支机构自身开支")
def _central_office(made: Folder) -> None:
    made.pick("aid-CB").rows[0]["account"] = "50602"


@_plant("捐赠资金列会议支出", "T32", "帮扶资金列支机构自身开支")
def _donated_meeting(made: Folder) -> None:
    made.pick("aid-D1").rows[0]["account"] = "50502"


@_plant("两年前的垫付款没有收回", "T33", "垫付款逾期未收回")
def _old_advance(made: Folder) -> None:
    first, rest = ({**row} for row in made.sheets["openings"][:2])
    first |= {"account": "135", "debit": "6000", "party": "某公司"}
    first["original_date"] = "2023-02-01"
    made.sheets["openings"] += (first, rest | {"credit": "6000"})


@_plant("限定用途的捐赠借出去", "T33", "限定用途的捐赠资金对外垫付")
def _tied_lent(made: Folder) -> None:
    lines = dr("135", "D1", "2500", party="某公司"), cr("102", "D1", "2500")
    made.add("lend", "付", made.workday(11), *lines, summary="借款")


@_plant("帮扶资金转入其他资金", "T33", "帮扶资金转入本级工会其他资金")
def _moved(made: Folder) -> None:
    lines = (
        dr("32104", "OU", "4000"),
        cr("102", "OU", "4000"),
        dr("102", "GF", "4000"),
        cr("32205", "GF", "4000"),
    )
    made.add("move", "转", made.workday(7), *lines, summary="资金调剂")


@_plant("中央财政资金用于送温暖", "T34", "支出用途超出资金限定")
def _central_gifts(made: Folder) -> None:
    made.pick("aid-CB").rows[0]["purpose"] = "送温暖"


@_plant("助学捐赠用于医疗", "T34", "支出用途超出资金限定")
def _donor_crossed(made: Folder) -> None:
    made.pick("aid-D1").rows[0]["purpose"] = "医疗救助"


@_plant("限定资金支出不写用途", "T34", "限定用途资金的支出未记用途")
def _no_purpose(made: Folder) -> None:
    made.pick("aid-D2").rows[0]["purpose"] = ""


@_plant("资金透支", "L07", "资金结存低于零")
def _overdrawn(made: Folder) -> None:
    fund = {"unit": UNIT, "code": "LO", "name": "小额资金", "source": "employer"}
    made.sheets["funds"].append(fund)
    lines = dr("102", "LO", "500.00"), cr("408", "LO", "500.00")
    made.add("in-LO", "收", dt.date(YEAR, 3, 3), *lines, summary="收到款项")
    one = {"recipient": made.household(), "purpose": "生活救助"}
    lines = dr("50404", "LO", "700.00", **one), cr("102", "LO", "700.00")
    made.add("aid-LO", "付", dt.date(YEAR, 3, 4), *lines)


def planted(seed: int, chosen: Iterator[Plant] | tuple[Plant, ...]) -> Folder:
    """The clean year of a seed with these faults in it."""
    made = clean(seed)
    for plant in chosen:
        plant.do(made)
    return made
