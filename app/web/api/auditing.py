"""What auditors ask: checks, integrity, digests, the operation log."""

from app.web import log_files, log_search
from app.web.api import asked, told
from app.web.api.calls import Call
from app.web.api.values import span
from app.web.desk import Sent
from app.web.log_search import ROWS_MAX, Sought
from audit.check import Result
from ledger import catalogue, queries, store
from ledger.errors import NotFound
from ledger.register import SHARED, SHARED_CODE
from ledger.stages import silent


def checks(call: Call) -> told.Checks:
    """Put the checks to the books of a period, as they stand."""
    # The checks are loaded where they are run.
    from audit.catalogue import entry_of, run_all, run_one  # noqa: PLC0415
    from audit.store import read_books  # noqa: PLC0415

    query = call.query
    assert isinstance(query, asked.ChecksAsked)
    wanted = entry_of(query.check) if query.check else None
    if query.check and wanted is None:
        raise NotFound("检查", query.check)
    with call.reading() as connection:
        books = read_books(connection, call.unit, span(query.period))
    results = (run_one(wanted, books),) if wanted else run_all(books, silent)
    call.note(f"{query.period} {query.check}".strip())
    return told.Checks(period=query.period, results=[_result(r) for r in results])


def _result(result: Result) -> told.CheckResult:
    of = result.population
    return told.CheckResult(
        key=result.key,
        title=result.title,
        performed=result.performed,
        reason=result.reason,
        population=of.of if of else "",
        count=of.count if of else None,
        amount=str(of.amount) if of else None,
        findings=[
            told.Finding(
                title=one.title,
                condition=one.condition,
                amount=str(one.amount),
                lead=one.lead,
                evidence=list(one.evidence),
            )
            for one in result.findings
        ],
    )


def integrity(call: Call) -> told.Integrity:
    """Everything that was sealed of a unit, recomputed; attachments are not opened."""
    # What recomputes everything loads the stores of everything.
    from audit import integrity as verb  # noqa: PLC0415

    with call.reading() as connection:
        schema = catalogue.verify(connection)
        report = verb.verify(connection, (call.unit,), schema, None, silent)
    (unit,) = report.units
    return told.Integrity(
        ok=report.ok,
        unit=unit.unit,
        vouchers=unit.vouchers,
        postings=unit.postings,
        differences=[
            told.Difference(test=one.test, place=one.place, what=one.what)
            for one in report.differences
        ],
        hidden=unit.hidden,
    )


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
