"""What the treasury refuses; each says what, why and what to do.

ledger.errors.Refused
└── TreasuryRefused
    ├── DeskRefused         what happened cannot be entered as it was said
    ├── RequestRefused      a payment request that may not be saved, approved, paid
    ├── DonationRefused     a donor, gift, bill, campaign or refund
    ├── GoodsRefused        goods or shopping vouchers that may not move
    ├── StatementRefused    a bank statement that is not taken in
│   └── StatementFaulty its file has faults (Fault per place)
    ├── MatchRefused        a match, reconciliation or cash count
    ├── AttachmentRefused   a paper that is not kept, or cannot be read
    ├── TransferRefused     money between units
    └── VaultRefused        what is encrypted cannot be opened with the keys given
"""

from typing import ClassVar

from ledger.errors import Faults, Refused


class TreasuryRefused(Refused):
    """Something about money, goods or papers that is not done."""


class DeskRefused(TreasuryRefused):
    """What happened cannot be entered as it was said."""


class RequestRefused(TreasuryRefused):
    """A payment request that may not be saved, approved or paid."""


class DonationRefused(TreasuryRefused):
    """A donor, gift, bill, campaign or refund that may not stand."""


class GoodsRefused(TreasuryRefused):
    """Goods or shopping vouchers that may not move."""


class StatementRefused(TreasuryRefused):
    """A bank statement that is not taken in."""


class StatementFaulty(StatementRefused):
    """A bank's file with faults: the first hundred in full, the rest counted."""

    SHOWN: ClassVar[int] = 100
    unfit: bool
    """Whether the headings of the mapping were not there: another one may fit."""

    def __init__(self, faults: Faults, *, unfit: bool = False) -> None:
        self.unfit = unfit
        self.faults = tuple(faults)[: self.SHOWN]
        self.count = len(faults)
        lines = [str(fault) for fault in self.faults]
        if self.count > len(self.faults):
            lines.append(f"……另有 {self.count - len(self.faults)} 处错误未列出")
        lines.append(f"共 {self.count} 处错误，对账单没有导入")
        super().__init__("\n".join(lines))


class MatchRefused(TreasuryRefused):
    """A match, reconciliation or cash count that may not stand."""


class AttachmentRefused(TreasuryRefused):
    """A paper that is not kept, or cannot be read."""


class TransferRefused(TreasuryRefused):
    """Money between units that may not be sent, received or rejected."""


class VaultRefused(TreasuryRefused):
    """What is encrypted cannot be opened with the keys at hand."""
