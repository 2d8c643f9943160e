"""People at the desks of the demonstration, for its web pages.

They sit in a copy of the demonstration books, on which a day was played
(`demo_day.py`): in the books themselves nobody has a secret, so that its commands can
be tried without one. The secret is no secret.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from app import auth, demo, demo_day
from app.clock import now, today
from app.roles import Role
from app.settings import Settings
from ledger import registration
from ledger.database import open_books, writing
from ledger.people import SYSTEM, Act, Grant, Person

SECRET = "bangfu-demo"  # noqa: S105 - printed for everybody to try
PEOPLE = {
    "经办甲": Role.OFFICER,
    "审核乙": Role.REVIEWER,
    "出纳丙": Role.CASHIER,
    "审计丁": Role.AUDITOR,
    "委员戊": Role.BOARD,
    "管理员己": Role.ADMIN,
}
_BOOKS = "bangfu.db"
_DESKS = "desks.db"


def seated(folder: Path, say: Callable[[str], None]) -> str:
    """The address of the copy with its people, made when it is not there yet."""
    path = folder / _DESKS
    if not path.exists():
        if not (folder / _BOOKS).exists():
            demo.build(folder, say)
        _copy(folder)
        _seat(f"sqlite:///{path}", folder / "reports")
    say("登录（口令都是 " + SECRET + "）：")
    for person, role in PEOPLE.items():
        say(f"  {person}　{role.label}")
    return f"sqlite:///{path}"


def _copy(folder: Path) -> None:
    for name in ("", ".keys", ".signing"):
        source = folder / f"{_BOOKS}{name}"
        if source.exists():
            shutil.copy2(source, folder / f"{_DESKS}{name}")
    papers = folder / f"{_BOOKS}.attachments"
    if papers.is_dir():
        shutil.copytree(papers, folder / f"{_DESKS}.attachments", dirs_exist_ok=True)


def _seat(url: str, reports: Path) -> None:
    act = Act(SYSTEM, now())
    engine = open_books(url)
    settings = Settings(database=url)
    grants = [
        Grant(person=person, right=right, since=today())
        for person, role in PEOPLE.items()
        for right in role.rights
    ]
    try:
        demo_day.play(engine, settings, reports)
        with writing(engine) as connection:
            people = [Person(code=code) for code in PEOPLE]
            assert not registration.register_people(connection, people, act)
            assert not registration.register_rights(connection, grants, act)
            for code in PEOPLE:
                auth.set_secret(connection, code, SECRET, act)
    finally:
        engine.dispose()
