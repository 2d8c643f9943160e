"""Hand-outs: planned, checked, approved, refused, issued, signed for, brought back."""

from dataclasses import replace

from aid import handout_reading, handout_sheet, handout_signing, handouts
from aid.handout_judging import HandoutLine
from aid.handout_reading import Handout
from aid.handout_signing import Sheet, Signed
from aid.handouts import Done, Plan
from app.clock import today
from app.web.api import asked
from app.web.api import handout_said as said
from app.web.api import stock_desk_said as goods
from app.web.api.calls import Call
from app.web.api.stock_desk import head_of, lots_of
from app.web.api.values import told_of
from app.web.desk import Upload
from app.web.handout_works import by_standards, read_list
from ledger.database import Connection
from ledger.money import Money


def handouts_of(call: Call) -> said.Handouts:
    """The hand-outs of a unit, the latest first."""
    with call.reading() as connection:
        found = handout_reading.handouts(connection, call.unit)[::-1]
    return said.Handouts(handouts=[told_of(said.HandoutHead, one) for one in found])


def handout(call: Call) -> said.HandoutWhole:
    """A hand-out with its lines by file number."""
    with call.reading() as connection:
        one = handout_reading.handout(connection, call.unit, call.places["handout"])
        return told_of(
            said.HandoutWhole,
            one,
            each=_lines(connection, one),
            steps=handout_reading.steps_of(connection, one),
        )


def _lines(connection: Connection, one: Handout) -> list[said.HandoutLineTold]:
    return [
        told_of(said.HandoutLineTold, line, item=line.item.code, name=line.item.name)
        for line in handout_reading.line_standings(connection, one)
    ]


# -- planning -----------------------------------------------------------------------


def plan(call: Call) -> said.HandoutDone:
    """Plan a hand-out of its lines, or of a list; all of it or nothing."""
    body = call.body
    assert isinstance(body, said.HandoutGiven)
    head = _head(call, body)
    listed = body.list and read_list(Upload(body.list.name, body.list.data), body.item)
    with call.writing(head.ref) as connection:
        by = by_standards(connection, head)
        done = (
            handout_sheet.plan_sheet(connection, head, listed, call.act, by)
            if listed
            else handouts.plan(connection, head, call.act, by)
        )
        return call.kept(connection, _done(done))


def check(call: Call) -> said.HandoutChecked:
    """What each would be given, and what is told of it; nothing is kept."""
    body = call.body
    assert isinstance(body, said.HandoutGiven)
    head = _head(call, body)
    if body.list:
        sheet = read_list(Upload(body.list.name, body.list.data), body.item)
        head = replace(head, lines=sheet.lines)
    with call.writing(head.ref) as connection:
        by = by_standards(connection, head)
        found = handouts.check(connection, head, call.act, by)
        told = [
            said.HandoutLineChecked.model_validate(
                {
                    "line": place,
                    "recipient": one.recipient,
                    "item": one.item.code,
                    "quantity_milli": one.quantity_milli,
                    "serials": one.serials_text,
                    "cost": Money(one.cost_fen),
                    "told": [what for at, what in found.told if at == place],
                }
            )
            for place, one in enumerate(found.planned, 1)
        ]
        return call.kept(connection, said.HandoutChecked(lines=told))


def _head(call: Call, body: said.HandoutGiven) -> Plan:
    usual = head_of(call)
    lines = tuple(
        HandoutLine(**one.model_dump(exclude={"lots"}), lots=lots_of(one.lots))
        for one in body.lines
    )
    return Plan(
        **usual,
        title=body.title,
        fund=body.fund,
        purpose=body.purpose or body.project.label,
        project=body.project,
        year=body.year or usual["dated_on"].year,
        lines=lines,
        account=body.account,
        appropriation=body.appropriation,
    )


def _done(done: Done) -> said.HandoutDone:
    return told_of(
        said.HandoutDone,
        done.handout,
        warnings=list(done.warnings),
        already=done.already,
    )


# -- acts ---------------------------------------------------------------------------


def approve(call: Call) -> said.HandoutDone:
    """Approved by another than who planned it."""
    body, key = call.body, call.places["handout"]
    assert isinstance(body, asked.OpinionGiven)
    with call.writing(key) as connection:
        done = handouts.approve(
            connection, call.unit, key, call.act, opinion=body.opinion
        )
        return call.kept(connection, _done(done))


def refuse(call: Call) -> said.HandoutDone:
    """Turned down, with the reason."""
    body, key = call.body, call.places["handout"]
    assert isinstance(body, asked.ReasonGiven)
    with call.writing(key) as connection:
        done = handouts.refuse(connection, call.unit, key, body.reason, call.act)
        return call.kept(connection, _done(done))


def withdraw(call: Call) -> said.HandoutDone:
    """Taken back before anything is given."""
    body, key = call.body, call.places["handout"]
    assert isinstance(body, asked.ReasonGiven)
    with call.writing(key) as connection:
        done = handouts.withdraw(connection, call.unit, key, body.reason, call.act)
        return call.kept(connection, _done(done))


def issue(call: Call) -> said.HandoutDone:
    """Issued by another than who approved it: goods leave stock, a draft is made."""
    body, key = call.body, call.places["handout"]
    assert isinstance(body, said.HandoutIssueGiven)
    with call.writing(key) as connection:
        done = handouts.issue(connection, call.unit, key, call.act, body.on)
        return call.kept(connection, _done(done))


def sign(call: Call) -> said.HandoutSigned:
    """Put a signed sheet on record with the lines that it signs for."""
    body, key = call.body, call.places["handout"]
    assert isinstance(body, said.SheetSignedGiven)
    sheet = Sheet(body.sheet, body.signed_on or today())
    signed = [Signed(one.line, one.guardian) for one in body.lines]
    with call.writing(key) as connection:
        count = handout_signing.sign(
            connection, call.unit, key, sheet, signed, call.act
        )
        return call.kept(connection, said.HandoutSigned(key=key, signed=count))


def give_back(call: Call) -> goods.GoodsMoved:
    """Bring back to stock what nobody came for."""
    body, key = call.body, call.places["handout"]
    assert isinstance(body, said.HandoutBackGiven)
    with call.writing(key) as connection:
        moved = handout_signing.give_back(
            connection,
            call.unit,
            key,
            body.on or today(),
            body.reason,
            call.act,
            lines=body.lines,
            sheet=body.sheet or "",
        )
        return call.kept(connection, told_of(goods.GoodsMoved, moved))
