"""Proof (校验、摘要、证据包): what was sealed, recomputed, signed and handed out.

Whoever may only look hands out the masked edition alone; the full one, with people and
papers, is the auditors', on a written request with its reason.
"""

from typing import Any

from app import signing
from app.web import jobs, long_works
from app.web.audit_marks import VERIFIED
from app.web.desk import Desk, Go, Page, Sent
from app.web.long_works import PACKAGE, VERIFY
from app.web.pages.jobs import begin, result
from audit import digests
from audit.package_marks import Edition
from ledger import queries, store
from ledger.errors import RecordRefused, Refused
from ledger.people import Right
from ledger.register import SHARED, lookups

DIGEST_BYTES = 200_000
"""More is no file of signed digests."""


def show(desk: Desk) -> Page:
    """Where the chains stand, and what may be asked."""
    return Page("proof.html", _told(desk))


def _told(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        heads = [
            (kind, position, digest.hex())
            for kind, (position, digest) in (
                ("凭证链", queries.head(connection, unit.id)),
                ("登记链（含结账）", store.record_head(connection, unit.id)),
                ("共用登记链", store.record_head(connection, SHARED)),
            )
        ]
        audits = desk.may(connection, Right.AUDIT)
    found = jobs.jobs_of(desk.settings, desk.me.person, desk.unit)
    runs = [job for job in found if job.asked.act in {VERIFY, PACKAGE}]
    return {
        "unit": unit,
        "heads": heads,
        "audits": audits,
        "runs": runs,
        "usual": str(desk.today.year - 1),
        "editions": [*Edition] if audits else [Edition.MASKED],
    }


def verify(desk: Desk) -> Page | Go:
    """Have everything that was sealed recomputed in the background."""
    try:
        if desk.form.get("what") != "verify":
            raise RecordRefused("没有写明要办什么")
        text = _digest(desk)
        asked = long_works.verify(desk.unit, text)
        return begin(desk, asked, "")
    except Refused as refusal:
        return desk.refused(refusal, "proof.html", _told(desk))


def _digest(desk: Desk) -> str:
    """The signed digests of the file that was sent; it is looked at before the job.

    Raises:
        DigestRefused: there is none in it.
    """
    sent = desk.uploads.get("digest")
    if sent is None:
        return ""
    text = sent.content[:DIGEST_BYTES].decode("utf-8-sig", "replace")
    digests.read_digests(text)
    return text


def verified(desk: Desk) -> Page:
    """What was recomputed, and where it differs."""
    job = result(desk, VERIFY)
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
    told = job.read(VERIFIED)
    doubts = [one for one in told["held"] if not one["holds"]]
    ok = not told["differences"] and not doubts
    return Page("verified.html", {"unit": unit, "job": job, "told": told, "ok": ok})


def sign(desk: Desk) -> Page | Sent:
    """Where the unit's chains stand, signed, as a text for the minutes."""
    try:
        if desk.form.get("what") != "digest":
            raise RecordRefused("没有写明要办什么")
        key = signing.demand_key(desk.settings)
        day = desk.today.isoformat()
        with desk.writing(key.fingerprint) as connection:
            found = digests.digest_of(connection, desk.unit, day)
    except Refused as refusal:
        return desk.refused(refusal, "proof.html", _told(desk))
    text = digests.signed(found, key).text()
    name = f"{desk.unit}-digest-{day}.txt"
    return Sent(text.encode(), "text/plain; charset=utf-8", name)


def package(desk: Desk) -> Page | Go:
    """Have an evidence package written in the background."""
    form = desk.form
    period, named = form.get("period", "").strip(), form.get("edition", "")
    paper, reason = form.get("paper", "").strip(), form.get("reason", "").strip()
    try:
        edition = _edition(named)
        with desk.reading() as connection:
            audits = desk.may(connection, Right.AUDIT)
        told = paper, reason
        asked = long_works.package(desk.unit, period, edition, told, audits=audits)
        subject = " ".join(filter(None, (period, edition.value, paper, reason)))
        return begin(desk, asked, subject)
    except Refused as refusal:
        return desk.refused(refusal, "proof.html", _told(desk))


def _edition(named: str) -> Edition:
    if named not in [one.value for one in Edition]:
        raise RecordRefused("没有写明隐名版还是完整版")
    return Edition(named)
