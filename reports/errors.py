"""Refusals of this package.

ledger.errors.Refused
└── ReportError
    ├── UnknownReport     no report goes by that name
    ├── NotTold           a report was not told what it cannot do without
    ├── NoSuchPeriod      the period has not ended, or lies before the books
    ├── NoSuchScope       what was asked for together cannot be had together
    ├── NoSuchEdition     the report has no edition in the language asked for
    ├── UnknownForm       the office has no form of that key
    ├── UnknownFormat     a file's suffix names no format
    ├── TemplateUnusable  an office's file for word processors is none
    ├── LetterheadUnusable an office's letterhead is no picture
    ├── ArchiveUnreadable a folder is no archive, or its manifest is damaged
    └── TemplateFault     a sentence's template cannot be used as it stands
"""

from collections.abc import Iterable
from pathlib import Path

from ledger.errors import Refused


class ReportError(Refused):
    """A report is refused; the message says what to do."""


class UnknownReport(ReportError):  # noqa: N818 - named for what is refused
    """No report goes by that name; the message lists those there are."""

    def __init__(self, name: str, known: Iterable[tuple[str, str]]) -> None:
        lines = "".join(f"\n  {key}  {title}" for key, title in known)
        super().__init__(f"没有名为“{name}”的报表；可用的报表：{lines}")


class NotTold(ReportError):  # noqa: N818 - named for what is refused
    """A report was not told the account or the fund it is to be about."""

    def __init__(self, title: str, missing: Iterable[str]) -> None:
        super().__init__(f"{title}须指明{'、'.join(missing)}")


class NoSuchPeriod(ReportError):  # noqa: N818 - named for what is refused
    """The period has not ended yet, or ended before the unit's books were opened."""

    def __init__(self, title: str, period: str, reason: str) -> None:
        super().__init__(f"不能编制{period}的{title}：{reason}")


class NoSuchScope(ReportError):  # noqa: N818 - named for what is refused
    """What was asked for together cannot be had together."""


class NoSuchEdition(ReportError):  # noqa: N818 - named for what is refused
    """The report has no edition in the language; the message lists those that have."""

    def __init__(self, title: str, language: str, having: Iterable[str]) -> None:
        listed = "、".join(having) or "无"
        what = f"{title}没有语言“{language}”的文本；有的报表：{listed}"
        super().__init__(f"{what}。办法：不写 --lang，用中文文本")


class UnknownForm(ReportError):  # noqa: N818 - named for what is refused
    """The office has no form of that key; the message lists those it has."""

    def __init__(self, key: str, known: Iterable[tuple[str, str]]) -> None:
        lines = "".join(f"\n  {key}  {title}" for key, title in known)
        have = f"可用的格式：{lines}" if lines else "文件夹中还没有格式"
        super().__init__(f"没有代号为“{key}”的自定报表格式；{have}")


class TemplateUnusable(ReportError):  # noqa: N818 - named for what is refused
    """An office's own paper for DOCX is no file that can be used."""

    def __init__(self, path: Path | None, why: str = "", do: str = "") -> None:
        super().__init__(
            f"不能使用 DOCX 模板 {path}",
            why or "不是 Word 文档或已损坏",
            do or "用 Word 或 WPS 另存为 .docx 后放回，或移走此文件",
        )


class LetterheadUnusable(ReportError):  # noqa: N818 - named for what is refused
    """An office's letterhead is no picture that can be printed."""

    def __init__(self, path: Path, why: str) -> None:
        do = "另存为 SVG 或 PNG 图片后放回，或移走此文件"
        super().__init__(f"不能使用文头图片 {path}", why, do)


class UnknownFormat(ReportError):  # noqa: N818 - named for what is refused
    """The suffix of the file names no format that reports are written in."""

    def __init__(self, suffix: str, formats: Iterable[str]) -> None:
        found = suffix or "（无后缀）"
        super().__init__(
            f"不认识的报表格式 {found}；文件名应以 {'、'.join(formats)} 之一结尾"
        )


class ArchiveUnreadable(ReportError):  # noqa: N818 - named for what is refused
    """A folder is no archive of ours, or its manifest is damaged."""

    def __init__(self, folder: Path, why: str) -> None:
        do = "核对文件夹；清单损坏的，用另存的一份档案"
        super().__init__(f"不能核对档案 {folder}", why, do)


class TemplateFault(ReportError):  # noqa: N818 - named for what is refused
    """A template of sentences is missing, wrong, or asks for what is not there."""

    def __init__(self, file: str, line: int, told: tuple[str, str]) -> None:
        """`told` is what is wrong, in Chinese and in English."""
        chinese, english = told
        place = f"{file}:{line}" if line else file
        at = f", line {line}" if line else ""
        do = "改正这一模板，或移走它用程序自带的文字"
        super().__init__(f"文字模板 {place}：{chinese}", do=do)
        name = file.replace("\\", "/").rpartition("/")[2]
        self.args = (f"{self}（Template {name}{at}: {english}）",)
