"""离任审计报告 and 移交清单 as people read them."""

import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from audit import handover_keeping
from audit.handover_kinds import Doing, LineKind
from audit.handover_proposing import Line
from ledger.database import Engine, reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from reports.errors import NoSuchScope, NotTold
from reports.report import Document
from tests import building, prefecture, server
from tests.audit import engaging
from tests.audit.leaving import BEGAN, by, drawn, fill, signed, take, take_back
from tests.building import Books
from tests.reports.asking import asked, document, rendered, request, rows, yuan

CITY = "130100"
OLD, NEW = "luo.changping", "ji.wenzhao"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prefecture.copied(tmp_path_factory.mktemp("prefecture"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def report(demonstration: Engine) -> Document:
    with reading(demonstration) as connection:
        wanted = request(CITY, "2025", subject=OLD)
        return document(connection, "handover_audit", wanted)


@pytest.fixture(scope="module")
def told(report: Document) -> Any:
    return json.loads(rendered(report, "json"))


def plain(report: Document) -> str:
    reader = PdfReader(io.BytesIO(rendered(report, "pdf")))
    pages = "".join(page.extract_text() for page in reader.pages)
    return pages.replace(" ", "").replace("\n", "")


@pytest.fixture(scope="module")
def text(report: Document) -> str:
    return plain(report)


# -- the report ---------------------------------------------------------------------


def test_the_parts_stand_as_audit_offices_set_them_out(text: str) -> None:
    order = (
        "罗长平同志帮扶资金离任审计报告",
        "报告文号",
        "被审计领导干部",
        "一、审计概况",
        "二、单位基本情况",
        "三、任职期间主要工作",
        "四、任职期间资金筹集、使用和管理情况",
        "（二）逐年收支",
        "（三）重大经济决策",
        "（四）预算增长",
        "（五）离任日的结存、滞留资金和未了事项",
        "五、任职期间合规情况",
        "六、总体评价",
        "七、主要问题及责任认定",
        "八、离任后事项",
        "九、审计建议",
        "十、未审计的事项",
        "审计组组长：",
        "附件一\u3000问题情况表",
        "附件二\u3000其他问题情况表",
        "附件三\u3000未执行的检查",
        "附件四\u3000承诺书",
        "附件五\u3000被审计领导干部及所在单位意见",
    )
    places = [text.index(element) for element in order]
    assert places == sorted(places)


def test_days_before_the_books_are_named_as_not_audited(text: str) -> None:
    assert "2020年1月1日至2021年12月31日没有账簿可审" in text
    assert "任职天数1643天" in text
    assert "审计期间2022年1月1日至2024年6月30日" in text


def test_two_officers_of_one_year_add_up_to_its_audit(
    told: Any, demonstration: Engine
) -> None:
    """罗长平 left on 1 July 2024, 纪文昭 came that day."""
    other = asked(demonstration, "handover_audit", CITY, "2025", subject=NEW)
    annual = asked(demonstration, "annual_audit", CITY, "2024")
    year = rows(annual, "rolled")["帮扶资金合计"]
    one = rows(told, "yearly", "part")["2024年1月1日至6月30日"]
    two = rows(other, "yearly", "part")["2024年7月1日至12月31日"]
    for figure in ("received", "paid", "moved"):
        parts = yuan(one[figure]) + yuan(two[figure])
        assert parts == yuan(year[figure])
    assert one["opening"] == year["opening"]
    assert one["closing"] == two["opening"]
    assert two["closing"] == year["closing"]


def test_the_tenure_of_each_fund_is_that_of_its_years(told: Any) -> None:
    whole = rows(told, "rolled")["合计"]
    total = rows(told, "yearly", "part")["合计"]
    for figure in ("opening", "received", "paid", "moved", "closing"):
        assert whole[figure] == total[figure]
    assert (total["days"], yuan(total["received"])) == (912, Money(8_681_237_60))


def test_what_was_planted_after_the_tenure_is_not_theirs(
    told: Any, demonstration: Engine
) -> None:
    """Of `app/prefecture_mishaps.py` all but the advance are acts of 2025."""
    evidence = " ".join(
        str(row["evidence"])
        for table in ("problems", "other_problems")
        if table in told["tables"]
        for row in told["tables"][table]["rows"]
    )
    assert "2025-" not in evidence
    other = asked(demonstration, "handover_audit", CITY, "2025", subject=NEW)
    problems = other["tables"]["problems"]["rows"]
    assert [row["evidence"] for row in problems] == [
        "2025-05 付-1、2025-05 付-7",
        "2025-04 付-9",
    ]
    assert {row["responsibility"] for row in problems} == {"领导责任"}
    shares = [row["share"] for row in other["tables"]["other_problems"]["rows"]]
    assert "任前" in shares
    assert any(share.startswith("不能按日期划分") for share in shares)


def test_one_who_is_still_in_office_is_audited_up_to_the_day(
    demonstration: Engine,
) -> None:
    with reading(demonstration) as connection:
        wanted = request(CITY, "2025", subject=f"{NEW}/主席/2024-07-01")
        found = document(connection, "handover_audit", wanted)
    assert found.title == "纪文昭同志帮扶资金任中审计报告"
    assert found.provenance.period == "任期 2024-07-01 至 2025-12-31"


def test_what_cannot_be_asked_for_is_refused(demonstration: Engine) -> None:
    def ask(**more: Any) -> None:
        asked(demonstration, "handover_audit", CITY, "2025", **more)

    with pytest.raises(NotTold, match="--subject"):
        ask()
    with pytest.raises(NoSuchScope, match="不含下级"):
        ask(subject=OLD, with_subunits=True)
    with pytest.raises(NoSuchScope, match="任职起始日"):
        ask(subject=f"{OLD}/主席/去年")
    with pytest.raises(NoSuchScope):
        ask(subject=f"{OLD}/主席/2020-01-01/又")
    with pytest.raises(NotFound, match="任职"):
        ask(subject=f"{OLD}/会计")
    with pytest.raises(NotFound, match="人员"):
        ask(subject="nobody")


def test_the_same_books_print_the_same_bytes(
    report: Document, demonstration: Engine
) -> None:
    with reading(demonstration) as connection:
        wanted = request(CITY, "2025", subject=OLD)
        again = document(connection, "handover_audit", wanted)
    assert rendered(again, "pdf") == rendered(report, "pdf")


def test_an_engagement_gives_commission_team_and_findings(
    shelf: server.Shelf,
) -> None:
    for books in engaging.filled(shelf, "sqlite"):
        with writing(books.engine) as connection:
            engaging.issued(
                connection,
                kind=engaging.Kind.HANDOVER,
                span=engaging.TERM,
                title="原主席离任审计",
                officer="主席",
                post="主席",
                commission=engaging.COMMISSION,
            )
        with reading(books.engine) as connection:
            at = dt.datetime(2026, 4, 5, 9, tzinfo=dt.UTC)
            wanted = request("U1", "2026", subject="主席", at=at)
            found = plain(document(connection, "handover_audit", wanted))
    assert found.count("某市总工会组织部：") == 1
    for told in (
        "某市总工会组织部2026年2月20日《某组函〔2026〕5号》的委托",
        "J2026-1",
        "某审通〔2026〕1号（2026年3月2日）",
        "审计组组长：经甲",
        "J2026-1/1\u3000发放没有档案",
        "审计组认定：________",
        "待整改",
    ):
        assert told in found


# -- the list of what is handed over ------------------------------------------------


@pytest.fixture
def left(shelf: server.Shelf) -> Iterator[Books]:
    yield from building.copied(shelf, "sqlite", "leaving", fill)


def listed(books: Books, **more: Any) -> str:
    with reading(books.engine) as connection:
        wanted = request("U1", "2025", **more)
        return plain(document(connection, "handover_inventory", wanted))


def test_lines_are_numbered_in_the_order_of_the_paper(left: Books) -> None:
    found = drawn(left)
    late = Line(kind=LineKind.BOOK, item="手工备查簿", quantity="1本")
    with writing(left.engine) as connection:
        found = handover_keeping.add(connection, "U1", found.key, late, by("丙"))
        first = found.lines[0].number
        handover_keeping.strike(
            connection, "U1", found.key, first, "另册移交", by("丙")
        )
    told = asked(left.engine, "handover_inventory", "U1", "2025", subject=found.key)
    lines = told["tables"]["lines_y2026_1"]["rows"]
    numbers = [row["line"] for row in lines if row["checked"] == "□"]
    assert numbers == [str(one) for one in range(1, len(found.lines))]
    # Added last, it stands with its kind, before what was registered earlier.
    at = next(row for row in lines if row["item"] == late.item)
    assert int(at["line"]) < found.lines[-1].number
    struck = told["tables"]["struck_y2026_1"]["rows"]
    assert [(row["line"], row["reason"]) for row in struck] == [(first, "另册移交")]


def test_a_list_has_room_for_three_signatures_and_for_what_no_book_knows(
    left: Books,
) -> None:
    drawn(left)
    told = asked(left.engine, "handover_inventory", "U1", "2025", subject="Y2026-1")
    groups = [
        row["line"]
        for row in told["tables"]["lines_y2026_1"]["rows"]
        if row["style"] == "group"
    ]
    assert groups == [
        "会计账簿、凭证、报表",
        "资金结存",
        "银行账户及货币资金",
        "系统权限",
        "文件、档案资料",
        "印章",
        "钥匙、网银介质、口令",
        "银行协议",
        "合同、捐赠协议",
    ]
    text = listed(left, subject="Y2026-1")
    assert text.count("（没有登记，移交时填写）") == 5
    places = [text.index(one) for one in ("移交人：", "接收人：", "监交人：")]
    assert places == sorted(places)
    assert "本清单尚未完成" in text


def test_a_complete_list_says_who_signed_and_what_the_receiver_noted(
    left: Books,
) -> None:
    signed(left)
    take_back(left)
    take(left, "丙", Doing.COMPLETE)
    text = listed(left)
    assert "缺钥匙一把" in text
    assert "移交人甲已于2026-01-05在系统签字" in text
    assert "移交于2026年1月5日完成" in text


def test_a_withdrawn_list_is_no_ground(left: Books) -> None:
    drawn(left)
    take(left, "丙", Doing.WITHDRAW, "接收人变动")
    assert "撤回（接收人变动），不作为移交依据" in listed(left)


def test_a_period_without_lists_says_so_and_another_unit_has_none(
    left: Books,
) -> None:
    assert "2025年度没有移交清单" in listed(left)
    with pytest.raises(NoSuchScope, match="没有编号为"):
        listed(left, subject="Y2026-9")
    with pytest.raises(NoSuchScope):
        listed(left, with_subunits=True)


def test_the_successor_is_held_against_what_was_handed_over(left: Books) -> None:
    """甲 handed 990.00 of F1 over; a voucher entered later takes 5.00 of it away."""

    def found() -> Any:
        return asked(left.engine, "handover_audit", "U1", "2025", subject="乙")

    assert "taken_over" not in found()["tables"]
    signed(left)
    take_back(left)
    assert take(left, "丙", Doing.COMPLETE).since == BEGAN
    agreed = found()["tables"]["taken_over"]["rows"]
    assert [yuan(row["difference"]) for row in agreed] == [Money(0), Money(0)]
    left.post(
        building.payment("late", 5_00, dated_on=building.DAY.replace(month=5, day=2))
    )
    first = found()["tables"]["taken_over"]["rows"][0]
    assert [yuan(first[key]) for key in ("listed", "opening", "difference")] == [
        Money(990_00),
        Money(985_00),
        Money(-5_00),
    ]
