"""What audit sampling refuses; a refusal says what, why and what to do."""

from ledger.errors import Refused


class SamplingRefused(Refused):
    """A plan, a population, a sample or an evaluation that cannot be so."""


class PopulationChanged(SamplingRefused):
    """Sealed items that the books no longer show as they were sealed."""
