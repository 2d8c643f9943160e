"""Which forms (报表格式) there are: those of the accounting rules, and an office's own.

1. A form is data: a file that says which accounts each line sums. No rule of a form
   stands in code.
2. The forms that come with the program are `forms/*.toml`; a fault in one of them is
   a bug. What the sources leave open is said in each file.
3. A fault in a form of an office's own is a refusal that tells every fault.

Basis: 工会会计制度（财会〔2009〕7号、财会〔2021〕7号）; 财会〔2024〕12号
第二十五条 (formats, items, sources and cross-checks that users define).
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from ledger.accounts import standard_charts
from ledger.errors import Fault, FormsFaulty, Problem
from ledger.form_parts import Form
from ledger.form_reading import Charts, judge_references, read_form

_PLACE = re.compile(r"at line (\d+), column (\d+)")


@cache
def standard_forms() -> tuple[Form, ...]:
    """The forms that come with the program, by key."""
    charts = {
        chart.key: {account.code for account in chart} for chart in standard_charts()
    }
    folder = files("ledger").joinpath("forms")
    found: dict[str, Form] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        document = tomllib.loads(entry.read_text(encoding="utf-8"))
        form, faults = read_form(document, entry.name, charts, own=False)
        assert form is not None, faults
        assert entry.name == f"{form.key}.toml"
        assert form.kind
        found[form.key] = form
    faults = judge_references(found, {key: key for key in found}, charts)
    assert not faults, faults
    return tuple(found.values())


def statutory(kind: str, chart: str) -> Form | None:
    """The statutory form that a page prints for books kept by a chart, or None."""
    found = [f for f in standard_forms() if f.kind == kind and chart in f.charts]
    assert len(found) <= 1
    return found[0] if found else None


def own_forms(folder: Path, charts: Charts) -> tuple[Form, ...]:
    """An office's own forms: every `.toml` file of a folder, in order of name.

    Args:
        folder: where they lie.
        charts: the codes of every chart in the books, the office's own among them.

    Raises:
        FormsFaulty: one of them has a fault; all faults of all files are told.
    """
    faults: list[Fault] = []
    if not folder.is_dir():
        what = "没有这个文件夹"
        do = "核对设置 BANGFU_FORMS"
        raise FormsFaulty([Fault(str(folder), 0, "", Problem("form", what, do=do))])
    known = {form.key: form for form in standard_forms()}
    named: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        document = _document(path, faults)
        if document is None:
            continue
        form, found = read_form(document, path.name, charts, own=True)
        faults += found
        if form is None:
            continue
        if form.key in known:
            standing = named.get(form.key, "程序自带的报表格式")
            problem = Problem("form", f"代号与{standing}相同", form.key, "另取一个 key")
            faults.append(Fault(path.name, 0, "", problem))
            continue
        known[form.key], named[form.key] = form, path.name
    faults += judge_references(known, named, charts)
    if faults:
        raise FormsFaulty(faults)
    return tuple(known[key] for key in named)


def _document(path: Path, faults: list[Fault]) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        problem = Problem("form", "不是 UTF-8 编码", do="另存为 UTF-8")
        faults.append(Fault(path.name, 0, "", problem))
    except tomllib.TOMLDecodeError as error:
        # Its own sentence is in English and may repeat what stands in the file.
        place = _PLACE.search(str(error))
        at = f"第 {place[1]} 行第 {place[2]} 列" if place else "文件末尾"
        do = "核对引号、括号和等号；每个代号只写一次"
        problem = Problem("form", f"{at}不合 TOML 写法", do=do)
        faults.append(Fault(path.name, 0, "", problem))
    return None
