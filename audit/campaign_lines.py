"""V7: the lines of campaigns (一日捐), held against the digest on record.

The campaigns themselves stand in the chain of registers (`records.py`). No key is
needed: the digest covers what is encrypted as it stands.
"""

from audit.differences import Found
from ledger.database import Connection
from treasury.campaigns import altered


def verify_campaigns(
    connection: Connection, unit: tuple[int, str], found: Found
) -> None:
    """V7: every campaign of one unit has the lines that were taken in."""
    unit_id, code = unit
    for number in altered(connection, unit_id):
        found.add("V7", f"{code} 一日捐 {number}", "名册内容与导入时的摘要不符")
