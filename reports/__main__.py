"""The page of reports for `docs/`: `python -m reports > docs/reports.md`.

It is written from the catalogue, so that a report is described in its own file alone.
"""

import sys

from reports.catalogue import LABELS, Report, all_reports

HEAD = """\
# Reports 报表

Written by `python -m reports > docs/reports.md` from the files of `reports/pages/`; do
not edit it by hand.

A report is drawn up for one unit (`--unit`), or with all units below it
(`--with-subunits`), and written in the format that the file's suffix names:

    bangfu report fund_statement --unit U1 --period 2025 --to fund-statement.pdf

`--period` is a year (`2025`) or a month (`2025-03`). `--known-at` takes a place in the
unit's chain and leaves out what came later: the same place gives the same figures for
ever; it is for one unit alone. `own_statement` takes `--form`, the key of a form of the
office's own ([forms.md](forms.md)). `annual_audit` is drawn up for one unit and a whole
year that is over: it takes no month and no `--with-subunits`. `close_minutes` is of one
unit and a month, `transfer_sheet` of one unit and the year that began with a new chart.
Without `--to` the tables are printed as CSV. Every report names the chain position and
hash at which it was computed.

Those with `en` among their languages have an English edition, `--lang en`: the same
figures, names of the books as they are.

| name | title | needs beside the unit | formats | languages | what it tells |
|---|---|---|---|---|---|
"""


def page() -> str:
    """The page as it stands in `docs/reports.md`."""
    return HEAD + "".join(_row(report) for report in all_reports())


def _row(report: Report) -> str:
    needs = "、".join(f"`--{need}` {LABELS[need]}" for need in report.needs)
    formats = " ".join(f"`{suffix}`" for suffix in report.formats)
    languages = " ".join(report.languages)
    named = (f"`{report.name}`", report.title, needs)
    told = (*named, formats, languages, report.summary)
    return f"| {' | '.join(told)} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
