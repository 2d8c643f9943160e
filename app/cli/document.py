"""The page of all commands: `python -m app.cli.document > docs/cli.md`.

Written from the commands themselves, so that a command is described in one place.
"""

import importlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.cli import drafts
from app.cli.main import DIRECT, GROUPS, build
from app.cli.output import Columns
from treasury import campaign_sheet
from treasury.attachment_kinds import every_kind

HEAD = """\
# Commands 命令

Written by `python -m app.cli.document > docs/cli.md` from the commands themselves; do
not edit it by hand.

- **Exit codes**: 0 done; 1 refused, or faults and differences found, with the sentence
  on standard error; 2 wrong usage.
- **`--format`**: `table` for people, `json` and `csv` for programs. JSON is a list of
  objects with the keys told below, and a promise: keys are added, never renamed.
  Amounts are texts in yuan with two decimals, dates are ISO 8601, what is absent is
  `null` or the empty text. Progress and refusals never go to standard output.
- **`--database`**, or `BANGFU_DATABASE`: `sqlite:///bangfu.db` unless told otherwise.
- **`--as`**: who acts, by code or log-in. While nobody has a secret it may be left out;
  then the operating system's user acts. From the first secret on everybody shows
  theirs: it is asked for, or taken from `BANGFU_SECRET`.
  Without a terminal and without `BANGFU_SECRET` a command that needs one is refused.
- Every act, done or refused, stands in the operation log: `bangfu log`.
"""

DRAFT = """\
The file is one JSON object; `-` reads it from standard input. Every value is a text,
amounts and dates too, and any may be left out. What is not known, or is no text, is
refused by its key. The README shows one.

"""

KINDS = """\
What `--kind` of a paper takes; kind, `--dated` and `--title` are asked of a new file,
not of the number of one that is kept.

| key | 种类 |
|---|---|
"""

CAMPAIGN = """\
The file is CSV, or one sheet of an XLSX, with a row for each giver; the first row
names the columns, by key or by label. A row has 姓名 (a person), 单位名称 (an
organisation) or neither (the sum of a 部门), or 姓名或单位名称 with a 类别, and one of
the amounts. Rows of totals are faults. 限定用途 are parted by `;` or `、`.

| key | 列 |
|---|---|
"""

WIDTH = 96
WORD = "list"
"""What `bangfu report` takes in the place of a report."""
MODULES = {
    "": "app.cli.office",
    "books": "app.cli.books",
    "books voucher": "app.cli.vouchers",
    "books draft": "app.cli.drafts",
    "books people": "app.cli.people",
    "body": "app.cli.body",
    "budget": "app.cli.budget",
    "money": "app.cli.money",
    "aid": "app.cli.aid",
    "keys": "app.cli.keys",
    "report": "app.cli.report",
    "audit": "app.cli.audit",
    "archive": "app.cli.archive",
    "user": "app.cli.user",
    "user token": "app.cli.user_token",
}
"""Where a group of commands says what it shows."""


def page() -> str:
    """The whole page."""
    command = build((), whole=True)
    parts = [HEAD, *_contents(), *_sections(command, "bangfu")]
    return "\n".join(parts).rstrip() + "\n"


def shown() -> Mapping[str, Columns]:
    """What every command shows as rows, by the command as it is typed."""
    found: dict[str, Columns] = {}
    for group, module in MODULES.items():
        for name, columns in importlib.import_module(module).SHOWN.items():
            found[" ".join(part for part in ("bangfu", group, name) if part)] = columns
    return found


def _contents() -> Iterator[str]:
    yield "| group | holds |\n|---|---|"
    for name, help_ in GROUPS.items():
        named = "、".join(f"`{direct}`" for direct in DIRECT)
        yield f"| {named if name == 'office' else f'`{name}`'} | {help_} |"
    yield ""


def _sections(command: Any, path: str) -> Iterator[str]:
    """The section of a command, then those of the commands under it."""
    below: Mapping[str, Any] = getattr(command, "commands", {})
    if not below or command.invoke_without_command:
        yield f"## `{path}`\n"
        yield f"```text\n{_help(command, path)}\n```\n"
        for name, columns in shown().items():
            # With an option, or with a word that is no command, other rows are shown.
            if name.partition(" --")[0] in {path, f"{path} {WORD}"}:
                keys = "、".join(f"`{key}` {label}" for key, label in columns)
                yield f"Keys of `{name}`: {keys}.\n"
        if path == "bangfu books draft save":
            yield DRAFT + _keys(("object", drafts.HEAD), ("posting", drafts.LINE))
        if path == "bangfu money attach":
            yield KINDS + _rows((one.key, one.label) for one in every_kind())
        if path == "bangfu money campaign":
            listed = campaign_sheet.LINES.columns
            yield CAMPAIGN + _rows((one.key, one.label) for one in listed)
    for name, further in below.items():
        yield from _sections(further, f"{path} {name}")


def _keys(*parts: tuple[str, Columns]) -> str:
    """A table of what each part of a written draft may tell."""
    rows = [f"| {part} | `{key}` | {told} |" for part, of in parts for key, told in of]
    return "\n".join(["| of the | key | 内容 |", "|---|---|---|", *rows, ""])


def _rows(told: Iterable[tuple[str, str]]) -> str:
    return "".join(f"| `{key}` | {label} |\n" for key, label in told)


def _help(command: Any, path: str) -> str:
    context = command.make_context(
        path, [], resilient_parsing=True, max_content_width=WIDTH, terminal_width=WIDTH
    )
    text: str = command.get_help(context)
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


if __name__ == "__main__":
    sys.stdout.write(page())
