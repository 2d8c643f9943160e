"""What the command line itself says, in Chinese: help pages and wrong usage.

The library that reads the command line (typer) speaks English only. Its help pages are
laid out here by a formatter of our own; its sentences about wrong usage are put into
Chinese one by one, and one that is not known here is told as it stands. What was typed
may be anything, a personal number too: it is repeated as refusals do.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import typer
from typer._click.exceptions import NoArgsIsHelpError
from typer._click.formatting import HelpFormatter

from ledger.privacy import shown

HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
PLACES = (("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]..."))
HELP = {"Show this message and exit.": "显示这段说明"}

_MARKS = re.compile(r"\[[^\[\]]+\]\Z")
"""What stands behind the help of an option: whether it is required, its default."""

_QUOTED = re.compile(r"'([^']*)'")

Parts = re.Match[str]


class _Formatter(HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, chinese in PLACES:
            args = args.replace(english, chinese)
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{HEADINGS.get(heading, heading)}：\n")

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        told = [(first, _MARKS.sub(_mark, HELP.get(s, s))) for first, s in rows]
        super().write_dl(told, col_max, col_spacing)


def _mark(match: Parts) -> str:
    mark = match[0].replace("default: ", "默认：")
    return re.sub(r"\brequired\b", "必填", mark)


class _Context(typer.Context):
    formatter_class = _Formatter


def in_chinese(command: Any) -> Any:
    """A command, and all commands under it, with help pages in Chinese."""
    command.context_class = _Context
    for below in getattr(command, "commands", {}).values():
        in_chinese(below)
    return command


# -- wrong usage --------------------------------------------------------------------


def sentence(error: typer.TyperException) -> str:
    """What is told of wrong usage: what was wrong, and where help is to be had."""
    if isinstance(error, NoArgsIsHelpError):
        return error.format_message()
    what = chinese(error.format_message())
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "bangfu"
    return f"用法有误：{what}。办法：用 {path} --help 查看用法"


def chinese(message: str) -> str:
    """A sentence of the library in Chinese; one that is not known as it stands."""
    for pattern, told in _SENTENCES:
        if match := pattern.fullmatch(message.strip()):
            return told(match)
    return message.strip().rstrip("。.")


def _typed(text: str) -> str:
    return f"“{shown(text)}”"


def _listed(text: str) -> str:
    """The values between quotation marks, or parted by commas."""
    found = _QUOTED.findall(text) or [part.strip() for part in text.split(",")]
    return "、".join(part for part in found if part)


def _missing(match: Parts) -> str:
    kind, name, choices = match.groups()
    told = f"缺少{'选项' if kind == 'option' else '参数'} {name}"
    return f"{told}；可用：{_listed(choices)}" if choices else told


def _no_such(kind: str) -> Callable[[Parts], str]:
    def told(match: Parts) -> str:
        what = f"没有{kind}{_typed(match[1])}"
        return f"{what}；是否指 {_listed(match[2])}" if match[2] else what

    return told


def _sentences() -> Iterator[tuple[str, Callable[[Parts], str]]]:
    yield (
        r"Missing (option|argument|parameter) '?([^']+?)'?\.(?: Choose from:\s*(.+))?",
        _missing,
    )
    yield r"Missing command\.", lambda _: "缺少命令"
    yield r"No such command '(.*?)'\.(?: Did you mean (.+)\?)?", _no_such("命令")
    yield r"No such option: (\S+)(?: \(Possible options: (.+)\))?", _no_such("选项")
    yield r"Option '(\S+)' requires .+", lambda m: f"选项 {m[1]} 须有值"
    yield r"Option '(\S+)' does not take a value\.", lambda m: f"选项 {m[1]} 没有值"
    yield (
        r"Got unexpected extra argument\(s\) \((.*)\)",
        lambda m: f"多出了参数{_typed(m[1])}",
    )
    yield (
        r"Invalid value for '?([^':]+)'?: (.+)",
        lambda m: f"{m[1]} 的值有误：{chinese(m[2])}",
    )
    yield r"Invalid value: (.+)", lambda m: chinese(m[1])
    yield (
        r"(?:'(.*)'|\"(.*)\") is not a valid int(?:eger)?(?: range)?\.",
        lambda m: f"{_typed(m[1] or m[2] or '')}不是整数",
    )
    yield (
        r"(.+) is not in the range (.+?)\.",
        lambda m: f"{_typed(m[1])}不在范围内（{m[2]}）",
    )
    yield (
        r"(?:'(.*)'|\"(.*)\") is not one of (.+?)\.",
        lambda m: f"没有{_typed(m[1] or m[2] or '')}这个值；可用：{_listed(m[3])}",
    )


_SENTENCES = tuple((re.compile(text, re.DOTALL), told) for text, told in _sentences())
