"""No sentence of a report stands in Python: an office words it otherwise by a file.

A text is a sentence where it ends as one does, or has parts like one. Titles, heads of
columns, labels and units may stand in code; so may what refuses an order, which is no
part of a document, and what the renderers say around one (`render/`).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPORTS = Path(__file__).parents[2] / "reports"

# What these say is told to who gives an order, or is a rule of language.
NOT_OF_A_DOCUMENT = {"errors.py", "wording.py", "wording_docs.py", "sandbox.py"}
NOT_OF_A_DOCUMENT |= {"dictionary.py", "archive_check.py"}

_HAN = "[\u3400-\u9fff]"
_SENTENCE = re.compile(
    rf"{_HAN}.*[。！？]|[。！？].*{_HAN}|^注：|{_HAN}.*；.*{_HAN}", re.DOTALL
)


def _joined(node: ast.JoinedStr) -> str:
    """An f-string with 某 in the place of what is filled in."""
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "某"
        for part in node.values
    )


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text in code but docstrings, with its line."""
    if isinstance(node, ast.JoinedStr):
        yield node.lineno, _joined(node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    for child in ast.iter_child_nodes(node):
        if not isinstance(node, ast.JoinedStr) or not isinstance(child, ast.Constant):
            yield from _texts(child)


def _loaded(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _lines(node: ast.stmt | ast.expr) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or 0) + 1))


def _outside(tree: ast.Module) -> set[int]:
    """Lines of what is raised, of what goes into that, and of the catalogue."""
    lines: set[int] = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _loaded(call.func) == {"Report"}:
            lines |= _lines(call)
    above = [node for node in tree.body if isinstance(node, ast.Assign)]
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef):
            lines |= _raised(scope, above)
    return lines


def _raised(scope: ast.FunctionDef, above: list[ast.Assign]) -> set[int]:
    """Lines of what a function raises, put together of what it assigned or of above."""
    raised = [node for node in ast.walk(scope) if isinstance(node, ast.Raise)]
    lines = set().union(*map(_lines, raised))
    names = set().union(*map(_loaded, raised))
    assigned = [node for node in ast.walk(scope) if isinstance(node, ast.Assign)]
    for node in [*reversed(assigned), *assigned, *above]:
        if any(_loaded(target) & names for target in node.targets):
            lines |= _lines(node)
            names |= _loaded(node.value)
    return lines


def sentences(source: str) -> list[str]:
    """Every sentence in the code of a module, by its line."""
    tree = ast.parse(source)
    outside = _outside(tree)
    return [
        f"{line}: {text}"
        for line, text in _texts(tree)
        if line not in outside and _SENTENCE.search(text)
    ]


FILES = [
    file.relative_to(REPORTS).as_posix()
    for file in sorted(REPORTS.rglob("*.py"))
    if file.name not in NOT_OF_A_DOCUMENT and file.parent.name != "render"
]


@pytest.mark.parametrize("name", FILES)
def test_no_sentence_of_a_report_stands_in_python(name: str) -> None:
    """Write it into `templates/text/` with what it is given at its head."""
    assert sentences((REPORTS / name).read_text("utf-8")) == []


def test_the_whole_of_the_package_is_looked_at() -> None:
    assert len(FILES) > 90
    assert {f"pages/{name}.py" for name in ("audit_board", "trial_balance")} < {*FILES}


@pytest.mark.parametrize(
    "code",
    [
        'yield Paragraph("本期没有凭证。")',
        'note = f"{name}没有登记。"',
        'x = f"勾稽相符，共核对 {made} 项" + "。下略"',
        'NOTE = "注：转出以负数列示"',
        'def f():\n    raise No(why)\ndef g():\n    why = "甲。乙"\n    return why',
        'def f(a):\n    "文字说明。"\n    return f"在任 {a} 人；出席 {a} 人"',
    ],
)
def test_a_sentence_in_code_is_found(code: str) -> None:
    assert len(sentences(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        '"""模块的说明。"""',
        'Column("unit", "单位名称")',
        'def f():\n    raise NoSuchScope("不能按链位重现；请不写链位")',
        'def f():\n    why = "尚未结账；先结账"\n    raise NoSuchPeriod(why)',
        'REPORT = Report(name="x", title="表", summary="四页；附图")',
        'told = "；".join(found)',
    ],
)
def test_labels_refusals_and_joints_are_none(code: str) -> None:
    assert sentences(code) == []
