"""One's own page: secret, one-time codes, sessions, and which rights one has."""

from app import auth
from app.errors import NotIdentified, SecretRefused
from app.keyring import open_vault
from app.web import sign_in
from app.web.desk import Desk, Go, Page
from ledger.errors import RecordRefused, Refused
from ledger.people import Right

_KEY = "key"


def show(desk: Desk) -> Page:
    """Who I am, what I may do and where."""
    return Page("me.html", _told(desk))


def _told(desk: Desk) -> dict[str, object]:
    me = desk.me
    with desk.reading() as connection:
        there = auth.rights_by_unit(connection, me.person_id, desk.today)
        held = [
            (right, [code for code, rights in there.items() if right in rights])
            for right in Right
        ]
        has_codes = sign_in.has_code_key(connection, me.person_id)
    return {
        "held": [(right, units) for right, units in held if units],
        "has_codes": has_codes,
        "asked": "codes" in desk.query,
        "key": desk.form.get(_KEY) or sign_in.new_code_key(),
    }


def change_secret(desk: Desk) -> Page | Go:
    """Another secret; all other sessions end."""
    me, form = desk.me, desk.form
    try:
        if form.get("new", "") != form.get("again", ""):
            raise SecretRefused("两次填写的新口令不同", do="再填一次")
        with desk.writing() as connection:
            auth.identify(connection, me.person, form.get("old", ""))
            auth.set_secret(connection, me.person, form.get("new", ""), desk.act)
            sign_in.end_all(connection, me.person_id, desk.act)
            cookie = sign_in.begin(connection, me.person_id, desk.act)
    except NotIdentified:
        refusal = SecretRefused("原口令不对", do="再填一次")
        return desk.refused(refusal, "me.html", _told(desk) | {"typed": {}})
    except Refused as refusal:
        return desk.refused(refusal, "me.html", _told(desk) | {"typed": {}})
    return Go("/me", said="口令已更换，其他登录已退出", cookie=cookie)


def set_up_codes(desk: Desk) -> Page | Go:
    """Take up one-time codes, shown by the first of them."""
    me, key = desk.me, desk.form.get(_KEY, "")
    try:
        step = sign_in.fitting_step(key, desk.form.get("code", ""), desk.act.at)
        if step is None:
            raise RecordRefused("动态口令不符：请核对密钥，填写验证器上现在的六位数字")
        vault = open_vault(desk.settings)
        with desk.writing() as connection:
            auth.identify(connection, me.person, desk.form.get("secret", ""))
            sign_in.keep_code_key(connection, me.person_id, key, vault, desk.act)
    except NotIdentified:
        return desk.refused(
            SecretRefused("口令不对", do="再填一次"), "me.html", _told(desk)
        )
    except Refused as refusal:
        return desk.refused(refusal, "me.html", _told(desk))
    return Go("/me", said="动态口令已启用")


def end_sessions(desk: Desk) -> Go:
    """Sign out everywhere."""
    with desk.writing() as connection:
        sign_in.end_all(connection, desk.me.person_id, desk.act)
    return Go("/sign-in", cookie="")
