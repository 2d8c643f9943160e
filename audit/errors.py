"""What the audit refuses, beside what the ledger refuses.

ledger.errors.Refused
└── AuditRefused
    ├── PackageRefused    an evidence package that cannot be written
    └── DigestRefused     a signed digest, or a public key, that cannot be read
"""

from ledger.errors import Refused


class AuditRefused(Refused):
    """An act of the audit that is not done."""


class PackageRefused(AuditRefused):
    """An evidence package that cannot be written so."""


class DigestRefused(AuditRefused):
    """A signed digest, or a public key, that cannot be read."""
