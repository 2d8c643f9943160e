"""What the sentences of the reports are given, noted while they are filled in."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from jinja2 import Template

from ledger.money import Money
from reports.sandbox import Sandbox
from reports.wording import Edition
from reports.wording_docs import Told

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "是否"),
    (int, "数"),
    (str, "文字"),
    (Money, "金额"),
    (dt.date, "日期"),
    (list, "列表"),
    (tuple, "列表"),
)


def _kind(value: object) -> str:
    return next((kind for known, kind in _KINDS if isinstance(value, known)), "一组")


@dataclass(slots=True)
class Met:
    """A sentence as it was met: by which reports, and every context it was given."""

    reports: set[str] = field(default_factory=set)
    contexts: list[dict[str, Any]] = field(default_factory=list)

    def faults(self, head: Told) -> Iterator[str]:
        """Where its head tells otherwise."""
        if not self.reports <= set(head.reports):
            yield f"{head.name}: used by {sorted(self.reports)}"
        for context in self.contexts:
            if context.keys() != head.given:
                yield f"{head.name}: given {sorted(context.keys() ^ head.given)}"
                return
            for name, words in head.variables.items():
                kind, _, meaning = words.partition("，")
                if (found := _found(context, name)) is None:
                    first = name.partition(".")[0]
                    if context[first] is not None and "空" not in meaning:
                        yield f"{head.name}: {name} may be nothing"
                elif _kind(found) != kind:
                    yield f"{head.name}: {name} is {_kind(found)}, told as {kind}"


def _found(context: dict[str, Any], name: str) -> Any:
    first, *rest = name.split(".")

    def part(value: object, key: str) -> Any:
        return None if value is None else getattr(value, key)

    return reduce(part, rest, context[first])


@dataclass(slots=True)
class Given:
    """Stands in for the environment of sentences; notes what passes for a report."""

    real: Callable[[Edition], Sandbox]
    met: dict[str, Met] = field(default_factory=dict)
    report: str = ""

    def __call__(self, edition: Edition) -> "_Environment":
        """The environment of an edition, watched."""
        return _Environment(self, self.real(edition))


@dataclass(frozen=True, slots=True)
class _Environment:
    given: Given
    real: Sandbox

    def get_template(self, name: str) -> "_Template":
        return _Template(self.given, name, self.real.get_template(name))


@dataclass(frozen=True, slots=True)
class _Template:
    given: Given
    name: str
    real: Template

    def render(self, context: dict[str, Any]) -> str:
        if self.given.report:
            met = self.given.met.setdefault(self.name, Met())
            met.reports.add(self.given.report)
            met.contexts.append(context)
        return self.real.render(context)
