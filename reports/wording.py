"""The sentences of the reports, kept as text templates that an office can change.

A template lies in `templates/text/`. An office that words a sentence otherwise puts
a file of the same name into a folder of its own, which is looked into first.
Templates run in a sandbox and see nothing but what they are given; asking for what
was not given is a fault, never an empty place in a report.

Filters: `money` (`1,234.50`), `capitals` (大写), `day` (`2025年3月9日`), `count`;
in another language `told` looks a text up in its dictionary.

Sentences of another language lie in a folder called after it, `text/en/`, an office's
own in `en/` of its folder. Where one is missing the Chinese one stands.
"""

import traceback
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.money import Money
from reports.dictionary import dictionary
from reports.errors import TemplateFault
from reports.report import Language, shown, spelled

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

TEMPLATES = Path(__file__).parent / "templates" / "text"


@dataclass(frozen=True, slots=True)
class Edition:
    """The sentences of a language: ours, and an office's own where it has a folder."""

    language: Language
    office: Path | None = None

    def folders(self) -> list[Path]:
        """Where its templates lie, those that are looked into first before others."""
        chinese = [folder for folder in (self.office, TEMPLATES) if folder]
        if self.language == "zh":
            return chinese
        return [*(folder / self.language for folder in chinese), *chinese]


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
        raise TemplateFault(str(error.name), 0, "没有这个模板") from None
    except TemplateSyntaxError as error:
        name = error.filename or file
        raise TemplateFault(
            name, error.lineno, f"写法有误（{error.message}）"
        ) from None
    except (TemplateError, TypeError, ValueError, AttributeError) as error:
        path, line = _place(error, edition)
        raise TemplateFault(path or file, line, f"不能填写（{error}）") from None


@lru_cache(maxsize=8)
def _environment(edition: Edition) -> "SandboxedEnvironment":
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415 - as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(edition.folders()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # The sentences are plain text; each renderer escapes them for its format.
        autoescape=False,
    )
    environment.filters |= {
        "money": Money.grouped,
        "capitals": Money.capitals,
        "day": partial(spelled, language=edition.language),
        "count": lambda number: shown(number, "count"),
        "told": dictionary(edition.language).told,
    }
    return environment


def _place(error: Exception, edition: Edition) -> tuple[str, int]:
    """The innermost line of a template that the error passed through."""
    folders = tuple(map(str, edition.folders()))
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(folders):
            return frame.filename, frame.lineno or 0
    return "", 0
