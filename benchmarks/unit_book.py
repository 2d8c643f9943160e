"""One unit's vouchers for a benchmark, made one after the other, never held together.

1. Every voucher balances in its fund or, between two funds, in both.
2. A payment that a fund could not bear is preceded by a receipt of the same day.
3. The quota is cancelled on the last working day of a year and restored on the first.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

SEED = 2005
T = TypeVar("T")
FIRST, LAST = date(2022, 1, 1), date(2026, 12, 31)

# code, name, source, channel, purposes
FUNDS = (
    ("CB", "中央财政专项帮扶资金", "central_budget", "union_line",
     "生活救助;医疗救助;子女助学;法律援助;职业培训;职业介绍"),
    ("LB", "本级财政帮扶资金", "local_budget", "same_level_treasury",
     "生活救助;医疗救助;子女助学;金秋助学;送温暖;法律援助;职业培训"),
    ("OU", "工会自筹帮扶资金", "own_union", "direct",
     "生活救助;医疗救助;子女助学;金秋助学;送温暖;法律援助;职业培训"),
    ("DN", "社会定向捐赠资金", "donation", "direct",
     "生活救助;医疗救助;子女助学;金秋助学;送温暖"),
    ("GF", "本级工会其他资金", "general", "direct", ""),
)  # fmt: skip

_CLAIMS_AND_DEBTS = "13101 13102 132 135 201 211 21202 215"
_GENERAL_INCOME = f"402 402 40301 406 407 408 {_CLAIMS_AND_DEBTS}"
_GENERAL = (
    "50201 50202 50203 50204 50205 50206 50301 50302 50303 50304 50305 50502 50503"
    f" 50504 50601 50602 50603 50604 50801 509 510 {_CLAIMS_AND_DEBTS}"
)

# What each fund is spent on: account and purpose. Twice is twice as likely.
SPENDING = {
    "CB": (
        ("50404", "生活救助"), ("50404", "生活救助"), ("50404", "医疗救助"),
        ("50404", "子女助学"), ("50403", "法律援助"), ("50501", "职业培训"),
        ("50802", "医疗救助"), ("50406", "职业介绍"),
    ),
    "LB": (
        ("50404", "生活救助"), ("50404", "医疗救助"), ("50405", "送温暖"),
        ("50405", "金秋助学"), ("50403", "法律援助"), ("50802", "生活救助"),
    ),
    "OU": (
        ("50404", "生活救助"), ("50404", "医疗救助"), ("50405", "送温暖"),
        ("50405", "金秋助学"), ("50406", "生活救助"), ("50501", "职业培训"),
        ("50401", "法律援助"), ("50402", "生活救助"), ("50802", "送温暖"),
    ),
    "DN": (
        ("50404", "医疗救助"), ("50404", "子女助学"), ("50405", "金秋助学"),
        ("50405", "送温暖"),
    ),
    "GF": tuple((account, "") for account in _GENERAL.split()),
}  # fmt: skip
# Where each fund's money comes from.
RECEIPTS = {
    "CB": ("40302", "40302", "408"),
    "LB": ("40401",),
    "OU": ("402", "408"),
    "DN": ("408",),
    "GF": tuple(_GENERAL_INCOME.split()),
}
RESTING = {"LB": "33104", "GF": "32205"}
OPENING_FEN = 50_000_000
HOUSEHOLDS = 9_999
CLAIMS = {"GF": ("13101", "13102", "132", "135")}
AIDED = ("50404", "50405")
AID_FUNDS = ("CB", "LB", "OU", "DN")
ALL_FUNDS = (*AID_FUNDS, "GF")

POSTS = (
    ("k", "会计", "prepare"),
    ("s", "审核", "review;post"),
    ("c", "出纳", "settle"),
    ("z", "财务负责人", "head;close;view"),
)


def working_days() -> list[str]:
    """Monday to Friday of the five years, but never 1 January."""
    span = (LAST - FIRST).days + 1
    days = (FIRST + timedelta(number) for number in range(span))
    return [
        day.isoformat()
        for day in days
        if day.weekday() < 5 and (day.month, day.day) != (1, 1)
    ]


DAYS = working_days()
FIRST_DAYS = {day[:4]: day for day in reversed(DAYS)}
LAST_DAYS = {day[:4]: day for day in DAYS}

# account, fund, debit and credit in fen, and the rest of the row:
# purpose, party, recipient, persons, item, quantity
Line = tuple[str, str, int, int, str]
NOTHING = ",,,,,"


class UnitBook:
    """One unit's vouchers, made one after the other until its share is written."""

    def __init__(
        self,
        unit: str,
        share: int,
        days: Sequence[str] = DAYS,
        households: int = HOUSEHOLDS,
    ) -> None:
        self.unit = unit
        self.days = days
        self.households = households
        self.share = share
        self.written = 0
        # Made-up figures that repeat for ever, nothing secret.
        self.chance = Random(f"{SEED}:{unit}").random  # noqa: S311
        self.held = dict.fromkeys(ALL_FUNDS, OPENING_FEN) | {"LB": 0}
        self.cash_fen = 0
        self.stock: list[tuple[int, int]] = []
        self.number = 0
        self.files = 0
        self.correctable: tuple[str, str, list[Line]] | None = None
        self.made: list[str] = []
        self.day = days[0]
        keys = [key + unit for key, _, _ in POSTS]
        self.with_cashier = ",".join(keys)
        self.without = f"{keys[0]},{keys[1]},,{keys[3]}"

    def texts(self) -> Iterator[str]:
        """The rows of all vouchers in order of date, so many at a time."""
        acts = [getattr(self, name) for name, _ in MIX]
        self.restore_quota(OPENING_FEN)
        while self.share - self.written > 14:
            self._turn_to(self.days[self.written * len(self.days) // self.share])
            acts[bisect(SHARES, self.chance() * SHARES[-1])]()
            yield from self._taken()
        self.day = LAST_DAYS[self.day[:4]]
        self.cancel_quota()
        self.fill_up()
        yield from self._taken()

    def _taken(self) -> list[str]:
        taken, self.made = self.made, []
        return taken

    def _turn_to(self, day: str) -> None:
        if day[:4] != self.day[:4]:
            self.day = LAST_DAYS[self.day[:4]]
            left = self.cancel_quota()
            self.day = FIRST_DAYS[day[:4]]
            self.restore_quota(left)
        self.day = day

    # -- what may happen ------------------------------------------------------------

    def receive(self) -> None:
        """Money comes in."""
        self.receive_into(self._one_of(ALL_FUNDS), self._between(100_000, 1_000_000))

    def spend(self) -> None:
        """A payment of one line."""
        self.spend_on(self._one_of(ALL_FUNDS), parts=1)

    def spend_twofold(self) -> None:
        """A payment for two things at once."""
        self.spend_on(self._one_of(ALL_FUNDS), parts=2)

    def pay_many(self) -> None:
        """Aid for 50 to 200 households, a line and a file number each."""
        count = min(self._between(50, 200), max(50, self.share // 8))
        if self.share - self.written < count + 20:
            return
        fund = self._one_of(AID_FUNDS)
        purpose = self._one_of(("生活救助", "医疗救助", "子女助学"))
        if fund == "DN" and purpose == "生活救助":
            purpose = "子女助学"
        lines = [
            ("50404", fund, self._between(20_000, 200_000), 0, self._household(purpose))
            for _ in range(count)
        ]
        self._pay(fund, lines, f"发放{purpose}金（{count}户）")

    def buy_goods(self) -> None:
        """Goods for hand-out: expensed and taken into stock at once."""
        pieces = self._between(20, 200)
        cost = pieces * 8_000
        stocked = f",,,,米面油礼包,{pieces}"
        lines = [
            ("141", "OU", cost, 0, stocked),
            ("30101", "OU", 0, cost, NOTHING),
            ("50405", "OU", cost, 0, "送温暖,惠民商行,,,,"),
        ]
        self.stock.append((pieces, cost))
        self._pay("OU", lines, "采购慰问品")

    def issue_goods(self) -> None:
        """The oldest lot of goods is handed out."""
        if not self.stock:
            return self.buy_goods()
        pieces, cost = self.stock.pop(0)
        lines = [
            ("30101", "OU", cost, 0, f"送温暖,,,{pieces},,"),
            ("141", "OU", 0, cost, f",,,,米面油礼包,{pieces}"),
        ]
        self._write(lines, "发放慰问品", self.without)
        return None

    def earmark(self) -> None:
        """Surplus becomes aid money, both funds balanced through the bank."""
        fen = self._between(100_000, 2_000_000)
        self._provide("GF", fen)
        self.held["GF"] -= fen
        self.held["OU"] += fen
        lines = [
            ("32202", "GF", fen, 0, NOTHING),
            ("102", "GF", 0, fen, NOTHING),
            ("102", "OU", fen, 0, NOTHING),
            ("32102", "OU", 0, fen, NOTHING),
        ]
        self._write(lines, "结余转入帮扶专项")

    def equip(self) -> None:
        """Office equipment is bought and taken into the assets."""
        fen = self._between(100_000, 800_000)
        lines = [
            ("162", "GF", fen, 0, NOTHING),
            ("30104", "GF", 0, fen, NOTHING),
            ("50702", "GF", fen, 0, NOTHING),
        ]
        self._pay("GF", lines, "购置办公设备")

    def use_cash(self) -> None:
        """Cash is drawn, and spent some vouchers later."""
        if self.cash_fen:
            fen, self.cash_fen = self.cash_fen, 0
            lines = [
                ("50602", "GF", fen, 0, NOTHING),
                ("101", "GF", 0, fen, NOTHING),
            ]
            return self._write(lines, "现金支付零星费用")
        self.cash_fen = self._between(10_000, 100_000)
        line = ("101", "GF", self.cash_fen, 0, NOTHING)
        return self._pay("GF", [line], "提取现金")

    def correct(self) -> None:
        """The last simple payment is cancelled in red, if it is of this year."""
        last, self.correctable = self.correctable, None
        if last is None or last[1] != self.day[:4]:
            return self.spend()
        ref, _, lines = last
        fund, paid_fen = lines[-1][1], lines[-1][3]
        self.held[fund] += paid_fen
        red = [(a, f, -debit, -credit, rest) for a, f, debit, credit, rest in lines]
        return self._write(red, f"冲销{ref}号凭证", link=f"{ref},full")

    # -- how it is written ----------------------------------------------------------

    def receive_into(self, fund: str, fen: int) -> None:
        """Money comes into one fund."""
        self.held[fund] += fen
        lines = [
            (_money(fund), fund, fen, 0, NOTHING),
            (self._one_of(RECEIPTS[fund]), fund, 0, fen, NOTHING),
        ]
        self._write(lines, "收到款项")

    def spend_on(self, fund: str, *, parts: int) -> None:
        """Money leaves one fund for one thing or more."""
        lines = []
        for _ in range(parts):
            account, purpose = self._one_of(SPENDING[fund])
            rest = f"{purpose},,,,,"
            if account in AIDED:
                rest = self._aided(purpose)
            lines.append((account, fund, self._between(10_000, 500_000), 0, rest))
        self._pay(fund, lines, f"支付{lines[0][4].split(',')[0] or '费用'}")
        if parts == 1:
            ref = self._ref()
            credit = (_money(fund), fund, 0, lines[0][2], NOTHING)
            self.correctable = (ref, self.day[:4], [*lines, credit])

    def cancel_quota(self) -> int:
        """What is left of the year's quota is cancelled; the fen are returned."""
        left, self.held["LB"] = self.held["LB"], 0
        if left:
            lines = [
                ("12102", "LB", left, 0, NOTHING),
                ("111", "LB", 0, left, NOTHING),
            ]
            self._write(lines, "年末注销额度")
        self.correctable = None
        return left

    def restore_quota(self, fen: int) -> None:
        """What was cancelled comes back on the first working day."""
        if fen:
            self.held["LB"] += fen
            lines = [
                ("111", "LB", fen, 0, NOTHING),
                ("12102", "LB", 0, fen, NOTHING),
            ]
            self._write(lines, "恢复上年额度")

    def fill_up(self) -> None:
        """A last receipt with as many lines as the share still wants."""
        count = self.share - self.written - 1
        fen = self._between(100_000, 1_000_000)
        lines = [("408", "GF", 0, fen, NOTHING)] * count
        self.held["GF"] += fen * count
        self._write([("102", "GF", fen * count, 0, NOTHING), *lines], "收到款项")

    def _pay(self, fund: str, lines: list[Line], summary: str) -> None:
        fen = sum(line[2] - line[3] for line in lines)
        self._provide(fund, fen)
        self.held[fund] -= fen
        self._write([*lines, (_money(fund), fund, 0, fen, NOTHING)], summary)

    def _provide(self, fund: str, fen: int) -> None:
        if self.held[fund] < fen:
            self.receive_into(fund, fen + OPENING_FEN // 10)

    def _write(
        self, lines: list[Line], summary: str, staff: str = "", link: str = ","
    ) -> None:
        self.number += 1
        self.written += len(lines)
        head = (
            f"{self.unit},{self._ref()},{self.day},{summary},{self.number % 5 + 1},"
            f"{staff or self.with_cashier},{link},"
        )
        self.made.append(
            "".join(
                f"{head}{account},{fund},{yuan(debit) if debit else ''},"
                f"{yuan(credit) if credit else ''},{rest}\n"
                for account, fund, debit, credit, rest in lines
            )
        )

    def _ref(self) -> str:
        return f"{self.number:07d}"

    def _aided(self, purpose: str) -> str:
        if self.chance() < 0.5:
            return self._household(purpose)
        return f"{purpose},,,{self._between(2, 40)},,"

    def _household(self, purpose: str) -> str:
        # File numbers go round, so that no household is paid twice in a month.
        self.files = self.files % self.households + 1
        return f"{purpose},,D{self.unit}{self.day[:4]}{self.files:04d},1,,"

    def _between(self, low: int, high: int) -> int:
        return low + int(self.chance() * (high - low))

    def _one_of(self, choices: tuple[T, ...]) -> T:
        return choices[int(self.chance() * len(choices))]


def _money(fund: str) -> str:
    return "111" if fund == "LB" else "102"


# What happens, and how often in a thousand vouchers.
MIX: tuple[tuple[str, float], ...] = (
    ("spend", 680),
    ("receive", 140),
    ("spend_twofold", 130),
    ("buy_goods", 12),
    ("issue_goods", 12),
    ("earmark", 7),
    ("equip", 5),
    ("use_cash", 8),
    ("correct", 3),
    ("pay_many", 3.5),
)
SHARES = tuple(accumulate(weight for _, weight in MIX))


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"
