"""Evidence sheets, working papers and samples of an engagement.

Sheets and papers are the team's; the answer to a sheet is the auditee's. Populations
are sealed and samples drawn in jobs.
"""

import datetime as dt

from app.web import long_works
from app.web.api import job_said
from app.web.api import paper_said as said
from app.web.api.calls import Call
from app.web.api.engaging import demand
from app.web.api.values import some_money, told_of
from app.web.api.working import begin
from app.web.desk import Sent
from app.web.sampling_works import place_of, population_of, wanted_of
from audit import engagement_keeping as keeping
from audit import paper_keeping as papers
from audit import sampling_keeping, sampling_sealing
from audit.papers import Paper
from audit.sampling_judging import evaluate
from audit.sampling_keeping import Worked
from audit.sampling_results import Found, Outcome
from audit.sampling_script import redraw_script
from ledger.database import Connection
from ledger.errors import Refused
from ledger.money import Money

# -- evidence sheets ----------------------------------------------------------------


def sheet(call: Call) -> said.Sheet:
    """One evidence sheet, with the auditee's answer."""
    number = call.number("number", "取证单")
    with call.reading() as connection:
        found = papers.sheet_of(connection, call.unit, call.places["key"], number)
    return told_of(said.Sheet, found)


def collect(call: Call) -> said.Sheet:
    """Write an evidence sheet."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.SheetGiven)
    given = papers.Facts(
        title=body.title,
        facts=body.facts,
        amount=some_money(body.amount),
        vouchers=body.vouchers,
        papers=body.papers,
        on=body.on,
    )
    with call.writing(key) as connection:
        hand = keeping.desk_of(connection, call.unit, key, call.act)
        return call.kept(connection, told_of(said.Sheet, papers.collect(hand, given)))


def answer(call: Call) -> said.Sheet:
    """Confirm an evidence sheet, or refuse it in words, as the auditee."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.AnswerGiven)
    number = call.number("number", "取证单")
    with call.writing(f"{key}/{number}") as connection:
        demand(call, connection, of_auditee=True)
        hand = keeping.auditee_desk_of(connection, call.unit, key, call.act)
        done = papers.answer(hand, number, body.answer, body.words, body.on)
        return call.kept(connection, told_of(said.Sheet, done))


# -- working papers -----------------------------------------------------------------


def paper(call: Call) -> said.WorkingPaper:
    """One working paper with its reviews."""
    index = call.places["index"]
    with call.reading() as connection:
        found = papers.paper_of(connection, call.unit, call.places["key"], index)
    return _paper(found)


def _paper(found: Paper) -> said.WorkingPaper:
    return told_of(said.WorkingPaper, found, passed=found.passed is not None)


def write(call: Call) -> said.WorkingPaper:
    """Write a working paper, or a revision of one with its reason."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.WorkingPaperGiven)
    given = papers.Written(**body.model_dump())
    with call.writing(f"{key}/{body.index}") as connection:
        hand = keeping.desk_of(connection, call.unit, key, call.act)
        done = papers.write(hand, given)
        return call.kept(connection, _paper(done))


def review(call: Call) -> said.WorkingPaper:
    """Let a working paper pass, or return it, as somebody else of the team."""
    body, key, index = call.body, call.places["key"], call.places["index"]
    assert isinstance(body, said.ReviewGiven)
    with call.writing(f"{key}/{index}") as connection:
        hand = keeping.desk_of(connection, call.unit, key, call.act)
        done = papers.review(hand, index, body.outcome, body.opinion, body.on)
        return call.kept(connection, _paper(done))


# -- populations and samples --------------------------------------------------------


def populations(call: Call) -> said.Populations:
    """The populations of an engagement."""
    key = call.places["key"]
    with call.reading() as connection:
        keeping.engagement_of(connection, call.unit, key)
        found = sampling_sealing.populations_of(connection, call.unit, key)
    return said.Populations(
        populations=[
            told_of(said.Population, one, since=one.span.since, until=one.span.until)
            for one in found
        ]
    )


def population(call: Call) -> Sent:
    """The file of a population, whose SHA-256 is what was sealed."""
    key, number = call.places["key"], call.number("number", "总体")
    with call.reading() as connection:
        one = sampling_sealing.sealed_of(connection, call.unit, key, number)
        text = sampling_sealing.kept_text(connection, one)
    call.note(one.mark, long_works.PACKAGE)
    return Sent(text, "text/csv; charset=utf-8", f"{call.unit}-{key}-{number}.csv")


def seal(call: Call) -> job_said.Accepted:
    """Have a population sealed in a job."""
    body = call.body
    assert isinstance(body, said.PopulationGiven)
    typed = {"of": body.of.value}
    if body.since is not None and body.until is not None:
        last = body.until - dt.timedelta(days=1)
        typed |= {"since": body.since.isoformat(), "last": last.isoformat()}
    population_of(typed)
    return _begun(call, "seal", typed)


def draw(call: Call) -> job_said.Accepted:
    """Have a sample of a population drawn in a job."""
    body = call.body
    assert isinstance(body, said.SampleGiven)
    given = body.model_dump(mode="json")
    typed = {name: "" if value is None else str(value) for name, value in given.items()}
    wanted_of(typed)
    return _begun(call, "draw", typed)


def _begun(call: Call, what: str, typed: dict[str, str]) -> job_said.Accepted:
    key = call.places["key"]
    asked = long_works.sampling(call.unit, key, what, typed)
    with call.writing(key, f"{asked.act}.ask") as connection:
        # Whoever does not work on it is told at once, not by the job.
        keeping.desk_of(connection, call.unit, key, call.act)
    return begin(call, asked, key)


def sample(call: Call) -> said.Sample:
    """One sample: what was drawn, what was found, and what it says when all is."""
    key, place = call.places["key"], place_of(call.places["sample"])
    with call.reading() as connection:
        worked = sampling_keeping.sample_of(connection, call.unit, key, place)
        return _sample(connection, call, worked)


def _sample(connection: Connection, call: Call, worked: Worked) -> said.Sample:
    acceptable, verdict = None, ""
    place = worked.sealed.number, worked.number
    if not worked.open:
        try:
            judged = evaluate(connection, call.unit, call.places["key"], place)
            acceptable = judged.is_acceptable
            verdict = "可以接受" if acceptable else "不能接受"
        except Refused as refusal:
            verdict = str(refusal)
    return told_of(
        said.Sample,
        worked,
        population=worked.sealed.number,
        units=worked.terms.units,
        method=worked.drawing.method,
        open=len(worked.open),
        items=_items(worked),
        acceptable=acceptable,
        verdict=verdict,
    )


def _items(worked: Worked) -> list[said.SampleItem]:
    told = []
    for item in worked.sample.items:
        kept = worked.results.get(item.name)
        one = {
            "item": item.name,
            "label": item.label,
            "amount": Money(item.fen),
            "outcome": kept.outcome.value if kept else "",
            "right": Money(kept.right_fen) if kept else None,
            "words": kept.words if kept else "",
        }
        told.append(said.SampleItem.model_validate(one))
    return told


def script(call: Call) -> Sent:
    """A script of Python alone that draws the sample again from the population."""
    key, place = call.places["key"], place_of(call.places["sample"])
    with call.reading() as connection:
        worked = sampling_keeping.sample_of(connection, call.unit, key, place)
    text = redraw_script(worked.drawing)
    name = f"{call.unit}-{key}-{place[0]}-{place[1]}.py"
    return Sent(text.encode(), "text/x-python; charset=utf-8", name)


def record(call: Call) -> said.Sample:
    """Record what was found of items, or that all others are right."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.ResultsGiven)
    place = place_of(call.places["sample"])
    given = [_found(one) for one in body.results]
    with call.writing(f"{key}/{place[0]}-{place[1]}") as connection:
        hand = keeping.desk_of(connection, call.unit, key, call.act)
        if body.rest:
            worked = sampling_keeping.sample_of(connection, call.unit, key, place)
            told = {one.item for one in given}
            given += [
                Found(item=name, outcome=Outcome.RIGHT)
                for name in worked.open
                if name not in told
            ]
        done = sampling_keeping.record(hand, place, given, body.on)
        return call.kept(connection, _sample(connection, call, done))


def enlarge(call: Call) -> said.Sample:
    """Draw more of a sample; what was drawn and looked at before stays."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.EnlargeGiven)
    place = place_of(call.places["sample"])
    with call.writing(f"{key}/{place[0]}-{place[1]}") as connection:
        hand = keeping.desk_of(connection, call.unit, key, call.act)
        done = sampling_keeping.enlarge(hand, place, body.size, body.reason)
        return call.kept(connection, _sample(connection, call, done))


def _found(one: said.ResultFound) -> Found:
    right = some_money(one.right)
    return Found(
        item=one.item,
        outcome=one.outcome,
        right_fen=None if right is None else right.fen,
        words=one.words,
        paper=one.paper,
        reason=one.reason,
    )
