"""Who signed for a hand-out, and what came back of it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from aid import guardians, handout_signing
from aid.errors import GuardianRefused, HandoutRefused
from aid.guardians import Guardian, Relation, Who
from aid.handout_reading import LineState, of_file, unsigned
from aid.handout_signing import Sheet, Signed
from aid.identity import read_identity
from ledger.database import reading, writing
from ledger.money import Money
from ledger.people import Act
from tests.aid.filing import VAULT, number
from tests.aid.handing import DAY, SHEET, Centre, line, opened
from tests.building import red
from tests.server import Shelf
from treasury import stock
from treasury.errors import GoodsRefused

ON = dt.date(2026, 3, 12)
AFTER = Act("张三", dt.datetime(2026, 3, 20, 2, tzinfo=dt.UTC))
NAME, PHONE = "慕容守信", "13700000001"


@pytest.fixture
def centre(shelf: Shelf, dialect: str) -> Iterator[Centre]:
    """Ten files, twenty quilts, forty shopping vouchers."""
    yield from opened(shelf, dialect)


def sign(centre: Centre, key: str, *signed: Signed, **more: Any) -> int:
    """Put the sheet of 12 March on record."""
    sheet = Sheet(more.pop("digest", SHEET), more.pop("on", ON))
    return centre.act(handout_signing.sign, "U1", key, sheet, signed, by=AFTER)  # type: ignore[no-any-return] # as it says


def give_back(centre: Centre, key: str, on: dt.date = ON, **more: Any) -> Any:
    """Bring back what nobody came for."""
    with writing(centre.books.engine) as connection:
        return handout_signing.give_back(
            connection, "U1", key, on, "本人未到", AFTER, **more
        )


def record(centre: Centre, code: str, place: int = 70, **more: Any) -> Guardian:
    """A guardian on record since 1 March."""
    told = {"relation": Relation.CHILD, "paper": "委托书〔2026〕7号"}
    told |= {"since": dt.date(2026, 3, 1), "until": None} | more
    who = Who(name=NAME, identity=read_identity(number(place)), phone=PHONE)
    with writing(centre.books.engine) as connection:
        appointed: Any = tuple(told.values())
        return guardians.record(connection, code, who, appointed, VAULT, AFTER)


def test_who_signed_stands_with_the_goods(centre: Centre) -> None:
    key = centre.issued("春1", line("A-1"), line("A-3"), line("A-4")).key
    assert sign(centre, key, Signed(1), Signed(3)) == 2
    assert sign(centre, key, Signed(1)) == 0
    found = centre.lines(key)
    assert [each.state for each in found] == [
        LineState.SIGNED,
        LineState.UNSIGNED,
        LineState.SIGNED,
    ]
    assert (found[0].signer, found[0].sheet, found[0].signed_on) == ("A-1", SHEET, ON)
    with reading(centre.books.engine) as connection:
        ((late, age),) = unsigned(connection, "U1", dt.date(2026, 3, 31))
    assert (late.recipient, age) == ("A-3", 21)


def test_all_or_none_are_signed_and_each_fault_is_told(centre: Centre) -> None:
    key = centre.issued("春1").key
    sign(centre, key, Signed(1))
    with pytest.raises(HandoutRefused) as told:
        sign(centre, key, Signed(1), Signed(2, 1), Signed(9), digest="cd" * 32)
    assert "第 1 行（档案 A-1）：已于 2026-03-12 签收" in str(told.value)
    assert "没有登记在案的第 1 号监护人，不能代领" in str(told.value)
    assert "没有第 9 行" in str(told.value)
    with pytest.raises(HandoutRefused, match="签收日期晚于今天"):
        sign(centre, key, Signed(2), on=dt.date(2026, 3, 21))
    with pytest.raises(HandoutRefused, match="签收日期早于发放日期"):
        sign(centre, key, Signed(2), on=dt.date(2026, 3, 9))
    with pytest.raises(HandoutRefused, match="没有写明签字表"):
        sign(centre, key, Signed(2), digest="")
    assert centre.books.one("SELECT COUNT(*) FROM goods_signatures") == 1


def test_a_guardian_on_record_signs_while_it_is_one(centre: Centre) -> None:
    key = centre.issued("春1").key
    one = record(centre, "A-1")
    assert (one.number, one.until) == (1, None)
    assert record(centre, "A-1") == one
    with writing(centre.books.engine) as connection:
        until = dt.date(2026, 3, 13)
        guardians.end(connection, "A-1", 1, until, "撤回委托", VAULT, AFTER)
    with pytest.raises(HandoutRefused, match="2026-03-13 没有登记在案的第 1 号监护人"):
        sign(centre, key, Signed(1, 1), on=dt.date(2026, 3, 13))
    assert sign(centre, key, Signed(1, 1)) == 1
    assert centre.lines(key)[0].signer == "A-1/1"
    rows = centre.books.rows("SELECT authorised FROM goods_signatures")
    assert rows == [("监护人（子女）：委托书〔2026〕7号",)]
    with reading(centre.books.engine) as connection:
        assert guardians.guardians_on(connection, [1, 2], until) == {}
        found = guardians.guardians_on(connection, [1, 2], DAY)
        assert [each.number for each in found[1]] == [1]
        (opened_,) = guardians.opened(connection, "A-1", VAULT)
    assert (opened_.who.name, opened_.who.phone, opened_.reason) == (
        NAME,
        PHONE,
        "撤回委托",
    )
    assert NAME not in repr(opened_)


def test_a_guardian_is_a_grown_person_and_another(centre: Centre) -> None:
    with pytest.raises(GuardianRefused, match="监护人不能是本人"):
        record(centre, "A-1", 1)
    with pytest.raises(GuardianRefused, match="没有写明委托或指定的文书"):
        record(centre, "A-1", paper=" ")
    record(centre, "A-1")
    with pytest.raises(GuardianRefused, match="此人已是第 1 号监护人，期间重叠"):
        record(centre, "A-1", paper="另一份")
    day = dt.date(2027, 1, 1)
    with pytest.raises(GuardianRefused, match="终止日期晚于今天"):
        centre.act(guardians.end, "A-1", 1, day, "撤回", VAULT)


def test_what_nobody_came_for_goes_back_to_stock(centre: Centre) -> None:
    """A-3's quilt and A-4's vouchers come back under one voucher."""
    lines = line("A-1"), line("A-3"), line("A-4", 2, "V1", serials="A001-A002")
    key = centre.issued("春1", *lines).key
    sign(centre, key, Signed(1))
    back = give_back(centre, key)
    assert (back.ref, back.cost) == ("春1-退1", Money(100_00 + 190_00))
    centre.post(back.draft)
    assert [each.state for each in centre.lines(key)][1:] == [LineState.RETURNED] * 2
    assert centre.left() == (19_000, 1900_00)
    assert centre.left("V1") == (40_000, 3800_00)
    with reading(centre.books.engine) as connection:
        ((hand_out, own),) = of_file(connection, "A-3")
    assert (hand_out.key, own.state) == (key, LineState.RETURNED)
    with pytest.raises(HandoutRefused, match="没有未签收的行"):
        give_back(centre, key)
    assert give_back(centre, key, ref="春1-退1").already
    with pytest.raises(HandoutRefused, match="已退回"):
        sign(centre, key, Signed(2))
    with pytest.raises(HandoutRefused, match=r"没有第 2 行，或已全部退回"):
        give_back(centre, key, lines=[2])


def test_what_was_signed_for_comes_back_by_a_signed_slip(centre: Centre) -> None:
    """One person's word takes no signature off; the slip stands with the reason."""
    key = centre.issued("春1").key
    sign(centre, key, Signed(1), Signed(2))
    slip = "cd" * 32
    with pytest.raises(GoodsRefused, match="凭交还人签字的退回单退回"):
        give_back(centre, key, lines=[1])
    with pytest.raises(GoodsRefused, match="退回单写 SHA-256 摘要"):
        give_back(centre, key, lines=[1], sheet="cd")
    back = give_back(centre, key, lines=[1], sheet=slip)
    centre.post(back.draft)
    assert give_back(centre, key, lines=[1], sheet=slip, ref=back.ref).already
    with pytest.raises(HandoutRefused, match="内容不同"):
        give_back(centre, key, lines=[1], sheet="ef" * 32, ref=back.ref)
    with reading(centre.books.engine) as connection:
        (row,) = [m.row for m in stock.moves(connection, "U1", ref=back.ref)]
    assert row.approval == f"本人未到（退回单 {slip}）"


def test_a_cancelled_issue_takes_its_signatures_with_it(centre: Centre) -> None:
    key = centre.issued("春1").key
    sign(centre, key, Signed(1), Signed(2))
    centre.books.reverse("春1", red("冲1", "春1", dated_on=ON))
    with pytest.raises(HandoutRefused, match="可重新发放"):
        sign(centre, key, Signed(1))
    centre.post(centre.issue(key, on=ON).handout.draft)
    assert {each.state for each in centre.lines(key)} == {LineState.UNSIGNED}
    assert sign(centre, key, Signed(1), Signed(2)) == 2


def test_a_hand_out_that_waits_is_not_signed_for(centre: Centre) -> None:
    key = centre.plan("春1").handout.key
    with pytest.raises(HandoutRefused, match="发放单待批准"):
        sign(centre, key, Signed(1))
    with pytest.raises(HandoutRefused, match="发放单待批准"):
        give_back(centre, key)
