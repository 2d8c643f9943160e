"""What payouts are checked against beside their own duty: deaths, and aid elsewhere.

Batches take `deaths_by_code` and `given_beside` as `Basis.deceased` and `Basis.more`;
hand-outs take `workers_died`. Each asks for many files at once.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

from aid import recipient_store
from aid.deceased import deceased_among
from aid.history_sources import BATCHES, SOURCES
from aid.household import WORKER
from aid.households import ties_of
from aid.payout_checks import Given
from aid.payout_reading import People
from ledger.database import Connection
from ledger.register import lookups


def workers_died(
    connection: Connection, files: Collection[int], on: dt.date
) -> Mapping[int, dt.date]:
    """Files whose worker the list tells as having died before a day, with the day."""
    return {
        file: people[0].died_on
        for file, people in deceased_among(connection, files, on).items()
        if people[0].member == WORKER
    }


def deaths_by_code(
    connection: Connection, codes: Iterable[str]
) -> Mapping[str, dt.date]:
    """The day of death of workers on the list, by file number."""
    rows = recipient_store.plain_of(connection, "code", set(codes))
    files = {row.file: row.code for row in rows}
    died = workers_died(connection, files.keys(), dt.date.max)
    return {files[file]: day for file, day in died.items()}


def given_beside(connection: Connection, people: People) -> Iterator[Given]:
    """What the people of a batch had of hand-outs, elsewhere, and before."""
    ties = ties_of(connection, people.households)
    units = lookups(connection).unit_codes
    files = frozenset(people.households)
    for key, label, source in SOURCES:
        if key == BATCHES:
            continue
        for had in source(connection, files, None, ""):
            person = ties.person(had.file, had.revision, had.member)
            yield Given(
                where=f"{units[had.unit_id]} 的{label}（{had.paid_on}，{had.ref}）",
                household=people.households[had.file],
                person=person or people.person(had.file, had.member),
                project=had.project,
                year=had.year,
                period=had.period,
                amount=had.amount,
                is_other=had.is_other,
                saved_at=had.recorded_at,
            )
