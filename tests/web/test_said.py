"""What the pages say once something was done, in English: each has its words."""

import ast
import html
import re
from dataclasses import dataclass

import pytest

from app.web.application import LANGUAGE
from app.web.languages import catalogue, explained
from reports.dictionary import HAN
from tests.web.office import Office
from tests.web.refusal_texts import Reading, Scope
from tests.web.source_texts import Module, last_name, reached
from tests.web.test_refusals import NUMBER_OF_DOCUMENT, is_told

PLACES = {"Go": 1, "kept": 2, "Made": 0}
"""What leads on after an act, and which of what it is handed is said there."""


@dataclass(eq=False)
class Saying(Reading):
    """What the pages say after an act, followed to where it is written."""

    def _labels(self, module: Module) -> None:
        """Leave labels alone that nothing says."""

    def _begin(self, node: ast.AST, module: Module, function: Scope) -> None:
        of_pages = module.name.startswith("app.web") and ".api" not in module.name
        if not of_pages or not isinstance(node, ast.Call):
            return
        at = PLACES.get(last_name(node))
        if at is None:
            return
        given = node.args[at : at + 1]
        given += [one.value for one in node.keywords if one.arg == "said"]
        for one in given:
            self._tell(one, module, function)


@pytest.mark.slow
def test_what_is_said_after_an_act_has_its_english() -> None:
    every = Saying(reached()).texts()
    assert len(every) > 200
    known = catalogue("en")
    lacking = [
        text
        for text in sorted(every)
        if re.sub(r"\{\d+\}", "{}", text) not in known
        and not NUMBER_OF_DOCUMENT.fullmatch(text)
        and not is_told(text)
    ]
    assert lacking == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("草稿 12 已作废", "Draft 12 was dropped"),
        ("不再要求审核、出纳启用动态口令", "No longer demanded: one-time codes"),
        (
            "发放批次 B2026-3：2 行，1,200.00 元；有 2 处须说明理由",
            "Payment batch B2026-3: 2 lines, CNY 1,200.00; 2 places must be explained",
        ),
        (
            "已对账到 2026-03-31（第 1 次）：银行 9.00 元，账面 9.00 元，未达 0 笔",
            "Reconciled to 2026-03-31 (no. 1): bank CNY 9.00, books CNY 9.00, 0 items",
        ),
        (
            "H2026-1：退回 2 行，90.00 元；凭证草稿 7 已提交，等待审核",
            "H2026-1: 2 lines returned, CNY 90.00; voucher draft 7 submitted",
        ),
        ("第 3 次盘点已登记，差异 0 项：账实相符", "Count no. 3 recorded"),
        ("核对 3 笔", "3 matches made"),
        ("2 张已记账", "2 vouchers posted"),
        ("同日同额；1 天内唯一", "same day and amount; the only one within 1 day"),
    ],
)
def test_a_whole_sentence_is_english(text: str, told: str) -> None:
    assert explained(text, "zh") == text
    found = explained(text, "en")
    assert not HAN.search(found)
    assert found.startswith(told)


def test_a_page_says_what_was_done_in_the_language_of_who_looks(lite: Office) -> None:
    browser = lite.browser("王五")
    browser.client.cookies.set(LANGUAGE, "en")
    typed = {
        "person": "张三",
        "secret": "一句新的春天口令",
        "again": "一句新的春天口令",
    }
    status, where = browser.post("/people/secret", typed)
    assert status == 303, html.unescape(where)[-900:]
    said = re.findall(r'class="said" role="status">([^<]*)<', browser.get(where)[1])
    assert said == ["The secret of 张三 was changed; all sessions of theirs are ended"]
