"""The example folders hold the published figures, read with nothing but `csv`."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from ledger.accounts import (
    Account,
    AccountClass,
    Chart,
    Role,
    Side,
    load_chart,
    normal_side,
)
from ledger.funds import default_channel, parse_channel, parse_origin
from ledger.money import parse_fen

EXAMPLES = Path(__file__).parent.parent / "examples"
FOLDERS = ("daishan-charity-2021", "fzu-law-2011", "worked-entries-2009")
FZU, DAISHAN, WORKED = "fzu-law-2011", "daishan-charity-2021", "worked-entries-2009"
WAN = 1_000_000  # 万元 in fen


def rows(folder: str, name: str) -> list[dict[str, str]]:
    path = EXAMPLES / folder / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entries(folder: str) -> list[dict[str, str]]:
    return rows(folder, "openings.csv") + rows(folder, "vouchers.csv")


def signed_fen(row: dict[str, str]) -> int:
    return parse_fen(row["debit"] or "0") - parse_fen(row["credit"] or "0")


def net_fen(lines: list[dict[str, str]], *accounts: str) -> int:
    """Debit less credit on the accounts that begin so."""
    return sum(signed_fen(r) for r in lines if r["account"].startswith(accounts))


def by(lines: list[dict[str, str]], column: str, *accounts: str) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for row in lines:
        if row["account"].startswith(accounts):
            totals[row[column]] += signed_fen(row)
    return dict(totals)


def chart_of(folder: str) -> Chart:
    (key,) = {unit["chart"] for unit in rows(folder, "units.csv")}
    lines = rows(folder, "accounts.csv")
    if not lines:
        return load_chart(key)
    since = load_chart("aid-institution").since
    accounts = tuple(own_account(line) for line in lines)
    return Chart(key, key, since, None, accounts, "自设")


def own_account(line: dict[str, str]) -> Account:
    klass = AccountClass(line["class"])
    side = Side(line["side"]) if line["side"] else normal_side(klass)
    return Account(
        chart=line["chart"],
        code=line["code"],
        name=line["name"],
        klass=klass,
        side=side,
        role=Role(line["role"]),
        parent=line["parent"],
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_example_is_explained(folder: str) -> None:
    text = (EXAMPLES / folder / "README.md").read_text(encoding="utf-8")
    assert "Source: " in text


@pytest.mark.parametrize("folder", FOLDERS)
def test_postings_stand_on_leaves_of_the_chart(folder: str) -> None:
    chart = chart_of(folder)
    assert {
        r["account"] for r in entries(folder) if not chart.is_leaf(r["account"])
    } == (set())


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_voucher_balances_in_every_fund(folder: str) -> None:
    totals: dict[tuple[str, ...], int] = defaultdict(int)
    for row in entries(folder):
        totals[row["unit"], row.get("voucher", "期初"), row["fund"]] += signed_fen(row)
    assert set(totals.values()) == {0}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_posting_has_exactly_one_positive_side(folder: str) -> None:
    for row in entries(folder):
        assert bool(row["debit"]) is not bool(row["credit"])
        assert parse_fen(row["debit"] or row["credit"]) > 0


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_fund_is_ever_short_of_money_in_any_account(folder: str) -> None:
    chart = chart_of(folder)
    held: dict[tuple[str, ...], int] = defaultdict(int)
    for row in sorted(entries(folder), key=lambda row: row["date"]):
        if chart[row["account"]].is_money:
            place = (row["unit"], row["fund"], row["account"])
            held[place] += signed_fen(row)
            assert held[place] >= 0


@pytest.mark.parametrize("folder", FOLDERS)
def test_preparer_reviewer_and_cashier_are_three_persons(folder: str) -> None:
    for row in rows(folder, "vouchers.csv"):
        assert len({row["preparer"], row["reviewer"], row["cashier"]}) == 3


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_a_voucher_says_once_is_the_same_on_all_its_rows(folder: str) -> None:
    heads = defaultdict(set)
    shared = ("date", "summary", "attachments", "preparer", "reviewer", "cashier")
    for row in rows(folder, "vouchers.csv"):
        heads[row["unit"], row["voucher"]].add(tuple(row[name] for name in shared))
    assert {len(found) for found in heads.values()} == {1}


@pytest.mark.parametrize("folder", FOLDERS)
def test_funds_are_known_and_spent_on_what_they_allow(folder: str) -> None:
    funds = {(fund["unit"], fund["code"]): fund for fund in rows(folder, "funds.csv")}
    for fund in funds.values():
        origin = parse_origin(fund["source"])
        assert origin is not None
        assert parse_channel(fund["channel"]) or default_channel(origin)
    for row in entries(folder):
        purposes = funds[row["unit"], row["fund"]]["purposes"]
        if purposes and row.get("purpose"):
            assert row["purpose"] in purposes.split(";")


@pytest.mark.parametrize("folder", FOLDERS)
def test_units_stand_under_units_of_the_folder(folder: str) -> None:
    units = rows(folder, "units.csv")
    codes = {unit["code"] for unit in units}
    assert {unit["parent"] for unit in units} <= codes | {""}
    assert {row["unit"] for row in entries(folder)} <= codes
    assert {row["unit"] for row in rows(folder, "officers.csv")} <= codes


def test_fzu_law_2011_rolls_forward_as_published() -> None:
    assert net_fen(rows(FZU, "openings.csv"), "102") == 3_157_340
    vouchers = rows(FZU, "vouchers.csv")
    assert by(vouchers, "account", "4") == {"401": -547_690, "405": -611_000}
    assert by(vouchers, "purpose", "5") == {
        "职工活动": 776_170,
        "困难职工帮扶、送温暖": 680_000,
        "资本性支出": 30_210,
    }
    assert net_fen(vouchers, "5") == 1_486_380
    assert net_fen(entries(FZU), "102") == 2_829_650


def test_daishan_2021_receipts_by_source_are_those_published() -> None:
    names = {a.code: a.name for a in chart_of(DAISHAN)}
    found = by(rows(DAISHAN, "vouchers.csv"), "account", "4")
    assert {names[code]: -fen for code, fen in found.items()} == {
        "慈善一日捐": 220_85 * WAN // 100,
        "企业定向捐赠": 357_15 * WAN // 100,
        "乡镇分会募集": 132_34 * WAN // 100,
        "上级慈善组织定向捐赠": 188_01 * WAN // 100,
        "单位和个人日常捐赠": 148_68 * WAN // 100,
        "投资收益": 105_67 * WAN // 100,
        "银台基金会捐赠": 80 * WAN,
        "政府补助收入": 130 * WAN,
    }
    assert sum(found.values()) == -1362_70 * WAN // 100


DAISHAN_PAYMENTS = {
    "恤病": (170_52, 2539),
    "济困": (279_94, 2332),
    "助学": (58_42, 160),
    "扶老": (26_40, 746),
    "助残": (4_31, 41),
    "赈灾": (70_59, 85),
    "造血型扶贫": (14_70, 7),
    "资助公益机构": (598_21, 31),
    "银台基金": (73_65, 644),
    "晴娃娃基金": (6_20, 28),
    "宁波岱商基金": (6_00, 42),
    "活动经费": (11_50, 0),
}


def test_daishan_2021_payments_by_purpose_are_those_published() -> None:
    vouchers = rows(DAISHAN, "vouchers.csv")
    spent = by(vouchers, "purpose", "5")
    assert spent == {name: w * WAN // 100 for name, (w, _) in DAISHAN_PAYMENTS.items()}
    assert net_fen(vouchers, "5101") == 1308_94 * WAN // 100
    assert sum(spent.values()) == 1320_44 * WAN // 100


def test_daishan_2021_served_6655_persons() -> None:
    served: dict[str, int] = defaultdict(int)
    for row in rows(DAISHAN, "vouchers.csv"):
        if row["purpose"]:
            served[row["purpose"]] += int(row["persons"] or 0)
    assert served == {name: persons for name, (_, persons) in DAISHAN_PAYMENTS.items()}
    assert sum(served.values()) == 6655


def test_daishan_2021_closes_as_published() -> None:
    assert net_fen(rows(DAISHAN, "openings.csv"), "1002") == 3008_93 * WAN // 100
    closing = by(entries(DAISHAN), "fund", "1002")
    assert sum(closing.values()) == 3_051_190_000
    assert closing.pop("BASE") == 1652_08 * WAN // 100
    assert sum(closing.values()) == 1399_11 * WAN // 100


def test_the_twelve_worked_entries_are_those_of_the_text() -> None:
    vouchers = rows(WORKED, "vouchers.csv")
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in vouchers:
        found[row["voucher"]][row["account"]] = signed_fen(row) // 100
    assert found == {
        "例01": {"101": 1000, "401": -1000},
        "例02": {"102": 10000, "402": -7000, "221": -3000},
        "例03": {"221": 3000, "102": -3000},
        "例04": {"102": 10000, "402": -10000},
        "例05": {"102": 10000, "402": -1000, "221": -3000, "22202": -6000},
        "例06": {"221": 3000, "102": -3000},
        "例07": {"22202": 6000, "102": -6000},
        "例08": {"102": 2000, "40301": -2000},
        "例09": {"102": 3000, "40302": -3000},
        "例10": {"102": 2400, "40302": -2400},
        "例11": {"102": 5000, "40305": -5000},
        "例12": {"102": 50000, "405": -50000},
    }
    assert by(vouchers, "unit", "101", "102") == {
        "FIRM": 5_800_000,
        "OFFICE": 1_000_000,
        "STREET": 1_340_000,
    }


def test_what_the_worked_entries_owe_other_unions_is_paid() -> None:
    owed = by(rows(WORKED, "vouchers.csv"), "unit", "221", "222")
    assert owed == {"FIRM": 0, "STREET": 0}
