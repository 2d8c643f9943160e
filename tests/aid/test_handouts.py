"""Hand-outs: planned, approved, issued, undone; stock, voucher and files agree."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from aid import beginnings, handouts
from aid import recipient_steps as steps
from aid.claims import Project
from aid.deceased import import_deceased, read_deceased
from aid.eligibility import Limb
from aid.errors import HandoutRefused
from aid.handout_reading import State
from aid.standards import Adoption, in_force
from ledger import drafts, fund_registration
from ledger.database import writing
from ledger.money import Money
from tests import building
from tests.aid import casework, filing
from tests.aid.filing import number
from tests.aid.handing import DAY, PLANNED, ZHANG, ZHAO, Centre, line, opened
from tests.aid.test_handout_guards import move
from tests.building import DriverError, red
from tests.server import Shelf
from tests.treasury.asking import go_live
from treasury.errors import GoodsRefused


@pytest.fixture
def centre(shelf: Shelf, dialect: str) -> Iterator[Centre]:
    """Ten files, twenty quilts, forty shopping vouchers."""
    yield from opened(shelf, dialect)


def test_one_hand_out_is_one_voucher_by_file_numbers(centre: Centre) -> None:
    """Two quilts for A-1, one for A-3: 300 yuan off stock."""
    done = centre.plan("春1", line("A-1", 2), line("A-3"))
    assert (done.handout.key, done.handout.state) == ("H2026-1", State.PLANNED)
    assert centre.approve("H2026-1").handout.state is State.APPROVED
    given = centre.issue("H2026-1").handout
    assert (given.state, given.cost) == (State.ISSUED, Money(300_00))
    centre.post(given.draft)

    assert centre.one("H2026-1").state is State.STANDING
    assert centre.shop.lines("春1") == [
        ("30101", "F1", 200_00, 0, "", 0),
        ("141", "F1", 0, 200_00, "Q1", 2_000),
        ("30101", "F1", 100_00, 0, "", 0),
        ("141", "F1", 0, 100_00, "Q1", 1_000),
    ]
    people = centre.books.rows(
        "SELECT recipient FROM postings WHERE item = 'Q1' AND recipient <> ''"
    )
    assert people == [("A-1",), ("A-3",)]
    assert [one.cost for one in centre.lines("H2026-1")] == [
        Money(200_00),
        Money(100_00),
    ]


def test_planned_or_issued_twice_it_is_one(centre: Centre) -> None:
    first = centre.plan("春1")
    assert centre.plan("春1").already
    with pytest.raises(HandoutRefused, match="春1 已有发放单 H2026-1，但内容不同"):
        centre.plan("春1", line("A-4"))
    centre.approve(first.handout.key)
    assert not centre.issue("H2026-1").already
    again = centre.issue("H2026-1")
    assert again.already
    assert centre.books.one("SELECT COUNT(*) FROM goods_moves WHERE kind='issue'") == 2


def test_all_that_is_wrong_is_told_at_once(centre: Centre) -> None:
    lines = (
        line("A-1"),
        line("A-1"),
        line("B-9"),
        line("A-4", member=2),
        line("A-5", item="X1"),
        line("A-6", 90),
        line("A-7", 2, "V1", serials="A001-A003"),
    )
    with pytest.raises(HandoutRefused) as told:
        centre.plan("春1", *lines)
    for what in (
        "第 2 行：与第 1 行重复",
        "第 3 行：没有档案 B-9",
        "第 4 行：家庭成员编号应在 1 至 1 之间",
        "第 5 行：没有物品 X1",
        "第 6 行：棉被：可发 16 条，缺 74 条",
        "第 7 行：百货购物券：编号共 3 张，数量却是 2 张",
    ):
        assert what in str(told.value)
    assert centre.books.one("SELECT COUNT(*) FROM aid_handouts") == 0


def test_a_household_twice_is_told_and_not_refused(centre: Centre) -> None:
    done = centre.plan("春1", line("A-1"), line("A-2"), line("A-3"))
    assert done.warnings == (
        "第 1 行：与第 2 行是同一户",
        "第 2 行：与第 1 行是同一户",
    )


def test_who_planned_or_wrote_a_file_does_not_approve(centre: Centre) -> None:
    key = centre.plan("春1").handout.key
    with pytest.raises(HandoutRefused, match=r"编制人不能批准.*录入或变更过其中的档案"):
        centre.approve(key, ZHANG)
    with pytest.raises(HandoutRefused, match=r"没有发放.*发放单待批准"):
        centre.issue(key)
    centre.approve(key)
    with pytest.raises(HandoutRefused, match="批准人不能自己办理发放"):
        centre.issue(key, ZHAO)


def test_it_is_turned_down_or_withdrawn_with_a_reason(centre: Centre) -> None:
    first = centre.plan("春1").handout.key
    second = centre.plan("春2").handout.key
    with pytest.raises(HandoutRefused, match="没有写明理由"):
        centre.act(handouts.refuse, "U1", first, " ", by=ZHAO)
    done = centre.act(handouts.refuse, "U1", first, "人数不符", by=ZHAO)
    assert done.handout.state is State.REFUSED
    done = centre.act(handouts.withdraw, "U1", second, "改日")
    assert done.handout.state is State.WITHDRAWN
    for key in (first, second):
        with pytest.raises(HandoutRefused, match="没有批准"):
            centre.approve(key)


def test_the_last_pieces_go_to_who_is_issued_first(centre: Centre) -> None:
    one = centre.plan("春1", line("A-1", 12)).handout.key
    other = centre.plan("春2", line("A-3", 12)).handout.key
    centre.approve(one)
    centre.approve(other)
    centre.issue(one)
    with pytest.raises(HandoutRefused, match="可发 8 条，缺 4 条"):
        centre.issue(other)
    assert centre.one(other).state is State.APPROVED


def test_a_dropped_draft_leaves_it_approved(centre: Centre) -> None:
    key = centre.plan("春1").handout.key
    centre.approve(key)
    draft = centre.issue(key).handout.draft
    with writing(centre.books.engine) as connection:
        drafts.drop(connection, "U1", draft or 0, "填错", ZHANG)
    assert centre.one(key).state is State.FREED
    assert centre.issue(key).handout.issue_ref == "春1"


def test_a_voucher_cancelled_in_red_leaves_it_approved(centre: Centre) -> None:
    """It is issued anew under the next reference; or withdrawn."""
    one = centre.issued("春1")
    centre.books.reverse("春1", red("冲1", "春1", dated_on=DAY))
    assert centre.one(one.key).state is State.FREED
    assert centre.shop.left() == (20_000, 2000_00)
    again = centre.issue(one.key).handout
    assert (again.issue_ref, again.state) == ("春1/2", State.ISSUED)
    centre.post(again.draft)
    assert centre.one(one.key).state is State.STANDING


def test_shopping_vouchers_get_the_next_serials(centre: Centre) -> None:
    lines = (line("A-1", 2, "V1", serials="A003-A004"), line("A-3", 3, "V1"))
    one = centre.issued("春1", *lines)
    assert [o.serials for o in centre.lines(one.key)] == [
        "A003-A004",
        "A001-A002；A005",
    ]


def test_nothing_is_given_from_the_day_of_death_on(centre: Centre) -> None:
    """A-4 died on 10 March, which was told in May; A-5 left in May."""
    key = centre.plan("春1", line("A-4"), line("A-5")).handout.key
    centre.approve(key)
    filing.close(centre.books, "A-4", steps.Exit.DEATH, died_on=DAY)
    filing.close(centre.books, "A-5")
    with pytest.raises(HandoutRefused, match="档案 A-4 的本人已于 2026-03-10 死亡"):
        centre.issue(key)
    with pytest.raises(HandoutRefused) as told:
        centre.plan("春2", line("A-4"), line("A-5"), dated_on=dt.date(2026, 6, 1))
    assert "档案 A-4 已于 2026-05-06 退出" in str(told.value)
    assert "档案 A-5 已于 2026-05-06 退出" in str(told.value)


def test_who_is_on_the_list_of_the_dead_is_given_nothing(
    centre: Centre, tmp_path: Path
) -> None:
    listed = f"identity,died_on,source,paper\n{number(3)},2026-03-04,民政局,死亡证明1\n"
    path = tmp_path / "deceased.csv"
    path.write_text(listed, "utf-8")
    sheet = read_deceased(path, ZHANG)
    with writing(centre.books.engine) as connection:
        import_deceased(connection, "U1", sheet, filing.VAULT, ZHANG)
    with pytest.raises(HandoutRefused, match="A-3 的本人在死亡名单上（2026-03-04）"):
        centre.plan("春1", line("A-3"))


def test_what_is_above_a_cap_is_told(centre: Centre) -> None:
    """3,800 yuan are above 3,000 at once; with 2,400 more they are above 6,000."""
    adopted = Adoption(set="shandong-warmth-2019", since=DAY, resolution="2026-1")
    by = handouts.By(rules=in_force(DAY, adoptions=[adopted]))
    with writing(centre.books.engine) as connection:
        fund_registration.meet_purposes(
            connection, "U1", [("F1", "送温暖")], building.FOUNDING
        )
    warmth = {"project": Project.WARMTH, "purpose": "送温暖", "by": by}
    done = centre.plan("春1", line("A-3", 40, "V1"), **warmth)
    assert (
        "档案 A-3 本次 3,800.00 元，超过送温暖单次上限 3,000.00 元" in done.warnings[0]
    )
    centre.approve(done.handout.key)
    centre.issue(done.handout.key)
    centre.shop.bought("b2", 5, 500)
    done = centre.plan("春2", line("A-3", 24), line("A-1"), **warmth)
    (more,) = done.warnings
    assert "A-3 本年合计 6,200.00 元，超过送温暖年度上限 6,000.00 元" in more


def test_goods_are_not_given_for_the_purpose_of_another_project(
    centre: Centre,
) -> None:
    told = "项目与用途不一致：项目是送温暖，用途是生活救助"
    with pytest.raises(HandoutRefused, match=told):
        centre.plan("春1", line("A-3"), project=Project.WARMTH)


def test_a_case_that_a_line_answers_is_approved_and_about_the_file(
    centre: Centre,
) -> None:
    asked = {"code": "A-3", "project": Project.LIVING, "limb": Limb.OTHER}
    told = {"on": filing.TODAY, "year": 2026, "words": "家庭遭遇变故"}
    case = casework.apply(centre.books, "U1", **asked, **told)
    with pytest.raises(
        HandoutRefused, match=f"个案 {case.key} 在 2026-03-10 还没有批准"
    ):
        centre.plan("春1", line("A-3", case=case.key))
    with pytest.raises(HandoutRefused, match="或不是此档案、此项目的"):
        centre.plan("春1", line("A-4", case=case.key))


def test_once_a_unit_has_begun_goods_are_given_by_hand_outs_alone(
    centre: Centre,
) -> None:
    go_live(centre.books, since=dt.date(2026, 3, 1), at=PLANNED)
    with writing(centre.books.engine) as connection:
        since = dt.date(2026, 3, 2)
        assert beginnings.begin(connection, "U1", since, "纪要2号", ZHAO)
    with pytest.raises(GoodsRefused, match=r"已实行凭批次和发放单发放（L13）"):
        centre.shop.issue("i1", 1, dated_on=DAY)
    one = centre.issued("春1")
    assert one.state is State.STANDING
    with centre.books.raw() as raw:
        taking = {"unit_id": 1, "move": 5, "lot": 1, "quantity_milli": 1000}
        raw.insert("goods_takings", taking | {"cost_fen": 0})
        with pytest.raises(DriverError, match="bangfu:L13"):
            raw.insert("goods_moves", move(ref="i1", cost_fen=0))
