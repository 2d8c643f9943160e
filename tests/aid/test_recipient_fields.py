"""Fields of a recipient's file: what is read, masked, lacking, and handed on."""

import datetime as dt

import pytest

from aid import recipient_fields as fields
from aid.bank_cards import BankCard
from aid.errors import HouseholdRefused, RecipientRefused
from aid.household import Livelihood
from aid.recipient_codes import code_lists, code_of, label_of
from aid.recipient_kinds import read_day
from aid.recipient_reading import persons_of, read_content, read_object, told_object
from aid.standard_kinds import Category, Stage
from ledger.money import Money
from tests.aid.filing import ADDRESS, CARD, NAME, PHONE, content, number, person

ON = dt.date(2026, 3, 2)
FULL = {
    "name": NAME,
    "identity": number(1)[:-1] + "x" if number(1)[-1] == "X" else number(1),
    "sex": "女" if int(number(1)[16]) % 2 == 0 else "男",
    "born_on": "1960-01-01",
    "health": "疾病",
    "illness": "终末期肾病（尿毒症）",
    "state": "在岗",
    "income": "4,000",
    "cost_drug": "20000",
    "cost_outside": "1000",
    "paid_basic": "5000",
    "category": "深度困难",
    "phone": "139 1234-5678",
    "card": CARD,
    "started_work": "1985年9月",
    "is_single_parent": "否",
    "settled_years": 3,
    "livelihood": "最低工资",
    "supplement_monthly": "300",
    "year": "2025年",
    "place": "130102",
    "area": "56.5",
    "cannot_manage": True,
    "members": [
        {
            "relation": "子女",
            "name": "欧阳小满",
            "identity": number(2),
            "stage": "本科",
            "entered": "2024",
            "tuition": "5000",
            "contract_from": None,
        }
    ],
}


def read(told: dict[str, object]) -> fields.FileContent:
    def fail(place: int, key: str, what: str) -> None:
        pytest.fail(f"{place} {key} {what}")

    found = read_content(persons_of(told), ON, fail)
    assert found is not None
    return found


def wrong(**told: object) -> set[tuple[int, str, str]]:
    faults: set[tuple[int, str, str]] = set()
    texts = persons_of(FULL | told)
    found = read_content(texts, ON, lambda *one: faults.add(one))
    assert (found is None) == bool(faults)
    return faults


def test_what_is_told_is_read_by_key_and_label() -> None:
    found = read(FULL)

    assert found.worker.illness == "kidney"
    assert (found.category, found.phone, found.started_work) == (
        "deep",
        PHONE,
        "1985-09",
    )
    assert (found.is_single_parent, found.settled_years, found.year) == (False, 3, 2025)
    assert found.livelihood is Livelihood.MINIMUM_WAGE
    assert found.persons[1].stage is Stage.UNDERGRADUATE
    assert found.card == BankCard(CARD)


def test_what_is_kept_is_read_back_as_it_was() -> None:
    found = read(FULL)

    assert read(told_object(found)) == found


def test_nothing_personal_is_in_what_a_program_prints() -> None:
    told = repr(read(FULL))

    for secret in (NAME, PHONE, CARD, number(1), number(2), "kidney"):
        assert secret not in told


@pytest.mark.parametrize(
    ("told", "place", "key", "why"),
    [
        ({"identity": number(1)[:-1] + "A"}, 0, "identity", "身份证号码不对"),
        ({"identity": ""}, 0, "identity", "不能为空"),
        ({"name": " "}, 0, "name", "不能为空"),
        ({"sex": "无"}, 0, "sex", "性别与身份证号码不符"),
        ({"born_on": "1960-01-02"}, 0, "born_on", "出生日期与身份证号码不符"),
        ({"born_on": "昨天"}, 0, "born_on", "出生日期与身份证号码不符"),
        ({"card": CARD[:-1] + "x"}, 0, "card", "银行卡号不对"),
        ({"phone": "120"}, 0, "phone", "电话应为 7 至 15 位数字"),
        ({"health": "还行"}, 0, "health", "应为：良好、残疾、疾病"),
        ({"category": "低保户"}, 0, "category", "应为：深度困难、相对困难、意外致困"),
        ({"income": "-1"}, 0, "income", "金额不能为负"),
        ({"income": "很多"}, 0, "income", ""),
        ({"year": "25"}, 0, "year", "年度应写作 2025"),
        ({"started_work": "1985-13"}, 0, "started_work", "月份应写作 2005-09"),
        ({"settled_years": "三"}, 0, "settled_years", "应为整数"),
        ({"is_single_parent": "也许"}, 0, "is_single_parent", "应为“是”或“否”"),
        ({"livelihood": "股息"}, 0, "livelihood", "应为：最低工资"),
        ({"area": "大"}, 0, "area", "面积应为数字"),
        ({"nation": f"汉 {PHONE}"}, 0, "nation", "不能有个人号码"),
        ({"nation": "汉\x07"}, 0, "nation", "控制字符"),
        ({"cause_told": "长" * 501}, 0, "cause_told", "文字过长"),
        ({"members": [{"name": "某"}]}, 1, "relation", "不能为空"),
        (
            {"members": [{"name": "某", "relation": "self", "identity": number(9)}]},
            1,
            "relation",
            "一户有多个“本人”，只能有一个户主",
        ),
    ],
)
def test_what_cannot_be_is_told_without_what_was_typed(
    told: dict[str, object], place: int, key: str, why: str
) -> None:
    found = [what for at, of, what in wrong(**told) if (at, of) == (place, key)]

    assert found
    assert why in found[0]
    assert PHONE not in found[0]


@pytest.mark.parametrize("text", ["1965-03-09", "1965年3月9日", "19650309", "1965.3.9"])
def test_a_day_of_a_life_may_be_older_than_any_books(text: str) -> None:
    assert read_day(text) == dt.date(1965, 3, 9)


@pytest.mark.parametrize("text", ["1965-02-30", "1865-03-09", "1965309", "昨天"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"日期应写作|没有这一天"):
        read_day(text)


def test_a_household_without_a_worker_or_with_two_is_none() -> None:
    with pytest.raises(HouseholdRefused, match="没有职工本人"):
        fields.FileContent(persons=(person(1),))
    heads = person(1, relation="self"), person(2, relation="self")
    with pytest.raises(HouseholdRefused, match="一户有 2 个本人"):
        fields.FileContent(persons=heads)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[1]", "不是 JSON 对象"),
        (b"{oops", "不是 JSON 对象"),
        (b'{"wage": "9"}', r"不认识的键：wage（可用的键：address、.*、workplace"),
        (b'{"members": [{"card": "9"}]}', r"第 2 号成员有不认识的键：card（可用的键"),
        (b'{"name": ["x"]}', "本人的 name 应是文字"),
        (b'{"members": "x"}', "members 应是一列对象"),
        (b'{"members": ["x"]}', "第 2 号成员不是对象"),
    ],
)
def test_an_object_that_is_no_file_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(RecipientRefused, match=why) as refusal:
        persons_of(read_object(content))
    assert "9" not in str(refusal.value)


def test_a_personal_number_in_the_place_of_a_key_is_not_shown() -> None:
    with pytest.raises(RecipientRefused, match="不认识的键") as refusal:
        persons_of({number(1): "x"})
    assert number(1) not in str(refusal.value)


def test_masked_values_tell_which_one_and_no_more() -> None:
    found = read(FULL | {"address": ADDRESS})
    masked = {
        one.key: fields.shown_value(one, found.worker, opened=False)
        for one in fields.PERSON_FIELDS
    } | {
        one.key: fields.shown_value(one, found, opened=False)
        for one in fields.FILE_FIELDS
    }

    assert masked["name"] == "欧***"
    assert masked["identity"] == f"13{'*' * 14}{number(1)[-2:]}"
    assert (masked["phone"], masked["card"][-4:]) == ("139****78", CARD[-4:])
    hidden = {masked[key] for key in ("address", "health", "illness")}
    assert hidden == {"***"}
    assert (masked["income"], masked["state"]) == ("4,000.00", "在岗")
    assert (masked["livelihood"], masked["cannot_manage"]) == ("最低工资", "是")


def test_what_the_form_asks_for_and_the_file_lacks_is_told() -> None:
    lacking = list(fields.missing(content(1, person(2, identity=None))))

    assert {"劳模类型", "婚姻状况", "第 2 号成员的身份证号"} <= set(lacking)
    assert not {"姓名", "联系电话", "家庭住址"} & set(lacking)


def test_a_file_becomes_the_household_that_the_rules_look_at() -> None:
    found = fields.household_of(read(FULL | {"other_income": "600"}))

    assert (found.year, found.place, found.size) == (2025, "130102", 2)
    assert found.income == Money(4_600_00)
    assert found.category is Category.DEEP
    worker, child = found.by_number
    assert worker.medical is not None
    assert worker.medical.self_paid == Money(15_000_00)
    assert worker.medical.self_paid_in_all == Money(16_000_00)
    assert (child.is_child, child.tuition, child.medical) == (
        True,
        Money(5_000_00),
        None,
    )


def test_a_monthly_income_counts_twelve_times_where_no_yearly_one_is_told() -> None:
    assert person(1, income_monthly=Money(300_00)).earned == Money(3_600_00)
    assert person(1).earned == Money(0)


def test_a_file_without_its_year_is_no_household_yet() -> None:
    with pytest.raises(HouseholdRefused, match="没有写明收入和费用的年度"):
        fields.household_of(content(1, year=None))


def test_a_value_that_was_replaced_is_still_shown() -> None:
    assert label_of("category", "low_income") == "低保户"
    assert code_of("category", "低保户", dt.date(2019, 12, 31)) == "low_income"
    assert label_of("category", "unknown") == "unknown"


def test_every_list_has_different_keys_and_labels() -> None:
    for codes in code_lists().values():
        assert len({code.key for code in codes}) == len(codes)
        assert len({code.label for code in codes}) == len(codes)
