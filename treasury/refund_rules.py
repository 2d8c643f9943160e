"""What of a gift is given back, as one SQL expression, and what asking again asks.

1. A refund counts as it was decided while its money is to be asked for, is asked for
   or waits in a draft; once it is paid it counts as much as was paid.
2. A refund whose request was refused, cancelled or has expired, or whose draft was
   given up, counts nothing: what was to go back is the gift's again.
3. It counts again when its money is asked for once more; then too no more goes back
   than was given, and no bill may be out (`donation_rules.py`, 4).

`{s}` stands for the schema, `NEW` for the row that is inserted; `g` is the gift.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_REF = (
    "'退捐-' || CAST(r.gift_year AS {text}) || '-' || CAST(r.gift_number AS {text})"
    " || '-' || CAST(r.number AS {text})"
)


def _is_its(ref: str) -> str:
    """Whether a reference is that of the refund, or of a later attempt at it."""
    return f"({ref} = {_REF} OR {ref} LIKE {_REF} || '/%')"


_REQUEST = (
    "{s}payment_requests q WHERE q.unit_id = r.unit_id AND q.kind = 'refund'"
    f" AND {_is_its('q.ref')}"
)
_ENDED = (
    "EXISTS (SELECT 1 FROM {s}payment_request_moves e WHERE e.unit_id = q.unit_id"
    " AND e.key = q.key AND (e.act = 'refuse' OR e.act = 'cancel'"
    " OR e.act = 'expire'))"
)
_DRAFT = f"{{s}}desk_drafts d WHERE d.unit_id = r.unit_id AND d.ref = {_REF}"
_DROPPED = (
    "EXISTS (SELECT 1 FROM {s}draft_steps e WHERE e.unit_id = d.unit_id"
    " AND e.draft = d.draft AND e.state = 'dropped')"
)
_PAID = (
    "(SELECT m.paid_fen FROM {s}payment_request_moves m"
    " JOIN {s}payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key"
    " WHERE m.unit_id = r.unit_id AND q.kind = 'refund'"
    f" AND {_is_its('q.ref')} AND NOT {_ENDED} ORDER BY m.seq DESC LIMIT 1)"
)

COUNTS_FEN = (
    f"CASE WHEN (EXISTS (SELECT 1 FROM {_REQUEST}) OR EXISTS (SELECT 1 FROM {_DRAFT}))"
    f" AND NOT EXISTS (SELECT 1 FROM {_REQUEST} AND NOT {_ENDED})"
    f" AND NOT EXISTS (SELECT 1 FROM {_DRAFT} AND NOT {_DROPPED}) THEN 0"
    f" ELSE COALESCE(NULLIF({_PAID}, 0), r.amount_fen) END"
)
"""What a row `r` of `gift_refunds` counts (1, 2)."""

GIVEN_BACK = (
    f"(SELECT COALESCE(SUM({COUNTS_FEN}), 0) FROM {{s}}gift_refunds r"
    " WHERE r.unit_id = g.unit_id AND r.gift_year = g.year"
    " AND r.gift_number = g.number)"
)
"""What of a gift `g` is given back."""

_ITS_GIFT = (
    "{s}gift_refunds r JOIN {s}gifts g ON g.unit_id = r.unit_id"
    " AND g.year = r.gift_year AND g.number = r.gift_number"
    f" WHERE r.unit_id = NEW.unit_id AND {_is_its('NEW.ref')}"
)
_VOID = (
    "EXISTS (SELECT 1 FROM {s}bill_voids w WHERE w.unit_id = b.unit_id"
    " AND w.code = b.code AND w.number = b.number)"
)


def _asked(breach: str) -> str:
    """A breach by a request for the money of a refund."""
    return f"NEW.kind = 'refund' AND EXISTS (SELECT 1 FROM {_ITS_GIFT} AND {breach})"


ORDERED: Mapping[str, Rules] = {
    "payment_requests": (
        ("refund", _asked(f"g.amount_fen < {GIVEN_BACK}")),
        (
            "bill",
            _asked(
                "EXISTS (SELECT 1 FROM {s}bills b WHERE b.unit_id = g.unit_id"
                " AND b.gift_year = g.year AND b.gift_number = g.number"
                f" AND NOT {_VOID})"
            ),
        ),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
