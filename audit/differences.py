"""What verifying finds: the places where the books are not as they were sealed."""

from dataclasses import dataclass, field

FIRST_TOLD = 20
"""Differences of one kind that are told in full; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the books are not as they were sealed."""

    test: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"[{self.test}] {self.place}：{self.what}"


@dataclass(slots=True)
class Found:
    """Differences as they are met; only the first of each kind are kept whole."""

    told: list[Difference] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, test: str, place: str, what: str) -> None:
        """Keep a difference."""
        self.counts[test] = self.counts.get(test, 0) + 1
        if self.counts[test] <= FIRST_TOLD:
            self.told.append(Difference(test, place, what))

    @property
    def hidden(self) -> int:
        """How many were counted only."""
        return sum(max(count - FIRST_TOLD, 0) for count in self.counts.values())
