"""The sentences of the reports, and what an office may change about them."""

import ast
import datetime as dt
import json
import re
from pathlib import Path

import pytest

import reports
from ledger.money import Money
from reports.errors import TemplateFault
from reports.wording import TEMPLATES, sentence
from tests.budgets.resolving import register_funds
from tests.building import Books, payment, red
from tests.reports.asking import asked
from tests.reports.budget_world import approved, drafted, found_growth, loosen
from tests.reports.year import story


def put(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_a_sentence_is_filled_in_with_amounts_and_dates_as_people_write_them(
    tmp_path: Path,
) -> None:
    put(
        tmp_path,
        "closing",
        "截至{{ day | day }}，结存{{ amount | money }}元（{{ amount | capitals }}），"
        "{{ persons | count }}人次。\n",
    )
    text = sentence(
        "closing",
        office_folder=tmp_path,
        day=dt.date(2025, 12, 31),
        amount=Money(123400),
        persons=6655,
    )
    expected = "截至2025年12月31日，结存1,234.00元（壹仟贰佰叁拾肆元整），6,655人次。"
    assert text == expected


def test_what_was_not_given_is_a_fault_that_names_file_line_and_variable(
    tmp_path: Path,
) -> None:
    put(tmp_path, "opinion", "第一行\n\n{{ unit }}与{{ opinion }}")
    with pytest.raises(TemplateFault, match=r"opinion\.txt:3：.*'opinion'"):
        sentence("opinion", office_folder=tmp_path, unit="县总工会")


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        (
            "{{ opinion }}",
            "不能填写（没有给出变量“opinion”）",
            "'opinion' is undefined",
        ),
        ("{{ unit.head }}", "没有名为“head”的项", "has no attribute 'head'"),
        ("{{ unit | money }}", "所给的值不能写成 {{ unit | money }}", "no attribute"),
        ("{{ unit | loud }}", "写法有误（没有名为“loud”的过滤器）", "No filter named"),
        ("{{ none }}", "不能填写（要填写的是空值）", "is no text, number or date"),
        ("{% if unit %}", "写法有误（没有写完，缺少结尾的标记）", "Unexpected end"),
        ("{% whenever %}", "写法有误（不认识的标记“whenever”）", "unknown tag"),
        ("{{ unit }", "写法有误（多出“}”）", "unexpected '}'"),
        ("{{ unit unit }}", "写法有误（此处应有“}}”）", "expected"),
        ("{{ unit.upper() }}", "调用函数或方法）", "the rules"),
    ],
)
def test_a_fault_is_told_in_chinese_then_in_english(
    tmp_path: Path, text: str, chinese: str, english: str
) -> None:
    """Neither half has words of the other."""
    put(tmp_path, "broken", f"第一行\n{text}")
    with pytest.raises(TemplateFault) as fault:
        sentence("broken", office_folder=tmp_path, unit="县总工会", none=None)
    first, _, second = str(fault.value).partition("（Template ")
    assert "broken.txt:2：" in first
    assert chinese in first
    assert "办法：改正这一模板" in first
    assert second.startswith("broken.txt, line 2: ")
    assert english in second
    assert not re.search("[\u4e00-\u9fff]", second)
    assert " is " not in first.partition("：")[2]


def test_a_malformed_template_is_a_fault_that_names_its_line(tmp_path: Path) -> None:
    put(tmp_path, "broken", "第一行\n{% if unit %}没有结尾")
    with pytest.raises(TemplateFault, match=r"broken\.txt:2：写法有误"):
        sentence("broken", office_folder=tmp_path, unit="县总工会")


def test_a_filter_given_what_it_cannot_show_is_a_fault_with_its_line(
    tmp_path: Path,
) -> None:
    put(tmp_path, "amount", "\n{{ amount | money }}")
    with pytest.raises(TemplateFault, match=r"amount\.txt:2：不能填写"):
        sentence("amount", office_folder=tmp_path, amount="很多")


def test_a_missing_template_is_a_fault_that_names_it() -> None:
    with pytest.raises(TemplateFault, match=r"nowhere\.txt：没有这个模板"):
        sentence("nowhere")


def test_a_template_cannot_reach_out_of_its_sandbox(tmp_path: Path) -> None:
    put(tmp_path, "escape", "{{ ''.__class__.__mro__ }}")
    with pytest.raises(TemplateFault, match=r"escape\.txt:1"):
        sentence("escape", office_folder=tmp_path)


def test_what_a_user_wrote_is_not_read_as_a_template(tmp_path: Path) -> None:
    put(tmp_path, "unit", "{{ unit }}")
    text = sentence("unit", office_folder=tmp_path, unit="{{ 7 * 7 }}<b>")
    assert text == "{{ 7 * 7 }}<b>"


def test_a_folder_of_the_office_comes_before_the_programs_own(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    put(ours, "greeting", "原文")
    put(ours, "closing", "{% include 'greeting.txt' %}。")
    put(theirs, "greeting", "本单位措辞")
    assert sentence("greeting", office_folder=theirs) == "本单位措辞"
    assert sentence("closing", office_folder=ours) == "原文。"


BUDGETS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("budget_baseline", {}),
    ("budget_growth", {}),
    ("budget_growth", {"with_subunits": True}),
    ("budget_annual", {}),
    ("budget_execution", {}),
    ("budget_rules", {}),
)
MET = 90
"""So many sentences at least are met in the year of the test."""
REPORTS = (
    ("board_pack", "U1"),
    ("fund_statement", "U1"),
    ("trial_balance", "U1"),
    ("stock_ledger", "U1"),
    ("payment_requests", "U1"),
    ("advances_by_age", "U1"),
    ("returned_payments", "U1"),
    ("gift_use", "U1"),
    ("transfers_in_transit", "U1"),
    ("cash_count", "U1"),
    ("voucher_print", "U1"),
    ("annual_audit", "U1"),
    ("annual_audit", "U2"),
    ("statement_notes", "U1"),
    ("general_ledger", "U1"),
    ("voucher_book", "U1"),
    ("public_edition", "U1"),
)


def budgeted(books: Books) -> None:
    """A base, twenty years of budgets, one for 2025, and a rule loosened."""
    register_funds(books)
    found_growth(books)
    approved(books, drafted(books))
    loosen(books)


def chinese() -> set[str]:
    """The names of all sentences; `test_english.py` holds the English ones."""
    return {
        file.relative_to(TEMPLATES).with_suffix("").as_posix()
        for file in TEMPLATES.rglob("*.txt")
        if "en" not in file.relative_to(TEMPLATES).parts
    }


def calls_and_texts() -> tuple[list[ast.Call], list[str]]:
    """Every call that makes a sentence, and every text that could name one."""
    calls, texts = [], []
    for path in Path(reports.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "sentence":
                calls.append(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr) and len(node.values) > 1:
                parts = (getattr(part, "value", None) for part in node.values)
                texts.append(
                    "".join(re.escape(p) if isinstance(p, str) else ".+" for p in parts)
                )
    return calls, texts


def test_every_call_names_the_office_and_every_sentence_is_called() -> None:
    calls, texts = calls_and_texts()
    given = [{one.arg: one.value for one in call.keywords} for call in calls]
    assert len(given) > 40
    assert all(ast.unparse(one["office_folder"]) != "None" for one in given)
    literal = {text for text in texts if ".+" not in text}
    shapes = [re.compile(text) for text in set(texts) - literal if text[0].isalpha()]
    unused = {
        name
        for name in chinese()
        if re.escape(name) not in literal
        and not any(shape.fullmatch(name) for shape in shapes)
    }
    assert unused == set()


def test_what_happens_in_a_year_is_told_in_the_words_of_the_office(
    sqlite_books: Books, tmp_path: Path
) -> None:
    """U1 has a year in which everything happens, U2 one in which nothing does."""
    names = chinese()
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        put(tmp_path, name, f"〔{name}〕")
    story(sqlite_books)
    sqlite_books.post(payment("p1", 5_00))
    sqlite_books.correct(red("red", "p1"), payment("right", 4_00))
    budgeted(sqlite_books)
    told = "".join(
        json.dumps(
            asked(sqlite_books.engine, report, unit, "2025", templates=tmp_path),
            ensure_ascii=False,
        )
        for report, unit in REPORTS
    )
    told += "".join(
        json.dumps(
            asked(
                sqlite_books.engine, report, "U1", "2025", templates=tmp_path, **more
            ),
            ensure_ascii=False,
        )
        for report, more in BUDGETS
    )
    assert sum(f"〔{name}〕" in told for name in names) > MET
