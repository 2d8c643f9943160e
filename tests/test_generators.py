"""The generated books folders keep every rule that the import will hold them to."""

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from app.prefecture import write_books
from ledger.accounts import load_chart
from ledger.money import parse_fen

CHART = load_chart("union-2021")
GENERATE = Path(__file__).parents[1] / "benchmarks" / "generate.py"
MONEY = ("101", "102", "111")
FILES = ("units", "funds", "openings", "people", "officers", "vouchers")


@dataclass(frozen=True, slots=True)
class Folder:
    """A books folder as the csv module reads it."""

    path: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of one file."""
        with (self.path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def vouchers(self) -> list[list[dict[str, str]]]:
        """The rows of `vouchers.csv`, a list a voucher."""
        by_voucher = groupby(self.rows("vouchers"), itemgetter("unit", "voucher"))
        return [list(lines) for _, lines in by_voucher]


def generate(size: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(GENERATE), size, str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def prefecture(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("prefecture")
    write_books(path)
    return Folder(path)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("bench")
    assert generate("10k", path).returncode == 0
    return Folder(path)


@pytest.fixture(params=["prefecture", "other_seed", "bench"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    if request.param == "other_seed":
        write_books(tmp_path, seed=7)
        return Folder(tmp_path)
    folder = request.getfixturevalue(request.param)
    assert isinstance(folder, Folder)
    return folder


def fen(text: str) -> int:
    return parse_fen(text) if text else 0


def change(row: dict[str, str]) -> int:
    return fen(row["debit"]) - fen(row["credit"])


def net_money(lines: list[dict[str, str]]) -> int:
    return sum(change(line) for line in lines if line["account"] in MONEY)


def spends(account: str) -> bool:
    return account.startswith("5") or account == "221"


def in_posting_order(
    folder: Folder, *, red_as_receipt: bool
) -> Iterator[list[dict[str, str]]]:
    """By unit and date, receipts first; a red payment may count as either."""

    def place(lines: list[dict[str, str]]) -> tuple[str, str, bool]:
        receipt = net_money(lines) > 0
        if lines[0]["corrects"] and not red_as_receipt:
            receipt = False
        return lines[0]["unit"], lines[0]["date"], not receipt

    return iter(sorted(folder.vouchers(), key=place))


# -- what holds for every folder ----------------------------------------------------


def test_every_voucher_balances_within_each_fund(books: Folder) -> None:
    for lines in books.vouchers():
        differences: Counter[str] = Counter()
        for line in lines:
            differences[line["fund"]] += change(line)
        assert not any(differences.values()), lines
        assert len(lines) >= 2


def test_openings_balance_within_each_fund(books: Folder) -> None:
    differences: Counter[tuple[str, str]] = Counter()
    for row in books.rows("openings"):
        differences[row["unit"], row["fund"]] += change(row)
    assert not any(differences.values())


@pytest.mark.parametrize("red_as_receipt", [True, False])
def test_no_fund_ever_spends_what_it_has_not(
    books: Folder, *, red_as_receipt: bool
) -> None:
    held: Counter[tuple[str, str, str]] = Counter()
    for row in books.rows("openings"):
        if row["account"] in MONEY:
            held[row["unit"], row["fund"], row["account"]] += change(row)
    for lines in in_posting_order(books, red_as_receipt=red_as_receipt):
        for line in lines:
            if line["account"] in MONEY:
                held[line["unit"], line["fund"], line["account"]] += change(line)
        for line in lines:
            key = line["unit"], line["fund"], line["account"]
            assert held[key] >= 0, lines


def test_no_quota_is_left_at_the_end_of_a_year(books: Folder) -> None:
    held: Counter[tuple[str, str]] = Counter()
    years = sorted({row["date"][:4] for row in books.rows("vouchers")})
    moves = [row for row in books.rows("vouchers") if row["account"] == "111"]
    for year in years:
        for row in moves:
            if row["date"][:4] == year:
                held[row["unit"], row["fund"]] += change(row)
        assert not any(held.values()), year
    assert moves


def test_preparer_reviewer_and_cashier_are_three_known_persons(books: Folder) -> None:
    known = {row["person"]: row["units"] for row in books.rows("people")}
    for row in books.rows("vouchers"):
        hands = [row["preparer"], row["reviewer"]]
        hands += [row["cashier"]] if row["cashier"] else []
        assert len(set(hands)) == len(hands)
        assert all(known[person] == row["unit"] for person in (*hands, row["head"]))


def test_references_are_unique_in_the_unit_and_one_date_each(books: Folder) -> None:
    seen: set[tuple[str, str]] = set()
    for lines in books.vouchers():
        key = lines[0]["unit"], lines[0]["voucher"]
        assert key not in seen
        seen.add(key)
        assert len({line["date"] for line in lines}) == 1


def test_postings_stand_on_leaf_accounts_only(books: Folder) -> None:
    rows = books.rows("vouchers") + books.rows("openings")
    assert {
        row["account"] for row in rows if not CHART.is_leaf(row["account"])
    } == set()


def test_a_posting_has_one_side_and_is_negative_only_in_red(books: Folder) -> None:
    for row in books.rows("vouchers"):
        assert bool(fen(row["debit"])) != bool(fen(row["credit"]))
        if fen(row["debit"]) + fen(row["credit"]) < 0:
            assert row["correction"] in {"full", "difference"}


def test_restricted_money_is_spent_on_permitted_purposes_only(books: Folder) -> None:
    permitted = {
        (row["unit"], row["code"]): row["purposes"].split(";")
        if row["purposes"]
        else []
        for row in books.rows("funds")
    }
    for row in books.rows("vouchers"):
        purposes = permitted[row["unit"], row["fund"]]
        if purposes and spends(row["account"]) and row["debit"]:
            assert row["purpose"], row
        if row["purpose"]:
            assert row["purpose"] in purposes, row


def test_goods_are_never_handed_out_before_they_came(books: Folder) -> None:
    stock: Counter[tuple[str, str, str]] = Counter()
    for row in books.rows("openings"):
        if row["account"] == "141":
            stock[row["unit"], row["fund"], row["item"]] += int(row["quantity"])
    for row in books.rows("vouchers"):
        if row["account"] == "141":
            assert row["item"]
            sign = 1 if row["debit"] else -1
            key = row["unit"], row["fund"], row["item"]
            stock[key] += sign * int(row["quantity"])
            assert stock[key] >= 0


def test_a_full_correction_mirrors_a_voucher_of_the_same_year(books: Folder) -> None:
    standing: dict[tuple[str, str], list[dict[str, str]]] = {}
    cancelled = 0
    for lines in books.vouchers():
        key = lines[0]["unit"], lines[0]["corrects"]
        if lines[0]["correction"] == "full":
            wrong = standing.pop(key)
            cancelled += 1
            assert wrong[0]["date"][:4] == lines[0]["date"][:4]
            assert [told(line, sign=-1) for line in wrong] == [
                told(line) for line in lines
            ]
        standing[lines[0]["unit"], lines[0]["voucher"]] = lines
    assert cancelled >= 3


def told(line: dict[str, str], *, sign: int = 1) -> tuple[str | int, ...]:
    texts = [line[key] for key in ("account", "fund", "purpose", "recipient")]
    return (*texts, sign * fen(line["debit"]), sign * fen(line["credit"]))


def test_the_same_seed_writes_the_same_bytes(
    prefecture: Folder, tmp_path: Path
) -> None:
    write_books(tmp_path)
    for name in FILES:
        again = (tmp_path / f"{name}.csv").read_bytes()
        assert again == (prefecture.path / f"{name}.csv").read_bytes()


def test_the_prefecture_has_a_few_thousand_vouchers_in_four_years(
    prefecture: Folder,
) -> None:
    vouchers = prefecture.vouchers()
    assert 2_500 <= len(vouchers) <= 4_000
    assert {lines[0]["date"][:4] for lines in vouchers} == {
        "2022", "2023", "2024", "2025",
    }  # fmt: skip
    assert len({lines[0]["unit"] for lines in vouchers}) == 8


def test_money_passed_down_arrives_to_the_fen(prefecture: Folder) -> None:
    passed: Counter[tuple[str, str]] = Counter()
    arrived: Counter[tuple[str, str]] = Counter()
    names = {row["name"]: row["code"] for row in prefecture.rows("units")}
    for row in prefecture.rows("vouchers"):
        if row["account"] == "50802":
            fund = "UU" if row["fund"] == "OU" else row["fund"]
            passed[names[row["party"]], fund] += fen(row["debit"])
        # The province's own money comes from above the books.
        if row["account"] == "40302" and row["unit"] != "130000":
            arrived[row["unit"], row["fund"]] += fen(row["credit"])
    assert passed == arrived
    assert len(passed) == 14


def test_all_of_the_fund_s_entries_occur(prefecture: Folder) -> None:
    pairs = set()
    for lines in prefecture.vouchers():
        debits = {line["account"] for line in lines if line["debit"]}
        credits_ = {line["account"] for line in lines if line["credit"]}
        pairs |= {(debit, credit) for debit in debits for credit in credits_}
    expected = {
        ("111", "40401"), ("50404", "40401"), ("102", "40401"), ("102", "40402"),
        ("102", "40302"), ("32202", "102"), ("102", "32102"), ("102", "408"),
        ("141", "30101"), ("510", "102"), ("102", "221"), ("50404", "102"),
        ("50404", "111"), ("50405", "102"), ("50405", "101"), ("30101", "141"),
        ("50403", "102"), ("50802", "102"), ("135", "102"), ("102", "135"),
        ("102", "50404"), ("12102", "111"), ("111", "12102"), ("221", "102"),
    }  # fmt: skip
    assert expected - pairs == set()


def test_the_city_s_chairperson_changes_in_the_middle_of_2024(
    prefecture: Folder,
) -> None:
    chairs = [
        (row["since"], row["until"])
        for row in prefecture.rows("officers")
        if row["unit"] == "130100" and row["post"] == "主席"
    ]
    assert chairs == [("2020-01-01", "2024-07-01"), ("2024-07-01", "")]


# -- planted for the auditor --------------------------------------------------------


def test_one_household_was_paid_twice(prefecture: Folder) -> None:
    paid: Counter[tuple[str, ...]] = Counter()
    for row in prefecture.rows("vouchers"):
        if row["recipient"] and row["debit"] and not row["correction"]:
            assert re.fullmatch(rf"D{row['unit']}202[1-5]\d{{4}}", row["recipient"])
            month = row["date"][:7]
            paid[row["unit"], row["recipient"], row["purpose"], month] += 1
    twice = [key for key, count in paid.items() if count > 1]
    assert [(unit, month) for unit, _, _, month in twice] == [("130100", "2025-05")]


def test_one_voucher_has_no_papers(prefecture: Folder) -> None:
    bare = [v for v in prefecture.vouchers() if v[0]["attachments"] == "0"]
    assert [v[0]["date"] for v in bare] == ["2025-04-22"]


def test_one_payment_is_dated_on_a_holiday(prefecture: Folder) -> None:
    shut = []
    for lines in prefecture.vouchers():
        on = date.fromisoformat(lines[0]["date"])
        if on.weekday() > 4 or (on.month == 10 and on.day < 7):
            shut.append(on)
    assert shut == [date(2025, 10, 3)]


def test_one_advance_is_older_than_a_year(prefecture: Folder) -> None:
    owed: Counter[tuple[str, str]] = Counter()
    for row in prefecture.rows("openings") + prefecture.rows("vouchers"):
        if row["account"] == "135":
            owed[row["unit"], row["party"]] += change(row)
    assert {key: left for key, left in owed.items() if left} == {
        ("130100", "临川市职工医院"): 800_000
    }


def test_one_round_sum_was_split_equally(prefecture: Folder) -> None:
    equal = []
    for lines in prefecture.vouchers():
        amounts = [line["debit"] for line in lines if line["recipient"]]
        if len(amounts) >= 5 and len(set(amounts)) == 1:
            equal.append((lines[0]["unit"], lines[0]["date"], amounts[0]))
    assert equal == [("130100", "2025-09-16", "1000.00")]


def test_one_earmarked_fund_lies_idle(prefecture: Folder) -> None:
    active = {
        (row["unit"], row["fund"])
        for row in prefecture.rows("vouchers")
        if row["date"] >= "2024-01-01" and row["purpose"]
    }
    funds = {
        (row["unit"], row["code"])
        for row in prefecture.rows("funds")
        if row["purposes"]
    }
    assert funds - active == {("130100", "D3")}


def test_one_wrong_amount_is_corrected_by_its_difference(prefecture: Folder) -> None:
    vouchers = prefecture.vouchers()
    found = [net_money(v) for v in vouchers if v[0]["correction"] == "difference"]
    assert found == [18_000]


def test_the_benchmark_has_the_size_asked_for(bench: Folder) -> None:
    assert abs(len(bench.rows("vouchers")) - 10_000) <= 200
    assert len(bench.rows("units")) == 20
    assert len(bench.rows("funds")) == 100
    assert {row["date"][:4] for row in bench.rows("vouchers")} == {
        str(year) for year in range(2022, 2027)
    }


def test_the_benchmark_writes_the_same_bytes_again(
    bench: Folder, tmp_path: Path
) -> None:
    assert generate("10000", tmp_path).returncode == 0
    for name in FILES:
        again = (tmp_path / f"{name}.csv").read_bytes()
        assert again == (bench.path / f"{name}.csv").read_bytes()


def test_the_benchmark_uses_many_accounts_and_long_vouchers(bench: Folder) -> None:
    rows = bench.rows("vouchers") + bench.rows("openings")
    assert 50 <= len({row["account"] for row in rows}) <= 70
    longest = max(bench.vouchers(), key=len)
    assert 51 <= len(longest) <= 201
    payees = [line["recipient"] for line in longest if line["recipient"]]
    assert len(set(payees)) == len(longest) - 1


@pytest.mark.parametrize("size", ["12", "0", "-5k", "many", "1G", "k"])
def test_a_size_that_is_none_is_wrong_usage(size: str, tmp_path: Path) -> None:
    result = generate(size, tmp_path / "books")
    assert result.returncode == 2
    assert "at least 1000 postings" in result.stderr
    assert not (tmp_path / "books").exists()
