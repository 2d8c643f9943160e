"""Pages as HTML: one template a page, all inside `layout.html`.

Whatever is printed is escaped. A text of the pages passes `_()`, which gives it in the
language of who looks; what stands in the books is shown as it is.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.web.desk import Desk, Page, part
from app.web.languages import LANGUAGES, explained, refused, said
from app.web.sheets import Said
from app.web.ways_on import led_on
from ledger.money import Money
from ledger.people import Right
from reports import report
from reports.report import Cell, Kind

__all__ = ["LANGUAGES", "render"]

_TEMPLATES = Path(__file__).parent / "templates"


def render(desk: Desk, page: Page, flash: str = "") -> str:
    """A page as HTML."""
    told: dict[str, Any] = {
        "typed": {},
        "refusal": "",
        "flash": explained(flash, desk.language),
        "desk": desk,
        "signed": desk.signed,
        "language": desk.language,
        "languages": LANGUAGES,
        "_": partial(said, language=desk.language),
        "explained": partial(explained, language=desk.language),
        **page.told,
    }
    told["refusal"] = refused(told["refusal"], desk.language)
    shown = _environment().get_template(page.template).render(told)
    return led_on(shown, desk.unit, desk.language, partial(_opens, desk))


def _opens(desk: Desk, rights: tuple[Right, ...]) -> bool:
    """Whether who reads a page has one of these rights in its unit."""
    if desk.signed is None:
        return False
    with desk.reading() as connection:
        return desk.may(connection, *rights)


def load() -> None:
    """Read every template, so that no visitor waits for the first of a kind."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "money": money,
        "fen": lambda fen: money(Money(fen)) if fen else "",
        "day": lambda on: "" if on is None else on.isoformat(),
        "time": china_time,
        "month": lambda period: f"{period // 100}-{period % 100:02d}",
        "shown": shown,
        "part": part,
    }
    return environment


def money(amount: Money | None) -> Markup:
    """An amount as it stands in a column: grouped, and a loss told apart."""
    if amount is None:
        return Markup("")
    # Digits, commas, a point and a sign: there is nothing to escape.
    text = amount.grouped()
    if amount.fen < 0:
        return Markup(f'<span class="less">{text}</span>')  # noqa: S704 - see above
    return Markup(text)  # noqa: S704 - as above


def shown(cell: Cell, kind: Kind, say: Callable[[str], str]) -> str:
    """A cell of a table: a text of the pages in the reader's language."""
    return say(cell) if isinstance(cell, Said) else report.shown(cell, kind)


def china_time(stamp: str) -> str:
    """An instant of the books as a clock in China shows it: `2026-03-09 16:00`."""
    if not stamp:
        return ""
    at = dt.datetime.fromisoformat(stamp)
    return f"{at.astimezone(dt.timezone(dt.timedelta(hours=8))):%Y-%m-%d %H:%M}"
