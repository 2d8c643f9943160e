"""V21: evidence books, their rows counted, summed and held against their digests.

1. Each intake has the rows that it counts, and their sums.
2. The digest over all of them in their written form is the one on record; so is that
   of the files it came from.

The heads themselves are held against the chain of registers (V7). Rows without a head
are what no foreign key lets stand (V9).
"""

from audit import evidence_store
from audit.differences import Found
from audit.evidence_hashes import folder_hash
from audit.evidence_tables import COUNTED
from ledger.database import Connection

TEST = "V21"


def verify_evidence(connection: Connection, unit_id: int, found: Found) -> None:
    """V21: every intake of one unit."""
    for name, row in evidence_store.keys_of(connection, unit_id):
        key = (unit_id, row.year, row.number)
        place = f"外来账套 {name}"
        digest, counts = evidence_store.hash_of(connection, key)
        for kind in COUNTED:
            if counts[kind] != getattr(row, kind):
                told = f"{getattr(row, kind)} 行，实有 {counts[kind]} 行"
                found.add(TEST, place, f"{_CALLED[kind]}应有 {told}")
        if evidence_store.sums_of(connection, key) != (row.debit_fen, row.credit_fen):
            found.add(TEST, place, "凭证金额合计与接收时不同")
        if digest != bytes(row.rows_hash):
            found.add(TEST, place, "内容与接收时的摘要不符")
        files = evidence_store.files(connection, key)
        of_files = folder_hash((one.name, bytes(one.hash)) for one in files)
        if of_files != bytes(row.folder_hash):
            found.add(TEST, place, "文件清单与接收时的摘要不符")


_CALLED = {
    "files": "文件",
    "cells": "登记内容",
    "vouchers": "凭证",
    "postings": "分录",
    "openings": "余额",
    "unread": "无法读取的内容",
}
