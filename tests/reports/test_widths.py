"""How wide columns are: nothing that is one word, number or date is torn."""

from reports.render import widths
from reports.report import Column


def test_between_characters_and_figures_there_is_a_quarter_of_an_em() -> None:
    """Every program sets it; without it `2021年12月` was broken before its last."""
    plain = 2 * 100 + 6 * 57
    assert widths.natural("2021年12月") == plain + 3 * 25
    assert widths.natural("付-1") == 100 + 2 * 57


def test_a_title_is_broken_into_lines_of_about_the_same_length() -> None:
    """No single character is left for the last line, and no stop begins one."""
    assert widths.broken("生活救助合计", 600) == "生活救\n助合计"
    assert widths.broken("更早或建账时已有", 700) == "更早或建\n账时已有"
    assert widths.broken("大病、重病、慢性病", 820) == "大病、重病、\n慢性病"
    assert widths.broken("监护人（代领）签名", 500) == "监护人\n（代领）\n签名"


def test_a_title_that_has_room_or_is_of_words_is_left_to_the_program() -> None:
    assert widths.broken("合计", 270) == "合计"
    assert widths.broken("Opening balance", 400) == "Opening balance"


def test_a_title_of_one_word_of_letters_has_room_for_all_of_it() -> None:
    columns = Column("a", "Finding"), Column("b", "Source"), Column("c", "Opinion")
    plan = widths.plan(columns, (9000, 150, 9000), 18000)
    assert plan.size < 90
    assert plan.widths[1] >= widths.natural("Source") + widths.PADDING
