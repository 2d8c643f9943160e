"""Documents of CAMT.053, written by hand, all made up."""

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


def balance(code: str, amount: str, side: str = "CRDT", day: str = "2026-01-01") -> str:
    """A balance."""
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="CNY">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def entry(  # noqa: PLR0913 - what a document may say
    amount: str = "10.00",
    side: str = "CRDT",
    *,
    day: str = "<BookgDt><Dt>2026-01-05</Dt></BookgDt>",
    status: str = "BOOK",
    more: str = "",
    rows: str = "",
) -> str:
    """An entry; `more` stands before its rows."""
    inside = f"<NtryDtls>{rows}</NtryDtls>" if rows else ""
    return (
        f'<Ntry><NtryRef>N1</NtryRef><Amt Ccy="CNY">{amount}</Amt>'
        f"<CdtDbtInd>{side}</CdtDbtInd><Sts>{status}</Sts>{day}"
        f"<AcctSvcrRef>R1</AcctSvcrRef>{more}{inside}</Ntry>\n"
    )


def row(
    amount: str = "", side: str = "", *, party: str = "", text: str = "", more: str = ""
) -> str:
    """A row of an entry, as versions 3 to 7 write it."""
    paid = f'<Amt Ccy="CNY">{amount}</Amt>' if amount else ""
    way = f"<CdtDbtInd>{side}</CdtDbtInd>" if side else ""
    return (
        f"<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{paid}{way}"
        f"<RltdPties>{party}</RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>{more}</TxDtls>"
    )


def statement(
    *entries: str,
    opening: str = "100.00",
    closing: str = "110.00",
    account: str = "330001",
    head: str = "",
) -> str:
    """A statement between two balances."""
    return (
        f"<Stmt><Id>S1</Id>{head}<Acct><Id><Othr><Id>{account}</Id></Othr></Id>"
        "<Ccy>CNY</Ccy></Acct>\n"
        + balance("OPBD", opening)
        + balance("CLBD", closing, day="2026-01-31")
        + "".join(entries)
        + "</Stmt>\n"
    )


def document(*statements: str, version: str = "02", space: str = "") -> bytes:
    """A document of a version."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="{space or SPACE + version}"><BkToCstmrStmt>\n'
        "<GrpHdr><MsgId>M1</MsgId></GrpHdr>\n"
        + "".join(statements)
        + "</BkToCstmrStmt></Document>"
    ).encode()
