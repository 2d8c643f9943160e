"""People who sign in (用户): registered, given another secret, signed out; codes."""

from app import auth, duties
from app.duties import NewUser
from app.errors import SecretRefused
from app.roles import Role
from app.web import sign_in, typed
from app.web.desk import Desk, Go, Page
from app.web.pages.people import TEMPLATE, base, subject, told
from ledger.errors import Refused
from ledger.register import lookups


def register(desk: Desk) -> Page | Go:
    """Register somebody with a log-in, a secret and a desk."""
    form = desk.form
    try:
        role = typed.one_of(Role, form, "role", "岗位")
        login = typed.text_of(form, "login")
        new = NewUser(
            code=typed.text_of(form, "person"),
            name=typed.text_of(form, "name"),
            logins=(login,) if login else (),
            roles=(role,) if role else (),
            unit=desk.unit,
            since=typed.day_of(form, "since", "起始日期") or desk.today,
            secret=_secret(desk),
        )
        # What was typed may be no code but a personal number: not for the log.
        about = subject(desk, new.code, role.value if role else "")
        with desk.writing(about.strip()) as connection:
            duties.register_user(connection, new, desk.act, desk.today)
            return desk.kept(connection, base(desk), f"已登记：{new.code}，可以登录")
    except Refused as refusal:
        return desk.refused(refusal, TEMPLATE, told(desk))


def _secret(desk: Desk) -> str:
    secret = desk.form.get("secret", "")
    if secret != desk.form.get("again", ""):
        raise SecretRefused("两次填写的口令不同", do="再填一次")
    return secret


def reset_secret(desk: Desk) -> Page | Go:
    """Give somebody another secret, and sign them out everywhere."""
    person = typed.text_of(desk.form, "person")
    try:
        with desk.writing(subject(desk, person)) as connection:
            auth.set_secret(connection, person, _secret(desk), desk.act)
            id_ = lookups(connection).person(person)
            sign_in.end_all(connection, id_, desk.act)
            said = f"已更换 {person} 的口令，其登录已全部结束"
            return desk.kept(connection, base(desk), said)
    except Refused as refusal:
        return desk.refused(refusal, TEMPLATE, told(desk))


def sign_out(desk: Desk) -> Page | Go:
    """End all sessions of somebody."""
    person = typed.text_of(desk.form, "person")
    try:
        with desk.writing(subject(desk, person)) as connection:
            id_ = lookups(connection).person(person)
            count = sign_in.end_all(connection, id_, desk.act)
            said = f"已结束 {person} 的 {count} 次登录"
            return desk.kept(connection, base(desk), said)
    except Refused as refusal:
        return desk.refused(refusal, TEMPLATE, told(desk))


def demand_codes(desk: Desk) -> Page | Go:
    """Let the unit and those below it demand one-time codes, or no longer."""
    demanded = desk.form.get("demanded") == "1"
    try:
        with desk.writing("demanded" if demanded else "free") as connection:
            sign_in.set_code_rule(connection, desk.unit, desk.act, demanded=demanded)
            rule = "要求" if demanded else "不再要求"
            said = f"{rule}审核、出纳启用动态口令"
            return desk.kept(connection, base(desk), said)
    except Refused as refusal:
        return desk.refused(refusal, TEMPLATE, told(desk))
