"""The columns of the statistics of aid: each with its key, label, and what it tells.

The page and the command show the same columns. One that is `always` shown tells nil as
nil; another may be left out where it is nil everywhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from aid.aid_figures import ProjectFigures
from aid.claims import Project
from aid.eligibility import Limb
from aid.file_figures import UNKNOWN
from aid.identity import Sex
from aid.recipient_codes import code_lists
from aid.recipient_steps import Exit
from aid.statistics import PlaceFigures
from ledger.money import Money

NOT_TOLD = "未写明"


@dataclass(frozen=True, slots=True)
class Figure:
    """A column: what it tells of a place; None where it was not counted."""

    key: str
    label: str
    tell: Callable[[PlaceFigures], int | Money | None]
    always: bool = False
    is_money: bool = False


def _of_files(key: str, label: str, *, always: bool = False) -> Figure:
    def tell(one: PlaceFigures) -> int:
        found: int = getattr(one.files, key)
        return found

    return Figure(key, label, tell, always)


def _exits() -> Iterator[Figure]:
    def telling(reason: str) -> Callable[[PlaceFigures], int]:
        return lambda one: one.files.exits[reason]

    for reason in Exit:
        yield Figure(f"exit_{reason.value}", reason.label, telling(reason.value))


def _counted(
    name: str,
    codes: Iterable[tuple[str, str]],
    counter: Callable[[PlaceFigures], Counter[str] | None],
) -> Iterator[Figure]:
    """A column for each value of a list, and one for what a file does not tell."""

    def telling(key: str) -> Callable[[PlaceFigures], int | None]:
        def tell(one: PlaceFigures) -> int | None:
            found = counter(one)
            return None if found is None else found[key]

        return tell

    for key, label in (*codes, (UNKNOWN, NOT_TOLD)):
        plain = (key or "unknown").lower().replace("-", "")
        yield Figure(f"{name}_{plain}", label, telling(key))


def _listed(name: str) -> Iterator[tuple[str, str]]:
    return ((code.key, code.label) for code in code_lists()[name])


MOVED = (
    _of_files("begin", "期初", always=True),
    _of_files("opened", "新建档"),
    _of_files("reopened", "重新启用"),
    _of_files("moved_in", "转入"),
    _of_files("entered", "增加小计", always=True),
    *_exits(),
    _of_files("moved_out", "转出"),
    _of_files("left", "减少小计", always=True),
    _of_files("end", "期末", always=True),
)
"""Files at the beginning, entered, left, at the end."""

STANDING = (
    _of_files("persons", "家庭人口", always=True),
    *_counted("category", _listed("category"), lambda one: one.files.categories),
)
"""Who is on file at the end, by what stands in clear."""

LIMBS = tuple(
    _counted(
        "limb",
        [(limb.value, limb.label) for limb in Limb if limb is not Limb.GROUND],
        lambda one: one.files.limbs,
    )
)
"""Who is on file at the end, by the limb of the last case."""

WORKERS = (
    *_counted("sex", [(s.value, s.label) for s in Sex], lambda one: one.files.sexes),
    *_counted("state", _listed("state"), lambda one: one.files.states),
)
"""Who is on file at the end, by what is encrypted."""


_Of = Callable[[PlaceFigures], ProjectFigures]


def _aid(
    head: str, name: str, of: _Of, parts: Iterable[tuple[str, str, bool]]
) -> Iterator[Figure]:
    """Columns of one kind of aid: its households, people, times and sums."""

    def telling(part: str) -> Callable[[PlaceFigures], int | Money]:
        def tell(one: PlaceFigures) -> int | Money:
            found: int | Money = getattr(of(one), part)
            return found

        return tell

    for part, label, is_money in parts:
        always = head == "aid"
        key = f"{head}_{part}"
        yield Figure(key, f"{name}{label}", telling(part), always, is_money)


_WHOLE = (
    ("households", "户数", False),
    ("people", "人数", False),
    ("times", "人次", False),
    ("money", "资金", True),
    ("goods", "物资", True),
    ("amount", "合计", True),
)


def _project(project: Project) -> _Of:
    return lambda one: one.aid.projects[project]


AID = tuple(_aid("aid", "", lambda one: one.aid.all, _WHOLE))
"""All aid but that of grass-roots unions on their own account."""

PROJECTS = {
    project: tuple(_aid(project.value, project.label, _project(project), _WHOLE))
    for project in Project
}
"""Aid of each project."""

OWN = tuple(_aid("own", "基层自行帮扶", lambda one: one.aid.own, _WHOLE))
"""What grass-roots unions gave on their own account."""

ALL = (
    *(*MOVED, *STANDING, *LIMBS, *WORKERS, *AID),
    *(figure for figures in PROJECTS.values() for figure in figures),
    *OWN,
)
"""Every column there is."""
