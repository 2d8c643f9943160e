"""What the database asks of cases, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Cases are numbered without a gap in a year. A case is about the latest revision of an
   open file that its unit holds, or the unit below that passed the case up or, in an
   emergency, is passed over; one of its household is meant. Of one thing asked for
   there is one case under way.
2. A step continues the one before: the state follows from the act, the notice and the
   open objections are carried on, no day goes back but that on which a notice came
   down. After an end nothing is done.
3. It goes on from the notice when that has hung all its days and no objection is open;
   nor is it passed up with one.
4. Who recorded it, who reviewed, who first reviewed and who approved are different
   persons (L6); nobody approves on a file that they wrote.
5. A grass-roots union decides on its own aid alone. Whoever does what another unit has
   to do names that unit's paper.
6. What is granted is not above the award. Aid comes first in an emergency alone, once,
   and nothing is approved until its papers are there.

`units` is shared by all; of other tables only rows of the same unit are read, and of
recipients' files, which are unique in the database.
"""

from collections.abc import Mapping

from aid.case_kinds import ENDED, OPEN

Rules = tuple[tuple[str, str], ...]


def _any(column: str, *values: str) -> str:
    return "(" + " OR ".join(f"{column} = '{value}'" for value in values) + ")"


def _state_of(row: str, states: tuple[str, ...]) -> str:
    return _any(f"{row}.state", *states)


def _unit(reference: str, test: str) -> str:
    return f"EXISTS (SELECT 1 FROM {{s}}units u WHERE u.id = {reference} AND {test})"


_GRASSROOTS = (
    "(u.level = 'grassroots' OR u.level = 'township' OR u.type = 'grassroots')"
)
_CITY = (
    f"(NOT {_GRASSROOTS} AND (u.level = 'city' OR u.level = 'province'"
    " OR u.type = 'provincial_organ' OR u.type = 'provincial_industry'"
    " OR u.type = 'counterpart'))"
)
_COUNTY = f"(u.level = 'county' OR {_CITY})"

_CASE = "{s}aid_cases c WHERE c.unit_id = NEW.unit_id AND c.key = NEW.key"
_OTHERS = "{s}aid_case_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key"
_BEFORE = (
    "{s}aid_case_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key"
    " AND p.seq = NEW.seq - 1"
)
_OWN = f"EXISTS (SELECT 1 FROM {_CASE} AND c.own = 1)"


def _same(column: str) -> str:
    new, old = (
        f"COALESCE(CAST({row}.{column} AS {{text}}), '')" for row in ("NEW", "p")
    )
    return f"{new} = {old}"


def _is(act: str, *more: str) -> str:
    return _any("NEW.act", act, *more)


# -- files --------------------------------------------------------------------------


def _not_held(unit: str, file: str, begun_by: str) -> str:
    """The file is closed, or held neither by the unit nor by whom it came from."""
    return (
        "NOT EXISTS (SELECT 1 FROM {s}recipient_steps h"
        f" WHERE h.file = {file} AND h.act <> 'close'"
        f" AND (h.unit_id = {unit} OR h.unit_id = {begun_by})"
        " AND NOT EXISTS (SELECT 1 FROM {s}recipient_steps l"
        " WHERE l.file = h.file AND l.step > h.step))"
    )


_LAST = (
    "NOT EXISTS (SELECT 1 FROM {s}aid_case_steps n WHERE n.unit_id = o.unit_id"
    " AND n.key = o.key AND n.seq > o.seq)"
)
_UNDER_WAY = (
    "EXISTS (SELECT 1 FROM {s}aid_cases d JOIN {s}aid_case_steps o"
    " ON o.unit_id = d.unit_id AND o.key = d.key WHERE d.unit_id = NEW.unit_id"
    " AND d.file = NEW.file AND d.project = NEW.project AND d.member = NEW.member"
    " AND d.cost_year = NEW.cost_year AND d.own = NEW.own AND d.key <> NEW.key"
    f" AND {_state_of('o', OPEN)} AND {_LAST})"
)

_CASES: Rules = (
    (
        "order",
        "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}aid_cases o"
        " WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year"
        " AND o.number = NEW.number - 1)",
    ),
    (
        "recipient",
        _not_held("NEW.unit_id", "NEW.file", "COALESCE(NEW.from_unit_id, 0)"),
    ),
    (
        "recipient",
        "NOT EXISTS (SELECT 1 FROM {s}recipient_revisions r WHERE r.file = NEW.file"
        " AND r.revision = NEW.revision AND r.persons >= NEW.member)"
        " OR EXISTS (SELECT 1 FROM {s}recipient_revisions r"
        " WHERE r.file = NEW.file AND r.revision > NEW.revision)",
    ),
    ("case", f"NEW.own = 1 AND NOT {_unit('NEW.unit_id', _GRASSROOTS)}"),
    ("case", _UNDER_WAY),
)

# -- steps --------------------------------------------------------------------------

_ORDER: Rules = (
    ("order", f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE})"),
    (
        "case",
        "NEW.seq = 1 AND (NEW.state <> 'applied' OR NEW.hung_on IS NOT NULL"
        " OR NEW.objections <> 0 OR NEW.by_unit_id <> NEW.unit_id"
        f" OR NOT EXISTS (SELECT 1 FROM {_CASE} AND c.applied_on = NEW.acted_on"
        " AND c.person_id = NEW.person_id AND c.recorded_at = NEW.recorded_at))",
    ),
    (
        "case",
        f"NEW.act <> 'take_down' AND EXISTS (SELECT 1 FROM {_OTHERS}"
        " AND o.seq < NEW.seq AND o.act <> 'take_down'"
        " AND o.acted_on > NEW.acted_on)"
        f" OR EXISTS (SELECT 1 FROM {_BEFORE} AND p.recorded_at > NEW.recorded_at)",
    ),
)

_PASSED = (
    "(p.objections = 0 AND p.hung_on IS NOT NULL AND NEW.acted_on > p.ends_on"
    " AND (p.last_on IS NULL OR p.last_on >= p.ends_on))"
)
_STAYS = "NEW.state = p.state"
_IS_OPEN = _state_of("p", OPEN)
_HANGS = "p.hung_on IS NOT NULL AND p.last_on IS NULL"
_DONE = _any("p.state", "approved", "filed", "spot_checked")
_MOVES = {
    "review": "p.state = 'applied' AND NEW.state = 'reviewed'",
    "publish": "NEW.state = 'published' AND (p.state = 'reviewed'"
    " OR (p.last_on IS NOT NULL AND "
    + _any("p.state", "published", "first_reviewed")
    + "))",
    "object": _any("p.state", "published", "first_reviewed") + f" AND {_STAYS}",
    "answer": f"{_IS_OPEN} AND p.objections > 0 AND NEW.state = CASE NEW.outcome"
    " WHEN 'ended' THEN 'rejected' WHEN 'back' THEN 'applied' ELSE p.state END",
    "take_down": f"({_IS_OPEN} OR {_DONE}) AND {_HANGS} AND {_STAYS}",
    "first_review": f"p.state = 'published' AND {_PASSED}"
    " AND NEW.state = 'first_reviewed'",
    "approve": f"{_PASSED} AND NEW.state = 'approved'"
    f" AND p.state = CASE WHEN {_OWN} THEN 'published' ELSE 'first_reviewed' END",
    "file": "p.state = 'approved' AND NEW.state = 'filed'",
    "spot_check": _any("p.state", "filed", "spot_checked")
    + " AND NEW.state = 'spot_checked'",
    "reject": f"{_IS_OPEN} AND NEW.state = 'rejected'",
    "withdraw": f"{_IS_OPEN} AND NEW.state = 'withdrawn'",
    "refer": f"({_IS_OPEN} OR {_DONE}) AND p.objections = 0 AND NEW.state = 'referred'",
    "aid_first": f"{_IS_OPEN} AND {_STAYS}",
    "papers": f"({_IS_OPEN} OR {_DONE}) AND {_STAYS}",
}
_MOVED = " ".join(f"WHEN '{act}' THEN {test}" for act, test in _MOVES.items())

_CARRIED = (
    "CASE WHEN NEW.act = 'publish' THEN 1 = 1"
    " WHEN NEW.outcome = 'back' THEN NEW.hung_on IS NULL AND NEW.last_on IS NULL"
    f" ELSE {_same('hung_on')} AND {_same('ends_on')}"
    " AND CASE WHEN NEW.act = 'take_down' THEN NEW.last_on = NEW.acted_on"
    f" WHEN {_any('NEW.state', *ENDED)}"
    " THEN (p.hung_on IS NULL) = (NEW.last_on IS NULL)"
    " AND (p.last_on IS NULL OR NEW.last_on = p.last_on)"
    f" ELSE {_same('last_on')} END END"
)
_COUNTED = (
    "NEW.objections = p.objections + CASE NEW.act WHEN 'object' THEN 1"
    " WHEN 'answer' THEN -1 ELSE 0 END"
)

_FOLLOWS: Rules = (
    (
        "case",
        f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE}"
        f" AND CASE NEW.act {_MOVED} ELSE 1 = 0 END)",
    ),
    (
        "case",
        f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE}"
        f" AND {_COUNTED} AND {_CARRIED})",
    ),
    (
        "case",
        f"NEW.act = 'answer' AND NOT EXISTS (SELECT 1 FROM {_OTHERS}"
        " AND o.seq = NEW.answers AND o.act = 'object')",
    ),
)


def _part(row: str) -> str:
    """The part that somebody plays; aid that comes first is approved too."""
    return f"CASE {row}.act WHEN 'aid_first' THEN 'approve' ELSE {row}.act END"


_PLAYS = ("apply", "review", "first_review", "approve", "aid_first")

_PERSONS: Rules = (
    (
        "L6",
        f"{_is(*_PLAYS)} AND EXISTS (SELECT 1 FROM {_OTHERS} AND o.seq <> NEW.seq"
        f" AND o.person_id = NEW.person_id AND {_any('o.act', *_PLAYS)}"
        f" AND {_part('o')} <> {_part('NEW')})",
    ),
    (
        "L6",
        f"NEW.act = 'reject' AND EXISTS (SELECT 1 FROM {_OTHERS}"
        " AND o.act = 'apply' AND o.person_id = NEW.person_id)",
    ),
    (
        "L6",
        f"{_is('approve', 'aid_first')} AND EXISTS (SELECT 1 FROM {_CASE}"
        " AND c.filed_by_id = NEW.person_id)",
    ),
)

_BY_ITSELF = "NEW.by_unit_id = NEW.unit_id"
_UNITS: Rules = (
    (
        "case",
        f"NEW.act = 'review' AND NOT ({_BY_ITSELF} AND (NEW.paper <> ''"
        f" OR {_unit('NEW.unit_id', _GRASSROOTS)}))"
        f" AND NOT EXISTS (SELECT 1 FROM {_CASE} AND c.from_unit_id = NEW.by_unit_id)",
    ),
    (
        "case",
        f"NEW.act = 'first_review' AND NOT {_unit('NEW.by_unit_id', _COUNTY)}",
    ),
    (
        "case",
        f"NEW.act = 'approve' AND CASE WHEN {_OWN} THEN NOT {_BY_ITSELF}"
        f" ELSE NOT {_unit('NEW.by_unit_id', _CITY)}"
        f" AND (NEW.paper = '' OR NOT {_BY_ITSELF}) END",
    ),
    (
        "case",
        f"{_is('first_review', 'file', 'spot_check')} AND {_OWN}",
    ),
    (
        "case",
        f"{_is('first_review', 'approve', 'aid_first')} AND NOT {_OWN}"
        f" AND {_unit('NEW.unit_id', _GRASSROOTS)}",
    ),
    ("case", f"NEW.act = 'aid_first' AND NOT {_BY_ITSELF}"),
)

_FIRST = f"EXISTS (SELECT 1 FROM {_OTHERS} AND o.seq < NEW.seq AND o.act = 'aid_first')"
_PAPERS = f"EXISTS (SELECT 1 FROM {_OTHERS} AND o.seq < NEW.seq AND o.act = 'papers')"

_SUMS: Rules = (
    (
        "case",
        f"NEW.act = 'approve' AND NOT {_OWN}"
        " AND (NEW.award_fen IS NULL OR NEW.granted_fen > NEW.award_fen)",
    ),
    ("case", "NEW.act = 'first_review' AND NEW.award_fen IS NULL"),
    (
        "case",
        f"NEW.act = 'aid_first' AND ({_FIRST} OR NOT EXISTS (SELECT 1 FROM {_CASE}"
        " AND c.emergency = 1))",
    ),
    ("case", f"NEW.act = 'papers' AND ({_PAPERS} OR NOT {_FIRST})"),
    ("case", f"NEW.act = 'approve' AND {_FIRST} AND NOT {_PAPERS}"),
    (
        "recipient",
        f"{_is('approve', 'aid_first')} AND EXISTS (SELECT 1 FROM {_CASE} AND "
        + _not_held("NEW.unit_id", "c.file", "COALESCE(c.from_unit_id, 0)")
        + ")",
    ),
)

# -- the yearly re-check ------------------------------------------------------------

_RECHECKS: Rules = (
    ("recipient", _not_held("NEW.unit_id", "NEW.file", "NEW.unit_id")),
    (
        "recipient",
        "NOT EXISTS (SELECT 1 FROM {s}recipients f WHERE f.file = NEW.file"
        " AND f.opened_on <= NEW.checked_on)"
        " OR SUBSTR(CAST(NEW.checked_on AS {text}), 1, 4) <> CAST(NEW.year AS {text})",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "aid_cases": _CASES,
    "aid_case_steps": (*_ORDER, *_FOLLOWS, *_PERSONS, *_UNITS, *_SUMS),
    "aid_rechecks": _RECHECKS,
}
"""Rules of each table, asked when a row of it is appended."""
