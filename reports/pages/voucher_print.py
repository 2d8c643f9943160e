"""记账凭证: the vouchers of a period as they are printed, signed and filed.

How each of them is printed says `reports/voucher_parts.py`.

Basis: 会计基础工作规范 第五十一条、第五十二条.
"""

from ledger.database import Connection
from reports import parts, voucher_parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import Block, Document, Paragraph

REPORT = Report(
    name="voucher_print",
    title="记账凭证",
    summary="一个期间的全部记账凭证，一页数张，附五方签章、大写金额和更正关系",
)


def build(connection: Connection, request: Request) -> Document:
    """Print the vouchers of the period, openings of its year included.

    Raises:
        NoSuchScope: several units, one fund or one account were asked for.
    """
    if request.with_subunits:
        raise NoSuchScope("记账凭证按单位打印，不汇总下级单位")
    parts.demand_all(request, REPORT.title)
    filed = voucher_parts.filed(connection, request)
    count = len(filed.vouchers)
    blocks: list[Block] = [
        voucher_parts.printed(filed, voucher) for voucher in filed.vouchers
    ]
    return Document(
        name=REPORT.name,
        title="记账凭证汇编" if count != 1 else REPORT.title,
        subtitle=f"共{count}张",
        provenance=parts.provenance(connection, request),
        blocks=tuple(blocks) or (Paragraph(request.words("voucher_none")),),
    )
