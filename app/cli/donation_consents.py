"""`bangfu money donors agree | donors withdraw | consent | consent-withdraw …`.

What donors agree to: to be named, to another purpose, to a later day; and what they
take back.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.donation_lists import donors
from app.cli.output import say
from app.cli.session import Session, open_session
from app.cli.typed import one_of
from app.clock import today
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)

GiftKey = Annotated[str, typer.Argument(help="捐赠号：2026-12")]
On = Annotated[str, typer.Option("--on", help="日期（默认当日）")]
Paper = Annotated[str, typer.Option("--paper", help="依据的文件：协议、来函、同意书")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]
Purposes = Annotated[
    list[str] | None, typer.Option("--purpose", help="捐赠人限定的用途；可重复")
]
Publish = Annotated[
    str, typer.Option("--publish", help="full 公开、surname 只公开姓氏、none 不公开")
]


@donors.command()
def agree(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    number: Annotated[int, typer.Argument(help="捐赠人序号", min=1)],
    publish: Publish,
    paper: Paper,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记捐赠人同意怎样公开；自约定日起有效，以前的不变。"""
    from treasury import donors as verbs  # noqa: PLC0415 - costs time
    from treasury.donor_names import Publish  # noqa: PLC0415 - as above

    session = open_session(database, person)
    since = day_of(on, "--on") if on else today()
    wanted = one_of(Publish, publish, "--publish")
    vault = vault_of(session)
    subject = str(number)
    with session.writing("money.agree", Right.PREPARE, unit, subject) as connection:
        found = verbs.agree(
            connection,
            unit,
            number,
            wanted,
            since=since,
            paper=paper,
            vault=vault,
            act=session.act,
        )
    say(f"{found.label}自 {since} 起：{wanted.label}")


@donors.command("withdraw")
def withdraw_naming(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    number: Annotated[int, typer.Argument(help="捐赠人序号", min=1)],
    reason: Reason,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记捐赠人撤回公开姓名的同意；自该日起公示表不再列名。"""
    from treasury import donors as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    day = day_of(on, "--on") if on else today()
    vault = vault_of(session)
    subject = str(number)
    with session.writing("money.unname", Right.PREPARE, unit, subject) as connection:
        found = verbs.withdraw(
            connection,
            unit,
            number,
            on=day,
            reason=reason,
            vault=vault,
            act=session.act,
        )
    say(f"{found.label}自 {day} 起：不公开")


@app.command()
def consent(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: GiftKey,
    purpose: Purposes,
    reason: Reason,
    paper: Paper,
    given: Annotated[str, typer.Option("--given", help="捐赠人书面同意的日期")],
    digest: Annotated[str, typer.Option("--digest", help="文件的 SHA-256")] = "",
    until: Annotated[str, typer.Option("--until", help="延长后的限定截止日")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """变更捐赠用途或延长期限：须有捐赠人的书面同意；匿名捐赠不能变更。"""
    from treasury import consents as verbs  # noqa: PLC0415 - as above

    told = verbs.Consent(
        gift=key,
        purposes=tuple(purpose or ()),
        given_on=day_of(given, "--given"),
        paper=paper,
        digest=digest,
        reason=reason,
        until=day_or_none(until, "--until"),
    )
    session = open_session(database, person)
    with session.writing("money.consent", Right.PREPARE, unit, key) as connection:
        found = verbs.consent(connection, unit, told, session.act)
    named = [*found.consent.purposes]
    named += [f"可用至 {found.consent.until}"] if found.consent.until else []
    say(f"同意书 {found.consent.number} 号：{'、'.join(named)}")
    if found.opened:
        say(f"资金“{found.fund}”现可用于{'、'.join(found.opened)}")
    if found.waiting:
        say(f"资金中还有捐赠未经其捐赠人同意：{'、'.join(found.waiting)}")


@app.command("consent-withdraw")
def consent_withdraw(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    number: Annotated[int, typer.Argument(help="同意书号", min=1)],
    reason: Reason,
    paper: Annotated[str, typer.Option("--paper", help="捐赠人的来函")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记捐赠人撤回变更的同意；已据此支出的不能撤回。"""
    from treasury import consents as verbs  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    subject = str(number)
    with session.writing("money.dissent", Right.PREPARE, unit, subject) as connection:
        verbs.withdraw(
            connection,
            unit,
            number,
            on=day,
            reason=reason,
            paper=paper,
            act=session.act,
        )
    say(f"同意书 {number} 号自 {day} 起撤回")


def vault_of(session: Session) -> "Vault":
    """The keys of whoever works here."""
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    return open_vault(session.settings)
