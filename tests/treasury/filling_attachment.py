"""A row or more in every table of attachments and of the vault's keys."""

import datetime as dt

from ledger.database import Connection
from ledger.register import append, lookups
from tests.building import ACT
from treasury import attachment_tables, vault_tables


def fill_attachment(connection: Connection) -> None:
    """A key, a paper of U1, and that it proves a resolution."""
    key = {"number": 1, "fingerprint": bytes(32), "met_at": ACT.stamp}
    append(connection, "vault_keys", [key], ACT)
    books = lookups(connection)
    of_unit = {"unit_id": books.unit("U1").id, "number": 1}
    by = {"person_id": books.person("张三")}
    paper = (
        of_unit
        | by
        | {
            "sha256": bytes(32),
            "size": 1,
            "media": "application/pdf",
            "kind": "resolution",
            "form": "scan",
            "kept_at": "档案柜",
            "paper_number": "",
            "dated_on": dt.date(2025, 1, 15),
            "title": "决议",
            "stored_at": ACT.stamp,
        }
    )
    append(connection, "attachments", [paper], ACT)
    use = (
        of_unit
        | by
        | {
            "act": "attach",
            "attachment": 1,
            "subject": "resolution",
            "key": "2025-1",
            "reason": "",
            "shared": "",
            "acted_at": ACT.stamp,
        }
    )
    append(connection, "attachment_uses", [use], ACT)


TABLES = (*vault_tables.APPENDED, *attachment_tables.APPENDED)
