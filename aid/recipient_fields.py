"""The fields of a recipient's file (困难职工档案): persons, household, costs, cause.

1. A field says its label, its kind and whether the national form asks for it (`*`); the
   sheet, the prompts, the screen and the print are made of that.
2. A file can be opened with a name and a number of identity; what the form asks for and
   the file lacks is told (`missing`), not refused.
3. Sex and day of birth are those of the number of identity.
4. The worker is the person whose relation is `self`; a household has one.

Fields: forms of the national file (附件1、附件2).
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from aid import recipient_kinds as k
from aid.bank_cards import BankCard
from aid.errors import HouseholdRefused
from aid.household import Household, Livelihood, Member
from aid.identity import IdentityNumber
from aid.medical_costs import Cost, CostKind, MedicalYear, Paid, Payer
from aid.recipient_kinds import Kind
from aid.standard_kinds import Category, Stage
from ledger.money import ZERO, Money

SELF = "self"
"""The relation of the worker."""

_LABEL, _KIND, _ASKED = "label", "kind", "asked"


def _told(label: str, kind: Kind = k.TEXT, *, asked: bool = False) -> Any:
    """A field: its label, its kind, whether the form asks for it."""
    told = {_LABEL: label, _KIND: kind, _ASKED: asked}
    # Nothing of a file is ever shown by accident.
    return dataclasses.field(default=None, repr=False, metadata=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOnFile:
    """One of a household; money is of the file's year."""

    relation: str = _told("关系", k.coded("relation"), asked=True)
    name: str = _told("姓名", k.NAME, asked=True)
    identity: IdentityNumber | None = _told("身份证号", k.IDENTITY, asked=True)
    nation: str | None = _told("民族")
    politics: str | None = _told("政治面貌", k.coded("politics"))
    health: str | None = _told("健康状况", k.coded("health", secret=True), asked=True)
    illness: str | None = _told("疾病", k.coded("illness", secret=True))
    disability: str | None = _told("残疾类别", k.coded("disability", secret=True))
    grade: str | None = _told("残疾等级", k.coded("grade", secret=True))
    insurance: str | None = _told("医保状况")
    state: str | None = _told("工作状态", k.coded("state"), asked=True)
    workplace: str | None = _told("单位或学校")
    income_monthly: Money | None = _told("月收入", k.MONEY)
    income: Money | None = _told("年收入", k.MONEY)
    lives_in_town: bool | None = _told("在城镇居住", k.YES)
    is_employed: bool | None = _told("已就业", k.YES)
    can_work: bool | None = _told("有劳动能力", k.YES)
    seeks_work: bool | None = _told("有就业意愿", k.YES)
    contract_from: dt.date | None = _told("劳动合同起", k.DAY)
    contract_until: dt.date | None = _told("劳动合同止", k.DAY)
    stage: Stage | None = _told("当前学历", k.STAGE)
    entered: int | None = _told("入学年份", k.YEAR)
    school_years: int | None = _told("学制", k.COUNT)
    is_full_time: bool | None = _told("全日制", k.YES)
    tuition: Money | None = _told("学费", k.MONEY)
    risks_dropping_out: bool | None = _told("面临辍学", k.YES)
    is_listed: bool | None = _told("属大病慢性病", k.YES)
    cost_drug: Money | None = _told("目录内药品费", k.MONEY)
    cost_treatment: Money | None = _told("目录内诊疗费", k.MONEY)
    cost_outside: Money | None = _told("目录外费用", k.MONEY)
    paid_basic: Money | None = _told("基本医保支付", k.MONEY)
    paid_serious: Money | None = _told("大病统筹支付", k.MONEY)
    paid_commercial: Money | None = _told("商业保险支付", k.MONEY)
    paid_other: Money | None = _told("其他救助支付", k.MONEY)

    @property
    def is_worker(self) -> bool:
        """Whether the file is this person's (4)."""
        return self.relation == SELF

    @property
    def earned(self) -> Money:
        """The income of the year: as told, else twelve times that of a month."""
        if self.income is not None:
            return self.income
        return Money((self.income_monthly or ZERO).fen * 12)

    @property
    def has_costs(self) -> bool:
        """Whether any medical costs of the year are told."""
        return any(getattr(self, f"cost_{kind.value}") for kind in CostKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContent:
    """What a file says of the worker and the household; `persons` has the worker first.

    Raises:
        HouseholdRefused: nobody, or more than one, is the worker.
    """

    persons: tuple[PersonOnFile, ...]
    category: str | None = _told("困难类别", k.coded("category"), asked=True)
    staff_no: str | None = _told("职工编号")
    model: str | None = _told("劳模类型", k.coded("model"), asked=True)
    housing: str | None = _told("住房类型", k.coded("housing"), asked=True)
    area: str | None = _told("建筑面积", k.AREA)
    postcode: str | None = _told("邮政编码", k.PLACE)
    phone: str | None = _told("联系电话", k.PHONE, asked=True)
    other_contact: str | None = _told("其他联系方式", k.SECRET)
    started_work: str | None = _told("参加工作时间", k.MONTH, asked=True)
    industry: str | None = _told("所属行业")
    marriage: str | None = _told("婚姻状况", k.coded("marriage"), asked=True)
    registration: str | None = _told("户口类型", k.coded("registration"), asked=True)
    place: str | None = _told("户口所在地区划", k.PLACE)
    address: str | None = _told("家庭住址", k.SECRET, asked=True)
    employer_kind: str | None = _told("单位性质", k.coded("employer_kind"))
    employer_state: str | None = _told("企业状况")
    is_single_parent: bool | None = _told("单亲", k.YES)
    bank: str | None = _told("开户银行")
    branch: str | None = _told("支行名称")
    card: BankCard | None = _told("银行卡号", k.CARD)
    year: int | None = _told("收入和费用的年度", k.YEAR, asked=True)
    other_income: Money | None = _told("家庭其他年收入", k.MONEY)
    can_help_itself: bool | None = _told("有一定自救能力", k.YES)
    livelihood: Livelihood | None = _told("本人生活来源", k.labelled(Livelihood))
    supplement_monthly: Money | None = _told("家庭月低保补差", k.MONEY)
    relieved_by: str | None = _told("已救济的部门")
    cannot_manage: bool | None = _told("难以为继", k.YES)
    is_migrant: bool | None = _told("农民工家庭", k.YES)
    settled_years: int | None = _told("定居城镇年数", k.COUNT)
    lives_on_wages: bool | None = _told("工资为主要来源", k.YES)
    children_lawful: bool | None = _told("子女人数合规", k.YES)
    has_three_withouts: bool | None = _told("三无人员", k.YES)
    is_specially_hard: bool | None = _told("生活特别困难", k.YES)
    loss: Money | None = _told("财产损失", k.MONEY)
    loss_told: str | None = _told("损失经过", k.SECRET)
    loss_hits_living: bool | None = _told("损失影响生活", k.YES)
    rigid_expense: Money | None = _told("刚性支出", k.MONEY)
    houses: str | None = _told("房产")
    vehicles: str | None = _told("机动车")
    shops: str | None = _told("商铺")
    other_property: str | None = _told("其他财产")
    main_cause: str | None = _told(
        "主要致困原因", k.coded("cause", secret=True), asked=True
    )
    second_cause: str | None = _told("次要致困原因", k.coded("cause", secret=True))
    cause_told: str | None = _told("致困情况说明", k.SECRET)
    other_told: str | None = _told("其他特别困难的原因", k.SECRET)
    other_aid: str | None = _told("其他单位帮扶情况", k.SECRET)
    wants: str | None = _told("帮扶需求", k.SECRET)

    def __post_init__(self) -> None:
        heads = sum(person.is_worker for person in self.persons)
        if heads != 1:
            what = "家庭中没有职工本人" if not heads else f"一户有 {heads} 个本人"
            raise HouseholdRefused(what, do="一户只有一人的关系是“本人”")
        assert self.persons[0].is_worker

    @property
    def worker(self) -> PersonOnFile:
        """The person whose file it is."""
        return self.persons[0]

    @property
    def identity(self) -> IdentityNumber:
        """The worker's number of identity."""
        assert self.worker.identity is not None
        return self.worker.identity


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a person or of a file."""

    key: str
    label: str
    kind: Kind
    asked: bool


def _fields(of: type[Any]) -> tuple[Field, ...]:
    return tuple(
        Field(one.name, *(one.metadata[key] for key in (_LABEL, _KIND, _ASKED)))
        for one in dataclasses.fields(of)
        if one.metadata
    )


PERSON_FIELDS = _fields(PersonOnFile)
FILE_FIELDS = _fields(FileContent)
BOTH_FIELDS = (*PERSON_FIELDS, *FILE_FIELDS)

Made = TypeVar("Made")
Texts = Mapping[str, str]


# -- text and back ------------------------------------------------------------------


def read_values(
    fields: tuple[Field, ...],
    texts: Texts,
    on: dt.date,
    tell: Callable[[str, str], None],
) -> dict[str, object]:
    """The values that texts say; `tell` is told key and sentence of each fault."""
    found: dict[str, object] = {}
    for one in fields:
        text = texts.get(one.key, "").strip()
        if not text:
            continue
        try:
            found[one.key] = one.kind.read(text, on)
        except ValueError as error:
            tell(one.key, str(error))
    return found


def kept_texts(of: PersonOnFile | FileContent) -> dict[str, str]:
    """What is told, as texts by key."""
    fields = PERSON_FIELDS if isinstance(of, PersonOnFile) else FILE_FIELDS
    return {
        one.key: one.kind.keep(value)
        for one in fields
        if (value := getattr(of, one.key)) is not None
    }


def loaded_values(fields: tuple[Field, ...], texts: Texts) -> dict[str, Any]:
    """The values that were kept as texts; a field that is no longer known is left."""
    return {
        one.key: one.kind.load(texts[one.key]) for one in fields if one.key in texts
    }


def shown_value(one: Field, of: object, *, opened: bool) -> str:
    """A field as people see it, masked unless it is opened."""
    value = getattr(of, one.key)
    if value is None:
        return ""
    return one.kind.show(value) if opened else one.kind.mask(value)


def missing(content: FileContent) -> Iterator[str]:
    """The labels of what the form asks for and the file does not tell (2)."""
    for one in FILE_FIELDS:
        if one.asked and getattr(content, one.key) is None:
            yield one.label
    for place, person in enumerate(content.persons):
        for one in PERSON_FIELDS:
            if one.asked and getattr(person, one.key) is None:
                yield one.label if not place else f"第 {place + 1} 号成员的{one.label}"


# -- the household as the rules look at it ------------------------------------------


def household_of(content: FileContent) -> Household:
    """The household that a file tells, for eligibility and awards.

    Raises:
        HouseholdRefused: the file does not tell its year or place, or contradicts
            itself.
    """
    if content.year is None or content.place is None:
        what = "档案没有写明收入和费用的年度或户口所在地区划"
        raise HouseholdRefused(what, do="补记后再核算")
    year = content.year
    members = tuple(
        _member(number, person, year)
        for number, person in enumerate(content.persons, 1)
    )
    return Household(
        year=year,
        place=content.place,
        members=_with_other_income(members, content.other_income),
        livelihood=content.livelihood or Livelihood.NONE,
        supplement_monthly=content.supplement_monthly or ZERO,
        relieved_by=content.relieved_by or "",
        cannot_manage=bool(content.cannot_manage),
        is_migrant=bool(content.is_migrant),
        settled_years=content.settled_years or 0,
        lives_on_wages=bool(content.lives_on_wages),
        children_lawful=content.children_lawful is not False,
        is_single_parent=bool(content.is_single_parent),
        has_three_withouts=bool(content.has_three_withouts),
        loss=content.loss or ZERO,
        loss_told=content.loss_told or "",
        loss_hits_living=bool(content.loss_hits_living),
        is_specially_hard=bool(content.is_specially_hard),
        other_told=content.other_told or "",
        rigid_expense=content.rigid_expense or ZERO,
        category=next((c for c in Category if c.value == content.category), None),
    )


def _with_other_income(
    members: tuple[Member, ...], other: Money | None
) -> tuple[Member, ...]:
    """What nobody earned alone is counted with the worker's income."""
    if not other:
        return members
    worker = dataclasses.replace(members[0], income=members[0].income + other)
    return (worker, *members[1:])


def _member(number: int, person: PersonOnFile, year: int) -> Member:
    return Member(
        number=number,
        income=person.earned,
        lives_in_town=person.lives_in_town is not False,
        is_child=person.relation == "child",
        is_employed=bool(person.is_employed),
        can_work=bool(person.can_work),
        seeks_work=bool(person.seeks_work),
        stage=person.stage,
        is_full_time=person.is_full_time is not False,
        tuition=person.tuition or ZERO,
        risks_dropping_out=bool(person.risks_dropping_out),
        medical=_medical(person, year) if person.has_costs else None,
    )


def _medical(person: PersonOnFile, year: int) -> MedicalYear:
    costs = tuple(
        Cost(kind, amount)
        for kind in CostKind
        if (amount := getattr(person, f"cost_{kind.value}"))
    )
    payers = {Payer.OTHER_AID: "paid_other"}
    paid = tuple(
        Paid(payer, amount)
        for payer in Payer
        if (amount := getattr(person, payers.get(payer, f"paid_{payer.value}")))
    )
    listed = person.is_listed is not False
    return MedicalYear(year=year, costs=costs, paid=paid, is_listed=listed)
