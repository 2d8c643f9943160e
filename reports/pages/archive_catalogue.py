"""会计档案目录: which volumes and files the archive of a closed year has.

1. It is the catalogue of the set that `bangfu archive write` writes without papers: the
   files are written, measured and let go, so that the digests are those of the set.
2. It takes as long as the set does.

Basis: 会计档案管理办法（财政部、国家档案局令第79号）第八条、第十四条、第十九条.
"""

from ledger.database import Connection
from reports import archive, archive_catalogue, budget_parts, parts
from reports.archive import Asked
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import Document

REPORT = Report(
    name=archive_catalogue.NAME,
    title=archive_catalogue.TITLE,
    summary="已结账年度的会计档案：案卷、卷内文件（档号、保管期限、页数、摘要）、凭证附件、未结清事项",
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the catalogue of a year.

    Raises:
        NoSuchPeriod: the year is not closed.
        NoSuchScope: a month, units below, one fund, an account or a place was asked
            for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    if not parts.is_year(request):
        told = f"{REPORT.title}按年度编制，期间写作 {request.span.since.year}"
        raise NoSuchScope(told)
    asked = Asked(
        unit=request.unit,
        year=request.span.since.year,
        templates=request.templates,
    )
    return archive.catalogue_of(connection, asked)
