"""What the audit office has done in the background: checks, verification, package."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app import activity, attachments, evidence_package, keyring, signing
from app.web import jobs
from app.web.audit_marks import RESULTS, VERIFIED, findings_file
from app.web.job_process import Made, Work
from app.web.long_works import TAKE
from audit import engagement_keeping as keeping
from audit import findings, integrity
from audit.annual import CAUSE_OPEN
from audit.books import Books
from audit.catalogue import entry_of, run_all, run_one
from audit.check import Finding, Result
from audit.digests import judge, read_digests
from audit.evidence_store import read_evidence
from audit.package_marks import Edition
from audit.store import read_books
from audit.voucher_marks import vouchers_of
from ledger import catalogue
from ledger.database import Connection, reading
from ledger.errors import NotFound, Refused
from ledger.periods import parse_span, whole_months
from ledger.register import lookups
from reports.catalogue import Request
from treasury.attachment_store import any_attachment
from treasury.paper_files import PaperFolder

READING = "读取账簿"


def checks(work: Work) -> Made:
    """Put every check, or one, to a unit's books of a period, or to evidence books."""
    work.tell(READING, 0, 0)
    books = _books(work)
    results = _results(work, books)
    positions = _positions(work, books, results)
    for result in results:
        told = [_finding(one, positions) for one in result.findings]
        if told:
            jobs.write_whole(work.folder / findings_file(result.key), told)
    jobs.write_whole(work.folder / RESULTS, [_result(one) for one in results])
    return Made()


def _books(work: Work) -> Books:
    """The books that are checked, as an auditor reads them."""
    span, evidence = parse_span(work.typed["period"]), work.typed.get("evidence", "")
    opened = work.typed.get("opened") == "yes" and not evidence
    vault = keyring.open_vault(work.settings) if opened else None
    with reading(work.engine) as connection:
        if evidence:
            return read_evidence(connection, work.unit, evidence, span)
        return read_books(connection, work.unit, span, vault=vault)


def _positions(
    work: Work, books: Books, results: Sequence[Result]
) -> Mapping[str, int]:
    """Where the vouchers stand to which exceptions lead: in the chain, or the file."""
    if work.typed.get("evidence"):
        return {one.mark: one.place for one in (*books.astray, *books.vouchers)}
    marks = {m for one in results for f in one.findings for m in f.evidence}
    with reading(work.engine) as connection:
        unit_id = lookups(connection).unit(work.unit).id
        found = vouchers_of(connection, unit_id, marks)
    return {mark: one.position for mark, one in found.items()}


def _results(work: Work, books: Books) -> tuple[Result, ...]:
    """Every check of the catalogue, or the one that was asked for.

    Raises:
        NotFound: there is none so called.
    """
    asked = work.typed.get("check", "")
    if not asked:
        return run_all(books, work.tell)
    entry = entry_of(asked)
    if entry is None:
        raise NotFound("检查", asked)
    return (run_one(entry, books),)


def _result(result: Result) -> dict[str, Any]:
    of, check = result.population, result.check
    return {
        "key": result.key,
        "title": result.title,
        "severity": check.severity.label if check else "",
        "basis": check.basis if check else "",
        "limitation": check.limitation if check else "",
        "performed": result.performed,
        "reason": result.reason,
        "of": of.of if of else "",
        "count": of.count if of else 0,
        "amount_fen": of.amount.fen if of else 0,
        "exceptions": len(result.findings),
        "found_fen": sum(one.amount.fen for one in result.findings),
    }


def _finding(one: Finding, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "title": one.title,
        "condition": one.condition,
        # What is no voucher's mark has no page to lead to.
        "evidence": [[mark, positions.get(mark, 0)] for mark in one.evidence],
        "recipients": one.recipients,
        "amount_fen": one.amount.fen,
        "persons": one.persons,
        "lead": one.lead,
    }


def take(work: Work) -> Made:
    """Run one check over an engagement's days and take its exceptions over."""
    typed = work.typed
    entry = entry_of(typed["check"])
    if entry is None:
        raise NotFound("检查", typed["check"])
    work.tell(READING, 0, 0)
    with reading(work.engine) as connection:
        of = keeping.engagement_of(connection, work.unit, typed["engagement"])
        books = read_books(connection, work.unit, whole_months(of.span))
    found = run_one(entry, books)
    cleared = [one.strip() for one in typed["cleared"].splitlines() if one.strip()]
    cause = typed["cause"] or CAUSE_OPEN
    with work.writing(TAKE, f"{of.key} {typed['check']}") as connection:
        desk = keeping.desk_of(connection, work.unit, of.key, work.act)
        findings.take_over(desk, found, typed["title"], cleared, cause)
    return Made()


# -- verification -------------------------------------------------------------------


def verify(work: Work) -> Made:
    """Recompute everything that was sealed in a unit, and hold digests against it."""
    text = work.typed.get("digest", "")
    told = read_digests(text) if text.strip() else ()
    own = signing.signing_keys(work.settings).values()
    keys = frozenset(key.public_key for key in own)
    with reading(work.engine) as connection:
        schema = catalogue.verify(connection)
        papers, said = _papers(work, connection)
        units = (work.unit,)
        report = integrity.verify(connection, units, schema, papers, work.tell)
        log = activity.verify(connection)
        held = [
            {
                "place": f"{one.digest.unit} {one.digest.day} {one.digest.position}",
                "label": found.label,
                "holds": found.value == "holds",
            }
            for one in told
            for found in (judge(connection, one, keys, work.unit),)
        ]
    kept = {
        "units": [
            {k: v for k, v in asdict(one).items() if k != "differences"}
            for one in report.units
        ],
        "lines": report.lines,
        "differences": [asdict(one) for one in report.differences]
        + [
            {"test": "log", "place": f"{one.unit} {one.position}", "what": one.what}
            for one in log
        ],
        "held": held,
        "shared_position": report.shared_position,
        "shared_digest": report.shared_digest,
        "papers": said,
    }
    jobs.write_whole(work.folder / VERIFIED, kept)
    return Made()


def _papers(work: Work, connection: Connection) -> tuple[PaperFolder | None, str]:
    """The files of attachments, or why they are not opened: V15 is then left out."""
    if not any_attachment(connection):
        return None, ""
    try:
        return attachments.open_papers(work.settings), ""
    except Refused as refusal:
        return None, str(refusal)


# -- the evidence package -----------------------------------------------------------


def package(work: Work) -> Made:
    """Write an evidence package, and log the hash of its manifest."""
    settings, typed = work.settings, work.typed
    full = typed["edition"] == Edition.FULL.value
    period = typed["period"].strip().upper()
    keys = evidence_package.open_keys(settings, papers=full)
    wanted = evidence_package.Wanted(
        request=Request(
            unit=work.unit,
            span=parse_span(period),
            period=period,
            at=work.act.at,
            templates=settings.templates,
            forms=settings.forms,
        ),
        edition=Edition(typed["edition"]),
        paper=typed["paper"] if full else "",
        reason=typed["reason"] if full else "",
        fonts=(settings.fonts,) if settings.fonts else (),
        look=settings.office_look,
    )
    target = work.folder / f"bangfu-{work.unit}-{period}-{wanted.edition.value}.zip"
    with reading(work.engine) as connection:
        written = evidence_package.write(connection, wanted, keys, target, work.tell)
    hashed = written.manifest_hash
    work.log("audit.package", f"{period} {wanted.edition.value} {hashed}")
    counts = f"凭证 {written.vouchers:,}，分录 {written.postings:,}"
    signer = keys.signing.fingerprint if keys.signing else "未签名"
    said = f"{wanted.edition.label}，{counts}，附件 {written.papers:,}"
    return Made((target.name,), f"{said}\n清单摘要 {hashed}\n公钥指纹 {signer}")
