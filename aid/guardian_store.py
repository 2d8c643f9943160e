"""The SQL of recorded guardians.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from aid.guardian_tables import aid_guardians
from ledger.parts import among, parts

_g = aid_guardians.c


def of_files(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """Every revision of every guardian of files, by file, number and revision."""
    order = (_g.file, _g.number, _g.revision)
    query = select(aid_guardians).order_by(*order)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _g.file, some)))


def of_blind(connection: Connection, blind: bytes) -> list[Any]:
    """Whose guardian somebody is or was: every revision."""
    query = select(aid_guardians).where(_g.blind == blind)
    return list(connection.execute(query.order_by(_g.file, _g.number, _g.revision)))
