"""Minutes of a close: its checklist, its sums, the chain, and the year's end."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from ledger import closing, journal, proofs, year_end
from ledger.database import writing
from ledger.money import Money
from ledger.people import Act
from ledger.vouchers import Entered, Voucher
from ledger.year_end_accounts import Decision, What
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.parts import DRAFT
from reports.wording import sentence
from tests.building import ACT, Books, credit, debit, payment, receipt, voucher
from tests.reports import test_transfer_sheet as transfer
from tests.reports.asking import asked, rows

DEC = dt.date(2025, 12, 20)
ORDERS = Act("张三", dt.datetime(2026, 1, 5, 3, tzinfo=dt.UTC))
REVIEWS = Act("李四", dt.datetime(2026, 2, 12, 8, 20, tzinfo=dt.UTC))
NUMBER = "县工办〔2025〕12号"
CONFIRMED = sentence("close_minutes_openings_agree")


def minutes(books: Books, period: str, **more: Any) -> Any:
    return asked(books.engine, "close_minutes", "U1", period, **more)


def checklist(report: Any) -> dict[str, Any]:
    return rows(report, "checklist", "item")


def notes(report: Any) -> list[str]:
    return [part["note"] for part in report["text"] if "note" in part]


def close_through(books: Books, period: int) -> None:
    with writing(books.engine) as connection:
        closing.close_through(connection, "U1", period, ACT)


def prove(
    books: Books, period: int, fen: int, account: str = "102", **more: Any
) -> None:
    proof = proofs.Proof(
        unit="U1",
        period=period,
        account=account,
        amount=Money(fen),
        evidence="银行对账单",
        **more,
    )
    with writing(books.engine) as connection:
        proofs.prove(connection, proof, ACT)


def overdraft(ref: str, fen: int) -> Voucher:
    """What the bank took of a fund that has nothing."""
    lines = debit("50501", fen, "G"), credit("102", fen, "G")
    return replace(voucher(ref, *lines), entered=Entered.BANK)


def year_closed(books: Books, *decisions: Decision) -> None:
    with writing(books.engine) as connection:
        year_end.order(connection, "U1", 2025, decisions, ORDERS)
    with writing(books.engine) as connection:
        year_end.post(connection, "U1", 2025, REVIEWS)


# -- a month ------------------------------------------------------------------------


def test_an_open_month_is_a_draft_and_says_so(books: Books) -> None:
    books.post(receipt("r", 100_00))
    report = minutes(books, "2025-01")
    assert report["subtitle"] == DRAFT
    assert "本月尚未结账，本页为草稿，不作结账记录归档或报送。" in notes(report)
    assert report["values"]["close"]["状态"] == "尚未结账，以下为草稿"


def test_a_closed_month_names_who_when_and_the_whole_hashes(books: Books) -> None:
    books.post(receipt("r", 100_00))
    close_through(books, 202501)
    facts = minutes(books, "2025-01")["values"]["close"]
    ((head, totals),) = books.rows("SELECT hash, totals_hash FROM closes")
    assert facts["结账人"] == "王五"
    assert facts["结账时间"] == "2026年1月2日 16:00（北京时间）"
    assert facts["链位"] == 1
    assert facts["链首摘要（SHA-256）"] == bytes(head).hex()
    assert facts["结账数摘要（SHA-256）"] == bytes(totals).hex()


def test_minutes_stay_as_they_were_at_the_close(books: Books) -> None:
    books.post(receipt("r", 100_00), overdraft("bank", 3_00))
    close_through(books, 202501)
    before = minutes(books, "2025-01")
    later = dt.date(2025, 2, 3)
    books.post(receipt("back", 50_00, "G", dated_on=later))
    close_through(books, 202502)
    assert minutes(books, "2025-01") == before
    assert "透支 3.00 元" in checklist(before)["资金透支"]["what"]
    assert checklist(minutes(books, "2025-02"))["资金透支"]["result"] == "通过"


def test_the_checklist_names_what_was_passed_and_what_was_not(books: Books) -> None:
    books.post(receipt("r", 100_00))
    close_through(books, 202501)
    listed = checklist(minutes(books, "2025-01"))
    assert list(listed) == [
        "结账顺序",
        "草稿凭证",
        "试算平衡与汇总核对",
        "账实核对",
        "期初往来款",
        "新旧科目衔接",
        "资金透支",
        "预算预留",
    ]
    assert listed["账实核对"]["result"] == "记入本记录"
    assert listed["账实核对"]["do"] == "补做核对，另附记录"
    assert listed["草稿凭证"]["result"] == "通过"


def test_a_draft_tells_what_stands_in_the_way(books: Books) -> None:
    books.post(receipt("r", 100_00))
    prove(books, 202501, 99_00)
    listed = checklist(minutes(books, "2025-01"))
    assert listed["账实核对"]["result"] == "妨碍结账"
    assert "差 -1.00 元" in listed["账实核对"]["what"]
    waiting = checklist(minutes(books, "2025-03"))
    assert waiting["结账顺序"]["what"] == "2025年1月尚未结账"


def test_money_is_held_against_what_was_counted(books: Books) -> None:
    books.post(
        receipt("r", 1000_00), voucher("c", debit("101", 50_00), credit("102", 50_00))
    )
    under_way = {
        "other": Money(30_00),
        "explained": Money(20_00),
        "explanation": "支票一张未达",
    }
    prove(books, 202501, 1000_00, **under_way)
    close_through(books, 202501)
    counted = rows(minutes(books, "2025-01"), "money", "account")
    bank = counted["102 银行存款"]
    assert (bank["book"], bank["amount"]) == ("950.00", "1000.00")
    assert (bank["other"], bank["explained"]) == ("30.00", "20.00")
    assert (bank["difference"], bank["made_by"]) == ("0.00", "王五")
    assert bank["explanation"] == "支票一张未达"
    cash = counted["101 库存现金"]
    assert (cash["amount"], cash["evidence"]) == (None, "没有盘点记录或余额证明")


def test_proofs_that_were_made_anew_are_told_as_replaced(books: Books) -> None:
    books.post(receipt("r", 1000_00))
    prove(books, 202501, 999_00)
    assert "superseded" not in minutes(books, "2025-01")["tables"]
    prove(books, 202501, 998_00)
    prove(books, 202501, 1000_00)
    close_through(books, 202501)
    report = minutes(books, "2025-01")
    earlier = report["tables"]["superseded"]["rows"]
    assert [(row["amount"], row["standing"]) for row in earlier] == [
        ("999.00", "已被取代"),
        ("998.00", "已被取代"),
    ]
    assert earlier[0]["account"] == "102 银行存款"
    assert earlier[0]["made_at"] == "2026年1月2日 16:00（北京时间）"
    assert len(report["tables"]["money"]["rows"]) == 1


def test_the_month_is_summed_by_class(books: Books) -> None:
    books.post(receipt("r", 1000_00), payment("p", 300_00))
    close_through(books, 202501)
    sums = rows(minutes(books, "2025-01"), "totals", "class")
    assert sums["资产"]["debit"] == "1000.00"
    assert sums["资产"]["credit"] == "300.00"
    assert sums["资产"]["closing_debit"] == "700.00"
    assert sums["支出"]["closing_debit"] == "300.00"
    assert sums["合计"]["debit"] == sums["合计"]["credit"] == "1300.00"
    assert sums["合计"]["closing_debit"] == sums["合计"]["closing_credit"] == "1000.00"


def test_each_series_tells_its_first_and_last_number(books: Books) -> None:
    opening = voucher(
        "o",
        debit("102", 5_00),
        credit("32104", 5_00),
        kind="期初",
        dated_on=dt.date(2025, 1, 1),
    )
    books.post(opening, receipt("r1", 10_00), receipt("r2", 10_00), payment("p", 1_00))
    close_through(books, 202502)
    january = rows(minutes(books, "2025-01"), "vouchers", "kind")
    assert [january["收"][key] for key in ("count", "first", "last")] == [2, 1, 2]
    assert january["期初"]["count"] == 1
    assert january["合计"]["count"] == 4
    february = rows(minutes(books, "2025-02"), "vouchers", "kind")
    assert february["合计"]["count"] == 0
    assert "期初" not in february


def test_four_sign_and_the_closer_is_named(books: Books) -> None:
    books.post(receipt("r", 100_00))
    close_through(books, 202501)
    report = minutes(books, "2025-01")
    (signed,) = [part for part in report["text"] if "signatures" in part]
    assert signed["signatures"] == [
        ["会计主管", ""],
        ["结账人", "王五"],
        ["复核", ""],
        ["单位负责人", ""],
    ]


def test_a_close_that_was_tampered_with_is_told(sqlite_books: Books) -> None:
    sqlite_books.post(receipt("r", 100_00))
    close_through(sqlite_books, 202501)
    right = "编制本页时已重新计算链首摘要与结账数摘要，与结账时相符。"
    assert right in notes(minutes(sqlite_books, "2025-01"))
    with sqlite_books.raw() as raw:
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in raw.run(f"{named} AND tbl_name = 'checkpoints'"):
            raw.run(f"DROP TRIGGER {name}")
        raw.run("UPDATE checkpoints SET debit_fen = debit_fen + 1")
        raw.commit()
    (told,) = [n for n in notes(minutes(sqlite_books, "2025-01")) if "摘要" in n]
    assert told.startswith("结账数摘要与结账时不符")


# -- December -----------------------------------------------------------------------


@pytest.fixture
def year(books: Books) -> Books:
    """A year of two funds, closed through November."""
    books.post(
        receipt("r1", 1000_00),
        payment("p1", 300_00, dated_on=DEC),
        voucher("r2", debit("102", 500_00, "F2"), credit("40302", 500_00, "F2")),
    )
    close_through(books, 202511)
    return books


def finished(fen: int = 0) -> Decision:
    return Decision(what=What.FINISHED, fund="F1", basis=NUMBER, amount=Money(fen))


def test_december_tells_how_the_year_was_closed(year: Books) -> None:
    claim = Decision(
        what=What.UNDELIVERED,
        fund="F2",
        account="12101",
        amount=Money(90_00),
        basis="财库〔2025〕1号",
    )
    year_closed(year, finished(), claim)
    report = minutes(year, "2025-12")
    vouchers = report["tables"]["year_end"]["rows"]
    assert [row["summary"] for row in vouchers] == [
        "确认年末未下达的用款额度",
        "年终结转本年收入（工会资金结转）",
        "年终结转本年支出（工会资金结转）",
        "年终转入累计结转结余（工会资金结转）",
        "已完成项目的剩余资金转入结余",
        "年终转入累计结转结余（工会资金结余）",
    ]
    assert vouchers[2]["amount"] == "300.00"
    decided = rows(report, "decisions", "what")
    assert decided["项目完成，结转转入结余"]["amount"] == "700.00"
    assert decided["项目完成，结转转入结余"]["voucher"] == vouchers[4]["voucher"]
    assert decided["未下达的额度"]["basis"] == "财库〔2025〕1号"
    assert decided["未下达的额度"]["voucher"] == vouchers[0]["voucher"]
    assert CONFIRMED in notes(report)
    assert checklist(report)["年终结转"]["result"] == "通过"
    assert report["values"]["close"]["年终结账"] == (
        "第 1 号指令，张三于2026年1月5日 11:00（北京时间）下达（制单），李四复核记账"
    )


def test_a_draft_of_december_tells_what_is_to_be_closed(year: Books) -> None:
    with writing(year.engine) as connection:
        year_end.order(connection, "U1", 2025, [finished(100_00)], ORDERS)
    report = minutes(year, "2025-12")
    assert report["subtitle"] == DRAFT
    listed = checklist(report)["年终结转"]
    assert listed["result"] == "妨碍结账"
    assert listed["what"] == "2025年还没有年终结转，待记年终凭证 5 张"
    assert rows(report, "decisions", "what")["项目完成，结转转入结余"]["voucher"] == ""
    assert CONFIRMED not in notes(report)


def test_adjustments_name_their_finding_and_january_is_compared(year: Books) -> None:
    year.post(receipt("jan", 5_00, dated_on=dt.date(2026, 1, 4)))
    with writing(year.engine) as connection:
        year_end.begin_adjusting(connection, "U1", 2025, REVIEWS)
        last = dt.date(2025, 12, 31)
        late = payment("a", 50_00, dated_on=last, summary="补记漏列的救助")
        adjusting = {"entered": Entered.ADJUSTMENT, "basis": "审计发现2025-3"}
        journal.post(connection, [replace(late, **adjusting)], ACT)
    year_closed(year, finished())
    report = minutes(year, "2025-12")
    (adjusted,) = report["tables"]["adjustments"]["rows"]
    assert (adjusted["basis"], adjusted["amount"]) == ("审计发现2025-3", "50.00")
    assert report["values"]["close"]["审计调整期"].endswith("；审计调整凭证 1 张")
    compared = rows(report, "openings", "account")
    bank = compared["102 银行存款"]
    assert (bank["provisional"], bank["final"]) == ("700.00", "650.00")
    assert bank["difference"] == "-50.00"
    # What the closing itself moved, such as finished projects, is no difference.
    assert set(compared) == {"102 银行存款", "32104 工会资金结转——累计结转"}
    assert CONFIRMED not in notes(report)
    closing_vouchers = rows(report, "year_end", "summary")
    assert "补记漏列的救助" not in closing_vouchers


def test_a_december_that_was_adjusting_says_so_without_adjustments(
    year: Books,
) -> None:
    assert "审计调整期" not in minutes(year, "2025-12")["values"]["close"]
    with writing(year.engine) as connection:
        year_end.begin_adjusting(connection, "U1", 2025, REVIEWS)
    told = "李四于2026年2月12日 16:20（北京时间）办理进入；没有审计调整凭证"
    assert minutes(year, "2025-12")["values"]["close"]["审计调整期"] == told
    year_closed(year, finished())
    report = minutes(year, "2025-12")
    assert report["values"]["close"]["审计调整期"] == told
    assert "adjustments" not in report["tables"]
    assert "审计调整期" not in minutes(year, "2025-11")["values"]["close"]


def test_quota_that_came_back_in_january_is_no_difference(books: Books) -> None:
    books.post(voucher("q", debit("111", 500_00, "F2"), credit("40302", 500_00, "F2")))
    close_through(books, 202511)
    year_closed(books)
    report = minutes(books, "2025-12")
    assert report["tables"]["year_end"]["rows"][0]["date"] == "2026-01-01"
    assert CONFIRMED in notes(report)
    assert "openings" not in report["tables"]


def test_a_change_of_chart_makes_no_difference_of_january(books: Books) -> None:
    transfer.about_to_change(books)
    granted = debit("111", 300_00, "G"), credit("408", 300_00, "G")
    books.post(transfer.of_2021("q", *granted, dated_on=dt.date(2021, 12, 5)))
    transfer.closed(books)
    report = asked(books.engine, "close_minutes", "U3", "2021-12")
    assert [row["voucher"] for row in report["tables"]["year_end"]["rows"]][-3:] == [
        "期初-1",
        "期初-2",
        "收-1",
    ]
    assert CONFIRMED in notes(report)
    assert "openings" not in report["tables"]


def test_a_deficit_is_named(books: Books) -> None:
    owed = debit("50404", 150_00, purpose="生活救助"), credit("215", 150_00)
    books.post(receipt("r", 100_00), voucher("owed", *owed))
    close_through(books, 202511)
    year_closed(books)
    told = checklist(minutes(books, "2025-12"))["年末赤字"]
    assert (told["what"], told["result"]) == (
        "资金 F1 年末为赤字 50.00 元",
        "记入本记录",
    )


# -- refusals -----------------------------------------------------------------------


def test_minutes_are_of_one_month_of_one_book(year: Books) -> None:
    with pytest.raises(NoSuchPeriod, match="结账记录按月编制，期间写作 2025-12"):
        minutes(year, "2025")
    with pytest.raises(NoSuchPeriod, match="账簿自 2025-01-01 建账"):
        minutes(year, "2024-12")
    with pytest.raises(NoSuchScope, match="不汇总下级单位"):
        minutes(year, "2025-01", with_subunits=True)
    with pytest.raises(NoSuchScope, match="不能只取一项资金"):
        minutes(year, "2025-01", fund="F1")


def test_a_place_before_the_close_has_no_minutes(year: Books) -> None:
    with pytest.raises(NoSuchScope, match="在链位 1 尚未结账"):
        minutes(year, "2025-01", known_at=1)
    assert minutes(year, "2025-01", known_at=3)["position"] == 3
