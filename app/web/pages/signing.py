"""Signing in and out, and the language of the pages."""

from app import auth
from app.errors import NotIdentified
from app.keyring import open_vault
from app.web import sign_in
from app.web.desk import Desk, Go, Page, desk_act
from app.web.languages import LANGUAGES
from app.web.sign_in import Claim, CodeAsked, Throttled
from ledger.database import reading, writing


def ask(desk: Desk) -> Page | Go:
    """The form to sign in; home for who is signed in."""
    if desk.signed is not None:
        return Go("/")
    return Page("sign_in.html", {"next": desk.query.get("next", ""), "code": False})


def take(desk: Desk) -> Page | Go:
    """Sign in, or tell why not; the name that was typed stays, the secret does not."""
    claim = Claim(
        login=desk.form.get("login", "").strip(),
        secret=desk.form.get("secret", ""),
        code=desk.form.get("code", "").strip(),
        address=desk.address,
    )
    to = desk.form.get("next", "") or "/"
    try:
        return Go(to, cookie=_begun(desk, claim))
    except (NotIdentified, Throttled, CodeAsked) as refusal:
        if not isinstance(refusal, Throttled):
            with writing(desk.engine) as connection:
                sign_in.note(connection, claim, desk_act(""), "wrong")
        told = {"next": to, "code": isinstance(refusal, CodeAsked)}
        status = 429 if isinstance(refusal, Throttled) else 401
        return desk.refused(refusal, "sign_in.html", told, status)


def _begun(desk: Desk, claim: Claim) -> str:
    with reading(desk.engine) as connection:
        sign_in.demand_unthrottled(connection, claim, desk_act(""))
        known = auth.known_as(connection, claim.login)
        asked = known is not None and sign_in.has_code_key(connection, known.number)
    known = sign_in.demand_proved(known, claim)
    vault = open_vault(desk.settings) if asked else None
    act = desk_act(known.code)
    with desk.signed_in(act).writing(act="session.begin") as connection:
        if vault is not None:
            sign_in.use_code(connection, known.number, claim.code, vault, act)
        sign_in.note(connection, claim, act, "done")
        return sign_in.begin(connection, known.number, act)


def leave(desk: Desk) -> Go:
    """Sign out."""
    with desk.writing() as connection:
        sign_in.end(connection, desk.me.token, desk.act)
    return Go("/sign-in", cookie="")


def speak(desk: Desk) -> Go:
    """Take another language, and stay on the page."""
    wanted = desk.form.get("language", "")
    to = desk.form.get("next", "") or "/"
    return Go(to, language=wanted if wanted in LANGUAGES else "zh")
