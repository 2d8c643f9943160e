"""Wrong usage and help pages are told in Chinese; exit code 2 is wrong usage."""

import re

import pytest
import typer

from app.cli.arguments import place_of
from app.cli.document import page
from app.cli.main import build
from app.cli.usage import chinese, sentence
from tests.app.commands import Desk

U1 = ("--unit", "U1")

WRONG = {
    "nope": "没有命令“nope”。办法：用 bangfu --help 查看用法",
    "books voucher lst": "没有命令“lst”；是否指 list。办法：用 bangfu books v",
    "books ledger": "缺少选项 --unit。办法：用 bangfu books ledger --help 查看用法",
    "books people grant": "缺少参数 code。",
    "books people grant 张三": "缺少参数 right；可用：prepare、review、settle、",
    "books units --bogus": "没有选项“--bogus”。",
    "books funds --unt U1": "没有选项“--unt”；是否指 --unit。",
    "books funds --unit": "选项 --unit 须有值。",
    "books funds --origins=1": "选项 --origins 没有值。",
    "books units more words": "多出了参数“more words”。",
    "books draft show --unit U1 --number x": "--number 的值有误：“x”不是整数。",
    "books draft show --unit U1 --number 0": "--number 的值有误：“0”不在范围内（x>=1）",
    "books funds --format xml": "--format 的值有误：没有“xml”这个值；可用：table、json",
    "books people grant 张三 nope": "right 的值有误：没有“nope”这个值；可用：prepare、",
    "books ledger --unit U1 --account 1 --until x": "--until 的值有误：日期应写作",
    "books close --unit U1 --period 25": "--period 的值有误：期间应写作",
    "report fund_statement": "须写明 --unit 与 --period。",
    "books import nowhere": "folder 的值有误：没有这个文件夹或文件：nowhere",
}


def told(*words: str) -> str:
    """What is told of wrong usage."""
    with pytest.raises(typer.TyperException) as wrong:
        build(words).main(list(words), prog_name="bangfu", standalone_mode=False)
    assert wrong.value.exit_code == 2
    return sentence(wrong.value)


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage_is_told_in_chinese(words: str) -> None:
    found = told(*words.split())
    assert found.startswith(f"用法有误：{WRONG[words]}")
    assert re.fullmatch(r".*。办法：用 bangfu.* --help 查看用法", found)


def test_what_was_typed_is_shown_as_refusals_show_it() -> None:
    assert "13800138000" not in told("books", "units", "13800138000")
    assert "13800138000" not in told("books", "funds", "--format", "13800138000")


def test_a_sentence_that_is_not_known_is_told_as_it_stands() -> None:
    assert chinese("Something new in a later release.") == (
        "Something new in a later release"
    )


@pytest.mark.parametrize("words", [(), ("books",), ("books", "draft")])
def test_a_group_alone_shows_its_help(words: tuple[str, ...]) -> None:
    found = told(*words)
    assert found.startswith(f"用法：{' '.join(('bangfu', *words))} [选项] 命令 [参数]")
    assert "\n命令：\n" in found


def test_no_help_page_has_a_word_of_the_librarys_own() -> None:
    text = page()
    words = (
        r"Usage|Options|Commands:|Arguments|OPTIONS|ARGS|Show thi"
        r"|\[required|required\]|default"
    )
    assert re.findall(words, text) == []
    assert "--help                     显示这段说明" in text
    assert "[x>=1; 必填]" in text
    assert "[默认：table]" in text


@pytest.mark.slow
def test_wrong_usage_is_a_sentence_on_standard_error(desk: Desk) -> None:
    for words in (("books", "funds", "--format", "xml"), ("nope",), ()):
        assert desk.refused(*words, code=2).startswith("用法")
    assert desk.ok("books", "--help").out.startswith("用法：bangfu books [选项] 命令")


@pytest.mark.slow
def test_exit_codes_pass_through(desk: Desk) -> None:
    assert desk.run("books", "units").code == 0
    assert desk.run("books", "accounts", "--chart", "nope").code == 1


@pytest.mark.parametrize(
    "text", ["", "3", "3/", "/3", "１/２", "9" * 20 + "/1", "1/2/3"]
)
def test_two_numbers_that_are_none_are_told_with_their_form(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="写成 3/12 的形式"):
        place_of(text, "--row")


def test_two_numbers_are_read_as_they_are_typed() -> None:
    assert place_of("3/12", "--row") == (3, 12)
