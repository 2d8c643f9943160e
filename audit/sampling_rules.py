"""What the database asks of sealed populations, samples and results.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Populations of an engagement are numbered without a gap, and so are the parts of
   their items, samples, sizes and revisions of results.
2. Whoever seals, draws and records is on the team; the engagement has not ended.
3. A population is of a position that the chain has, with the hash that stands there,
   or of evidence books that the unit has, with the digest of their rows.
   Its parts come with it, in the same act, and hold no more items than it counts.
4. A seed is recorded after the population is sealed. A sample grows, and only one that
   is drawn by tickets. The first size comes with the sample.

Of other tables only rows of the same unit are read.
"""

from collections.abc import Mapping

from audit.engagement_rules import last_state, on_team
from audit.engagements import ENDED

Rules = tuple[tuple[str, str], ...]

_POPULATION = (
    "{0}.unit_id = NEW.unit_id AND {0}.engagement = NEW.engagement"
    " AND {0}.population = NEW.population"
)
_SAMPLE = _POPULATION + " AND {0}.sample = NEW.sample"

_BY_TEAM = ("sampling", f"NOT {on_team('NEW.engagement')}")
_WHILE = ("sampling", last_state("NEW.engagement", *ENDED))


def _gap(table: str, column: str, same: str) -> tuple[str, str]:
    """That the row before, by a column that counts from 1, is not there."""
    return (
        "order",
        f"NEW.{column} > 1 AND NOT EXISTS (SELECT 1 FROM {{s}}{table} o WHERE"
        f" {same.format('o')} AND o.{column} = NEW.{column} - 1)",
    )


_FIRST_LATER = (
    "EXISTS (SELECT 1 FROM {s}audit_populations p WHERE"
    f" {_POPULATION.format('p')} AND p.recorded_at > NEW.recorded_at)"
)

_POPULATIONS: Rules = (
    (
        "order",
        "NEW.population > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_populations o"
        " WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement"
        " AND o.population = NEW.population - 1)",
    ),
    _BY_TEAM,
    _WHILE,
    (
        "sampling",
        "NEW.evidence = '' AND NOT EXISTS (SELECT 1 FROM {s}vouchers v WHERE"
        " v.unit_id = NEW.unit_id AND v.position = NEW.position AND v.hash = NEW.hash)",
    ),
    (
        "sampling",
        "NEW.evidence <> '' AND NOT EXISTS (SELECT 1 FROM {s}evidence_intakes e WHERE"
        " e.unit_id = NEW.unit_id AND e.rows_hash = NEW.hash AND NEW.evidence ="
        " 'E' || CAST(e.year AS TEXT) || '-' || CAST(e.number AS TEXT))",
    ),
)

_ITEMS: Rules = (
    _gap("audit_population_items", "part", _POPULATION),
    (
        "sampling",
        "NOT EXISTS (SELECT 1 FROM {s}audit_populations p WHERE"
        f" {_POPULATION.format('p')} AND p.recorded_at = NEW.recorded_at"
        " AND p.items >= (SELECT SUM(i.items) FROM {s}audit_population_items i WHERE"
        f" {_POPULATION.format('i')}))",
    ),
)

_SAMPLES: Rules = (
    _gap("audit_samples", "sample", _POPULATION),
    _BY_TEAM,
    _WHILE,
    ("sampling", _FIRST_LATER),
)

_SIZES: Rules = (
    _gap("audit_sample_sizes", "seq", _SAMPLE),
    _BY_TEAM,
    _WHILE,
    (
        "sampling",
        "NEW.seq = 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_samples f WHERE"
        f" {_SAMPLE.format('f')} AND f.recorded_at = NEW.recorded_at"
        " AND f.person_id = NEW.person_id)",
    ),
    (
        "sampling",
        "NEW.seq > 1 AND (EXISTS (SELECT 1 FROM {s}audit_sample_sizes o WHERE"
        f" {_SAMPLE.format('o')} AND o.seq = NEW.seq - 1 AND (o.size >= NEW.size"
        " OR o.recorded_at > NEW.recorded_at)) OR NOT EXISTS (SELECT 1 FROM"
        f" {{s}}audit_samples f WHERE {_SAMPLE.format('f')}"
        " AND f.method = 'tickets'))",
    ),
)

_RESULTS: Rules = (
    _gap("audit_sample_results", "revision", _SAMPLE + " AND {0}.item = NEW.item"),
    _BY_TEAM,
    _WHILE,
    (
        "sampling",
        "NOT EXISTS (SELECT 1 FROM {s}audit_sample_sizes o WHERE"
        f" {_SAMPLE.format('o')} AND o.recorded_at <= NEW.recorded_at)",
    ),
    (
        "sampling",
        "EXISTS (SELECT 1 FROM {s}audit_sample_results o WHERE"
        f" {_SAMPLE.format('o')} AND o.item = NEW.item"
        " AND o.revision = NEW.revision - 1 AND (o.recorded_at > NEW.recorded_at"
        " OR o.acted_on > NEW.acted_on OR o.book_fen <> NEW.book_fen))",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "audit_populations": _POPULATIONS,
    "audit_population_items": _ITEMS,
    "audit_samples": _SAMPLES,
    "audit_sample_sizes": _SIZES,
    "audit_sample_results": _RESULTS,
}
"""Rules of each table, asked when a row of it is appended."""
