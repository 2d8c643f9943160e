"""V20: findings of engagements, their exceptions and links counted, summed, digested.

1. Each finding has the exceptions and links that it counts, of the sum that it tells,
   and their digest is the one on record, in every revision.
2. No exception and no link stands without its finding.

What findings say, and their steps, are held against the chain of registers (V7). No key
is needed.
"""

from audit import finding_store as store
from audit.differences import Found
from audit.finding_digests import finding_hash
from ledger.database import Connection

TEST = "V20"


def verify_findings(connection: Connection, unit_id: int, found: Found) -> None:
    """V20: every finding of one unit."""
    known: dict[tuple[str, int], tuple[int, int, int, bytes]] = {}
    for row in store.revisions(connection, unit_id):
        key = row.engagement, row.number
        place = f"审计发现 {row.engagement}/{row.number}"
        if key not in known:
            known[key] = _recomputed(connection, unit_id, *key)
        recorded = (row.exceptions, row.exceptions_fen, row.links, bytes(row.digest))
        if known[key][:3] != recorded[:3]:
            found.add(TEST, place, "例外事项或链接的个数、合计与提出时不同")
        elif known[key] != recorded:
            found.add(TEST, place, "例外事项或链接的内容与提出时的摘要不符")
    for engagement, number in store.strays(connection, unit_id):
        place = f"审计发现 {engagement}/{number}"
        found.add(TEST, place, "有例外事项或链接而没有发现")


def _recomputed(
    connection: Connection, unit_id: int, engagement: str, number: int
) -> tuple[int, int, int, bytes]:
    """How many exceptions, their sum, how many links, and the digest of both."""
    at = (connection, unit_id, engagement, number)
    exceptions = [
        (
            *(row.item, row.condition, row.amount_fen, row.persons),
            *(row.evidence, row.recipients),
        )
        for row in store.exceptions(*at)
    ]
    links = [(row.link, row.position, row.proof) for row in store.links(*at)]
    total = sum(row[2] for row in exceptions)
    return len(exceptions), total, len(links), finding_hash(exceptions, links)
