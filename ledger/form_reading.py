"""A form read out of its file, with every fault in it.

Nothing is guessed: a key that is not known, an account that no chart of the form has,
a line or column that is not there and a formula that comes back to itself are faults,
each with its file, its line and what to do. `docs/forms.md` describes the file.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from ledger.errors import Fault, Problem
from ledger.form_parts import (
    POINTS,
    STANDING,
    CrossCheck,
    Form,
    FormColumn,
    FormLine,
    Formula,
    Layout,
    Only,
    Part,
    Periods,
    Reach,
    Style,
    Take,
    formula_of,
)
from ledger.funds import ExpenseSplit, Origin

Charts = Mapping[str, Collection[str]]
"""The codes of every chart there is."""

_FORM_KEY = re.compile(r"[a-z][a-z0-9-]*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")

_HEADS = {
    "key": str,
    "kind": str,
    "number": str,
    "title": str,
    "basis": str,
    "charts": list,
    "periods": str,
    "layout": str,
    "take": str,
    "heads": list,
    "split": str,
    "above": list,
    "notes": list,
    "columns": dict,
    "lines": dict,
    "checks": tuple,
}
_NEEDED = ("key", "title", "charts", "columns", "lines")
_COLUMN = {
    "title": str,
    "year_title": str,
    "span": str,
    "take": str,
    "month_only": bool,
    "year_only": bool,
}
_LINE = {
    "label": str,
    "accounts": list,
    "formula": str,
    "take": str,
    "number": int,
    "indent": int,
    "style": str,
    "side": str,
    "hidden": bool,
    "origins": list,
    "month_only": bool,
    "year_only": bool,
}
_CHECK = {
    "label": str,
    "left": str,
    "right": str,
    "columns": list,
    "month_only": bool,
    "year_only": bool,
}


@dataclass(slots=True)
class _Sheet:
    """A file while it is read: its name, the charts there are, the faults met."""

    file: str
    charts: Charts
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: str, what: str, found: object = "", do: str = "") -> None:
        """Tell one fault, at a line or at the head of the file."""
        problem = Problem("form", what, str(found), do)
        self.faults.append(Fault(self.file, 0, line, problem))

    def table(
        self, at: str, given: object, known: Mapping[str, type], needed: Iterable[str]
    ) -> dict[str, Any]:
        """The keys of a table that are known and of the right kind."""
        if not isinstance(given, dict):
            self.fault(at, "应是一张表", given, "写作 { 名称 = 值, … }")
            return {}
        kept = {}
        for key, value in given.items():
            if key not in known:
                self.fault(at, "没有这个项目", key, f"可用：{'、'.join(known)}")
            elif not _is(value, known[key]):
                self.fault(at, f"{key} 的值不对", value, f"应是{_KINDS[known[key]]}")
            else:
                kept[key] = value
        for key in needed:
            if key not in kept and key not in given:
                self.fault(at, f"缺少 {key}", do=f"补上 {key}")
        return kept

    def choice(self, at: str, given: Mapping[str, Any], key: str, *options: str) -> Any:
        """One of several words; the first where none is given or it is none of them."""
        word = given.get(key, options[0])
        if word not in options:
            self.fault(at, f"{key} 的值不对", word, f"应是 {'、'.join(options)} 之一")
            return options[0]
        return word

    def only(self, at: str, given: Mapping[str, Any]) -> Only:
        """Whether it stands on statements of a month or of a year alone."""
        if given.get("month_only") and given.get("year_only"):
            what = "month_only 与 year_only 不能同时为 true"
            self.fault(at, what, do="两者都要时，都不写")
        if given.get("month_only"):
            return "month"
        return "year" if given.get("year_only") else ""

    def formula(self, at: str, key: str, text: str) -> Formula:
        """A formula, empty where the text is none."""
        found = formula_of(text)
        if found is None:
            do = "写作 行 + 行 - 行，加减号两边留空格"
            self.fault(at, f"{key} 不是算式", text, do)
        return found or ()


_KINDS = {
    str: "文字",
    list: "清单 [ … ]",
    dict: "表",
    bool: "true 或 false",
    int: "不小于零的整数",
    tuple: "若干张表 [[checks]]",
}


def _is(value: object, kind: type) -> bool:
    if kind in {list, tuple}:
        of = str if kind is list else dict
        return isinstance(value, list) and all(isinstance(v, of) for v in value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, kind)


def read_form(
    document: Mapping[str, Any], file: str, charts: Charts, *, own: bool
) -> tuple[Form | None, list[Fault]]:
    """A form out of its file, or the faults that stand in the way.

    Formulas that name other forms are judged by `judge_references`, when all are read.

    Args:
        document: the file as TOML tells it.
        file: its name, for faults.
        charts: the codes of every chart there is.
        own: whether it is of an office's own; such a form belongs to no page.
    """
    sheet = _Sheet(file, charts)
    head = sheet.table("", dict(document), _HEADS, _NEEDED)
    if own and "kind" in head:
        sheet.fault("", "自定报表格式不写 kind", head.pop("kind"), "删去这一项")
    if not all(head.get(name) for name in _NEEDED):
        for name in _NEEDED:
            if name in head and not head[name]:
                sheet.fault("", f"{name} 是空的", do="至少写一项")
        return None, sheet.faults
    form = _form(sheet, head)
    _judge(sheet, form)
    return (None if sheet.faults else form), sheet.faults


def _form(sheet: _Sheet, head: Mapping[str, Any]) -> Form:
    if not _FORM_KEY.fullmatch(head["key"]):
        do = "用小写字母、数字和连字符，字母开头"
        sheet.fault("", "key 不合格式", head["key"], do)
    for chart in head["charts"]:
        if chart not in sheet.charts:
            known = "、".join(sorted(sheet.charts))
            sheet.fault("", "没有这个科目表", chart, f"已登记：{known}")
    splits = ("", *(split.value for split in ExpenseSplit))
    default: Take = sheet.choice("", head, "take", "turnover", *get_args(Take))
    return Form(
        key=head["key"],
        title=head["title"],
        basis=head.get("basis", ""),
        charts=tuple(head["charts"]),
        columns=tuple(_columns(sheet, head["columns"])),
        lines=tuple(_lines(sheet, head, default)),
        kind=head.get("kind", ""),
        number=head.get("number", ""),
        periods=sheet.choice("", head, "periods", "both", *get_args(Periods)),
        layout=sheet.choice("", head, "layout", "list", *get_args(Layout)),
        heads=tuple(head.get("heads", ("项目",))),
        split=sheet.choice("", head, "split", *splits),
        above=tuple(head.get("above", ())),
        notes=tuple(head.get("notes", ())),
        checks=tuple(_checks(sheet, head.get("checks", ()))),
    )


def _columns(sheet: _Sheet, given: Mapping[str, Any]) -> Iterator[FormColumn]:
    for key, table in given.items():
        found = sheet.table(key, table, _COLUMN, ("title", "span"))
        _demand_key(sheet, key)
        take = sheet.choice(key, found, "take", "", *get_args(Take))
        yield FormColumn(
            key=key,
            title=found.get("title", ""),
            reach=sheet.choice(key, {"span": "end", **found}, "span", *get_args(Reach)),
            year_title=found.get("year_title", ""),
            take=take or None,
            only=sheet.only(key, found),
        )


def _lines(sheet: _Sheet, head: Mapping[str, Any], default: Take) -> Iterator[FormLine]:
    origins = {origin.value for origin in Origin}
    for key, table in head["lines"].items():
        found = sheet.table(key, table, _LINE, ("label",))
        _demand_key(sheet, key)
        if "accounts" in found and "formula" in found:
            what = "同一行不能既写 accounts 又写 formula"
            sheet.fault(key, what, do="分成两行")
        for origin in set(found.get("origins", ())) - origins:
            known = "、".join(sorted(origins))
            sheet.fault(key, "没有这个资金来源", origin, f"可用：{known}")
        formula = None
        if "formula" in found:
            formula = sheet.formula(key, "formula", found["formula"])
        yield FormLine(
            key=key,
            label=found.get("label", ""),
            accounts=tuple(_parts(sheet, key, head, found.get("accounts", ()))),
            formula=formula,
            take=sheet.choice(key, found, "take", default, *get_args(Take)),
            number=found.get("number", 0),
            indent=found.get("indent", 0),
            style=sheet.choice(key, found, "style", "plain", *get_args(Style)),
            right=sheet.choice(key, found, "side", "left", "left", "right") == "right",
            hidden=found.get("hidden", False),
            only=sheet.only(key, found),
            origins=frozenset(found.get("origins", ())),
        )


def _parts(
    sheet: _Sheet, key: str, head: Mapping[str, Any], given: Iterable[str]
) -> Iterator[Part]:
    """Accounts of a line; each must stand in a chart of the form, not in all."""
    known = {c for chart in head["charts"] for c in sheet.charts.get(chart, ())}
    for text in given:
        code = text.removeprefix("-")
        # Of a chart that is not known, no account is: that is told once.
        if known and code not in known:
            named = "、".join(head["charts"])
            do = f"核对科目编号；科目表 {named} 中没有"
            sheet.fault(key, "没有这个科目", text, do)
        yield Part(-1 if text != code else 1, code)


def _checks(sheet: _Sheet, given: Iterable[object]) -> Iterator[CrossCheck]:
    for number, table in enumerate(given, 1):
        at = _check_at(number)
        found = sheet.table(at, table, _CHECK, ("label", "left", "right"))
        yield CrossCheck(
            label=found.get("label", ""),
            left=sheet.formula(at, "left", found.get("left", "0")),
            right=sheet.formula(at, "right", found.get("right", "0")),
            columns=tuple(found.get("columns", ())),
            only=sheet.only(at, found),
        )


def _demand_key(sheet: _Sheet, key: str) -> None:
    if not _KEY.fullmatch(key):
        sheet.fault(key, "代号不合格式", key, "用小写字母、数字和下划线，字母开头")


# -- judging a form as a whole ------------------------------------------------------


def _judge(sheet: _Sheet, form: Form) -> None:
    for line in form.lines:
        _judge_line(sheet, form, line)
    for column in form.columns:
        _judge_column(sheet, form, column)
    for number, check in enumerate(form.checks, 1):
        _judge_check(sheet, form, _check_at(number), check)
    if form.layout != "two_sides" and any(line.right for line in form.lines):
        sheet.fault("", "只有 two_sides 的表才有右边的行", do="删去 side")
    if form.layout == "by_fund" and len(form.columns) != 1:
        sheet.fault("", "by_fund 的表只有一栏", len(form.columns), "只留一栏")


def _judge_line(sheet: _Sheet, form: Form, line: FormLine) -> None:
    for term in line.formula or ():
        if term.form or term.column:
            do = "与其他表或其他栏核对的，写进 checks"
            sheet.fault(line.key, "行的算式只能用本表的行，不写栏", term.line, do)
        elif form.line(term.line) is None:
            _unknown(sheet, line.key, "行", term.line)
    if _comes_back(form, line.key):
        do = "改算式，使其最后都落到科目上"
        sheet.fault(line.key, "算式绕回了自己", do=do)


def _judge_check(sheet: _Sheet, form: Form, at: str, check: CrossCheck) -> None:
    for key in check.columns:
        if form.column(key) is None:
            _unknown(sheet, at, "栏", key)
    for term in check.terms:
        if not term.form:
            _judge_term(sheet, at, form, (term.line, term.column))
        elif not term.column:
            do = "写作 表:行@栏"
            sheet.fault(at, "其他表的行须写明栏", term.line, do)


def _check_at(number: int) -> str:
    return f"checks 第 {number} 项"


def _judge_column(sheet: _Sheet, form: Form, column: FormColumn) -> None:
    if column.reach == "month" and column.only != "month" and form.periods != "month":
        do = "加上 month_only = true"
        sheet.fault(column.key, "年度报表没有本月数", column.title, do)
    if column.reach in POINTS and column.take not in {None, *STANDING}:
        do = "改用 span = year、month 或 last_year"
        sheet.fault(column.key, "时点栏没有发生额", column.take, do)


def _judge_term(sheet: _Sheet, at: str, form: Form, told: tuple[str, str]) -> None:
    line, column = told
    if form.line(line) is None:
        _unknown(sheet, at, "行", line)
    if column and form.column(column) is None:
        _unknown(sheet, at, "栏", column)


def _unknown(sheet: _Sheet, at: str, kind: str, found: str) -> None:
    sheet.fault(at, f"表中没有这{kind}", found, f"核对{kind}的代号")


def _comes_back(form: Form, key: str) -> bool:
    """Whether a line's formula leads to the line itself."""
    seen: set[str] = set()
    open_ = [key]
    while open_:
        line = form.line(open_.pop())
        for term in (line.formula or ()) if line else ():
            if term.line == key:
                return True
            if term.line not in seen:
                seen.add(term.line)
                open_.append(term.line)
    return False


def judge_references(
    forms: Mapping[str, Form], files: Mapping[str, str], charts: Charts
) -> list[Fault]:
    """Faults of cross-checks that name other forms.

    `files` are the files of the forms to be judged, by the key of the form.
    """
    found: list[Fault] = []
    for key, file in files.items():
        sheet = _Sheet(file, charts)
        for number, check in enumerate(forms[key].checks, 1):
            at = _check_at(number)
            for term in check.terms:
                other = forms.get(term.form)
                if term.form and other is None:
                    _unknown(sheet, at, "张报表", term.form)
                elif other is not None:
                    _judge_term(sheet, at, other, (term.line, term.column))
        found += sheet.faults
    return found
