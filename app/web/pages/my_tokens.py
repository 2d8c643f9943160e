"""One's own tokens: those that stand, a new one shown once, the end of one."""

from app import auth
from app.errors import NotIdentified, SecretRefused
from app.web import tokens
from app.web.desk import Answer, Desk, Go, Page
from app.web.tokens import DAYS_MAX, Wish
from ledger.errors import RecordRefused, Refused

_TEMPLATE = "my_tokens.html"
_WHERE = "/me/tokens"


def show(desk: Desk) -> Page:
    """My tokens."""
    return Page(_TEMPLATE, _told(desk))


def _told(desk: Desk) -> dict[str, object]:
    me = desk.me
    with desk.reading() as connection:
        standing = tokens.standing(connection, me.person_id, desk.act)
        rights = auth.rights_by_unit(connection, me.person_id, desk.today)
    units = [unit for unit, held in rights.items() if held]
    return {"tokens": standing, "units": units, "days_max": DAYS_MAX, "new": ""}


def make(desk: Desk) -> Answer:
    """A new token, shown this once."""
    me, form = desk.me, desk.form
    try:
        wish = Wish(
            label=form.get("label", ""),
            days=_days(form.get("days", "")),
            writes=form.get("writes") == "1",
            unit=form.get("unit", ""),
        )
        with desk.writing(wish.label[: tokens.LABEL_MAX]) as connection:
            auth.identify(connection, me.person, form.get("secret", ""))
            new = tokens.make(connection, me.person_id, wish, desk.act)
            # A second click leads to the list: the token is not told again.
            desk.kept(connection, _WHERE)
    except NotIdentified:
        refusal = SecretRefused("口令不对", do="再填一次")
        return desk.refused(refusal, _TEMPLATE, _told(desk))
    except Refused as refusal:
        return desk.refused(refusal, _TEMPLATE, _told(desk))
    return Page(_TEMPLATE, _told(desk) | {"new": new})


def _days(typed: str) -> int:
    text = typed.strip()
    fits = text.isascii() and text.isdecimal() and len(text) <= len(str(DAYS_MAX))
    if not fits:
        bounds = f"1 与 {DAYS_MAX}"
        raise RecordRefused("令牌的有效天数应在 " + bounds + " 之间")
    return int(text)


def end(desk: Desk) -> Answer:
    """End one of my tokens."""
    key = desk.form.get("key", "")
    try:
        with desk.writing(key[: tokens.SHOWN]) as connection:
            tokens.end(connection, desk.me.person_id, key, desk.act)
    except Refused as refusal:
        return desk.refused(refusal, _TEMPLATE, _told(desk))
    return Go(_WHERE, said="令牌已作废")
