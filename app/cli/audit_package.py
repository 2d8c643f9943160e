"""`bangfu audit export`; the signed digests of `digest --sign`, `verify --digest`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import clock
from app.cli import output
from app.cli.arguments import As, Database, Period, Unit, span_of
from app.cli.output import Columns, Format, reason, say, show
from app.cli.progress import stages
from app.cli.session import Session, open_session
from app.errors import FileUnwritable
from app.private_files import demand_free
from app.settings import Settings
from ledger.database import Connection, writing
from ledger.people import Right
from ledger.register import lookups

if TYPE_CHECKING:
    from audit.digests import Held, SignedDigest
    from audit.package import Written

app = typer.Typer(no_args_is_help=True)

PACKAGE = (
    ("path", "证据包"),
    ("edition", "版本"),
    ("files", "文件数"),
    ("vouchers", "凭证"),
    ("postings", "分录"),
    ("attachments", "随附附件"),
    ("manifest", "清单摘要"),
    ("signer", "公钥指纹"),
)
SIGNED = (
    ("unit", "单位代码"),
    ("name", "单位名称"),
    ("day", "日期"),
    ("position", "凭证链位"),
    ("digest", "凭证链摘要"),
    ("records_position", "登记链位"),
    ("records_digest", "登记链摘要"),
    ("shared_position", "共用登记链位"),
    ("shared_digest", "共用登记链摘要"),
    ("fingerprint", "公钥指纹"),
    ("public_key", "公钥"),
    ("signature", "签名"),
)

SHOWN: dict[str, Columns] = {"export": PACKAGE, "digest --sign": SIGNED}
"""What each command shows; `docs/cli.md` is written from it."""

SHOWING = (Right.AUDIT, Right.VIEW)
"""Who may hand out the masked edition; the full one asks for `AUDIT`."""


@app.command()
def export(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    period: Period,
    to: Annotated[
        Path, typer.Option("--to", help="写入的文件夹，或 .zip 文件；尚不存在")
    ],
    paper: Annotated[
        str, typer.Option("--paper", help="完整版所依据的书面申请：文号")
    ] = "",
    why: Annotated[str, typer.Option("--reason", help="为什么需要完整版，交给谁")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="完整版：不隐去个人信息，随附附件")
    ] = False,
) -> None:
    """导出审计证据包：凭证、余额、登记、报告和独立的核对程序，供外部重新计算。

    默认是隐名版；完整版须写明书面申请的文号和理由。两种版本都记入操作日志。
    """
    paper, why = paper.strip(), why.strip()
    if full != bool(paper and why) or bool(paper) != bool(why):
        option = "--paper 和 --reason" if full else "--full"
        raise typer.BadParameter(
            "完整版须写明 --full、--paper 和 --reason", param_hint=option
        )
    span_of(period)
    demand_free(to)
    _demand_told(paper, why)
    session = open_session(database, person)
    edition = "full" if full else "masked"
    subject = " ".join(filter(None, (period, edition, to.name, paper, why)))
    allowed = Right.AUDIT if full else SHOWING
    with session.logged("audit.export", allowed, unit, subject):
        written, signer = _write(session, (unit, period, to), (paper, why))
    with writing(session.engine) as connection:
        told = f"{period} {edition} {written.manifest_hash}"
        session.log(connection, "audit.package", unit, told)
    row = (str(written.path), "完整版" if full else "隐名版", written.files)
    counts = (written.vouchers, written.postings, written.papers)
    show(PACKAGE, [(*row, *counts, written.manifest_hash, signer)], how)
    if how is Format.TABLE:
        say(
            f"核对：python3 {to / 'verify.py'}"
            if to.suffix != ".zip"
            else "先取出 verify.py，再核对"
        )


def _demand_told(paper: str, why: str) -> None:
    from audit.package_marks import demand_told  # noqa: PLC0415 - loads late

    demand_told(paper, why)


def _write(
    session: Session, asked: tuple[str, str, Path], request: tuple[str, str]
) -> "tuple[Written, str]":
    """Write the package, whole or not at all; it, and who signed it.

    Raises:
        FileUnwritable: it cannot be written.
    """
    # Renderers and ciphers load late.
    from app import evidence_package  # noqa: PLC0415
    from audit.package_marks import Edition  # noqa: PLC0415
    from reports.catalogue import Request  # noqa: PLC0415

    unit, period, to = asked
    paper, why = request
    settings = session.settings
    keys = evidence_package.open_keys(settings, papers=bool(paper))
    wanted = evidence_package.Wanted(
        request=Request(
            unit=unit,
            span=span_of(period),
            period=period.strip().upper(),
            at=session.act.at,
            templates=settings.templates,
            forms=settings.forms,
        ),
        edition=Edition.FULL if paper else Edition.MASKED,
        paper=paper,
        reason=why,
        fonts=(settings.fonts,) if settings.fonts else (),
        look=settings.office_look,
    )
    try:
        with stages() as tell, session.reading(unit) as connection:
            written = evidence_package.write(connection, wanted, keys, to, tell)
    except OSError as error:
        raise FileUnwritable(to, reason(error), "换一个位置，或先排除原因") from None
    return written, keys.signing.fingerprint if keys.signing else ""


# -- signed digests -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """What the books say of one digest."""

    place: str
    held: "Held"

    @property
    def differs(self) -> bool:
        """Whether it is not simply true."""
        return self.held != "holds"


def show_signed(session: Session, unit: str, how: Format) -> None:
    """Sign where each unit's chains stand, and show it as text or rows.

    Raises:
        VaultRefused: there is no key to sign with.
    """
    from app import signing  # noqa: PLC0415 - as above
    from audit import digests  # noqa: PLC0415 - as above

    key = signing.demand_key(session.settings)
    day = clock.today().isoformat()
    with (
        session.logged("audit.digest", SHOWING, unit, key.fingerprint),
        session.reading(unit) as connection,
    ):
        units = (unit,) if unit else tuple(lookups(connection).units)
        found = [digests.digest_of(connection, code, day) for code in units]
    made = [digests.signed(digest, key) for digest in found]
    if how is Format.TABLE:
        say("\n".join(one.text() for one in made).rstrip())
    else:
        show(SIGNED, [one.row() for one in made], how)


def read_file(path: Path) -> "tuple[SignedDigest, ...]":
    """The signed digests of a file.

    Raises:
        DigestRefused: there is none.
    """
    from audit.digests import read_digests  # noqa: PLC0415 - as above

    return read_digests(path.read_bytes().decode("utf-8-sig", "replace"))


def known_keys(settings: Settings, files: Iterable[Path]) -> frozenset[bytes]:
    """The public keys of the office's own file, and those handed over.

    Raises:
        DigestRefused: a file holds no public key.
        VaultRefused: the office's own file cannot be used.
    """
    from app import signing  # noqa: PLC0415 - as above
    from audit.signatures import read_key  # noqa: PLC0415 - as above

    own = signing.signing_keys(settings).values()
    return frozenset(key.public_key for key in own) | frozenset(map(read_key, files))


def held(
    connection: Connection,
    told: "Sequence[SignedDigest]",
    keys: Collection[bytes],
    unit: str,
) -> list[Line]:
    """What the books say of each digest."""
    if not told:
        return []
    from audit.digests import judge  # noqa: PLC0415 - as above

    return [
        Line(
            f"{one.digest.unit} {one.digest.day} 链位 {one.digest.position}",
            judge(connection, one, keys, unit),
        )
        for one in told
    ]
