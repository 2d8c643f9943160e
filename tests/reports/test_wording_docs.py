"""The head of every template against what the template asks for."""

from collections.abc import Iterator

import pytest
from jinja2 import meta, nodes

from reports import catalogue
from reports.report import Language
from reports.sandbox import Sandbox
from reports.wording import TEMPLATES
from reports.wording_docs import KINDS, Told, all_told, told

ALL = all_told()


def asked(text: str, language: Language = "zh") -> set[str]:
    """Every variable, and every part of one, that a template asks for."""
    tree = Sandbox((TEMPLATES,), language).parse(text)
    outside = meta.find_undeclared_variables(tree)
    chains = {chain for node in tree.find_all(nodes.Getattr) for chain in _chain(node)}
    chains = {chain for chain in chains if chain.split(".")[0] in outside}
    groups = {chain.rpartition(".")[0] for chain in chains}
    return (chains | outside) - groups


def _chain(node: nodes.Getattr) -> Iterator[str]:
    if node.attr == "fen":  # an amount compared with nothing
        return
    if isinstance(node.node, nodes.Name):
        yield f"{node.node.name}.{node.attr}"
    elif isinstance(node.node, nodes.Getattr):
        yield from (f"{before}.{node.attr}" for before in _chain(node.node))


@pytest.mark.parametrize("one", ALL, ids=[one.name for one in ALL])
def test_the_head_of_a_template_tells_what_it_asks_for(one: Told) -> None:
    """A new one: write its head as `reports/wording_docs.py` shows, `make docs`."""
    text = (TEMPLATES / one.name).read_text("utf-8")
    lacking = asked(text) - set(one.variables)
    assert lacking == set(), f"{one.name}: tell these in its head, and `make docs`"
    assert one.where
    assert one.reports
    assert set(one.reports) <= {report.name for report in catalogue.all_reports()}
    kinds = {words.partition("，")[0] for words in one.variables.values()}
    assert kinds <= set(KINDS)
    assert all(words.partition("，")[2] for words in one.variables.values())


ENGLISH = [
    file.relative_to(TEMPLATES / "en").as_posix()
    for file in sorted((TEMPLATES / "en").rglob("*.txt"))
]


@pytest.mark.parametrize("name", ENGLISH)
def test_an_english_template_asks_for_what_the_chinese_one_is_given(name: str) -> None:
    (head,) = [one for one in ALL if one.name == name]
    found = asked((TEMPLATES / "en" / name).read_text("utf-8"), "en")
    assert found - set(head.variables) == set()


def test_a_head_is_read_line_by_line() -> None:
    text = "{# Above all.\n   报表: a、b\n   on: 日期，某日\n   x.y: 数，几个\n#}\n正文"
    found = told("one.txt", text)
    assert (found.where, found.reports) == ("Above all.", ("a", "b"))
    assert found.variables == {"on": "日期，某日", "x.y": "数，几个"}
    assert found.given == {"on", "x"}
    assert told("two.txt", "正文").variables == {}


def test_what_a_template_asks_for_is_found_in_all_its_branches() -> None:
    text = "{% if a.b.c %}{{ d }}{% for e in f %}{{ e.g }}{% endfor %}{% endif %}"
    assert asked(text) == {"a.b.c", "d", "f"}
