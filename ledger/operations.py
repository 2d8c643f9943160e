"""The written form of the operation log (操作日志), and the walk along its chain.

An entry stands in the chain of its unit, or in the one all units share, in the form of
`chain.py` with the kind `operation`: position, hash of the one before, act, who logged
in to the operating system, subject and outcome, the person, the instant.

Basis: 财会〔2024〕12号 (who did what, and when).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from ledger import chain


def digest_of(
    unit: str, position: int, previous: bytes, fields: tuple[str, ...]
) -> bytes:
    """The hash of an entry.

    Args:
        unit: the code of the unit, or that of the log all units share.
        position: its place in that log, from 1.
        previous: the hash of the entry before.
        fields: at, person, os_user, act, subject and outcome.
    """
    at, person, os_user, act, subject, outcome = fields
    content = chain.record_content((os_user, subject, outcome))
    record = ("operation", act, content, person, at)
    return chain.record_hash(unit, position, previous, record)


def broken_entries(unit: str, rows: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """Places of one log where an entry was changed, removed or put in, with what is so.

    The rows are those of the table `operations`, by position.
    """
    position, previous = 0, chain.GENESIS
    for row in rows:
        fields = (row.at, row.person, row.os_user, row.act, row.subject, row.outcome)
        digest = digest_of(unit, row.position, bytes(row.previous), fields)
        if row.position != position + 1:
            yield row.position, "操作日志缺号"
        elif bytes(row.previous) != previous:
            yield row.position, "操作日志与上一条不相接"
        elif bytes(row.hash) != digest:
            yield row.position, "操作日志内容被改动"
        position, previous = row.position, bytes(row.hash)
