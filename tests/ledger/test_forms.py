"""Forms of statements: those that come with the program, and an office's own."""

import re
from pathlib import Path
from typing import Any

import pytest

from ledger import form_reading, forms
from ledger.accounts import AccountClass, load_chart, standard_charts
from ledger.errors import FormsFaulty
from ledger.form_parts import Form, Term, formula_of

CHARTS = {chart.key: {account.code for account in chart} for chart in standard_charts()}

GOOD = """\
key = "aid-by-source"
title = "帮扶资金来源表"
charts = ["union-2021"]
take = "turnover"

[columns]
month = { title = "本月数", span = "month", month_only = true }
year = { title = "本年数", span = "year" }

[lines]
aid = { label = "帮扶支出", accounts = ["50404", "50405"] }
gifts = { label = "捐赠", accounts = ["50404"], indent = 1, origins = ["donation"] }
rest = { label = "其余", formula = "aid - gifts", style = "subtotal" }

[[checks]]
label = "不超过维权支出"
left = "aid@year"
right = "income-statement-2021:rights@to_date"
month_only = true
"""


def _own(folder: Path, text: str = GOOD, name: str = "aid.toml") -> tuple[Form, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return forms.own_forms(folder, CHARTS)


# -- the forms that come with the program -------------------------------------------


def test_every_statutory_chart_has_its_forms() -> None:
    kinds = {
        chart: {form.kind for form in forms.standard_forms() if chart in form.charts}
        for chart in CHARTS
    }
    both = {"balance_sheet", "income_statement"}
    assert kinds["union-2021-grassroots"] == both
    assert kinds["union-2009"] == {*both, "claims_statement"}
    county = {"budget_statement", "state_assets", "cost_statement"}
    assert kinds["union-2021"] == both | county
    assert kinds["aid-institution"] == set()


def test_a_form_is_found_by_page_and_chart() -> None:
    found = forms.statutory("balance_sheet", "union-2021-grassroots")
    assert found is not None
    assert (found.number, found.title) == ("工会01表", "资产负债表")
    assert forms.statutory("state_assets", "union-2021-grassroots") is None


@pytest.mark.parametrize("edition", ["2009", "2021"])
@pytest.mark.parametrize(
    ("name", "classes"),
    [
        (
            "balance-sheet",
            {AccountClass.ASSET, AccountClass.LIABILITY, AccountClass.NET_ASSET},
        ),
        ("income-statement", {AccountClass.INCOME, AccountClass.EXPENSE}),
    ],
)
def test_every_first_level_account_stands_on_one_line(
    edition: str, name: str, classes: set[AccountClass]
) -> None:
    """What no line takes would be missing from both sides, or from one."""
    form = next(f for f in forms.standard_forms() if f.key == f"{name}-{edition}")
    taken = [
        part.code
        for line in form.lines
        if not line.hidden and line.take == form.lines[0].take
        for part in line.accounts
    ]
    wanted = {
        account.code
        for chart in form.charts
        for account in load_chart(chart).first_level()
        if account.klass in classes
    }
    if name == "income-statement":
        taken = [code for code in taken if code[0] in "45"]
    assert sorted(taken) == sorted(wanted)


def test_every_line_of_a_form_is_counted_in_a_sum_or_held_in_a_check() -> None:
    for form in forms.standard_forms():
        if form.layout == "by_party":
            continue
        used = {term.line for line in form.lines for term in line.formula or ()}
        used |= {term.line for check in form.checks for term in check.terms}
        named = {
            t.line for f in forms.standard_forms() for c in f.checks for t in c.terms
        }
        idle = {line.key for line in form.lines if not line.is_heading} - used - named
        assert idle <= {"changed", "assets", "costs"}, form.key


# -- formulas -----------------------------------------------------------------------


def test_a_formula_adds_and_takes_off_lines() -> None:
    assert formula_of("a + b_2 - other-form:c@year") == (
        Term(1, "a"),
        Term(1, "b_2"),
        Term(-1, "c", "other-form", "year"),
    )
    assert formula_of("- a") == (Term(-1, "a"),)
    assert formula_of("0") == ()


@pytest.mark.parametrize("text", ["", "a +", "a b", "a + + b", "A", "a+b", "a @b", "1"])
def test_what_is_no_formula_is_not_guessed(text: str) -> None:
    assert formula_of(text) is None


# -- an office's own ----------------------------------------------------------------


def test_an_office_adds_a_form_by_a_file(tmp_path: Path) -> None:
    (found,) = _own(tmp_path)
    assert (found.key, found.title, found.kind) == (
        "aid-by-source",
        "帮扶资金来源表",
        "",
    )
    gifts = found.line("gifts")
    assert gifts is not None
    assert gifts.origins == {"donation"}
    assert [c.key for c in found.columns_of(yearly=True)] == ["year"]
    assert [c.key for c in found.columns_of(yearly=False)] == ["month", "year"]


def test_a_folder_without_forms_has_none(tmp_path: Path) -> None:
    assert forms.own_forms(tmp_path, CHARTS) == ()


BROKEN: tuple[tuple[str, str, str], ...] = (
    ('key = "aid-by-source"', 'key = "Aid"', "aid.toml: key 不合格式（发现：Aid）"),
    ('title = "帮扶资金来源表"', "", "aid.toml: 缺少 title；补上 title"),
    ('take = "turnover"', 'tkae = "turnover"', "没有这个项目（发现：tkae）"),
    ('take = "turnover"', "take = 3", "take 的值不对（发现：3）；应是文字"),
    ('take = "turnover"', 'take = "sum"', "take 的值不对（发现：sum）"),
    ('take = "turnover"', 'kind = "balance_sheet"', "自定报表格式不写 kind"),
    ('["union-2021"]', '["union-2030"]', "没有这个科目表（发现：union-2030）"),
    ('["union-2021"]', "[]", "charts 是空的"),
    ('["union-2021"]', "[{ a = 1 }]", "应是清单"),
    ("[[checks]]", "[checks]", "应是若干张表 [[checks]]"),
    ('take = "turnover"', 'periods = "week"', "应是 both、month、year"),
    ('take = "turnover"', 'layout = "wide"', "layout 的值不对"),
    ('take = "turnover"', 'split = "mine"', "split 的值不对"),
    ('span = "month", month_only = true', 'span = "month"', "年度报表没有本月数"),
    ('span = "year" }', 'span = "years" }', "aid.toml: year: span 的值不对"),
    ('span = "year" }', 'span = "end", take = "debits" }', "时点栏没有发生额"),
    ('title = "本年数", ', "", "aid.toml: year: 缺少 title"),
    ("month_only = true }", "month_only = 1 }", "应是true 或 false"),
    ("month_only = true }", "month_only = true, year_only = true }", "不能同时为 true"),
    ("year = { title", "Year = { title", "代号不合格式（发现：Year）"),
    ('"50405"', '"50499"', "aid.toml: aid: 没有这个科目（发现：50499）"),
    ('["donation"]', '["gift"]', "aid.toml: gifts: 没有这个资金来源（发现：gift）"),
    ('"aid - gifts"', '"aid - gift"', "aid.toml: rest: 表中没有这行（发现：gift）"),
    ('"aid - gifts"', '"aid-gifts"', "aid.toml: rest: formula 不是算式"),
    ('"aid - gifts"', '"aid - rest"', "aid.toml: rest: 算式绕回了自己"),
    ('"aid - gifts"', '"aid@year"', "行的算式只能用本表的行"),
    (
        'formula = "aid',
        'accounts = ["502"], formula = "aid',
        "不能既写 accounts 又写 formula",
    ),
    ("indent = 1", "indent = -1", "应是不小于零的整数"),
    ("indent = 1", 'side = "right"', "只有 two_sides 的表才有右边的行"),
    ("indent = 1", 'side = "up"', "side 的值不对"),
    ('label = "其余", ', "", "aid.toml: rest: 缺少 label"),
    ('label = "不超过维权支出"', "", "checks 第 1 项: 缺少 label"),
    ('"aid@year"', '"aids@year"', "checks 第 1 项: 表中没有这行（发现：aids）"),
    ('"aid@year"', '"aid@years"', "checks 第 1 项: 表中没有这栏（发现：years）"),
    ('left = "aid@year"', 'left = "aid"\ncolumns = ["x"]', "表中没有这栏（发现：x）"),
    ("rights@to_date", "rights", "其他表的行须写明栏"),
    ("rights@to_date", "right@to_date", "表中没有这行（发现：right）"),
    ("rights@to_date", "rights@date", "表中没有这栏（发现：date）"),
    ("income-statement-2021:", "income:", "表中没有这张报表（发现：income）"),
    ('aid = { label = "帮扶支出"', 'aid = { label = "帮扶支出', "不合 TOML 写法"),
    ("[lines]", "[line]", "缺少 lines"),
    (
        'aid = { label = "帮扶支出", accounts = ["50404", "50405"] }',
        'aid = "50404"',
        "应是一张表",
    ),
    ('take = "turnover"', 'layout = "by_fund"', "by_fund 的表只有一栏"),
)


@pytest.mark.parametrize(("good", "bad", "told_as"), BROKEN)
def test_a_fault_is_told_with_its_place_and_what_to_do(
    tmp_path: Path, good: str, bad: str, told_as: str
) -> None:
    assert good in GOOD
    with pytest.raises(FormsFaulty) as refusal:
        _own(tmp_path, GOOD.replace(good, bad, 1))
    assert told_as in str(refusal.value)
    assert all(fault.problem.do for fault in refusal.value.faults)
    assert all(fault.file == "aid.toml" for fault in refusal.value.faults)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace("50405", "50499").replace("aid - gifts", "aid-gifts")
    (tmp_path / "other.toml").write_text("key = ", encoding="utf-8")
    with pytest.raises(FormsFaulty) as refusal:
        _own(tmp_path, wrong)
    assert [fault.file for fault in refusal.value.faults] == [
        "aid.toml",
        "aid.toml",
        "other.toml",
    ]
    assert str(refusal.value).endswith("自定报表格式共 3 处错误，改正后再编制报表")


@pytest.mark.parametrize(
    ("key", "standing"),
    [
        ("aid-by-source", "aid.toml"),
        ("balance-sheet-2021", "程序自带的报表格式"),
    ],
)
def test_a_key_that_stands_already_is_refused(
    tmp_path: Path, key: str, standing: str
) -> None:
    _own(tmp_path)
    with pytest.raises(FormsFaulty, match=f"代号与{standing}相同"):
        _own(tmp_path, GOOD.replace("aid-by-source", key), "z.toml")


def test_forms_of_an_office_may_name_each_other(tmp_path: Path) -> None:
    other = GOOD.replace('"aid-by-source"', '"second"').replace(
        "income-statement-2021:rights@to_date", "aid-by-source:aid@year"
    )
    (tmp_path / "a.toml").write_text(other, encoding="utf-8")
    assert [form.key for form in _own(tmp_path)] == ["second", "aid-by-source"]


def test_a_folder_that_is_not_there_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(FormsFaulty, match="没有这个文件夹；核对设置 BANGFU_FORMS"):
        forms.own_forms(tmp_path / "gone", CHARTS)


def test_a_file_of_another_encoding_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "aid.toml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(FormsFaulty, match=r"aid\.toml: 不是 UTF-8 编码"):
        forms.own_forms(tmp_path, CHARTS)


def test_a_refusal_repeats_nothing_of_a_file_that_cannot_be_read(
    tmp_path: Path,
) -> None:
    with pytest.raises(FormsFaulty) as refusal:
        _own(tmp_path, 'key = "a"\nsecret words = 1\n')
    assert "第 2 行第" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_form_without_lines_cannot_be_built() -> None:
    facts: dict[str, Any] = {
        "key": "x",
        "title": "表",
        "basis": "",
        "charts": ("union-2021",),
        "columns": (),
        "lines": (),
    }
    with pytest.raises(AssertionError):
        Form(**facts)


def test_the_forms_that_the_documents_show_can_be_used(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")
    shown = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    found = [form for text in shown for form in _own(tmp_path, text)]
    assert [(form.key, form.charts) for form in found] == [
        ("aid-by-source", ("union-2021",)),
        ("aid-by-source-2009", ("union-2009",)),
    ]
    assert f"--form {found[0].key} " in page


def test_the_documents_name_every_key_of_a_form() -> None:
    page = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")
    keys = {*form_reading._HEADS, *form_reading._COLUMN}
    keys |= {*form_reading._LINE, *form_reading._CHECK}
    assert {key for key in keys - {"kind"} if key not in page} == set()
