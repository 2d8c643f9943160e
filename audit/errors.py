"""What the audit package refuses; each says what, why and what to do.

ledger.errors.Refused
└── AuditRefused
    └── HandoverRefused     a list of what is handed over, or a step of it

None repeats a name or any personal number; people are told by their codes.
"""

from ledger.errors import Refused


class AuditRefused(Refused):
    """Something about an audit that is not done."""


class HandoverRefused(AuditRefused):
    """A list of what is handed over that cannot be so, or a step it may not take."""
