"""The sentences of the reports, kept as text templates that an office can change.

A template lies in `templates/text/`. An office that words a sentence otherwise puts
a file of the same name into a folder of its own, which is looked into first.
Templates run in a sandbox (`sandbox.py`) and see nothing but what they are given;
asking for what was not given is a fault, never an empty place in a report.

Sentences of another language lie in a folder called after it, `text/en/`, an office's
own in `en/` of its folder. Where one is missing the Chinese one stands.

What a template is given is written at its head, in a comment; `wording_docs.py` makes
`docs/wording.md` of these.
"""

import traceback
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reports.errors import TemplateFault
from reports.report import Language
from reports.template_faults import of_filling, of_syntax

if TYPE_CHECKING:
    from reports.sandbox import Sandbox

TEMPLATES = Path(__file__).parent / "templates" / "text"


@dataclass(frozen=True, slots=True)
class Edition:
    """The sentences of a language: ours, and an office's own where it has a folder."""

    language: Language
    office: Path | None = None

    def folders(self) -> tuple[Path, ...]:
        """Where templates lie, the office's own first."""
        return (self.office, TEMPLATES) if self.office else (TEMPLATES,)


def sentence(
    template_name: str,
    /,
    *,
    office_folder: Path | Edition | None = None,
    **context: object,
) -> str:
    """The text of the template `<template_name>.txt`, filled in.

    Raises:
        TemplateFault: the template is missing, malformed, or asks for what it was
            not given; the message names file, line and variable.
    """
    # A command that prints no report does not pay for the library.
    from jinja2 import (  # noqa: PLC0415
        TemplateError,
        TemplateNotFound,
        TemplateSyntaxError,
    )

    file = f"{template_name}.txt"
    edition = office_folder
    if not isinstance(edition, Edition):
        edition = Edition("zh", edition)
    try:
        return _environment(edition).get_template(file).render(context).strip()
    except TemplateNotFound as error:
        told = "没有这个模板", "there is no such template"
        raise TemplateFault(str(error.name), 0, told) from None
    except TemplateSyntaxError as error:
        name = error.filename or file
        told = of_syntax(error.message or "")
        raise TemplateFault(name, error.lineno, told) from None
    except (RecursionError, SyntaxError, MemoryError):
        told = "写法有误（嵌套太深）", "it is nested too deep"
        raise TemplateFault(file, 0, told) from None
    except OSError:
        told = "读不出文件；核对文件的权限", "its file cannot be read"
        raise TemplateFault(file, 0, told) from None
    except (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError) as e:
        path, line, written = _place(e, edition)
        told = of_filling(str(e), written, by_template=isinstance(e, TemplateError))
        raise TemplateFault(path or file, line, told) from None


@lru_cache(maxsize=8)
def _environment(edition: Edition) -> "Sandbox":
    from reports.sandbox import Sandbox  # noqa: PLC0415 - as above

    return Sandbox(edition.folders(), edition.language)


def _place(error: Exception, edition: Edition) -> tuple[str, int, str]:
    """The innermost line of a template that the error passed through, and its text."""
    folders = tuple(map(str, edition.folders()))
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(folders):
            return frame.filename, frame.lineno or 0, frame.line or ""
    return "", 0, ""
