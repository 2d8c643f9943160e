"""V22: sealed populations held against the books, and samples drawn again.

1. The items that were kept have the sealed digest, and the books at the sealed position
   still show the same ones.
2. A sample that is drawn again from them, as its record says, is the one recorded.

What their rows say is held against the chain of registers (V7).
"""

from audit import sampling_store as store
from audit.differences import Found
from audit.sampling_keeping import sample_in
from audit.sampling_sealing import populations_of, unchanged
from ledger.database import Connection
from ledger.errors import Refused

TEST = "V22"


def verify_samples(connection: Connection, unit: tuple[int, str], found: Found) -> None:
    """V22: every population and sample of one unit, by its number and code."""
    unit_id, code = unit
    drawn = store.samples(connection, unit_id)
    for key in dict.fromkeys(
        row.engagement for row in store.populations(connection, unit_id)
    ):
        for one in populations_of(connection, code, key):
            try:
                population = unchanged(connection, one)
            except Refused:
                what = "项目、金额或凭证链与封存时不符"
                found.add(TEST, f"总体 {one.mark}", what)
                continue
            for row in drawn:
                if (row.engagement, row.population) != (key, one.number):
                    continue
                try:
                    sample_in(connection, one, population, row.sample)
                except Refused:
                    what = "重抽的结果与登记时不符"
                    found.add(TEST, f"样本 {one.mark}-{row.sample}", what)
