"""Which reports there are, what each needs to be told, and one of them drawn up.

The files of `reports/pages/` are the catalogue: each has a constant `REPORT` and a
function `build(connection, request) -> Document`, and nothing else has to know of it.
"""

import datetime as dt
import importlib
import pkgutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol, cast

from ledger.database import Connection
from ledger.periods import Span
from reports import pages
from reports.errors import NoSuchEdition, NoSuchPeriod, NotTold, UnknownReport
from reports.render.formats import FORMATS
from reports.report import Document, Language
from reports.translation import translated
from reports.wording import Edition, sentence
from treasury.vault import Vault

Need = Literal["period", "account", "fund", "form"]

LABELS: dict[Need, str] = {
    "period": "期间",
    "account": "科目",
    "fund": "资金",
    "form": "自定报表格式",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the catalogue: its key, its title, and what it must be told.

    Every report is told its unit; `needs` says what else it cannot do without, and
    `quarters` whether it can be drawn up of a quarter, not of a year or month alone,
    `languages` which editions it has.
    """

    name: str
    title: str
    summary: str
    needs: tuple[Need, ...] = ("period",)
    formats: tuple[str, ...] = FORMATS
    quarters: bool = False
    languages: tuple[Language, ...] = ("zh",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a report is asked for.

    `period` is the span as it was typed, `2025`, `2025-03` or `2025-Q1`. `known_at` is
    a chain position of the unit: what came later is left out. `at` is the moment of
    asking (UTC), used only where the books themselves have no date yet. `templates` is
    the folder of the office's own sentences, `forms` that of its own forms of
    statements, `form` the key of one of these. `subject` narrows a page to one matter
    that the page knows, such as one gift; `vault` lets it name people, who are told by
    number else. `local` are the figures of places, where a page goes by them.
    `language` is the edition asked for.
    """

    unit: str
    span: Span
    period: str
    at: dt.datetime
    with_subunits: bool = False
    account: str = ""
    fund: str = ""
    form: str = ""
    known_at: int | None = None
    templates: Path | Edition | None = None
    forms: Path | None = None
    subject: str = ""
    vault: Vault | None = None
    language: Language = "zh"

    def __post_init__(self) -> None:
        assert self.at.tzinfo is not None, "an instant needs its time zone"
        assert self.known_at is None or self.known_at >= 0

    def words(self, template: str, /, **facts: object) -> str:
        """A sentence in the office's own words where it has some, filled in.

        Raises:
            TemplateFault: the template is malformed, or asks for what it is not given.
        """
        return sentence(template, office_folder=self.templates, **facts)


class _Page(Protocol):
    REPORT: Report

    def build(self, connection: Connection, request: Request) -> Document: ...


def all_reports() -> tuple[Report, ...]:
    """Every report, by key."""
    return tuple(_page(name).REPORT for name in _names())


def find(name: str) -> Report:
    """The report of a key.

    Raises:
        UnknownReport: there is none; the message lists those there are.
    """
    return _found(name).REPORT


def build(name: str, connection: Connection, request: Request) -> Document:
    """Draw up a report; its tables may still read through the connection.

    Raises:
        UnknownReport: there is no report of that key.
        NotTold: the report needs an account, a fund or a form and was told none.
        NoSuchPeriod: it was asked for a quarter and is not drawn up of one.
        NoSuchEdition: it has no edition in the language asked for.
    """
    page = _found(name)
    demand_told(page.REPORT, request)
    language = request.language
    if language == "zh":
        return page.build(connection, request)
    assert not isinstance(request.templates, Edition)
    edition = Edition(language, request.templates)
    return translated(
        page.build(connection, replace(request, templates=edition)), language
    )


def demand_told(report: Report, request: Request) -> None:
    """Go on only if a report is told all that it cannot do without.

    Raises:
        NotTold: the report needs an account, a fund or a form and was told none.
        NoSuchPeriod: it was asked for a quarter and is not drawn up of one.
        NoSuchEdition: it has no edition in the language asked for.
    """
    if "Q" in request.period and not report.quarters:
        reason = "本表按年或按月编制，期间写作 2025 或 2025-03"
        raise NoSuchPeriod(report.title, request.period, reason)
    told = {
        "period": request.period,
        "account": request.account,
        "fund": request.fund,
        "form": request.form,
    }
    missing = [LABELS[need] for need in report.needs if not told[need]]
    if missing:
        raise NotTold(report.title, missing)
    language = request.language
    if language not in report.languages:
        having = [r.name for r in all_reports() if language in r.languages]
        raise NoSuchEdition(report.title, language, having)


def _found(name: str) -> _Page:
    if name not in _names():
        raise UnknownReport(name, [(r.name, r.title) for r in all_reports()])
    return _page(name)


def _names() -> tuple[str, ...]:
    return tuple(sorted(found.name for found in pkgutil.iter_modules(pages.__path__)))


def _page(name: str) -> _Page:
    page = cast("_Page", importlib.import_module(f"{pages.__name__}.{name}"))
    assert page.REPORT.name == name, "a report is called as its file is"
    return page
