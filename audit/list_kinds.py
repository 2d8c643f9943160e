"""Lists from outside that recipients are held against (外部名单): what kinds there are.

A list is what another body wrote down on a day: it proves nothing by itself, so what
it meets is a lead.
"""

import datetime as dt
from dataclasses import dataclass

from ledger.accounts import Labelled


class ListKind(Labelled):
    """What a list tells of the people on it."""

    PAYROLL = "payroll", "财政供养人员名册"
    VEHICLES = "vehicles", "车辆登记"
    PROPERTY = "property", "房产登记"
    BUSINESS = "business", "工商登记"
    MINIMUM_LIVING = "minimum_living", "低保名册"
    STAFF = "staff", "经办人员名册"


ASSETS = frozenset({ListKind.VEHICLES, ListKind.PROPERTY, ListKind.BUSINESS})
"""The kinds that tell what somebody owns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSource:
    """Where a list comes from: who wrote it, by which paper, as of which day."""

    kind: ListKind
    source: str
    paper: str = ""
    as_of: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    """A list as it stands; `key` names it among those of all units: `U1/3`."""

    unit: str
    number: int
    kind: ListKind
    source: str
    paper: str
    as_of: dt.date
    people: int
    skipped: int
    recorded_at: str

    @property
    def key(self) -> str:
        """Its unit and number."""
        return f"{self.unit}/{self.number}"

    @property
    def told(self) -> str:
        """How findings call it."""
        paper = f"，{self.paper}" if self.paper else ""
        return f"{self.kind.label}（{self.source}{paper}，截至 {self.as_of}）"
