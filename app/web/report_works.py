"""Reports drawn up in the background, for the page that asked for them."""

from collections.abc import Mapping
from pathlib import Path

from app.keyring import open_vault
from app.settings import Settings
from app.web.job_process import Made, Work
from ledger.database import reading
from ledger.people import Act
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from reports.render.formats import FORMATS, write
from treasury.vault import Vault

DRAWING = "编制报表"


def report(work: Work) -> Made:
    """Draw up a report in a format; tell the characters that no font has."""
    typed, settings = work.typed, work.settings
    vault = open_vault(settings) if typed.get("names") == "yes" else None
    request = request_of(typed, work.unit, (settings, work.act), vault)
    suffix = f".{typed['format']}"
    assert suffix in FORMATS
    target = work.folder / file_name(work.unit, typed["name"], request.period, suffix)
    fonts = (settings.fonts,) if settings.fonts else ()
    work.tell(DRAWING, 0, 0)
    with reading(work.engine) as connection:
        document = catalogue.build(typed["name"], connection, request)
        missing = write(
            document,
            target,
            font_folders=fonts,
            paper=paper_of(settings),
            look=settings.office_look,
        )
    said = ""
    if missing:
        listed = " ".join(f"U+{ord(c):04X}" for c in sorted(missing))
        said = f"字体中没有的字符，以代码代替：{listed}"
    annexes = sorted(one.name for one in work.folder.glob(f"{target.stem}-*.xlsx"))
    return Made((target.name, *annexes), said)


def request_of(
    typed: Mapping[str, str],
    unit: str,
    where: tuple[Settings, Act],
    vault: Vault | None = None,
) -> Request:
    """What a report is asked for, as it was typed.

    Raises:
        PeriodError: the period is none.
    """
    settings, act = where
    period = typed.get("period", "").strip().upper()
    return Request(
        unit=unit,
        span=parse_span(period, quarters=True),
        period=period,
        at=act.at,
        with_subunits=typed.get("with_subunits") == "yes",
        account=typed.get("account", "").strip(),
        fund=typed.get("fund", "").strip(),
        form=typed.get("form", "").strip(),
        known_at=int(typed.get("known_at") or 0) or None,
        templates=settings.templates,
        forms=settings.forms,
        subject=typed.get("subject", "").strip(),
        vault=vault,
    )


def paper_of(settings: Settings) -> Path | None:
    """The office's own file for word processors, where its folder has one."""
    if settings.templates is None:
        return None
    paper = settings.templates / "document.docx"
    return paper if paper.exists() else None


def file_name(unit: str, name: str, period: str, suffix: str) -> str:
    """How the file of a report is called."""
    return f"{unit}-{name}-{period}{suffix}"
