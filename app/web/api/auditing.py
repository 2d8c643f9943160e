"""What auditors ask: checks, integrity, digests, packages, the operation log."""

from typing import Any

from app import signing
from app.clock import today
from app.web import log_files, log_search, long_works
from app.web.api import asked, told
from app.web.api import job_said as said
from app.web.api.calls import Call
from app.web.api.working import begin, done
from app.web.audit_marks import RESULTS, VERIFIED, findings_file
from app.web.desk import Sent
from app.web.log_search import ROWS_MAX, Sought
from audit import digests
from audit import engagement_keeping as keeping
from audit.evidence import intake_of
from ledger import queries, store
from ledger.errors import NotFound, RecordRefused
from ledger.money import Money
from ledger.people import Right
from ledger.register import SHARED, SHARED_CODE


def checks(call: Call) -> said.Accepted:
    """Put the checks to the books of a period, in a job."""
    body = call.body
    assert isinstance(body, said.ChecksGiven)
    # The checks are loaded where they are asked for.
    from audit.catalogue import entry_of  # noqa: PLC0415

    if body.check and entry_of(body.check) is None:
        raise NotFound("检查", body.check)
    if body.evidence:
        with call.reading() as connection:
            intake_of(connection, call.unit, body.evidence)
    asked_of = long_works.checks(
        call.unit,
        body.period,
        body.check,
        opened=body.opened,
        evidence=body.evidence,
    )
    opened = "打开档案" if body.opened else ""
    words = (body.evidence, body.period, body.check, opened)
    return begin(call, asked_of, " ".join(filter(None, words)))


def checked(call: Call) -> said.ChecksRun:
    """The results of a run, check by check."""
    job = done(call, long_works.CHECKS)
    results = [
        said.CheckRun.model_validate(
            row
            | {
                "population": row["of"],
                "amount": Money(row["amount_fen"]),
                "found": Money(row["found_fen"]),
            }
        )
        for row in job.read(RESULTS)
    ]
    typed = job.asked.typed
    return said.ChecksRun(
        period=typed["period"], evidence=typed["evidence"], results=results
    )


def exceptions(call: Call) -> said.CheckExceptions:
    """A page of the exceptions of one check."""
    query, key = call.query, call.places["check"]
    assert isinstance(query, said.ExceptionsAsked)
    found = _exceptions(call, key)
    until = query.cursor + query.limit
    shown = [
        said.CheckException.model_validate(
            one
            | {
                "amount": Money(one["amount_fen"]),
                "evidence": [mark for mark, _ in one["evidence"]],
                "positions": [position for _, position in one["evidence"]],
            }
        )
        for one in found[query.cursor : until]
    ]
    return said.CheckExceptions(
        check=key,
        count=len(found),
        exceptions=shown,
        next=until if until < len(found) else None,
    )


def _exceptions(call: Call, key: str) -> list[dict[str, Any]]:
    job = done(call, long_works.CHECKS)
    row = next((one for one in job.read(RESULTS) if one["key"] == key), None)
    if row is None:
        raise NotFound("检查", key)
    found: list[dict[str, Any]] = (
        job.read(findings_file(key)) if row["exceptions"] else []
    )
    return found


def take(call: Call) -> said.Accepted:
    """Take exceptions of a check over as a finding; the check is run again for it."""
    body, check = call.body, call.places["check"]
    assert isinstance(body, said.TakeGiven)
    if done(call, long_works.CHECKS).asked.typed["evidence"]:
        raise RecordRefused(
            "外来账套的例外不能直接取用", do="在审计项目中提出发现，写明依据"
        )
    if body.title not in {one["title"] for one in _exceptions(call, check)}:
        raise RecordRefused("没有写明取用哪一种例外", do="写明例外的标题")
    subject = f"{body.engagement} {check}"
    with call.writing(subject, "audit.finding.ask") as connection:
        # Whoever does not work on it is told at once, not by the job.
        keeping.desk_of(connection, call.unit, body.engagement, call.act)
    typed = {
        "title": body.title,
        "cause": body.cause,
        "cleared": "\n".join(body.cleared),
    }
    asked_of = long_works.take(call.unit, body.engagement, check, typed)
    return begin(call, asked_of, subject)


# -- what was sealed ----------------------------------------------------------------


def verify(call: Call) -> said.Accepted:
    """Everything that was sealed of a unit, recomputed in a job."""
    body = call.body
    assert isinstance(body, said.VerifyGiven)
    if body.digest.strip():
        digests.read_digests(body.digest)
    return begin(call, long_works.verify(call.unit, body.digest), "")


def verified(call: Call) -> said.Verified:
    """What was recomputed, and where it differs."""
    told_of_job = done(call, long_works.VERIFY).read(VERIFIED)
    doubts = [one for one in told_of_job["held"] if not one["holds"]]
    ok = not told_of_job["differences"] and not doubts
    return said.Verified.model_validate(told_of_job | {"ok": ok})


def package(call: Call) -> said.Accepted:
    """An evidence package, written in a job."""
    body = call.body
    assert isinstance(body, said.PackageGiven)
    paper, reason = body.paper.strip(), body.reason.strip()
    with call.reading() as connection:
        audits = call.may(connection, Right.AUDIT)
    asked_of = long_works.package(
        call.unit, body.period, body.edition, (paper, reason), audits=audits
    )
    words = (body.period, body.edition.value, paper, reason)
    return begin(call, asked_of, " ".join(filter(None, words)))


def sign(call: Call) -> said.SignedDigest:
    """Where the unit's chains stand, signed, as a text for the minutes."""
    key = signing.demand_key(call.settings)
    day = today().isoformat()
    with call.writing(key.fingerprint) as connection:
        found = digests.digest_of(connection, call.unit, day)
        text = digests.signed(found, key).text()
        name = f"{call.unit}-digest-{day}.txt"
        return call.kept(connection, said.SignedDigest(name=name, text=text))


def digest(call: Call) -> told.Digest:
    """Where the chains of a unit stand, and that of the registers all units share."""
    with call.looking() as (connection, unit):
        position, hash_ = queries.head(connection, unit.id)
        records, records_hash = store.record_head(connection, unit.id)
        shared, shared_hash = store.record_head(connection, SHARED)
    own = told.Head(
        unit=unit.code,
        name=unit.name,
        position=position,
        hash=bytes(hash_).hex(),
        records_position=records,
        records_hash=bytes(records_hash).hex(),
    )
    rest = told.Head(
        unit=SHARED_CODE,
        name="各单位共用",
        position=None,
        hash=None,
        records_position=shared,
        records_hash=bytes(shared_hash).hex(),
    )
    return told.Digest(at=call.act.stamp, heads=[own, rest])


# -- the operation log --------------------------------------------------------------


def operations(call: Call) -> told.Operations:
    """A page of the log, the latest first."""
    query = call.query
    assert isinstance(query, asked.OperationsAsked)
    sought = Sought(
        person=query.person,
        since=query.since,
        until=query.until,
        text=query.text,
        cursor=query.cursor,
    )
    held = call.held
    with call.reading() as connection:
        found, cursor = log_search.page(
            connection, held.person_id, sought, query.limit, held.unit
        )
    return told.Operations(
        operations=[
            told.Operation(
                at=one.at,
                person=one.person,
                os_user=one.os_user,
                unit=one.unit,
                position=one.position,
                act=one.act,
                subject=one.subject,
                outcome=one.outcome,
            )
            for one in found
        ],
        next=cursor or None,
    )


def operations_file(call: Call) -> Sent:
    """The log as a file, the latest first."""
    query = call.query
    assert isinstance(query, asked.LogFileAsked)
    sought = Sought(
        person=query.person, since=query.since, until=query.until, text=query.text
    )
    held = call.held
    with call.reading() as connection:
        found, _ = log_search.page(
            connection, held.person_id, sought, ROWS_MAX, held.unit
        )
    call.note(query.form)
    return log_files.written(found, sought, query.form)
