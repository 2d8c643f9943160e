"""What the audit package refuses; each says what, why and what to do.

ledger.errors.Refused
└── AuditRefused
    └── EvidenceRefused     an auditee's folder that cannot be taken in as evidence

None repeats a name or any personal number; people are told by their codes.
"""

from ledger.errors import Refused


class AuditRefused(Refused):
    """Something about an audit that is not done."""


class EvidenceRefused(AuditRefused):
    """An auditee's folder that cannot be taken in as evidence."""
