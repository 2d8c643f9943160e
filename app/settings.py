"""What an office sets from outside: where its books, keys, papers and fonts are.

| variable | meaning | default |
|---|---|---|
| `BANGFU_DATABASE` | address of the books | `sqlite:///bangfu.db` |
| `BANGFU_TEMPLATES` | folder of the office's own sentences for reports | none |
| `BANGFU_FONTS` | folder of the office's own fonts | none |
| `BANGFU_FORMS` | folder of the office's own forms of statements | none |
| `BANGFU_KEYS` | file of the keys that encrypt fields and papers | beside SQLite |
| `BANGFU_SIGNING` | file of the keys that sign digests and packages | beside SQLite |
| `BANGFU_ATTACHMENTS` | folder of the encrypted papers | beside SQLite |
| `BANGFU_WORK` | folder of work in the background, for the pages | beside SQLite |
| `BANGFU_ESCROW` | the passphrase of keys in escrow, for backups by night | asked for |
| `BANGFU_NEGATIVES` | negative amounts: `minus`, `parentheses`, `red` | `minus` |
| `BANGFU_SECRET` | the acting person's secret, where nobody can be asked | asked for |

Read once, here and nowhere else.
"""

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import FolderMissing, SettingRefused
from reports.look import NEGATIVES, PLAIN, Look

DATABASE = "sqlite:///bangfu.db"
SQLITE_FILE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run of the program."""

    database: str = DATABASE
    templates: Path | None = None
    fonts: Path | None = None
    forms: Path | None = None
    keys: Path | None = None
    """None is `<SQLite file>.keys`; `app/keyring.py` tells."""
    signing: Path | None = None
    """None is `<SQLite file>.signing`; `app/signing.py` tells."""
    attachments: Path | None = None
    """None is `<SQLite file>.attachments`."""
    look: Look = PLAIN
    """How amounts look on paper."""
    work: Path | None = None
    """None is `<SQLite file>.work`; `app/web/jobs.py` tells."""
    secret: str = field(default="", repr=False)
    """The acting person's secret; never shown."""
    escrow: str = field(default="", repr=False)
    """The passphrase of keys in escrow; never shown."""
    os_user: str = ""
    """Who is logged in to the operating system, for the operation log."""

    @property
    def office_look(self) -> Look:
        """How everything looks that the office prints, its letterhead with it."""
        return self.look.of_office(self.templates)

    def beside(self, ending: str) -> Path | None:
        """What stands beside a SQLite file under its name; None where there is none."""
        kind, _, rest = self.database.partition(SQLITE_FILE)
        path = rest.partition("?")[0]
        return None if kind or path in {"", ":memory:"} else Path(path + ending)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; what is empty counts as not set.

    Raises:
        SettingRefused: a choice that there is not.
    """
    given = os.environ if environment is None else environment
    return Settings(
        database=given.get("BANGFU_DATABASE") or DATABASE,
        templates=_path(given.get("BANGFU_TEMPLATES")),
        fonts=_path(given.get("BANGFU_FONTS")),
        forms=_path(given.get("BANGFU_FORMS")),
        keys=_path(given.get("BANGFU_KEYS")),
        signing=_path(given.get("BANGFU_SIGNING")),
        attachments=_path(given.get("BANGFU_ATTACHMENTS")),
        look=look_of(given.get("BANGFU_NEGATIVES") or "minus"),
        work=_path(given.get("BANGFU_WORK")),
        secret=given.get("BANGFU_SECRET", ""),
        escrow=given.get("BANGFU_ESCROW", ""),
        os_user=_os_user(),
    )


def demand_folders(settings: Settings) -> None:
    """Go on only if the office's own sentences, fonts and forms are where it says.

    Raises:
        FolderMissing: a folder is not there; it would be passed over in silence.
    """
    named = {
        "BANGFU_TEMPLATES": settings.templates,
        "BANGFU_FONTS": settings.fonts,
        "BANGFU_FORMS": settings.forms,
    }
    for variable, path in named.items():
        if path is not None and not path.is_dir():
            raise FolderMissing(variable, path)


def look_of(negatives: str) -> Look:
    """How amounts look, by the word for it.

    Raises:
        SettingRefused: there is no such word.
    """
    match negatives.strip().lower():
        case "minus" | "parentheses" | "red" as chosen:
            return Look(negatives=chosen)
        case _:
            raise SettingRefused("BANGFU_NEGATIVES", "负数的写法", NEGATIVES)


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _os_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that has no name.
        return ""
