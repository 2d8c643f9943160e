"""`bangfu books draft`: a voucher's life until it stands in the books."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from ledger.errors import DraftRefused
from ledger.people import Right
from ledger.privacy import shown

if TYPE_CHECKING:
    from ledger.database import Connection
    from ledger.draft_vouchers import DraftVoucher
    from ledger.drafts import Draft

app = typer.Typer(no_args_is_help=True, help="草稿：填制、提交、审核、收付、记账")

Number = Annotated[int, typer.Option("--number", help="草稿号", min=1)]
Reason = Annotated[str, typer.Option("--reason", help="原因")]

KEYS_SHOWN = 10
"""How many keys a refusal names."""

DRAFTS = (
    ("number", "草稿"),
    ("state", "状态"),
    ("date", "日期"),
    ("summary", "摘要"),
    ("person", "经手"),
)
STEPS = (
    ("state", "状态"),
    ("person", "经手"),
    ("at", "时间（UTC）"),
    ("reason", "原因"),
    ("voucher", "内容"),
)

HEAD = (
    ("dated_on", "日期"),
    ("summary", "摘要"),
    ("postings", "各行分录"),
    ("ref", "引用号；空则由草稿号而来"),
    ("kind", "凭证字；空则由收付判断"),
    ("attachments", "附件数"),
    ("corrects", "被更正凭证的引用号"),
    ("correction", "更正方式：full、difference、replacement"),
    ("entered", "here，或 bank（银行发生的业务）、adjustment（审计调整）"),
    ("basis", "依据的决定或审计发现的编号"),
)
LINE = (
    ("account", "科目"),
    ("fund", "资金"),
    ("debit", "借方"),
    ("credit", "贷方"),
    ("purpose", "用途"),
    ("party", "往来单位"),
    ("recipient", "档案号"),
    ("persons", "人数"),
    ("item", "物品"),
    ("quantity", "数量"),
    ("serials", "编号"),
    ("arose_on", "发生日期"),
    ("economic", "经济分类"),
    ("functional", "功能分类"),
    ("appropriation", "预算指标"),
    ("request", "申请号"),
    ("memo", "备注"),
)
"""What the JSON of a draft, and one line of its postings, may tell."""

SHOWN: dict[str, Columns] = {"list": DRAFTS, "show": STEPS}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def save(
    unit: Unit,
    file: Annotated[Path, typer.Argument(help="凭证内容（JSON），- 为标准输入")],
    number: Annotated[
        int, typer.Option("--number", help="改这一张草稿（默认新填一张）", min=0)
    ] = 0,
    database: Database = "",
    person: As = "",
) -> None:
    """保存草稿：内容可以不全，提交时才要求完整。"""
    from ledger import drafts  # noqa: PLC0415 - only drafts need it

    voucher = _read(unit, file)
    session = open_session(database, person)
    subject = str(number or "")
    with session.writing("draft.save", Right.PREPARE, unit, subject) as connection:
        if number:
            from treasury import row_fit  # noqa: PLC0415 - only what changes needs it

            row_fit.demand_ref(connection, unit, number, voucher.ref)
        draft = drafts.save(connection, voucher, session.act, number)
    _say(draft)


def _read(unit: str, file: Path) -> "DraftVoucher":
    from ledger.draft_vouchers import (  # noqa: PLC0415 - as above
        DraftPosting,
        DraftVoucher,
    )

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
        told = json.loads(text)
    except (OSError, ValueError):
        raise DraftRefused("草稿内容无法读取", do="应为 UTF-8 的 JSON") from None
    lines = told.pop("postings", []) if isinstance(told, dict) else None
    if not isinstance(lines, list):
        raise DraftRefused("草稿内容应为一个对象，分录在 postings 列表中")
    postings = tuple(
        DraftPosting(**_texts(line, LINE, f"第{number}行分录"))
        for number, line in enumerate(lines, 1)
    )
    told.pop("unit", None)
    head = _texts(told, HEAD, "草稿")
    return DraftVoucher(**head | {"unit": unit, "postings": postings})


def _texts(told: object, columns: Columns, place: str) -> dict[str, Any]:
    """The fields of a part, all of them texts; anything else is no draft."""
    if not isinstance(told, dict):
        what, do = "应为一个对象", '写作 {"account": "102", "fund": …}'
        raise DraftRefused(place + what, do=do)
    known = [key for key, _ in columns]
    if strange := [key for key in told if key not in known]:
        what, do = f"中有不认识的项目：{_named(strange)}", f"可用：{'、'.join(known)}"
        raise DraftRefused(place + what, do=do)
    if unfit := [key for key, value in told.items() if not isinstance(value, str)]:
        what, do = f"的各项都应为文字：{_named(unfit)}", "金额、数量与日期也加引号"
        raise DraftRefused(place + what, do=do)
    return told


def _named(keys: list[str]) -> str:
    """The keys as typed; what is typed may be anything, a personal number too."""
    named = "、".join(shown(key) for key in keys[:KEYS_SHOWN])
    return named + ("等" if len(keys) > KEYS_SHOWN else "")


def _say(draft: "Draft") -> None:
    say(f"草稿 {draft.number}：{draft.state.label}")


@app.command()
def submit(
    unit: Unit, number: Number, database: Database = "", person: As = ""
) -> None:
    """提交审核；提交者即制单人。"""
    _say(_step("submit", Right.PREPARE, (unit, number), database, person))


@app.command()
def review(
    unit: Unit, number: Number, database: Database = "", person: As = ""
) -> None:
    """审核：与原始凭证核对无误。"""
    _say(_step("review", Right.REVIEW, (unit, number), database, person))


@app.command()
def settle(
    unit: Unit, number: Number, database: Database = "", person: As = ""
) -> None:
    """出纳：款项已收付。"""
    _say(_step("settle", Right.SETTLE, (unit, number), database, person))


@app.command()
def post(unit: Unit, number: Number, database: Database = "", person: As = "") -> None:
    """记账：编号、入账，此后不能修改。"""
    done = _step("post", Right.POST, (unit, number), database, person)
    say(f"已记账：{done.kind}字第{done.number}号，链位 {done.position}")


@app.command("return")
def return_(
    unit: Unit,
    number: Number,
    reason: Reason,
    database: Database = "",
    person: As = "",
) -> None:
    """退回制单人，并写明原因。"""
    rights = (Right.REVIEW, Right.SETTLE, Right.POST)
    _say(_step("give_back", rights, (unit, number, reason), database, person))


@app.command()
def drop(
    unit: Unit,
    number: Number,
    reason: Reason,
    database: Database = "",
    person: As = "",
) -> None:
    """作废草稿，并写明原因；经过仍然保留。"""
    _say(_step("drop", Right.PREPARE, (unit, number, reason), database, person))


_JUDGED = ("submit", "review", "post")
"""Steps at which it is asked whether something rests on what a draft corrects."""


def _step(
    verb: str,
    right: Right | tuple[Right, ...],
    given: tuple[str, int] | tuple[str, int, str],
    database: str,
    person: str,
) -> Any:
    """Take one step of a draft: `given` is its unit and number, and a reason."""
    from ledger import drafts  # noqa: PLC0415 - only drafts need it

    session = open_session(database, person)
    unit, number = given[:2]
    with session.writing(f"draft.{verb}", right, unit, str(number)) as connection:
        if verb in _JUDGED:
            _ask_what_rests_on(connection, unit, number)
        if verb in {"submit", "review", "settle", "post"}:
            from treasury import row_fit  # noqa: PLC0415 - drafts go on by it alone

            row_fit.demand_fit(connection, unit, number)
        done = getattr(drafts, verb)(connection, *given, session.act)
        if verb == "post":
            from treasury import lineage  # noqa: PLC0415 - only posting needs it

            lineage.follow(connection, unit)
        return done


def _ask_what_rests_on(connection: "Connection", unit: str, number: int) -> None:
    """Refuse a correction of what something else rests on."""
    from ledger import drafts  # noqa: PLC0415 - only drafts need it

    voucher = drafts.history(connection, unit, number)[-1].voucher
    if voucher.corrects:
        from treasury import corrections  # noqa: PLC0415 - only corrections need it

        corrections.demand(connection, voucher)
        for one in corrections.findings(connection, voucher):
            say(str(one))


@app.command("list")
def list_(
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出还没有记账或作废的草稿。"""
    from ledger import drafts  # noqa: PLC0415 - only drafts need it

    with open_session(database, person).reading(unit) as connection:
        found = drafts.waiting(connection, unit)
    rows = [
        (d.number, d.state.label, d.voucher.dated_on, d.voucher.summary, d.last.person)
        for d in found
    ]
    show(DRAFTS, rows, how)


@app.command("show")
def show_(
    unit: Unit,
    number: Number,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """查看一张草稿：经过的各步，和现在的内容。"""
    from ledger import draft_vouchers, drafts  # noqa: PLC0415 - only drafts need it

    with open_session(database, person).reading(unit) as connection:
        steps = drafts.history(connection, unit, number)
    rows = [(s.state.label, s.person, s.taken_at, s.reason) for s in steps]
    if how is Format.TABLE:
        show(STEPS[:-1], rows, how)
        say(draft_vouchers.write(steps[-1].voucher))
        return
    texts = [draft_vouchers.write(step.voucher) for step in steps]
    told = texts if how is Format.CSV else [json.loads(text) for text in texts]
    show(STEPS, [(*row, content) for row, content in zip(rows, told, strict=True)], how)
