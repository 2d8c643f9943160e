"""Long work in the background (后台作业): begun at a desk, watched, left, fetched.

1. A job is a folder of the office's work folder: what was asked, how far it is, what
   came of it. Any process of the application may answer about it.
2. It runs in a process of its own (`job_process.py`), so that the pages stay quick.
   That process holds a lock on a file of the folder for as long as it lives: a job that
   came to no end and whose lock is free was broken off, and is told so.
3. Its owner alone sees it, and only while they have the right that it asked for.
4. `RUNNING` jobs of an office run at once, the others wait; one person may have
   `UNFINISHED` that came to no end yet.
5. After `KEPT` a job is shown to nobody, and removed with all that it made when the
   next one begins or somebody looks at theirs.
"""

import datetime as dt
import fcntl
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

from app import auth
from app.clock import now, today
from app.settings import Settings, look_of
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import NotFound, Refused
from ledger.people import Act, Right

RUNNING = 2
UNFINISHED = 5
KEPT = dt.timedelta(days=1)
ENDING = ".work"
GIVEN = "given"
"""What was sent for a job, in its folder."""
MODE = 0o700

_KEY = re.compile(r"[0-9a-f]{32}")
_HELD = "lock"
_STOP = "stop"
_ROOT = Path(__file__).parents[2]
# `-P` and the root: the child runs this very program, whatever lies where it is begun.
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from app.web.job_process import main; main()"
)


class JobRefused(Refused):
    """A job that was not begun."""


class State(Labelled):
    """How a job stands."""

    RUNNING = "running", "正在办理"
    DONE = "done", "已完成"
    REFUSED = "refused", "没有办成"
    FAULT = "fault", "程序出错"
    STOPPED = "stopped", "已停止"
    BROKEN = "broken", "已中断"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self is not State.RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a job is asked to do: the work, and what was typed for it."""

    work: str
    """The function that does it, as `module:function` of `app.web`."""
    title: str
    detail: str = ""
    """What it is of: a period, a format; it stands behind the title."""
    unit: str
    act: str
    """The key of the operation log."""
    rights: tuple[Right, ...]
    """One of them is needed to see what came of it."""
    back: str
    """The page it was asked for on; `{job}` stands for its key."""
    leads: str = ""
    """The page that shows what came of it; `{job}` stands for its key."""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `whole` is 0 where that is not known."""

    stage: str = ""
    done: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands."""

    key: str
    folder: Path
    person: str
    begun_at: str
    asked: Asked
    state: State
    progress: Progress
    said: str = ""
    """Why nothing came of it; or what else there is to say."""
    files: tuple[str, ...] = ()
    """What it made to be handed out, by name."""
    led: str = ""
    """The page of what it made, where that could not be known before."""

    @property
    def leads(self) -> str:
        """Where what came of it is shown; empty: on its own page."""
        return self.led or self.asked.leads.format(job=self.key)

    @property
    def back(self) -> str:
        """The page it was asked for on."""
        return self.asked.back.format(job=self.key)

    def read(self, name: str) -> Any:
        """A result that the work left as JSON."""
        return json.loads((self.folder / name).read_text("utf-8"))


# -- the folders --------------------------------------------------------------------


def work_folder(settings: Settings) -> Path:
    """The office's work folder, made where it is missing; ours alone.

    Raises:
        JobRefused: it cannot be made, or belongs to somebody else.
    """
    named = settings.work or settings.beside(ENDING)
    if named is None:
        name = sha256(settings.database.encode()).hexdigest()[:16]
        named = Path(tempfile.gettempdir()) / f"bangfu-work-{os.getuid()}-{name}"
    try:
        named.mkdir(mode=MODE, exist_ok=True)
        found = named.lstat()
    except OSError:
        raise JobRefused("后台作业的文件夹建不成", do="核对 BANGFU_WORK") from None
    if not named.is_dir() or (found.st_uid != os.getuid() and settings.work is None):
        raise JobRefused("后台作业的文件夹属于别人", do="设 BANGFU_WORK 另指一处")
    return named


def new_key() -> str:
    """The key of a job to be."""
    return secrets.token_hex(16)


def begin(
    settings: Settings, key: str, asked: Asked, act: Act, given: Path | None = None
) -> None:
    """Begin a job; what its log entry is written with was committed before.

    The folder `given` for it is copied into its own, as `GIVEN`.

    Raises:
        JobRefused: its folder cannot be written.
    """
    root = work_folder(settings)
    sweep(root, act.at)
    folder = root / key
    told = asdict(asked) | {"rights": [right.value for right in asked.rights]}
    kept = {"person": act.person, "begun_at": act.stamp, "asked": told}
    refused = JobRefused("后台作业没有开始", do="核对 BANGFU_WORK 和磁盘")
    try:
        folder.mkdir(mode=MODE)
        if given is not None:
            shutil.copytree(given, folder / GIVEN)
    except OSError:
        raise refused from None
    try:
        with _held(folder) as held:
            write_whole(folder / "job.json", kept)
            _start(settings, folder, held)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise refused from None


@contextmanager
def _held(folder: Path) -> Iterator[int]:
    """The lock of a job, which its process inherits and keeps for its life (2)."""
    held = os.open(folder / _HELD, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield held
    finally:
        os.close(held)


def _start(settings: Settings, folder: Path, held: int) -> None:
    """Start the process of a job."""
    child = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-P", "-c", _CHILD, str(_ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=(held,),
    )
    given = {"folder": str(folder), "settings": plain_of(settings)}
    told = json.dumps(given).encode()
    # Whoever ends is waited for, so that nothing of it stays behind.
    Thread(target=child.communicate, args=(told,), daemon=True).start()


def plain_of(settings: Settings) -> dict[str, str | None]:
    """Settings as they are handed to a job's process."""
    found: dict[str, str | None] = {}
    for one in fields(settings):
        value = getattr(settings, one.name)
        found[one.name] = None if value is None else str(value)
    # No job acts by a secret.
    return found | {"look": settings.look.negatives, "secret": "", "escrow": ""}


def settings_of(plain: Mapping[str, str | None]) -> Settings:
    """Settings as they were handed to a job's process."""
    texts = ("database", "secret", "escrow", "os_user", "look")
    told: dict[str, Any] = {
        name: value if name in texts or value is None else Path(value)
        for name, value in plain.items()
    }
    return Settings(**told | {"look": look_of(str(plain["look"]))})


def sweep(root: Path, at: dt.datetime) -> None:
    """Remove what was kept long enough (5)."""
    before = (at - KEPT).timestamp()
    for folder in root.iterdir():
        if not _KEY.fullmatch(folder.name) or folder.stat().st_mtime > before:
            continue
        if not is_alive(folder):
            shutil.rmtree(folder, ignore_errors=True)


# -- what a job says of itself ------------------------------------------------------


def job_of(settings: Settings, key: str, person: str) -> Job:
    """A person's job.

    Raises:
        NotFound: there is none such, or it is somebody else's.
    """
    if _KEY.fullmatch(key):
        job = _read(work_folder(settings) / key)
        if job is not None and job.person == person and job.begun_at > _oldest():
            return job
    raise NotFound("后台作业", key[:40], "作业保留一天，过后请重新办理")


def jobs_of(
    settings: Settings, person: str, unit: str = "", act: str = ""
) -> list[Job]:
    """A person's jobs, the latest first; of a unit, of an act."""
    oldest = _oldest()
    found = (
        _read(folder)
        for folder in work_folder(settings).iterdir()
        if _KEY.fullmatch(folder.name)
    )
    own = [
        job
        for job in found
        if job is not None
        and job.person == person
        and job.begun_at > oldest
        and unit in {"", job.asked.unit}
        and act in {"", job.asked.act}
    ]
    return sorted(own, key=lambda job: (job.begun_at, job.key), reverse=True)


def _oldest() -> str:
    """What was begun by then is not shown any more, removed or not (5)."""
    return Act("", now() - KEPT).stamp


def demand_room(settings: Settings, person: str) -> None:
    """Go on only while a person has not too many jobs under way (4).

    Raises:
        JobRefused: they have.
    """
    under_way = [job for job in jobs_of(settings, person) if not job.state.is_over]
    if len(under_way) >= UNFINISHED:
        raise JobRefused(
            "后台作业没有开始",
            why=f"您已有 {len(under_way)} 项正在办理",
            do="等它们完成，或先停止",
        )


def may_see(connection: Connection, job: Job, person_id: int) -> bool:
    """Whether a person has a right that a job asks for, in its unit or in some (3)."""
    unit, on = job.asked.unit, today()
    if unit:
        held = auth.rights_in(connection, person_id, unit, on)
        return not held.isdisjoint(job.asked.rights)
    return any(
        auth.may_somewhere(connection, person_id, right, on)
        for right in job.asked.rights
    )


def own(
    connection: Connection, settings: Settings, key: str, who: tuple[int, str]
) -> Job:
    """A job of a person, told by number and code, while they may see it (3).

    Raises:
        NotFound: there is none such, it is somebody else's, or they may not any more.
    """
    person_id, person = who
    job = job_of(settings, key, person)
    if not may_see(connection, job, person_id):
        raise NotFound("后台作业", key)
    return job


def stop(job: Job) -> None:
    """Ask a job to stop; it does at its next stage."""
    (job.folder / _STOP).touch()


def is_to_stop(folder: Path) -> bool:
    """Whether a job was asked to stop."""
    return (folder / _STOP).exists()


def is_alive(folder: Path) -> bool:
    """Whether the process of a job lives (2)."""
    try:
        held = os.open(folder / _HELD, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(held)
    return False


def _read(folder: Path) -> Job | None:
    kept = _json(folder / "job.json")
    if kept is None:
        return None
    # The lock before the end: a process that ends between the two has left its end.
    alive = is_alive(folder)
    ended = _json(folder / "end.json")
    state = State.RUNNING if alive else State.BROKEN
    told = kept["asked"]
    rights = tuple(Right(one) for one in told["rights"])
    progress = _json(folder / "progress.json") or {}
    return Job(
        key=folder.name,
        folder=folder,
        person=kept["person"],
        begun_at=kept["begun_at"],
        asked=Asked(**told | {"rights": rights}),
        state=State(ended["state"]) if ended else state,
        progress=Progress(**progress),
        said=ended["said"] if ended else "",
        files=tuple(ended["files"]) if ended else (),
        led=ended.get("led", "") if ended else "",
    )


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_whole(path: Path, told: object) -> None:
    """Write a JSON file that is there whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    part.replace(path)


def end(
    folder: Path,
    state: State,
    said: str = "",
    files: Sequence[str] = (),
    *,
    led: str = "",
) -> None:
    """Tell what came of a job, and where its page is if only it could know that."""
    told = {"state": state.value, "said": said, "files": list(files), "led": led}
    write_whole(folder / "end.json", told)


def slots(root: Path) -> Iterator[Path]:
    """The files of which a running job holds one (4)."""
    return (root / f"slot-{number}" for number in range(RUNNING))
