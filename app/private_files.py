"""Files that only their owner may read: what leaves the books with people in it."""

import os
from pathlib import Path

from app.errors import FileUnwritable

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


def write_private(path: Path, content: bytes) -> None:
    """Write a file of mode 0600 that is not there yet.

    Raises:
        FileUnwritable: there is one, or it cannot be written; nothing is left behind.
    """
    demand_free(path)
    try:
        descriptor = os.open(path, _FLAGS, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        raise FileUnwritable(path, "文件已存在", "换一个文件名") from None
    except OSError:
        raise FileUnwritable(path, "文件不能写入", "核对目录和权限") from None


def demand_free(path: Path) -> None:
    """Go on only if nothing stands at the path and its folder is there.

    Raises:
        FileUnwritable: something does, or it is not.
    """
    if os.path.lexists(path):
        raise FileUnwritable(path, "文件已存在", "换一个文件名")
    if not path.parent.is_dir():
        raise FileUnwritable(path, "目录不存在", "写明已有的目录")
