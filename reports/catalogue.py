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

from ledger.balances import subtree
from ledger.database import Connection
from ledger.periods import Span, china_day
from ledger.register import lookups
from reports import pages
from reports.errors import (
    NoSuchEdition,
    NoSuchPeriod,
    NoSuchScope,
    NotTold,
    UnknownReport,
)
from reports.render.formats import FORMATS
from reports.report import Document, Language
from reports.translation import translated
from reports.wording import Edition, sentence
from treasury.vault import Vault

Need = Literal["period", "account", "fund", "form"]

Option = Literal["subject", "names"]

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
    `languages` which editions it has, `takes` which options mean something to it: to be
    of one matter alone, to name people; `earlier` whether it tells of what is older
    than the books, such as files of persons and budgets of years to compare with;
    `ended` whether it can be drawn up only of a period that is over.
    """

    name: str
    title: str
    summary: str
    needs: tuple[Need, ...] = ("period",)
    formats: tuple[str, ...] = FORMATS
    quarters: bool = False
    languages: tuple[Language, ...] = ("zh",)
    takes: tuple[Option, ...] = ()
    earlier: bool = False
    ended: bool = False


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

    @property
    def is_year(self) -> bool:
        """Whether a whole year was asked for, not a month."""
        return "-" not in self.period

    @property
    def is_quarter(self) -> bool:
        """Whether a quarter was asked for."""
        return "Q" in self.period

    @property
    def period_title(self) -> str:
        """The period as people read it: `2025年度`, `2025年第一季度` or `2025年3月`."""
        since = self.span.since
        if self.is_year:
            return f"{since.year}年度"
        if self.is_quarter:
            quarter = "一二三四"[since.month // 3]
            return f"{since.year}年第{quarter}季度"
        return f"{since.year}年{since.month}月"

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
        NoSuchPeriod: it was asked for a quarter and is not drawn up of one, or of days
            before the books.
        NoSuchScope: it was told what means nothing to it (`demand_meant`).
        NoSuchEdition: it has no edition in the language asked for.
        NotFound: there is no such unit.
    """
    page = _found(name)
    demand_told(page.REPORT, request)
    if not page.REPORT.earlier:
        demand_begun(connection, request, page.REPORT.title)
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
        NoSuchPeriod: it was asked for a quarter and is not drawn up of one, or for a
            period that is not over and is drawn up only afterwards.
        NoSuchScope: it was told what means nothing to it (`demand_meant`).
        NoSuchEdition: it has no edition in the language asked for.
    """
    if request.is_quarter and not report.quarters:
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
    if report.ended:
        demand_ended(request, report.title)
    demand_meant(report, request, names=request.vault is not None)
    language = request.language
    if language not in report.languages:
        having = [r.name for r in all_reports() if language in r.languages]
        raise NoSuchEdition(report.title, language, having)


def demand_ended(request: Request, title: str) -> None:
    """Refuse a period that is not over.

    Raises:
        NoSuchPeriod: it is such a period.
    """
    span = request.span
    if china_day(request.at) < span.until:
        last = span.last_day.isoformat()
        reason = f"该期间到 {last} 才结束，请待期间结束后再编制，或改用已结束的期间"
        raise NoSuchPeriod(title, request.period_title, reason)


def demand_meant(report: Report, request: Request, *, names: bool) -> None:
    """Refuse what would mean nothing to a report, rather than pass it over.

    Raises:
        NoSuchScope: it was told a form, one matter, or to name people, and does not.
    """
    title = report.title
    if request.form and "form" not in report.needs:
        what = f"{title}有固定的格式，不能用自定报表格式 {request.form}"
        raise NoSuchScope(what, do="不写 --form，或改用 own_statement")
    if request.subject and "subject" not in report.takes:
        what = f"{title}不能只取一项（{request.subject}）"
        raise NoSuchScope(what, "它列示所选期间的全部", "不写编号（--subject）")
    if names and "names" not in report.takes:
        what = f"{title}没有个人姓名可写"
        raise NoSuchScope(what, "它不按姓名列示个人", "不选“写出姓名”（--names）")


def demand_begun(connection: Connection, request: Request, title: str) -> None:
    """Refuse a period that ended before there were books, in each unit of the request.

    Raises:
        NoSuchPeriod: it is such a period.
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    asked = (books.unit(request.unit).code,)
    units = subtree(books, request.unit) if request.with_subunits else asked
    opened = min(books.unit(code).opens for code in units)
    if opened >= request.span.until:
        reason = f"账簿自 {opened} 建账，请改用建账以后的期间"
        raise NoSuchPeriod(title, request.period_title, reason)


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
