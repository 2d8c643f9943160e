"""Refusals of the packages in English: each has its words, and only its own."""

import ast
import re
import time
import tomllib
from itertools import pairwise

import pytest

from app.web import languages
from app.web.languages import refused
from ledger.errors import NotFound, Problem, VoucherRefused
from reports.dictionary import HAN
from tests.web import refusal_texts
from tests.web.refusal_texts import Reading
from tests.web.source_texts import PACKAGES, Module, reached

FOLDER = languages._LOCALE / "en" / "refusals"
FILES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted(FOLDER.glob("*.toml"))
}
PLACE = re.compile(r"\{[#=]?(\d)\}")
FILLED = re.compile(r"\{(\d)(?:[!?]|:[^{}]*)?\}")

NUMBER_OF_DOCUMENT = re.compile(r"[^{ ]+-(\{1\})?|[^{ ]+〔\{1\}〕\{2\}号")
"""References and numbers of papers, `捐赠-{1}`, `帮管〔{1}〕{2}号`: they are names."""


def english(text: str) -> str:
    return languages._words().told(text)


def is_told(text: str) -> bool:
    """Whether every part of a text has an entry, filled by numbers or words of ours."""
    parts = languages._JOINTS.split(text)
    return all(
        any(has_entry(one) for one in refusal_texts.fillings(part))
        for part in parts
        if part not in languages._MARKS
    )


def has_entry(text: str) -> bool:
    """Whether a text, or each of the sentences in it, has an entry of its own."""
    placed = languages._PLACED.match(text)
    text = (text[placed.end() :] if placed else text).strip()
    if not HAN.search(text):
        return True
    known = languages._words()
    for one in (text, text.strip("；"), text.rstrip("：")):
        if known._entry(one) and not HAN.search(known.told(one)):
            return True
    cuts = [at for at, mark in enumerate(text) if mark == "；"]
    return any(has_entry(text[:at]) and has_entry(text[at + 1 :]) for at in cuts)


# -- completeness -------------------------------------------------------------------


@pytest.mark.slow
def test_what_the_packages_refuse_has_its_english() -> None:
    every = refusal_texts.all_texts()
    assert len(every) > 2500
    packages = set(every.values())
    assert packages == set(PACKAGES)
    lacking = [
        f"{package}: {text}"
        for text, package in sorted(every.items())
        if not NUMBER_OF_DOCUMENT.fullmatch(text) and not is_told(text)
    ]
    assert lacking == []


def test_what_serves_the_command_line_alone_is_left_out() -> None:
    read = reached()
    assert "ledger.checklist" in read
    assert "app.cli.session" not in read
    assert "audit.verifier.verify" not in read


SOURCE = '''
_KINDS = {"a": "甲类", "b": "乙类"}
_ALONE = "不说的话"

class Way(Enum):
    """How."""
    FIRST = "first", "第一种"

class Told(Refused):
    """An error with words of its own."""
    def __init__(self, name):
        super().__init__(f"没有{name}", do="登记" + name)

def _why(kind) -> str:
    return f"种类为{_KINDS[kind]}" if kind == "甲比" else "种类不明"

def _faults(texts) -> list[str]:
    found = []
    for text in texts:
        found.append(f"“{text}”不对")
    yield from found

def _refuse(what, why):
    raise Refused(what, why=why)

def act(kind):
    """Do it, 说明文字."""
    given = "改正以后再办"
    _refuse("没有办成", _why(kind))
    raise Told("、".join(_faults(["名称"])), do=given)
'''


def test_texts_are_followed_to_where_they_are_told() -> None:
    module = Module("ledger.made_up", ast.parse(SOURCE))
    found = Reading({module.name: module}).texts()
    assert set(found) == {
        *("甲类", "乙类", "第一种", "没有{1}", "登记{1}", "种类为{1}", "种类不明"),
        *("“{1}”不对", "没有办成", "改正以后再办", "名称"),
    }


# -- the catalogue ------------------------------------------------------------------


def test_a_text_stands_in_one_file_alone() -> None:
    keys = sorted(key for file in FILES.values() for key in file)
    assert [one for one, next_one in pairwise(keys) if one == next_one] == []


def test_every_entry_has_words_of_its_own_and_all_its_places() -> None:
    for file in FILES.values():
        for key, value in file.items():
            own = PLACE.sub("", key)
            assert HAN.search(own), key
            assert not HAN.search(value), key
            assert sorted(PLACE.findall(key)) == sorted(set(FILLED.findall(value))), key


def counted(place: str) -> str:
    """What stands behind a seven in a place that chooses by the number."""
    _, _, words = place.strip("{}").partition(":")
    single, _, several = words.partition("|")
    return f" {several or single + 's'}" if words else ""


def filled(text: str, by: dict[str, str]) -> str:
    """An entry's English with what fills its places."""
    return FILLED.sub(lambda met: by[met[1]] + counted(met[0]), text)


def test_a_text_is_told_by_its_own_entry_and_by_no_other() -> None:
    taken = []
    for file in FILES.values():
        for key, value in file.items():
            word = english("草稿")
            asked = PLACE.sub(lambda m: "草稿" if "=" in m[0] else "7", key)
            by = {m[1]: word if "=" in m[0] else "7" for m in PLACE.finditer(key)}
            expected = filled(value, by)
            if english(asked.strip()).strip() != expected.strip():
                taken.append(f"{asked}: {english(asked)} / {expected}")
    assert taken == []


def test_the_entry_with_the_most_words_of_its_own_is_taken() -> None:
    assert english("没有这个单位") == "There is no such unit"
    assert english("没有这个科目表") == "There is no such chart of accounts"
    assert english("没有这个往来的对象") == "没有这个往来的对象"


def test_a_general_entry_takes_no_word_that_is_not_ours() -> None:
    assert english("草稿 3 不能作废") == "Draft 3: cannot drop"
    assert HAN.search(english("草稿 3 不能这样那样地办"))


# -- what is told -------------------------------------------------------------------


def test_a_breach_of_rules_is_told_with_what_was_found() -> None:
    lines = Problem("L1", "借贷不平", "借方减贷方 3.00 元", "核对各行金额")
    fund = Problem("L7", "资金 其他 的货币资金不足（量入为出）", line=2)
    told = refused(str(VoucherRefused([("收-差旅", lines), ("r2", fund)])), "en")
    first, second = told.splitlines()
    assert first == (
        "Voucher 收-差旅: [L1] Debit and credit do not balance (found: debit less"
        " credit is CNY 3.00); check the amount of every line"
    )
    assert second == (
        "Voucher r2, line 2: [L7] Fund 其他 has not enough money (no spending beyond"
        " what is there)."
    )


def test_what_people_typed_stays_as_it_is() -> None:
    told = refused(str(NotFound("付款申请", "其他")), "en")
    assert told == 'There is no payment request "其他" in the books.'


@pytest.mark.parametrize(
    "text", ["毫无译文的一段话" * 40, "没有" * 200, "第 7 行" * 99]
)
def test_looking_up_takes_a_few_milliseconds_at_most(text: str) -> None:
    known = languages._words()
    took = []
    for _ in range(3):
        known.met.clear()
        begun = time.process_time()
        known.told(text)
        took.append(time.process_time() - begun)
    assert min(took) < 0.01
