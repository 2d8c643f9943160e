"""The English editions: no word left in Chinese but names, and the same figures."""

import ast
import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes
from sqlalchemy import inspect, text

from app import prefecture_audit
from audit.catalogue import catalogue as checks
from audit.check import Severity
from ledger.accounts import AccountClass
from ledger.database import Connection, Engine, reading, writing
from ledger.funds import Origin
from ledger.people import Right
from ledger.units import AccountMode, Level
from reports import catalogue
from reports.catalogue import Request
from reports.dictionary import LOCALES, dictionary
from reports.errors import NoSuchEdition
from reports.report import (
    Chart,
    Code,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Provenance,
    Row,
    Signatures,
    Table,
)
from reports.translation import translated
from reports.wording import TEMPLATES, Edition, sentence
from tests import prefecture
from tests.building import Books
from tests.reports.asking import asked, document, rendered, request
from tests.reports.year import story

ROOT = Path(__file__).parents[2]
CITY = "130100"
ENGLISH = ("annual_audit/*", "handover_audit/*", "fund_statement*", "trial_balance*")
ENGLISH += ("audit/*", "scope", "statement_none", "statement_tie*")

# Chinese characters, and marks of Chinese print.
CHINESE = re.compile("[\u2e80-\u2fdf\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”—]")
CITED = re.compile(
    r"《[^》]*》|总工发〔2015〕20号|[^\s]{1,6}〔\d+〕\d+号|第2107号内部审计具体准则"
)
"""A document cited by its Chinese name or number."""
MARK = re.compile(r"\d{4}-\d\d [付收转记]-\d+|[付收]\d{3}")
"""A voucher's number, as it stands on the voucher."""


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prefecture.copied(tmp_path_factory.mktemp("english"))
    with writing(engine) as connection:
        prefecture_audit.keep(connection)
    yield engine
    engine.dispose()


# Report, unit, period, and what else is asked for.
Case = tuple[str, str, str, dict[str, Any]]
LATER = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
LEFT = {"subject": "luo.changping/主席", "at": LATER}
DEMONSTRATED: tuple[Case, ...] = (
    ("balance_sheet", CITY, "2025", {}),
    ("balance_sheet", CITY, "2025-03", {"with_subunits": True}),
    ("income_statement", CITY, "2025", {}),
    ("income_statement", CITY, "2025-03", {}),
    ("budget_statement", CITY, "2025", {}),
    ("state_assets", CITY, "2025", {}),
    ("cost_statement", CITY, "2025", {}),
    ("fund_statement", CITY, "2025", {}),
    ("fund_statement", "130000", "2024", {"with_subunits": True}),
    ("trial_balance", CITY, "2025", {}),
    ("trial_balance", CITY, "2025-03", {"fund": "CB"}),
    ("annual_audit", CITY, "2025", {}),
    ("annual_audit", "130000", "2024", {}),
    ("annual_audit", "130121", "2023", {}),
    ("audit_board", CITY, "2025", {}),
    ("handover_audit", CITY, "2026-03", LEFT),
    ("handover_audit", CITY, "2026-03", {"subject": "ji.wenzhao/主席"}),
)
PUBLISHED: tuple[Case, ...] = (
    ("balance_sheet", "FZU-LAW", "2011", {}),
    ("balance_sheet", "DIST", "2010", {"with_subunits": True}),
    ("income_statement", "FZU-LAW", "2011", {}),
    ("fund_statement", "DSCS", "2021", {}),
    ("fund_statement", "FZU-LAW", "2011", {}),
    ("trial_balance", "DSCS", "2021", {}),
    ("annual_audit", "FZU-LAW", "2011", {}),
    ("annual_audit", "DSCS", "2021", {}),
    ("audit_board", "DSCS", "2021", {}),
)
EVERYTHING: tuple[Case, ...] = (
    ("fund_statement", "U1", "2025", {}),
    ("trial_balance", "U1", "2025", {}),
    ("annual_audit", "U1", "2025", {}),
    ("annual_audit", "U2", "2025", {}),
)


WEIGHED = tuple(case for case in DEMONSTRATED if case[1] == CITY)[:-1]


def english(asked_for: Request) -> Request:
    return replace(asked_for, language="en")


def texts(report: Document) -> Iterator[str]:
    """Every text that a reader of the document sees."""
    yield from (report.title, report.subtitle, report.recipient, report.mark)
    yield from (report.provenance.unit, report.provenance.period)
    for piece in report.pieces():
        match piece:
            case Heading(said) | Note(said):
                yield said
            case Paragraph():
                yield from piece.lines()
            case KeyValues(pairs):
                yield from (str(part) for pair in pairs for part in pair)
            case Signatures():
                yield from (part for signer in piece.signers() for part in signer)
            case Code():
                yield piece.caption
            case Table() | Chart():
                yield from _of_table(piece)


def _of_table(piece: Table | Chart) -> Iterator[str]:
    table = piece.table() if isinstance(piece, Chart) else piece
    yield from (table.caption, table.note)
    yield from (column.title for column in table.columns)
    for row in table.rows:
        yield from (cell for cell in row.cells if isinstance(cell, str))


def names_of(connection: Connection) -> re.Pattern[str]:
    """What people typed into the books: every text there that is no word of ours."""
    known = inspect(connection)
    found: set[str] = set()
    for table in known.get_table_names():
        for column in known.get_columns(table):
            if column["type"].python_type is str:
                name = column["name"]
                wanted = text(f'SELECT DISTINCT "{name}" FROM "{table}"')
                found |= {str(one) for one in connection.scalars(wanted) if one}
    words = dictionary("en").exact
    # A remark that was typed may stand in a report without its full stop.
    found |= {name.rstrip("。") for name in found}
    typed = {name for name in found if CHINESE.search(name) and name not in words}
    longest = sorted(typed, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)))


def left_in_chinese(said: str, names: re.Pattern[str]) -> bool:
    rest = MARK.sub("", said)
    if not CHINESE.search(rest):
        return False
    rest = CITED.sub("", names.sub("", rest)).replace("（）", "")
    return CHINESE.search(rest) is not None


def untold(engine: Engine, cases: tuple[Case, ...]) -> set[str]:
    found: set[str] = set()
    with reading(engine) as connection:
        names = names_of(connection)
        for name, unit, period, more in cases:
            wanted = english(request(unit, period, **more))
            report = document(connection, name, wanted)
            found |= {said for said in texts(report) if left_in_chinese(said, names)}
    return found


def test_the_demonstration_has_no_word_in_chinese_but_names(audited: Engine) -> None:
    assert untold(audited, DEMONSTRATED) == set()


def test_the_published_books_have_no_word_in_chinese_but_names(
    published: Engine,
) -> None:
    assert untold(published, PUBLISHED) == set()


def test_books_in_which_everything_happens_have_none_either(
    sqlite_books: Books,
) -> None:
    story(sqlite_books)
    assert untold(sqlite_books.engine, EVERYTHING) == set()


EXAMPLE = re.compile(
    "发放困难职工救助金|支付会议餐费|工会自筹|助学捐赠|中央财政|其他资金|某省总工会|邻县总工会|"
    "示例县总工会|某医院|某学校|某银行|县财政局|棉被|雪灾救助|挂账借款超过一年|"
    "记账员|管理员|审核员|制单员|初审员|张三|甲|工会资金结转——其他结转|、|"
    "F15 第五条.*40302"
)
"""Names of the example books of the checks, and clauses by which sources are cited."""


def test_whatever_a_check_can_find_is_told_in_english() -> None:
    words, left = dictionary("en"), set()
    for entry in checks():
        check = entry.check
        said = [check.title, check.basis, check.effect, check.recommendation]
        said.append(check.limitation)
        for books in (*check.clean, *check.broken):
            said.append(entry.population(books).of)
            for found in entry.run(books):
                said += [found.title, found.condition, found.recommendation]
                said += found.evidence
        left |= {one for one in said if left_in_chinese(words.told(one), EXAMPLE)}
    assert left == set()


def test_labels_that_reports_show_are_told_in_english() -> None:
    kinds = (Severity, Level, AccountMode, Origin, AccountClass, Right)
    labels = {one.label for kind in kinds for one in kind}
    words = dictionary("en")
    assert {one for one in labels if CHINESE.search(words.told(one))} == set()


def _figure(value: Any, kind: str) -> Any:
    return None if kind == "text" or value in {"—", "-"} else value


def figures(told: Any) -> Any:
    """A report in JSON without its words: what may not differ between editions."""
    tables = {
        name: [
            [_figure(row[column["key"]], column["kind"]) for column in table["columns"]]
            for row in table["rows"]
        ]
        for name, table in told["tables"].items()
    }
    parts = [min(part) for part in told["text"]]
    return told["position"], told["digest"], tables, len(told["values"]), parts


@pytest.mark.parametrize("case", WEIGHED)
def test_both_editions_have_the_same_figures(audited: Engine, case: Case) -> None:
    name, unit, period, more = case
    chinese = asked(audited, name, unit, period, **more)
    told = asked(audited, name, unit, period, language="en", **more)
    assert figures(told) == figures(chinese)
    assert told["title"] != chinese["title"]


# -- dictionary and templates -------------------------------------------------------


def in_english() -> list[str]:
    return sorted(
        path.relative_to(TEMPLATES).as_posix()
        for pattern in ENGLISH
        for path in TEMPLATES.glob(f"{pattern}.txt")
    )


def test_every_sentence_of_an_english_report_has_an_english_template() -> None:
    ours = TEMPLATES / "en"
    found = [path.relative_to(ours).as_posix() for path in ours.rglob("*.txt")]
    assert sorted(found) == in_english()


@pytest.mark.parametrize("name", in_english())
def test_both_templates_of_a_sentence_ask_for_the_same(name: str) -> None:
    def wanted(path: Path) -> set[str]:
        parsed = Environment().parse(path.read_text("utf-8"))  # noqa: S701 - text alone
        return {name.name for name in parsed.find_all(nodes.Name)}

    assert wanted(TEMPLATES / "en" / name) == wanted(TEMPLATES / name)


def test_an_office_words_its_english_sentences_in_a_folder_of_its_own(
    tmp_path: Path,
) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "fund_statement_notes.txt").write_text("Our note.", "utf-8")
    edition = Edition("en", tmp_path)
    assert sentence("fund_statement_notes", office_folder=edition) == "Our note."
    # Where there is no English sentence the Chinese one stands.
    (tmp_path / "only_here.txt").write_text("只有中文。{{ d | day }}", "utf-8")
    said = sentence("only_here", office_folder=edition, d=dt.date(2025, 3, 9))
    assert said == "只有中文。9 March 2025"


@cache
def sources() -> str:
    """Every text in the code and tables of the packages."""
    found = []
    for package in ("reports", "audit", "aid", "treasury", "budgets", "ledger"):
        for file in (ROOT / package).rglob("*.py"):
            tree = ast.parse(file.read_text("utf-8"))
            found += [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
        for file in (ROOT / package).rglob("*.toml"):
            if LOCALES not in file.parents:
                found.append(file.read_text("utf-8"))
    return "\n".join({one for one in found if CHINESE.search(one)})


def entries() -> Iterator[tuple[str, str]]:
    for file in sorted((LOCALES / "en").glob("*.toml")):
        yield from tomllib.loads(file.read_text("utf-8")).items()


def test_every_entry_stands_for_a_text_of_the_program() -> None:
    han = re.compile("[\u3400-\u9fff]{2,}")
    left = {key for key, _ in entries() if not all(map(made_of, han.findall(key)))}
    assert left == set()


@cache
def made_of(run: str) -> bool:
    """Whether a run of characters stands in the program, or a few pieces of it do."""
    pieces, rest = 0, run
    while rest:
        sizes = range(len(rest), 0, -1)
        taken = next((size for size in sizes if rest[:size] in sources()), 0)
        if not taken:
            return False
        rest = rest[taken:]
        pieces += 1
    return pieces <= 2 + len(run) // 3


def test_no_text_has_two_entries() -> None:
    keys = [key for key, _ in entries()]
    assert len(set(keys)) == len(keys)


def test_the_english_of_a_shape_has_the_places_of_the_chinese() -> None:
    place = re.compile(r"\{#?(\d)")
    for key, english_text in entries():
        assert set(place.findall(key)) == set(place.findall(english_text)), key


@pytest.mark.parametrize(
    ("chinese", "told"),
    [
        ("2025年度", "2025"),
        ("2025年第三季度", "quarter 3 of 2025"),
        ("2024年1月1日至6月30日", "1 January 2024 to 30 June 2024"),
        ("2020年1月1日至今", "1 January 2020 to date"),
        ("　货币资金", "\u2003Cash and cash equivalents"),
        ("1 张凭证", "1 voucher"),
        ("2 张凭证", "2 vouchers"),
        ("某人取走了款项，未还。", "某人取走了款项，未还。"),
        ("资产；负债", "Assets; Liabilities"),
        ("中央财政小计", "Subtotal, Central government"),
        ("plain", "plain"),
    ],
)
def test_a_text_is_told_by_entry_shape_date_or_part(chinese: str, told: str) -> None:
    assert dictionary("en").told(chinese) == told


def test_a_name_of_the_books_is_left_as_it_is() -> None:
    columns = (Column("fund", "资金"), Column("amount", "金额"))
    rows = (Row(("困难职工帮扶、送温暖", "无")), Row(("合计", ""), "total"))
    drawn = Provenance("某单位（筹）", "2025年度", 0, "0" * 64, LATER)
    chinese = Document("x", "标题", "", drawn, (Table(columns, rows),))
    report = translated(chinese, "en")
    (table,) = (piece for piece in report.pieces() if isinstance(piece, Table))
    told = tuple(table.rows)
    assert [column.title for column in table.columns] == ["Fund", "Amount"]
    assert told[0].cells[0] == "困难职工帮扶、送温暖"
    assert told[1].cells[0] == "Total"
    assert report.provenance.unit == "某单位（筹）"


def test_rows_are_told_as_they_come() -> None:
    met = []

    def coming() -> Iterator[Row]:
        for number in range(3):
            met.append(number)
            yield Row(("合计",))

    drawn = Provenance("单位", "2025年度", 0, "0" * 64, LATER)
    table = Table((Column("item", "项目"),), coming())
    report = translated(Document("x", "标题", "", drawn, (table,)), "en")
    assert met == []
    (told,) = (piece for piece in report.pieces() if isinstance(piece, Table))
    assert next(iter(told.rows)).cells == ("Total",)
    assert met == [0]


def test_english_of_another_report_is_refused_with_those_that_have_it(
    audited: Engine,
) -> None:
    with reading(audited) as connection:
        wanted = english(request(CITY, "2025", account="102"))
        with pytest.raises(NoSuchEdition, match=r"明细账.*annual_audit.*balance_sheet"):
            document(connection, "account_ledger", wanted)


def test_ten_reports_have_an_english_edition() -> None:
    having = [one.name for one in catalogue.all_reports() if "en" in one.languages]
    assert len(having) == 10


@pytest.mark.parametrize("suffix", ["html", "pdf", "docx", "xlsx", "csv", "json"])
def test_every_format_prints_the_edition_the_same_twice(
    published: Engine, suffix: str
) -> None:
    with reading(published) as connection:
        wanted = english(request("FZU-LAW", "2011"))
        once, again = (
            rendered(document(connection, "balance_sheet", wanted), suffix)
            for _ in range(2)
        )
    assert once == again


def test_the_page_says_its_language_and_nothing_else_in_chinese(
    published: Engine,
) -> None:
    with reading(published) as connection:
        names = names_of(connection)
        wanted = english(request("FZU-LAW", "2011"))
        page = rendered(document(connection, "balance_sheet", wanted), "html").decode()
        data = rendered(document(connection, "balance_sheet", wanted), "json")
    assert '<html lang="en">' in page
    assert "Page " in page
    body = page[page.index("<body") :]
    assert [line for line in body.splitlines() if left_in_chinese(line, names)] == []
    assert json.loads(data)["title"] == "Balance Sheet"
