"""The sentences of the reports, kept as text templates that an office can change.

A template lies in `templates/text/`. An office that words a sentence otherwise puts
a file of the same name into a folder of its own, which is looked into first.
Templates run in a sandbox (`sandbox.py`) and see nothing but what they are given;
asking for what was not given is a fault, never an empty place in a report.

What a template is given is written at its head, in a comment; `wording_docs.py` makes
`docs/wording.md` of these.
"""

import traceback
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reports.errors import TemplateFault

if TYPE_CHECKING:
    from reports.sandbox import Sandbox

TEMPLATES = Path(__file__).parent / "templates" / "text"


def sentence(
    template_name: str, /, *, office_folder: Path | None = None, **context: object
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
    try:
        return _environment(office_folder).get_template(file).render(context).strip()
    except TemplateNotFound as error:
        raise TemplateFault(str(error.name), 0, "没有这个模板") from None
    except TemplateSyntaxError as error:
        name = error.filename or file
        raise TemplateFault(
            name, error.lineno, f"写法有误（{error.message}）"
        ) from None
    except (RecursionError, SyntaxError, MemoryError):
        raise TemplateFault(file, 0, "写法有误（嵌套太深）") from None
    except OSError:
        raise TemplateFault(file, 0, "读不出文件；核对文件的权限") from None
    except (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError) as e:
        path, line = _place(e, office_folder)
        raise TemplateFault(path or file, line, f"不能填写（{e}）") from None


@lru_cache(maxsize=8)
def _environment(office_folder: Path | None) -> "Sandbox":
    from reports.sandbox import Sandbox  # noqa: PLC0415 - as above

    return Sandbox((office_folder, TEMPLATES) if office_folder else (TEMPLATES,))


def _place(error: Exception, office_folder: Path | None) -> tuple[str, int]:
    """The innermost line of a template that the error passed through."""
    folders = tuple(str(folder) for folder in (office_folder, TEMPLATES) if folder)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(folders):
            return frame.filename, frame.lineno or 0
    return "", 0
