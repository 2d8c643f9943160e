"""The page `docs/api.md`, written from the list of the JSON half's routes."""

import sys
from collections.abc import Iterator

from app.web.access import LOOKING
from app.web.api.problems import RETRY_SECONDS, TITLES
from app.web.api.route import ApiRoute
from app.web.api.routes import API_ROUTES
from app.web.tokens import DAYS_MAX

HEAD = f"""# The JSON half: `/api/v1`

Written by `python -m app.web.api.document > docs/api.md`; do not edit. The whole of
it, field by field, is the OpenAPI document that a running `bangfu serve` gives at
`/api/v1/openapi.json`.

## Tokens

A program acts for a person by a token, made on the page `/me/tokens` or by `bangfu
user token make`, and shown once: the books keep its SHA-256 alone. It holds for a
number of days ({DAYS_MAX} at most), or until it is ended. It only looks unless it was
made to act, and may be bound to a unit and what lies below. It never does more than
its owner may: rights are asked at each request, and where a unit demands one-time
codes of reviewers and cashiers, their tokens do nothing before they are set up.

```sh
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/api/v1/units
```

## How it speaks

- Amounts are texts in yuan with two decimals; days are ISO 8601; `until` is never
  included.
- A body is JSON of 2 MB at most, of 64 MB where files are sent in it (`content` is
  Base64). A field that is not known, and a number where a text belongs, is refused.
- A slash within a part of an address is written `~1`, and `~` itself `~0`.
- Every write carries an `Idempotency-Key` (1 to 128 visible ASCII characters, the
  caller's own). The same request again under the same key is answered as before
  (`Idempotency-Replayed: true`) and done once; another request under it is refused.
  What was refused may be tried again under its key. A payment file alone, which holds
  names and cards, is kept nowhere: under the same key the same bytes are written again.
- Vouchers and the operation log come in pages: `limit` at most 500, `cursor` is the
  `next` of the page before.
- A unit in which one has no right answers like one that is not there.
- Every write, report, check and file of the log stands in the operation log, and every
  look at names of people or at what a bank says of others.
- Checks, verification, packages, samples, PDF, DOCX and reports of long books are made
  in the background, and imports and evidence books of more than a megabyte: the answer
  is 202 with the address of the job, which is asked until its `state` is no longer
  `running`. Jobs are their owner's alone and kept for a day. A token that only looks
  may have them made, but for imports, evidence books and what is written for an
  engagement.

## Problems

What is not done is told as `application/problem+json` (RFC 9457): `type`, `title`,
`status`, `detail`, the broken `rules` (`rule`, `ref`, `line`, `what`, `do`) and the
ill-fitting `fields`. The sentences may change, the types do not. They are Chinese, or
English where `Accept-Language` prefers it. With 503 comes
`Retry-After: {RETRY_SECONDS}`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join((HEAD, *_problems(), "", "## Addresses", "", *_addresses(), ""))


def _problems() -> Iterator[str]:
    yield "| type | status | title |\n|---|---|---|"
    for kind, (status, title) in TITLES.items():
        yield f"| `urn:bangfu:problem:{kind}` | {status} | {title} |"


def _addresses() -> Iterator[str]:
    yield "| address | what | rights: one of |\n|---|---|---|"
    for route in API_ROUTES:
        yield f"| `{route.method} {route.path}` | {_told(route)} | {_rights(route)} |"


def _told(route: ApiRoute) -> str:
    asked = [f"`{name}`" for name in route.asks.model_fields]
    return route.says + (f"（{'、'.join(asked)}）" if asked else "")


def _rights(route: ApiRoute) -> str:
    if route.rights == LOOKING:
        return "任何一项"
    return "、".join(right.label for right in route.rights) or "任何有效的令牌"


if __name__ == "__main__":
    sys.stdout.write(page())
