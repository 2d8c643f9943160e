"""Statistics of workers in need (特困职工统计表): files and aid of units and subtrees.

1. Files are counted by `file_figures.py`, aid by `aid_figures.py`; both over the days
   of a span and at every place of a subtree at once.
2. What stands only in encrypted files (sex, status of work) is counted where the keys
   are at hand; without them it is told as not counted, never as nil.

Cost: one query a source for the whole subtree.

Basis: 关于进一步做好困难职工帮扶工作的意见 第4条、附件3; the columns are
a definition of ours, for no copy of the annex is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aid.file_figures import FileFigures, file_figures
from aid.unit_sums import Place, UnitSums
from ledger.database import Connection
from ledger.periods import Span
from treasury.vault import Vault


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of every place, in the order of the tree."""

    sums: UnitSums
    span: Span
    files: Mapping[Place, FileFigures]


def statistics(
    connection: Connection, sums: UnitSums, span: Span, vault: Vault | None = None
) -> Statistics:
    """The statistics of some units over a span; with the keys, also what is encrypted.

    Raises:
        VaultRefused: a key is not at hand, or a row was changed.
    """
    return Statistics(sums, span, file_figures(connection, sums, span, vault))
