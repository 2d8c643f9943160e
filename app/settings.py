"""What an office sets from outside: where its books, templates and fonts are.

| variable | meaning | default |
|---|---|---|
| `BANGFU_DATABASE` | address of the books | `sqlite:///bangfu.db` |
| `BANGFU_TEMPLATES` | folder of the office's own sentences for reports | none |
| `BANGFU_FONTS` | folder of the office's own fonts | none |
| `BANGFU_FORMS` | folder of the office's own forms of statements | none |
| `BANGFU_SECRET` | the acting person's secret, where nobody can be asked | asked for |

Read once, here and nowhere else.
"""

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DATABASE = "sqlite:///bangfu.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run of the program."""

    database: str = DATABASE
    templates: Path | None = None
    fonts: Path | None = None
    forms: Path | None = None
    secret: str = field(default="", repr=False)
    """The acting person's secret; never shown."""
    os_user: str = ""
    """Who is logged in to the operating system, for the operation log."""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; what is empty counts as not set."""
    given = os.environ if environment is None else environment
    return Settings(
        database=given.get("BANGFU_DATABASE") or DATABASE,
        templates=_folder(given.get("BANGFU_TEMPLATES")),
        fonts=_folder(given.get("BANGFU_FONTS")),
        forms=_folder(given.get("BANGFU_FORMS")),
        secret=given.get("BANGFU_SECRET", ""),
        os_user=_os_user(),
    )


def _folder(text: str | None) -> Path | None:
    return Path(text) if text else None


def _os_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that has no name.
        return ""
