"""The page of sentences for `docs/`, made by `python -m reports.wording_docs`.

What a template is given stands at its head, in a comment:

    {# Where it stands.
       报表: the reports that use it
       name: kind，meaning
       group.part: kind，meaning
    #}
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from reports.report import Language
from reports.sandbox import SIZE_MOST
from reports.wording import TEMPLATES

KINDS = ("文字", "数", "金额", "日期", "是否", "列表", "一组")

HEAD = f"""\
# Sentences 措辞

Written by `python -m reports.wording_docs > docs/wording.md` from the heads of the
files in `reports/templates/text/`; do not edit it by hand.

每份报表里的句子都是一个文字模板（Jinja2），单位可以改成自己的说法，不用改程序：

1. 建一个文件夹，`BANGFU_TEMPLATES` 指向它，如 `/srv/bangfu/wording`。
2. 从 `reports/templates/text/` 复制要改的那一个文件，路径和文件名不变，如
   `/srv/bangfu/wording/annual_audit/purpose.txt`。没有复制的句子照用程序自带的。
3. 用文字编辑器修改，存为 UTF-8。`{{{{ 名称 }}}}` 处填入数据，名称见下表；
   `{{% if 名称 %}}…{{% endif %}}` 之间的文字只在有这项数据（不是零、不是空）时印出。
   文件里的每一行印成一段；`{{# … #}}` 是说明，不印。
4. 编制报表看一看。写错了报表不编制，提示写明文件、行号和名称。

英文版的句子在 `reports/templates/text/en/`，单位自己的放在 `/srv/bangfu/wording/en/`，
数据与中文的相同；`{{{{ 名称 \\| told }}}}` 把词典里有的文字译成英文。
没有英文的句子用中文的。

| 种类 | 写法 | 印出 |
|---|---|---|
| 文字 | `{{{{ unit }}}}` | 某县总工会 |
| 数 | `{{{{ persons \\| count }}}}`，不分节的数 `{{{{ year }}}}` | 6,655；2025 |
| 金额 | `{{{{ amount \\| money }}}}`、大写 `{{{{ amount \\| capitals }}}}`、相反数 \
`{{{{ (-amount) \\| money }}}}` | 1,234.50；壹仟贰佰叁拾肆元伍角；-1,234.50 |
| 日期 | `{{{{ on \\| day }}}}` | 2025年3月9日 |
| 是否、列表、一组 | 用在 `{{% if %}}`、`{{% for %}}` 里，或写明其中一项 | |

模板只能用给它的数据：不能调用函数或方法，不能用 `set`、`macro`、`import`、`extends`，
不能读其他文件（`include` 只能引用另一句，被引用的不能再引用），循环只能对给定的列表做
一层。因此每个模板都会结束。一个文件不超过 {SIZE_MOST:,} 字节，
不能是指向文件夹以外的链接。
"""

_COMMENT = re.compile(r"\A\{#(.*?)#\}", re.DOTALL)
_LINE = re.compile(r"([a-z_.]+|报表): (.+)")


@dataclass(frozen=True, slots=True)
class Told:
    """What the head of a template tells: reports, and each variable's meaning."""

    name: str
    where: str
    reports: tuple[str, ...]
    variables: dict[str, str]

    @property
    def given(self) -> set[str]:
        """What it is given, each group by its name alone."""
        return {name.partition(".")[0] for name in self.variables}


def all_told() -> tuple[Told, ...]:
    """The head of every Chinese template, by name; others are given the same."""
    files = sorted(file for file in TEMPLATES.rglob("*.txt") if not _language(file))
    return tuple(
        told(file.relative_to(TEMPLATES).as_posix(), file.read_text("utf-8"))
        for file in files
    )


def _language(file: Path) -> str:
    """Of which language other than Chinese a template is."""
    first = file.relative_to(TEMPLATES).parts[0]
    return first if first in get_args(Language) else ""


def told(name: str, text: str) -> Told:
    """What the head of one template tells; nothing where it has none."""
    head = _COMMENT.match(text)
    lines = [line.strip() for line in head[1].strip().split("\n")] if head else []
    found = [_LINE.fullmatch(line) for line in lines]
    where = " ".join(line for line, one in zip(lines, found, strict=True) if not one)
    variables = {one[1]: one[2] for one in found if one}
    reports = tuple(variables.pop("报表", "").replace("、", " ").split())
    return Told(name, where, reports, variables)


def page() -> str:
    """The page as it stands in `docs/wording.md`."""
    return HEAD + "".join(line for one in all_told() for line in _section(one))


def _section(one: Told) -> Iterator[str]:
    reports = "、".join(f"`{name}`" for name in one.reports)
    yield f"\n## `{one.name}`\n\n报表 {reports}. {one.where}\n"
    if not one.variables:
        yield "\n没有数据，只有文字。\n"
        return
    yield "\n| 名称 | 种类 | 含义 |\n|---|---|---|\n"
    for name, words in one.variables.items():
        kind, _, meaning = words.partition("，")
        yield f"| `{name}` | {kind} | {meaning} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
