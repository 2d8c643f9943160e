"""Samples (审计抽样): one with its items, each to be looked at, and what was found."""

import re
from typing import Any

from app import auth
from app.clock import today
from app.web import long_works, typed
from app.web.desk import Desk, Go, Page, Sent
from app.web.pages.engagements import path
from app.web.pages.jobs import begin
from app.web.sampling_works import place_of, population_of, wanted_of
from audit import engagement_keeping as keeping
from audit import sampling_keeping as keeping_samples
from audit import sampling_sealing
from audit.populations import Of
from audit.sampling_judging import Judged, evaluate
from audit.sampling_keeping import Worked
from audit.sampling_limits import Model
from audit.sampling_results import Found, Outcome
from audit.sampling_script import redraw_script
from audit.sampling_tickets import Method, Units
from ledger.database import Connection
from ledger.errors import RecordRefused, Refused
from ledger.money import Money
from ledger.people import Right
from ledger.register import lookups

_TYPED = (
    *("of", "since", "last", "population", "purpose", "seed", "seed_source"),
    *("units", "method", "model", "risk", "tolerable", "expected", "size"),
)
_OF_VOUCHER = re.compile(r"P(\d{1,12})(?:\.\d+)?")


def one(desk: Desk) -> Page:
    """One sample: what was drawn, how, and what was found of each item."""
    return Page("sample.html", _told(desk))


def _told(desk: Desk) -> dict[str, Any]:
    key, place = desk.places["key"], _place(desk)
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        of = keeping.engagement_of(connection, unit.code, key)
        worked = keeping_samples.sample_of(connection, unit.code, key, place)
        asked = not worked.open and "judge" in desk.query
        judged = _judged(connection, unit.code, key, place) if asked else None
    hits = worked.sample.hits()
    items = [
        (item, Money(item.fen), hits.get(item.name, 0), worked.results.get(item.name))
        for item in worked.sample.items
    ]
    own = desk.me.person in of.auditors and not of.state.is_ended
    chosen = (desk.form or desk.query).get("item", "")
    names = {item.name for item in worked.sample.items}
    return {
        "unit": unit,
        "engagement": of,
        "worked": worked,
        "items": items,
        "positions": {} if worked.sealed.evidence else _positions(worked),
        "judged": judged,
        "own": own,
        "enlarges": own
        and worked.drawing.method is Method.TICKETS
        and not worked.sample.is_population,
        "item": chosen if own and chosen in names else "",
        "outcomes": [*Outcome],
        "money_of": Money,
    }


def _judged(
    connection: Connection, unit: str, key: str, place: tuple[int, int]
) -> tuple[Judged | None, str]:
    """What the sample says of its population, or why nothing can be said."""
    try:
        return evaluate(connection, unit, key, place), ""
    except Refused as refusal:
        return None, str(refusal)


def _positions(worked: Worked) -> dict[str, int]:
    """Where the voucher of each item stands in the chain."""
    found = {}
    for item in worked.sample.items:
        if match := _OF_VOUCHER.fullmatch(item.name):
            found[item.name] = int(match[1])
    return found


def _place(desk: Desk) -> tuple[int, int]:
    return place_of(desk.places["sample"])


def record(desk: Desk) -> Page | Go:
    """Record what was found of an item, or that all others are right."""
    key, place, form = desk.places["key"], _place(desk), desk.form
    at = f"{path(desk, key)}/samples/{place[0]}-{place[1]}"
    subject = f"{key}/{place[0]}-{place[1]}"
    try:
        rest = form.get("rest") == "right"
        given = [] if rest else [_found(desk)]
        with desk.writing(subject, "audit.result") as connection:
            auth.demand(
                connection, desk.me.person_id, (Right.AUDIT,), desk.unit, today()
            )
            hand = keeping.desk_of(connection, desk.unit, key, desk.act)
            if rest:
                worked = keeping_samples.sample_of(connection, desk.unit, key, place)
                given = [
                    Found(item=name, outcome=Outcome.RIGHT) for name in worked.open
                ]
            day = typed.day_of(form, "on", "检查日期")
            now = keeping_samples.record(hand, place, given, day)
            to = f"{at}?item={now.open[0]}#result" if now.open and not rest else at
            said = f"已登记 {len(given)} 项，还有 {len(now.open)} 项未检查"
            return desk.kept(connection, to, said)
    except Refused as refusal:
        return desk.refused(refusal, "sample.html", _told(desk))


def enlarge(desk: Desk) -> Page | Go:
    """Draw more of the sample; what was drawn and looked at before stays."""
    key, place, form = desk.places["key"], _place(desk), desk.form
    mark = f"{place[0]}-{place[1]}"
    try:
        size = typed.number_of(typed.text_of(form, "size"))
        if size is None:
            raise RecordRefused(
                "扩大后的抽取数应是整数", do="填写抽取的总数，不是增加数"
            )
        with desk.writing(f"{key}/{mark}") as connection:
            hand = keeping.desk_of(connection, desk.unit, key, desk.act)
            reason = typed.text_of(form, "reason")
            now = keeping_samples.enlarge(hand, place, size, reason)
            to = f"{path(desk, key)}/samples/{mark}"
            said = f"样本已扩大到 {now.drawing.size}，还有 {len(now.open)} 项未检查"
            return desk.kept(connection, to, said)
    except Refused as refusal:
        return desk.refused(refusal, "sample.html", _told(desk))


# -- populations and new samples ----------------------------------------------------


def new(desk: Desk) -> Page:
    """The populations of an engagement, and the forms to seal one and to draw."""
    return Page("sampling.html", _form(desk))


def _form(desk: Desk) -> dict[str, Any]:
    key = desk.places["key"]
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        of = keeping.engagement_of(connection, unit.code, key)
        populations = sampling_sealing.populations_of(connection, unit.code, key)
    return {
        "unit": unit,
        "engagement": of,
        "populations": populations,
        "own": desk.me.person in of.auditors and not of.state.is_ended,
        "kinds": [*Of],
        "unit_kinds": [*Units],
        "methods": [*Method],
        "models": [*Model],
    }


def begin_work(desk: Desk) -> Page | Go:
    """Have a population sealed, or a sample of one drawn, in the background."""
    key, form = desk.places["key"], desk.form
    what = form.get("what", "")
    try:
        if what == "seal":
            population_of(form)
        elif what == "draw":
            wanted_of(form)
        else:
            raise RecordRefused("没有写明要办什么")
        given = {name: form.get(name, "") for name in _TYPED}
        asked = long_works.sampling(desk.unit, key, what, given)
        with desk.writing(key, f"{asked.act}.ask") as connection:
            # Whoever does not work on it is told at once, not by the job.
            keeping.desk_of(connection, desk.unit, key, desk.act)
        return begin(desk, asked, key)
    except Refused as refusal:
        return desk.refused(refusal, "sampling.html", _form(desk))


def population(desk: Desk) -> Sent:
    """The file of a population, whose SHA-256 is what was sealed."""
    key, number = desk.places["key"], typed.number_of(desk.places["number"])
    with desk.reading() as connection:
        one = sampling_sealing.sealed_of(connection, desk.unit, key, number or 0)
        text = sampling_sealing.kept_text(connection, one)
    desk.note(one.mark, "audit.export")
    return Sent(text, "text/csv; charset=utf-8", f"{desk.unit}-{key}-{number}.csv")


def script(desk: Desk) -> Sent:
    """A script of Python alone that draws the sample again from the population."""
    key, place = desk.places["key"], _place(desk)
    with desk.reading() as connection:
        worked = keeping_samples.sample_of(connection, desk.unit, key, place)
    text = redraw_script(worked.drawing)
    name = f"{desk.unit}-{key}-{place[0]}-{place[1]}.py"
    return Sent(text.encode(), "text/x-python; charset=utf-8", name)


# -- results ------------------------------------------------------------------------


def _found(desk: Desk) -> Found:
    form = desk.form
    outcome = typed.one_of(Outcome, form, "outcome", "结果")
    if outcome is None:
        raise RecordRefused("没有写明检查结果")
    right = typed.amount_of(form, "right", "正确金额")
    return Found(
        item=typed.text_of(form, "item"),
        outcome=outcome,
        right_fen=None if right is None else right.fen,
        words=typed.text_of(form, "words"),
        paper=typed.text_of(form, "paper"),
        reason=typed.text_of(form, "reason"),
    )
