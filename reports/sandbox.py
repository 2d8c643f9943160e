"""What an office's own sentences can do, and what they cannot.

1. A template reads what it is given and nothing else: there are no functions, no
   methods, no names that begin with an underscore, no other files but the sentences.
2. It ends: one loop over a list that it is given, none inside another, and a
   sentence that is taken in takes in no other. Nothing is multiplied or kept, so no
   text grows beyond what the file itself writes.
3. It prints texts, numbers, amounts and days; a thing of the program is no text.
4. A file is UTF-8, at most `SIZE_MOST` bytes, lies in its own folder and is no link
   that leads out of it.

What breaks these rules is refused before anything is filled in, by file and line.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ledger.money import Money
from reports.dictionary import dictionary
from reports.report import Language, shown, spelled

SIZE_MOST = 100_000

FILTERS: dict[str, Callable[[Any], str]] = {
    "money": Money.grouped,
    "capitals": Money.capitals,
    "day": spelled,
    "count": lambda number: shown(number, "count"),
}

_Source = tuple[str, str, Callable[[], bool]]

_KNOWN: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const),
    *(nodes.If, nodes.For, nodes.Include, nodes.Filter, nodes.Test, nodes.Concat),
    *(nodes.Getattr, nodes.Getitem, nodes.CondExpr, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.Add, nodes.Sub),
    *(nodes.Dict, nodes.Pair, nodes.Tuple, nodes.List),
)
_CALLED: dict[type[nodes.Node], str] = {
    nodes.Call: "调用函数或方法",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.With: "with",
    nodes.Mul: "乘法",
    nodes.Pow: "乘方",
    nodes.Mod: "%",
}


class Folders(BaseLoader):
    """The folders that sentences are looked for in, the office's own first.

    Those of a language lie in a folder called after it, in each of these.
    """

    def __init__(self, folders: tuple[Path, ...], language: Language = "zh") -> None:
        own = [(folder, language) for folder in folders if language != "zh"]
        self._places = (*own, *((folder, "") for folder in folders))

    def get_source(self, _: Environment, template: str) -> _Source:
        """The text of a sentence with its file.

        Raises:
            TemplateNotFound: no folder has it.
            TemplateSyntaxError: its file breaks rule 4.
        """
        for folder, language in self._places:
            file = folder.joinpath(language, *split_template_path(template))
            if file.exists():
                stamp = file.stat().st_mtime_ns
                text = _text(folder, file, template)
                return text, str(file), partial(_unchanged, file, stamp)
        raise TemplateNotFound(template)


def _unchanged(file: Path, stamp: int) -> bool:
    return file.exists() and file.stat().st_mtime_ns == stamp


def _text(folder: Path, file: Path, template: str) -> str:
    def refuse(why: str) -> TemplateSyntaxError:
        return TemplateSyntaxError(why, 0, template, str(file))

    if not file.resolve().is_relative_to(folder.resolve()):
        raise refuse("是指向文件夹以外的链接；把文件本身放进文件夹")
    if not file.is_file():
        raise refuse("不是文件")
    with file.open("rb") as stream:
        content = stream.read(SIZE_MOST + 1)
    if len(content) > SIZE_MOST:
        why = f"超过 {SIZE_MOST:,} 字节"
        raise refuse(why)
    try:
        # An editor may have put a byte-order mark before the text.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].count(b"\n") + 1
        why = "不是 UTF-8 文字；在编辑器中另存为 UTF-8"
        raise TemplateSyntaxError(why, before, template, str(file)) from None


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which templates keep the rules above."""

    def __init__(self, folders: tuple[Path, ...], language: Language = "zh") -> None:
        super().__init__(
            loader=Folders(folders, language),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # The sentences are plain text; each renderer escapes them for its format.
            autoescape=False,
            finalize=_printable,
        )
        self.globals.clear()
        self.filters.clear()
        self.filters |= FILTERS
        if language != "zh":
            self.filters["day"] = partial(spelled, language=language)
            self.filters["told"] = dictionary(language).told

    def _parse(
        self, source: str, name: str | None, filename: str | None
    ) -> nodes.Template:
        tree = super()._parse(source, name, filename)

        def refuse(node: nodes.Node, why: str) -> None:
            raise TemplateSyntaxError(why, node.lineno, name, filename)

        for node in tree.find_all(nodes.Node):
            if what := _forbidden(node):
                refuse(node, f"模板里不能用{what}")
        for loop in tree.find_all(nodes.For):
            if next(loop.find_all((nodes.For, nodes.Include)), None):
                refuse(loop, "循环里不能再有循环或 include")
        for taken in tree.find_all(nodes.Include):
            self._hold_alone(taken, refuse)
        return tree

    def _hold_alone(
        self, taken: nodes.Include, refuse: Callable[[nodes.Node, str], None]
    ) -> None:
        """Refuse to take in a sentence that takes in another."""
        assert self.loader is not None
        if not isinstance(taken.template, nodes.Const):
            return refuse(taken, "include 要写明文件名")
        name = str(taken.template.value)
        try:
            source, file, _ = self.loader.get_source(self, name)
        except TemplateNotFound:
            return refuse(taken, f"没有可引用的 {name}")
        tree = super()._parse(source, name, file)
        if next(tree.find_all(nodes.Include), None):
            refuse(taken, f"{name} 里还有 include，不能再被引用")
        return None


def _forbidden(node: nodes.Node) -> str:
    """What of a template is not for templates; empty where it is."""
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return f"内部属性 {node.attr}"
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        return f"内部名称 {node.name}"
    if isinstance(node, nodes.For) and not (
        isinstance(node.iter, nodes.Name | nodes.Getattr) and not node.recursive
    ):
        return "给定的列表以外的循环"
    if isinstance(node, _KNOWN):
        return ""
    return f" {_CALLED.get(type(node), type(node).__name__)}"


def _printable(value: Any) -> Any:
    if isinstance(value, str | int | Money | dt.date | Undefined):
        return value
    what = "空值" if value is None else "一组数据；写明其中一项"
    message = f"要填写的是{what}"
    raise TemplateRuntimeError(message)
