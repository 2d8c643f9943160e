"""What standards are about, and the words in which they speak (标准的种类)."""

from ledger.accounts import Labelled


class Key(Labelled):
    """What a standard sets; `_most` is a cap, of which the tightest holds."""

    SETTLED_YEARS = "settled_years", "农民工家庭在城镇定居年数"
    MEDICAL_INCOME_RATIO = "medical_income_ratio", "年自付医疗费与家庭年收入之比"
    SUPPLEMENT_RATIO = "supplement_ratio", "人均低保补差与当地平均补差之比"
    QUOTA_SHARE = "quota_share", "按低保补差纳入的人数上限"
    REVIEW_WORKDAYS = "review_workdays", "基层审核时限"
    PUBLICATION_WORKDAYS = "publication_workdays", "公示期下限"
    FIRST_REVIEW_WORKDAYS = "first_review_workdays", "县级初审时限"
    EMERGENCY_PAPERS_WORKDAYS = "emergency_papers_workdays", "先救助后补手续时限"
    RECHECK_DAY = "recheck_day", "年度复核截止日"
    QUARTERLY_WORKDAYS = "quarterly_workdays", "季度统计上报时限"
    LIVING_MONTHS_LEAST = "living_months_least", "生活救助下限"
    LIVING_MONTHS_MOST = "living_months_most", "生活救助上限"
    LIVING_YEARLY_MOST = "living_yearly_most", "生活救助年度上限"
    LIVING_CAP_COUNTS = "living_cap_counts", "生活救助上限的计算人数"
    MEDICAL_BRACKETS = "medical_brackets", "医疗救助分段"
    MEDICAL_READING = "medical_reading", "医疗救助算法"
    MEDICAL_FIXED_SUM = "medical_fixed_sum", "医疗救助定额"
    MEDICAL_INCOME_TEST = "medical_income_test", "自付与家庭收入的比较口径"
    MEDICAL_SELF_PAID_MOST = "medical_self_paid_most", "医疗救助占自付的上限"
    MEDICAL_YEARLY_MOST = "medical_yearly_most", "医疗救助年度上限"
    SCHOOLING_MONTHS_MOST = "schooling_months_most", "子女助学上限"
    SCHOOLING_SUM = "schooling_sum", "助学金额"
    SCHOOLING_SINGLE_PARENT_MORE = "schooling_single_parent_more", "单亲家庭助学增加"
    TEMPORARY_YEARLY_MOST = "temporary_yearly_most", "临时救助年度上限"
    WARMTH_ONCE_MOST = "warmth_once_most", "送温暖单次上限"
    WARMTH_YEARLY_MOST = "warmth_yearly_most", "送温暖年度上限"
    DEEP_INCOME_RATIO = "deep_income_ratio", "深度困难的收入线"
    RELATIVE_INCOME_RATIO = "relative_income_ratio", "相对困难的收入线"
    ACCIDENT_COST_RATIO = "accident_cost_ratio", "意外致困的费用线"

    @property
    def is_cap(self) -> bool:
        """Whether it sets a cap."""
        return self.value.endswith("_most")


class Measure(Labelled):
    """What a standard counts in; the label stands behind the figure."""

    YEARS = "years", "年"
    MONTHS = "months", "个月低保标准"
    WORKDAYS = "workdays", "个工作日"
    PERCENT = "percent", ""
    YUAN = "yuan", "元"
    DAY = "day", ""
    WORD = "word", ""
    BRACKETS = "brackets", ""


class Reading(Labelled):
    """How the medical brackets are read (医疗救助算法): docs/adr/0007 says why."""

    WHOLE_AMOUNT = "whole_amount", "按所在档全额计算"
    MARGINAL_FROM_ZERO = "marginal_from_zero", "从0元起分段累计"
    MARGINAL_ABOVE_FLOOR = "marginal_above_floor", "从起付线以上分段累计"


class IncomeTest(Labelled):
    """Whose self-paid sum is held against the household's income of the year."""

    PATIENT = "patient", "患者一人的自付"
    HOUSEHOLD = "household", "全家自付合计"
    NONE = "none", "不比较"


class CapCounts(Labelled):
    """For how many persons a household's cap in months is counted."""

    ONE_PERSON = "one_person", "按一人标准"
    EVERY_MEMBER = "every_member", "按家庭人口"


WORDS: dict[Key, type[Labelled]] = {
    Key.MEDICAL_READING: Reading,
    Key.MEDICAL_INCOME_TEST: IncomeTest,
    Key.LIVING_CAP_COUNTS: CapCounts,
}
"""The words that a standard of each key may say."""


class Binding(Labelled):
    """When a set of standards holds."""

    ALWAYS = "always", "一律适用"
    ORIGIN = "origin", "只约束所列来源的资金"
    ADOPTED = "adopted", "由管理机构决议采用"
    RESOLUTION = "resolution", "管理机构决议"


class Per(Labelled):
    """Whom a yearly cap counts."""

    PERSON = "person", "每人"
    HOUSEHOLD = "household", "每户"


class Freedom(Labelled):
    """How far a unit's management body may choose otherwise."""

    NONE = "none", "不可另定"
    ANY = "any", "可以另定"
    AT_LEAST = "at_least", "只可提高"


class Category(Labelled):
    """How the national file sorts households since 2020 (困难类别)."""

    DEEP = "deep", "深度困难"
    RELATIVE = "relative", "相对困难"
    ACCIDENT = "accident", "意外致困"


class Stage(Labelled):
    """What somebody studies (就学阶段)."""

    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "普通高中"
    VOCATIONAL_SECONDARY = "vocational_secondary", "中专、中职、技工"
    VOCATIONAL_COLLEGE = "vocational_college", "大专、高职"
    UNDERGRADUATE = "undergraduate", "本科"
    POSTGRADUATE = "postgraduate", "研究生"

    @property
    def is_compulsory(self) -> bool:
        """Whether it is compulsory schooling, which charges no tuition."""
        return self in {Stage.PRIMARY, Stage.JUNIOR}
