"""Refusals of this package.

ReportError
├── UnknownFormat     a file's suffix names no format
└── TemplateFault     a sentence's template cannot be used as it stands
"""

from collections.abc import Iterable


class ReportError(Exception):
    """A report is refused; the message says what to do."""


class UnknownFormat(ReportError):  # noqa: N818 - named for what is refused
    """The suffix of the file names no format that reports are written in."""

    def __init__(self, suffix: str, formats: Iterable[str]) -> None:
        found = suffix or "（无后缀）"
        super().__init__(
            f"不认识的报表格式 {found}；文件名应以 {'、'.join(formats)} 之一结尾"
        )


class TemplateFault(ReportError):  # noqa: N818 - named for what is refused
    """A template of sentences is missing, wrong, or asks for what is not there."""

    def __init__(self, file: str, line: int, what: str) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(f"文字模板 {place}：{what}")
