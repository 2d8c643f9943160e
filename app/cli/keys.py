"""`bangfu keys`: the vault's keys, by number and fingerprint; a new one."""

import typer

from app.cli import output
from app.cli.arguments import As, Database
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from ledger.people import Right

app = typer.Typer(no_args_is_help=True)

KEYS = (("number", "编号"), ("fingerprint", "指纹"), ("use", "用途"))

SHOWN: dict[str, Columns] = {"list": KEYS}
"""What each command shows; `docs/cli.md` is written from it."""

_SHOWN_BYTES = 8


@app.command("list")
def list_(
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出密钥：只有编号和指纹，从不显示密钥本身。"""
    # Loaded where the vault is opened: most commands need none.
    from app.keyring import open_vault  # noqa: PLC0415

    session = open_session(database, person)
    with session.reading():
        pass
    told = open_vault(session.settings).fingerprints()
    rows = [
        (
            number,
            fingerprint[:_SHOWN_BYTES].hex(),
            "加密与解密" if number == max(told) else "只用于解密",
        )
        for number, fingerprint in told.items()
    ]
    show(KEYS, rows, how)


@app.command()
def add(database: Database = "", person: As = "") -> None:
    """增加一把密钥：以后用它加密；原有的密钥留着，用来打开以前加密的内容。"""
    from app.keyring import add_key, key_file  # noqa: PLC0415 - as above

    session = open_session(database, person)
    file = key_file(session.settings)
    with session.writing("keys.add", Right.ADMIN, subject=file.name) as connection:
        number = add_key(connection, session.settings, session.act)
    say(f"第 {number} 号密钥已写入 {file}，以后用它加密")
    say("请立即另外备份密钥文件：丢失密钥，加密的内容无法恢复")
