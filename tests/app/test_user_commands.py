"""`bangfu user`: people who sign in, by command."""

from app.cli.document import shown
from tests.app.commands import Desk

SECRET = "春暖花开二零二六"  # noqa: S105 - made up


def test_the_first_user_administers_and_makes_the_others(desk: Desk) -> None:
    desk.ok("user", "add", "李主任", "--role", "admin", given=f"{SECRET}\n")
    asked = desk.with_secret(SECRET)
    by = ("--as", "李主任")
    role = ("--role", "officer", "--unit", "U1")
    asked.ok("user", "add", "钱会计", *role, *by, given=f"{SECRET}\n")
    rows = asked.rows("user", "list", *by)
    assert [list(row) for row in rows] == [
        [key for key, _ in shown()["bangfu user list"]]
    ] * 2
    held = {row["person"]: row["rights"] for row in rows}
    assert held == {"李主任": "管理", "钱会计": "制单、查看"}
    asked.ok("user", "codes", "--unit", "U1", *by)
    asked.ok("user", "out", "钱会计", *by)
    refused = asked.run("user", "add", "孙某", "--as", "钱会计", given=f"{SECRET}\n")
    assert refused.code == 1
