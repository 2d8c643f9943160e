"""An evidence package (审计证据包) as an office writes it: keys, papers and report.

`audit/package.py` says what it holds. The annual report goes with it where a whole year
was asked for that has ended; else the manifest says why not.
"""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app import attachments, keyring, signing
from app.settings import Settings
from audit import package
from audit.package_files import Hashed
from audit.package_marks import Edition
from audit.signatures import SigningKey
from ledger.database import Connection
from ledger.errors import StatementRefused
from ledger.periods import china_day
from ledger.stages import Told, silent
from reports import catalogue
from reports.catalogue import Request
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.look import PLAIN, Look
from treasury.paper_files import PaperFolder
from treasury.vault import Vault

REPORT = "annual_audit"
NOT_A_YEAR = "所导出的不是整个年度，不附年度内部审计报告"

Extras = tuple[tuple[str, Callable[[Hashed], object]], ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """What a package needs that stands outside the database; opened before reading."""

    vault: Vault
    papers: PaperFolder | None
    signing: SigningKey | None


def open_keys(settings: Settings, *, papers: bool) -> Keys:
    """Open the vault, the papers where they are to be enclosed, and the signing key.

    Raises:
        VaultRefused: a file of keys cannot be used.
        AttachmentRefused: nothing says where the papers are.
    """
    vault = keyring.open_vault(settings)
    folder = attachments.papers_folder(settings) if papers else None
    return Keys(
        vault,
        PaperFolder(folder, vault) if folder else None,
        signing.newest(settings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for on the command line."""

    request: Request
    edition: Edition
    paper: str = ""
    reason: str = ""
    fonts: tuple[Path, ...] = ()
    look: Look = PLAIN


def write(
    connection: Connection,
    wanted: Wanted,
    keys: Keys,
    target: Path,
    tell: Told = silent,
) -> package.Written:
    """Write a package.

    Raises:
        NotFound: there is no such unit.
        AttachmentRefused: a paper is missing or damaged (full edition).
        OSError: it cannot be written; nothing is left of it.
    """
    tell("编制年度审计报告", 0, 0)
    extras, why_not = _report(connection, wanted)
    vault = keys.vault
    asked = package.Asked(
        unit=wanted.request.unit,
        span=wanted.request.span,
        period=wanted.request.period,
        salt_of=lambda text: vault.blind(text, "package"),
        edition=wanted.edition,
        paper=wanted.paper,
        reason=wanted.reason,
        papers=keys.papers,
        key=keys.signing,
        version=_version(),
        extras=extras,
        report=why_not,
        tell=tell,
    )
    return package.write(connection, asked, target)


def _report(connection: Connection, wanted: Wanted) -> tuple[Extras, str]:
    """The annual report as JSON and PDF, or why there is none."""
    from reports.render import json, pdf  # noqa: PLC0415 - renderers load late

    request = wanted.request
    if "-" in request.period:
        return (), NOT_A_YEAR
    if china_day(request.at) >= request.span.until:
        # Of books without a voucher it would tell the moment of asking.
        after = dt.datetime.combine(request.span.until, dt.time(12), dt.UTC)
        request = replace(request, at=after)
    try:
        document = catalogue.build(REPORT, connection, request)
    except (NoSuchPeriod, NoSuchScope, StatementRefused) as refusal:
        return (), str(refusal)
    as_json, as_pdf = io.BytesIO(), io.BytesIO()
    json.render(document, as_json)
    pdf.render(document, as_pdf, font_folders=wanted.fonts, look=wanted.look)
    return (
        (f"report/{REPORT}.json", lambda file: file.write(as_json.getvalue())),
        (f"report/{REPORT}.pdf", lambda file: file.write(as_pdf.getvalue())),
    ), ""


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow

    try:
        return version("bangfu")
    except PackageNotFoundError:
        return ""
