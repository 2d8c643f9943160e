"""A folder of books that is sent: rehearsed, or imported, all of it or nothing.

The verb has a transaction of its own. That the request was done is kept after it: the
same sheets sent again bring nothing in twice, whatever happened between.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

from app.web import tokens
from app.web.api import office_said as said
from app.web.api.calls import Call
from app.web.api.values import told_of
from app.web.books_files import names_of, take_in, unpack
from app.web.desk import Upload
from ledger import intake
from ledger.errors import Refused


def take(call: Call) -> said.Imported:
    """Import what was sent, or tell every fault; or only tell what would come of it."""
    body = call.body
    assert isinstance(body, said.ImportGiven)
    call.demand_first()
    uploads = [Upload(one.name, one.data) for one in body.files]
    names = names_of(uploads)
    try:
        done = _taken(call, uploads, rehearsed=body.rehearse)
    except Refused:
        if not body.rehearse:
            with suppress(Refused), call.writing(names):
                raise
        raise
    answer = told_of(said.Imported, done, rehearsed=body.rehearse)
    if body.rehearse:
        return answer
    with call.writing(names) as connection:
        return call.kept(connection, answer)


def _taken(call: Call, uploads: list[Upload], *, rehearsed: bool) -> intake.Imported:
    with call.reading() as connection:
        within = tokens.reached(connection, call.held)
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        folder = Path(place)
        unpack(uploads, folder)
        return take_in(
            call.engine,
            folder,
            call.act,
            person=call.held.person_id,
            rehearsed=rehearsed,
            within=within,
        )
