"""`bangfu backup`, `bangfu restore`: the books into a folder, and back."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments import As, Database
from app.cli.output import reason, say
from app.cli.session import ask_hidden, open_session
from app.errors import FileUnwritable
from app.private_files import demand_free, write_private
from app.settings import Settings, read_settings
from ledger.errors import RecordRefused
from ledger.people import Right

Folder = Annotated[Path, typer.Argument(help="备份的文件夹")]
Escrow = Annotated[
    Path | None,
    typer.Option("--escrow", help="密钥的托管文件，用另一个口令锁住，与备份分开保管"),
]


def backup(
    folder: Folder,
    escrow: Escrow = None,
    database: Database = "",
    person: As = "",
) -> None:
    """备份账簿和附件（不停用；不含密钥），写明每个文件和各链的摘要。"""
    from app import backup as making  # noqa: PLC0415 - only backups need it

    session = open_session(database, person)
    phrase = _passphrase(session.settings, twice=True) if escrow else ""
    with session.logged("backup.take", Right.ADMIN, subject=folder.name):
        locked = _locked(session.settings, escrow, phrase) if escrow else b""
        try:
            taken = making.take(session.settings, session.act, folder)
        except OSError as error:
            raise FileUnwritable(folder, reason(error), "换一个位置") from None
        if escrow is not None:
            write_private(escrow, locked)
    say(f"已备份到 {taken.folder}：{taken.files} 个文件，{taken.size:,} 字节")
    say(f"清单摘要 {taken.manifest_hash}")


def restore(
    folder: Folder,
    escrow: Escrow = None,
    database: Database = "",
    *,
    only_check: Annotated[
        bool, typer.Option("--check", help="只核对备份是否完整，不恢复")
    ] = False,
) -> None:
    """从备份恢复到尚不存在的账簿，全部重算，与备份时的摘要核对。"""
    from dataclasses import replace  # noqa: PLC0415 - as above

    from app import backup as making  # noqa: PLC0415 - as above

    if only_check:
        found = making.faults(folder)
        if found:
            raise RecordRefused("备份不完整：\n" + "\n".join(found))
        say("备份完整：每个文件与清单一致")
        content = (folder / making.MANIFEST).read_bytes()
        say(f"清单摘要 {making.manifest_hash(content)}")
        return
    settings = read_settings()
    settings = replace(settings, database=database or settings.database)
    keys = _unlocked(settings, escrow) if escrow else {}
    try:
        restored = making.restore(settings, folder, keys)
    except OSError as error:
        raise FileUnwritable(folder, reason(error), "核对磁盘和权限") from None
    if restored.differences:
        raise RecordRefused("恢复的账簿有差异：\n" + "\n".join(restored.differences))
    say(f"已恢复 {restored.units} 个单位：全部重算，与备份时一致")
    if restored.papers is False:
        say("附件与清单一致，没有解密核对：密钥不在（--escrow）")


def _passphrase(settings: Settings, *, twice: bool) -> str:
    if settings.escrow:
        return settings.escrow
    asked = ask_hidden("托管口令", "BANGFU_ESCROW")
    if twice and ask_hidden("再输入一次", "BANGFU_ESCROW") != asked:
        raise RecordRefused("两次输入的口令不同")
    return asked


def _key_files(settings: Settings) -> dict[str, Path]:
    from app.keyring import key_file  # noqa: PLC0415 - as above
    from app.signing import signing_file  # noqa: PLC0415 - as above

    signing = signing_file(settings)
    return {"keys": key_file(settings)} | ({"signing": signing} if signing else {})


def _locked(settings: Settings, escrow: Path, phrase: str) -> bytes:
    """What goes into escrow, if there is room for it."""
    from app import escrow as keys  # noqa: PLC0415 - as above

    demand_free(escrow)
    found = {
        name: path.read_bytes()
        for name, path in _key_files(settings).items()
        if path.is_file()
    }
    return keys.locked(found, phrase)


def _unlocked(settings: Settings, escrow: Path) -> dict[Path, bytes]:
    """The keys out of escrow, by where they belong."""
    from app import escrow as keys  # noqa: PLC0415 - as above

    places = _key_files(settings)
    try:
        content = escrow.read_bytes()
    except OSError as error:
        msg = f"托管文件 {escrow} 读不出：{reason(error)}"
        raise RecordRefused(msg) from None
    found = keys.opened(content, _passphrase(settings, twice=False))
    if "signing" in found and "signing" not in places:
        raise RecordRefused("托管文件中有签名密钥：请设 BANGFU_SIGNING，指明放在哪里")
    return {places[name]: key for name, key in found.items() if name in places}
