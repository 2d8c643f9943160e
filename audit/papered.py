"""Papers on record beside the vouchers they prove, as an auditor reads it: no database.

A paper of a payment request proves the vouchers that pay it too.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Paper(NamedTuple):
    """What is attached to a voucher: how many papers, of which kinds."""

    papers: int
    kinds: frozenset[str]


class SignedSheet(NamedTuple):
    """A signed sheet that is not among the papers: its SHA-256, and what it signs."""

    digest: str
    on: dt.date
    issues: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Papered:
    """Papers by the voucher's mark, since the day of the first of them."""

    since: dt.date
    papers: Mapping[str, Paper] = field(default_factory=dict)
    sheets: Sequence[SignedSheet] = ()
    """Those that are not kept as papers."""
