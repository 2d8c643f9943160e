"""What the audit package refuses; each says what, why and what to do.

ledger.errors.Refused
└── AuditRefused
    ├── EngagementRefused   an engagement, or a step of it, that cannot be so
    ├── NotIndependent      somebody who may not audit this unit, or this span of it
    ├── PaperRefused        an evidence sheet or working paper that cannot stand
    ├── FindingRefused      a finding, or a step of it, that cannot be so
    ├── SamplingRefused     a plan, population, sample or result that cannot be so
    │   └── PopulationChanged   what was sealed is no longer what the books show
    ├── HandoverRefused     a list of what is handed over, or a step of it
    ├── EvidenceRefused     an auditee's folder that cannot be taken in as evidence
    ├── PackageRefused      an evidence package that cannot be written so
    └── DigestRefused       a signed digest, or a public key, that cannot be read

None repeats a name or any personal number; people are told by their codes.
"""

from ledger.errors import Refused


class AuditRefused(Refused):
    """Something about an audit that is not done."""


class EngagementRefused(AuditRefused):
    """An engagement that cannot be so, or a step that it may not take so."""


class NotIndependent(AuditRefused):
    """Somebody who may not audit this unit, or this span of it."""


class PaperRefused(AuditRefused):
    """An evidence sheet or a working paper that cannot stand so."""


class FindingRefused(AuditRefused):
    """A finding that cannot be so, or a step that it may not take so."""


class SamplingRefused(AuditRefused):
    """A plan, a population, a sample or an evaluation that cannot be so."""


class PopulationChanged(SamplingRefused):
    """Sealed items that the books no longer show as they were sealed."""


class HandoverRefused(AuditRefused):
    """A list of what is handed over that cannot be so, or a step it may not take."""


class EvidenceRefused(AuditRefused):
    """An auditee's folder that cannot be taken in as evidence."""


class PackageRefused(AuditRefused):
    """An evidence package that cannot be written so."""


class DigestRefused(AuditRefused):
    """A signed digest, or a public key, that cannot be read."""
