"""What the shell refuses, beside what the ledger refuses.

ledger.errors.Refused
├── NotIdentified       a person who is not known, or a secret that is not theirs
├── NotAllowed          a person without the right that an act asks for
├── NotAdministered     an act after which nobody could administer the books
├── SecretRefused       a secret that may not be set
├── SecretUnreadable    what is kept of a secret is no hash of one
├── SecretNotAsked      a secret is needed, and nobody sits at a terminal
├── SettingRefused      a setting from outside that is none of the choices
└── FileUnwritable      a file that cannot be written where it was asked for
"""

from collections.abc import Iterable
from pathlib import Path

from ledger.errors import Refused


class NotIdentified(Refused):
    """Nobody is known by this code with this secret; which of the two is not told."""

    def __init__(self) -> None:
        super().__init__(
            "未能确认身份",
            why="人员代码或口令不对",
            do="核对后重试，或请管理员重设口令",
        )


class NotAllowed(Refused):
    """A person has not the right that an act asks for."""

    def __init__(self, person: str, right: str, unit: str, why: str = "") -> None:
        place = f"在单位“{unit}”" if unit else "在全部单位"
        super().__init__(
            f"{person} {place}没有“{right}”权限",
            why=why,
            do="请管理员登记权限，或由有权限的人办理",
        )


class NotAdministered(Refused):
    """Nobody would have both a secret and the right to administer."""

    def __init__(self) -> None:
        super().__init__(
            "这样就没有人能管理账簿了",
            why="没有一个设了口令的人在全部单位有“管理”权限",
            do="先给一位管理员“管理”权限（不写单位）和口令",
        )


class SecretRefused(Refused):
    """A secret that is too short, or the person's own code."""


class SecretUnreadable(Refused):
    """What is kept of somebody's secret is no hash: nothing fits it."""

    def __init__(self, person: str) -> None:
        super().__init__(
            f"{person} 的口令记录不能识别，未能确认身份",
            why="数据库中这条记录已损坏，或被人在程序以外改动",
            do="请管理员用 bangfu books people secret 重设口令，"
            "并运行 bangfu audit verify 查明",
        )


class SecretNotAsked(Refused):
    """A secret is needed, and there is no terminal at which to ask for it."""

    def __init__(self, variable: str = "BANGFU_SECRET") -> None:
        super().__init__("没有终端可输入口令", do=f"请设 {variable}")


class FileUnwritable(Refused):
    """A file that cannot be written where it was asked for."""

    def __init__(self, path: Path, why: str, do: str) -> None:
        super().__init__(f"不能写入 {path}", why, do)


class FolderMissing(Refused):
    """A folder that a setting names is not there: nothing of it would be used."""

    def __init__(self, variable: str, path: Path) -> None:
        super().__init__(
            f"环境变量 {variable} 所指的文件夹 {path} 不存在",
            do="核对路径，或不设这个变量",
        )


class SettingRefused(Refused):
    """A setting is none of the choices there are; the message lists these."""

    def __init__(self, variable: str, what: str, choices: Iterable[str]) -> None:
        super().__init__(
            f"不认识环境变量 {variable} 中{what}",
            do=f"改为 {'、'.join(choices)} 之一，或不设",
        )
