"""The board pack: four pages, plain words, the figures of the pages with details."""

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from aid import kept_standards
from aid.standard_kinds import Key
from ledger import fund_registration
from ledger.database import Engine, reading, writing
from ledger.money import ZERO, Money
from ledger.payment_requests import RequestKind
from reports.catalogue import FORMATS
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.report import shown
from tests import prefecture, server
from tests.aid import batching, casework
from tests.aid.filing import VAULT
from tests.aid.test_floors import HERE
from tests.audit import engaging
from tests.building import Books, payment, receipt, red
from tests.reports.asking import asked, document, rendered, request, rows, yuan
from tests.reports.budget_world import add_township, lay_out
from tests.treasury import asking
from tests.treasury.giving import received
from tests.treasury.goods_world import Store, gift_line
from tests.treasury.test_request_vouchers import move_inside

CITY, PROVINCE = "130100", "130000"
UNITS = (PROVINCE, CITY, "130102", "130104", "130121", "130123", "130124", "130125")
JULY = dt.datetime(2026, 7, 3, 2, tzinfo=dt.UTC)
JUNE = dt.datetime(2026, 6, 3, 2, tzinfo=dt.UTC)


def pack(books: Books | Engine, unit: str, period: str, **more: Any) -> Any:
    engine = books.engine if isinstance(books, Books) else books
    return asked(engine, "board_pack", unit, period, **more)


def pages(engine: Engine, unit: str, period: str, **more: Any) -> list[str]:
    """The text of every page in print."""
    with reading(engine) as connection:
        drawn = document(connection, "board_pack", request(unit, period, **more))
        stream = rendered(drawn, "pdf")
    return [page.extract_text() for page in PdfReader(io.BytesIO(stream)).pages]


def words(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)


def table(told: Any, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told["tables"][name]["rows"]
    return found


def total(told: Any, name: str) -> dict[str, Any]:
    (found,) = (row for row in table(told, name) if row["style"] == "total")
    return found


def added(found: list[dict[str, Any]], key: str) -> Money:
    return sum((yuan(row[key]) for row in found), ZERO)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prefecture.copied(tmp_path_factory.mktemp("pack"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def city(demonstration: Engine) -> Any:
    return pack(demonstration, CITY, "2025")


@pytest.fixture(scope="module")
def statement(demonstration: Engine) -> Any:
    return asked(demonstration, "fund_statement", CITY, "2025")


# -- four pages ---------------------------------------------------------------------


@pytest.mark.parametrize("unit", UNITS)
def test_it_is_four_pages_one_for_each_question(
    demonstration: Engine, unit: str
) -> None:
    found = pages(demonstration, unit, "2025", with_subunits=unit in {PROVINCE, CITY})
    heads = ("一、钱从哪里来", "二、钱用到哪里", "三、还剩多少", "四、哪些不对")
    assert len(found) == len(heads)
    assert all(head in page for head, page in zip(heads, found, strict=True))


def test_a_month_is_four_pages_and_stands_beside_its_year(
    demonstration: Engine,
) -> None:
    assert len(pages(demonstration, CITY, "2025-06", with_subunits=True)) == 4
    told = pack(demonstration, CITY, "2025-06")
    month = asked(demonstration, "fund_statement", CITY, "2025-06")
    balance = total(month, "balances")
    came = yuan(balance["received"]) + yuan(balance["moved"])
    assert yuan(total(told, "sources")["period"]) == came
    assert f"（其中6月 {shown(yuan(balance['spent']))} 元）" in words(told)
    assert "2025年1月至6月" in words(told)


def test_books_that_have_nothing_to_tell_make_four_pages(books: Books) -> None:
    found = pages(books.engine, "U1", "2025")
    assert len(found) == 4
    told = words(pack(books, "U1", "2025"))
    for sentence in (
        "今年没有批准的支出预算",
        "账簿里没有困难职工档案",
        "今年没有批准的预算，没有目标可比",
        "成立资金管理机构并登记成员",
    ):
        assert sentence in told, sentence
    assert "sources_chart" not in told
    assert "ages_chart" not in told


def test_many_uses_with_long_names_stay_on_their_page(books: Books) -> None:
    long = "为受灾困难职工家庭修缮住房购置生活必需品和取暖设备"
    with writing(books.engine) as connection:
        met = [("F1", f"{long}{place:02d}") for place in range(30)]
        fund_registration.meet_purposes(connection, "U1", met, asking.ASKER)
    books.post(receipt("r", 9_000_000_000_00))
    books.post(*(payment(f"p{n}", n + 1, "F1", one[1]) for n, one in enumerate(met)))
    assert len(pages(books.engine, "U1", "2025")) == 4
    told = table(pack(books, "U1", "2025"), "kinds")
    assert len(told) == 10
    assert told[-2]["kind"] == "其余 22 项"
    assert added(told[:-1], "amount") == yuan(told[-1]["amount"]) == Money(465)


@pytest.mark.parametrize("suffix", FORMATS)
def test_it_is_printed_the_same_twice_in_every_format(
    demonstration: Engine, suffix: str
) -> None:
    with reading(demonstration) as connection:
        wanted = request(CITY, "2025")
        drawn = [document(connection, "board_pack", wanted) for _ in range(2)]
        one, other = (rendered(made, suffix.lstrip(".")) for made in drawn)
    assert one == other


def test_nobody_can_be_told_from_it(demonstration: Engine) -> None:
    told = words(pack(demonstration, PROVINCE, "2025", with_subunits=True))
    assert not re.search(r"D1301|档案号|[收付转]-\d", told)


def test_an_office_words_it_its_own_way(demonstration: Engine, tmp_path: Path) -> None:
    (tmp_path / "board_pack_came.txt").write_text(
        "收到 {{ came | money }} 元。", "utf-8"
    )
    told = pack(demonstration, CITY, "2025", templates=tmp_path)
    assert "收到 3,988,828.83 元。" in words(told["text"])


def test_it_is_of_ended_periods_and_whole_books(demonstration: Engine) -> None:
    with pytest.raises(NoSuchPeriod, match="结束"):
        pack(demonstration, CITY, "2026")
    with pytest.raises(NoSuchScope):
        pack(demonstration, CITY, "2025", fund="CB")


# -- every figure is that of the page that details it -------------------------------


def test_what_came_in_is_that_of_the_fund_statement(
    city: Any, statement: Any, demonstration: Engine
) -> None:
    balance = total(statement, "balances")
    (overview,) = table(city, "overview")
    came = yuan(balance["received"]) + yuan(balance["moved"])
    assert yuan(total(city, "sources")["year"]) == came
    # The income of both papers is one figure; what was made over stands apart in both.
    shared = ("opening", "spent", "moved", "closing")
    for ours, theirs in (("came", "received"), *zip(shared, shared, strict=True)):
        assert yuan(overview.get(ours)) == yuan(balance[theirs]), ours
    by_source = rows(city, "sources", "source")
    income = by_source["其中：收入（同收支表）"]
    made_over = by_source["　　　从其他资金调入"]
    assert (income["year"], made_over["year"]) == (
        balance["received"],
        balance["moved"],
    )
    by_origin = rows(city, "sources", "source")
    central = [r for r in table(statement, "balances") if r["origin"] == "中央财政"]
    expected = added(central, "received") + added(central, "moved")
    assert yuan(by_origin["　中央财政"]["year"]) == expected
    before = asked(demonstration, "fund_statement", CITY, "2024")
    last = total(before, "balances")
    assert yuan(total(city, "sources")["last"]) == (
        yuan(last["received"]) + yuan(last["moved"])
    )
    assert (income["last"], made_over["last"]) == (last["received"], last["moved"])


def test_what_it_did_is_that_of_the_fund_statement(city: Any, statement: Any) -> None:
    paid = total(statement, "payments")
    ours = total(city, "kinds")
    assert (ours["amount"], ours["households"]) == (paid["amount"], paid["households"])
    assert ours["persons"] == paid["persons"]
    heads = {
        row["purpose"]: row
        for row in table(statement, "payments")
        if row["purpose"].endswith("小计")
    }
    kinds = rows(city, "kinds", "kind")
    assert kinds["拨给下级单位"]["amount"] == heads["补助下级支出小计"]["amount"]
    assert kinds["代管资金转付"]["amount"] == heads["代管资金支出小计"]["amount"]


def test_what_is_left_is_that_of_the_fund_statement(city: Any, statement: Any) -> None:
    forms, theirs = rows(city, "forms", "form"), total(statement, "forms")
    assert forms["合计（结存）"]["amount"] == theirs["closing"]
    assert forms["银行存款"]["amount"] == theirs["bank"]
    assert yuan(forms["垫付借出"]["amount"]) == yuan(theirs["advance"])
    assert yuan(total(city, "ages")["closing"]) == yuan(theirs["closing"])
    free = yuan(theirs["available"])
    assert f"还可以安排的有 {shown(free)} 元" in words(city)


def test_units_are_added_up_and_old_money_stays_old(demonstration: Engine) -> None:
    whole = pack(demonstration, CITY, "2025", with_subunits=True)
    summed = asked(demonstration, "fund_statement", CITY, "2025", with_subunits=True)
    closing = total(summed, "balances")["closing"]
    assert rows(whole, "forms", "form")["合计（结存）"]["amount"] == closing
    ages = [
        total(pack(demonstration, unit, "2025"), "ages")
        for unit in UNITS
        if unit != PROVINCE
    ]
    for key in ("year", "year_before", "two_before", "older", "closing"):
        assert yuan(total(whole, "ages")[key]) == added(ages, key), key


def test_money_is_as_old_as_its_last_receipts_leave_it(books: Books) -> None:
    january = dt.date(2026, 1, 9)
    books.post(receipt("r1", 300_00), payment("p1", 150_00))
    later = receipt("r2", 200_00, dated_on=january)
    books.post(later, payment("p2", 100_00, dated_on=january))
    row = total(pack(books, "U1", "2026-01"), "ages")
    assert (row["year"], row["year_before"], row["closing"]) == (
        "200.00",
        "50.00",
        "250.00",
    )
    assert total(pack(books, "U1", "2025"), "ages")["year"] == "150.00"


def test_the_budget_is_that_of_its_execution(books: Books) -> None:
    lay_out(books)
    add_township(books)
    for more in ({}, {"with_subunits": True}):
        told = pack(books, "U1", "2025-03", **more)
        detail = asked(books.engine, "budget_execution", "U1", "2025-03", **more)
        name = "by_unit" if more else "lines"
        sums = total(detail, name)
        sentence = f"全年预算支出 {shown(yuan(sums['revised']))} 元，已用"
        assert f"{sentence} {shown(yuan(sums['spent']))} 元" in words(told)
        tied = rows(told, "tied", "item")
        assert yuan(tied["预算中另外留好的"]["amount"]) == yuan(sums.get("reserved"))
        over = detail["tables"].get("over", {"rows": []})["rows"]
        matter = rows(told, "matters", "matter")["超过预算的项目"]
        assert matter["count"] == len(over)
        assert yuan(matter["amount"]) == added(over, "excess")
    assert yuan(rows(told, "sources", "source")["社会捐赠"]["budget"]) == Money(6000000)


def test_the_surplus_is_told_against_its_target(books: Books) -> None:
    lay_out(books)
    matters = rows(pack(books, "U1", "2025-03"), "matters", "matter")
    annual = asked(books.engine, "budget_annual", "U1", "2025")
    surplus = matters["预算结余"]["amount"]
    assert surplus is not None
    assert surplus in words(annual)
    assert "目标是大于零，已达到" in matters["预算结余"]["told"]
    growth = asked(books.engine, "budget_growth", "U1", "2025")
    assert matters["工会预算逐年增长"]["amount"] in words(growth)


@pytest.fixture
def helped(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """P-1 was paid 700 of the 700 that are due, four had less; a batch waits."""
    for books in batching.filled(shelf, dialect):
        with writing(books.engine) as connection:
            kept_standards.import_figures(connection, "U1", [HERE], batching.KEEPER)
        batching.paid(books, batching.batch(batching.line(1, fen=700_00)))
        batching.save(books, batching.batch(batching.line(2), ref="等"))
        batching.submit(books, "B2026-2")
        yield books


def test_workers_on_file_and_below_the_floor_are_those_of_their_pages(
    helped: Books, tmp_path: Path
) -> None:
    more: dict[str, Any] = {"at": JUNE, "vault": VAULT}
    told = rows(pack(helped, "U1", "2026-03", **more), "workers", "item")
    floor = asked(helped.engine, "aid_floor", "U1", "2026-03", **more)
    below = table(floor, "below")[:-1]
    assert told["没有拿够生活救助"]["households"] == len(below) == 4
    assert yuan(told["没有拿够生活救助"]["amount"]) == added(below, "missing")
    files = asked(helped.engine, "aid_statistics", "U1", "2026-03", **more)
    (row,) = table(files, "files")
    assert told["现在在档"]["households"] == row["end"]
    (aid,) = table(files, "aid")
    assert told["得到救助"]["households"] == aid["aid_households"]
    (tmp_path / "board_pack_workers.txt").write_text("〔{{ item }}〕", "utf-8")
    theirs = pack(helped, "U1", "2026-03", templates=tmp_path, **more)
    assert rows(theirs, "workers", "item")["年初在档"]["told"] == "〔begin〕"


def test_what_is_promised_is_that_of_the_list_of_requests(helped: Books) -> None:
    told = pack(helped, "U1", "2026-03", at=JUNE)
    listed = asked(helped.engine, "payment_requests", "U1", "2026-03", at=JUNE)
    open_ = [r for r in table(listed, "requests") if r["state"].startswith("▲")]
    asked_for = rows(told, "tied", "item")["已申请、还没付的"]
    assert asked_for["count"] == len(open_) == 1
    assert yuan(asked_for["amount"]) == added(open_, "amount") == Money(500_00)
    assert "按批次发给职工的 1 批 500.00 元" in asked_for["told"]
    before = pack(helped, "U1", "2026-02", at=JUNE)
    assert rows(before, "tied", "item")["已申请、还没付的"]["count"] == 0


def test_advances_are_those_of_their_page(books: Books) -> None:
    desk = asking.live(books)
    due = dt.date(2025, 3, 1)
    lines = asking.line(500_00, "G", "135", "")
    kind = RequestKind.ADVANCE
    wanted = asking.request("垫1", lines, payee="F1", kind=kind, due_on=due)
    move_inside(desk, asking.approved(desk, wanted))
    told = pack(desk, "U1", "2025-03")
    ages = asked(desk.engine, "advances_by_age", "U1", "2025-03")
    union = rows(told, "tied", "item")["本级工会垫付借出的"]
    whole = total(ages, "advances")
    assert (union["amount"], union["count"]) == (whole["open"], 1)
    late = rows(told, "matters", "matter")["垫付借出逾期"]
    assert (late["count"], late["amount"]) == (1, "500.00")
    assert rows(told, "tied", "item")["垫付借出、还没还的"]["count"] == 0


def test_gifts_that_end_are_those_of_their_page(books: Books) -> None:
    school = {"purposes": ("金秋助学",), "until": dt.date(2025, 8, 31)}
    received(books, fund="D1", **school)
    spent = payment("p", 300_00, "D1", "金秋助学", dated_on=dt.date(2025, 4, 2))
    books.post(spent)
    for period, item, left in (
        ("2025-03", "半年内到期的捐赠", "1000.00"),
        ("2025-06", "半年内到期的捐赠", "700.00"),
        ("2025-09", "已到期的捐赠", "700.00"),
    ):
        told = pack(books, "U1", period)
        use = asked(books.engine, "gift_use", "U1", period)
        tied = rows(told, "tied", "item")[item]
        assert (tied["count"], tied["amount"]) == (1, left)
        assert left in words(use["tables"])
    assert "已到期、还剩 700.00 元的捐赠" in words(told)
    early = rows(pack(books, "U1", "2025-02"), "tied", "item")
    assert early["半年内到期的捐赠"]["count"] in {0, 1}


def test_goods_are_those_of_the_stock_ledger(books: Books) -> None:
    shop = Store(books)
    shop.bought("b1", 10, 1000)
    shop.post(shop.give("g1", gift_line(5, 500)))
    told = pack(books, "U1", "2025")
    ledger = asked(books.engine, "stock_ledger", "U1", "2025")
    closing = total(ledger, "goods_amounts")["closing"]
    forms = rows(told, "forms", "form")
    goods = yuan(forms.get("物资", {}).get("amount"))
    beside = yuan(forms.get("另有库存物资", {}).get("amount"))
    assert goods + beside == yuan(closing) == Money(1500_00)


def test_findings_are_those_of_the_ledger_as_they_stood(
    shelf: server.Shelf, dialect: str
) -> None:
    for books in engaging.filled(shelf, dialect):
        assert "没有2025年度审计的记录" in words(pack(books, "U1", "2026-02", at=JUNE))
        with writing(books.engine) as connection:
            engaging.rectifying(connection)
        told = pack(books, "U1", "2026-06", at=JULY)
        paper = asked(books.engine, "audit_rectification", "U1", "2026-06", at=JULY)
        (finding,) = table(told, "findings")
        assert (finding["due_on"], finding["amount"]) == ("2026-05-31", "30.00")
        assert (finding["state"], "待整改（逾期）" in words(paper)) == ("▲ 逾期", True)
        assert "督促办结已过期限的审计发现 1 项" in words(told)
        assert table(told, "matters")[4]["told"] == "▲ 1 项过了整改期限"
        with writing(books.engine) as connection:
            engaging.put_right(connection)
        for period, state in (("2026-04", ["待整改"]), ("2026-05", [])):
            told = pack(books, "U1", period, at=JULY)
            found = told["tables"].get("findings", {"rows": []})["rows"]
            assert [row["state"] for row in found] == state
            assert table(told, "matters")[4]["count"] == len(state)


def test_late_cases_are_those_of_their_page(shelf: server.Shelf, dialect: str) -> None:
    april = dt.datetime(2026, 5, 20, 9, tzinfo=dt.UTC)
    for books in casework.filled(shelf, dialect):
        more = {"with_subunits": True, "at": april}
        told = pack(books, "C", "2026-04", **more)
        late = table(asked(books.engine, "aid_late", "C", "2026-04", **more), "late")
        matter = rows(told, "matters", "matter")["帮扶申请和复核逾期"]
        assert matter["count"] == len(late) > 0
        assert f"督促办理逾期的帮扶申请和复核 {len(late)} 件" in words(told)


def test_the_medical_reading_is_asked_for_until_it_is_decided(books: Books) -> None:
    lay_out(books)
    told = words(pack(books, "U1", "2025-03"))
    assert "决定医疗救助按哪一种算法计算" in told
    for amount in ("1,600.00", "2,000.00", "1,500.00"):
        assert amount in told
    assert Key.MEDICAL_READING.value == "medical_reading"


def test_what_was_cancelled_in_red_is_not_told(books: Books) -> None:
    books.post(receipt("r", 1_000_00), payment("p", 300_00))
    books.reverse("p", red("z"))
    told = pack(books, "U1", "2025")
    assert "kinds" not in told["tables"]
    assert table(told, "overview")[0]["closing"] == "1000.00"
