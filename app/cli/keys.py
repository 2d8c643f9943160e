"""`bangfu keys`: the vault's keys by number and fingerprint; keys that sign."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database
from app.cli.output import Columns, Format, say, show, writing_to
from app.cli.session import open_session
from ledger.people import Right

app = typer.Typer(no_args_is_help=True)

KEYS = (("number", "编号"), ("fingerprint", "指纹"), ("use", "用途"))

PUBLIC = (
    ("number", "编号"),
    ("fingerprint", "指纹"),
    ("public_key", "公钥"),
    ("use", "用途"),
)

SHOWN: dict[str, Columns] = {"list": KEYS, "public": PUBLIC}
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


@app.command()
def sign(database: Database = "", person: As = "") -> None:
    """建立签名密钥，或换一把新的：以后用它签摘要单和证据包；原有的留着，用来核对。"""
    from app import signing  # noqa: PLC0415 - most commands need none

    session = open_session(database, person)
    with session.logged("keys.sign", Right.ADMIN, subject="signing"):
        number, key = signing.add_signing_key(session.settings)
    say(f"第 {number} 号签名密钥已写入 {signing.signing_file(session.settings)}")
    say(f"公钥指纹 {key.fingerprint}")
    say(
        "请另外备份；用 bangfu keys public --to 文件 把公钥交给接收摘要单和证据包的单位"
    )


@app.command()
def public(
    to: Annotated[
        Path | None, typer.Option("--to", help="把签名用的公钥写入这个文件")
    ] = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出签名密钥的公钥和指纹，或写出公钥；私钥从不显示。"""
    from app import signing  # noqa: PLC0415 - as above
    from audit.signatures import key_text  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading():
        pass
    if to is not None:
        key = signing.demand_key(session.settings)
        with writing_to(to):
            to.write_text(key_text(key.public_key), encoding="ascii")
        say(f"{to}：公钥指纹 {key.fingerprint}")
        return
    keys = signing.signing_keys(session.settings)
    rows = [
        (
            number,
            key.fingerprint,
            key.public_key.hex(),
            "签名与核对" if number == max(keys) else "只用于核对",
        )
        for number, key in keys.items()
    ]
    show(PUBLIC, rows, how)
