"""Renderers (输出): a document as HTML, PDF, XLSX, CSV or JSON.

One file a format, each with `render(document, stream)`; `formats.write` chooses
among them by a file's suffix. A renderer may import `reports.report` and the
library that writes its format, and decides nothing about what a report says.
`charts.py` draws a chart for the formats that show pictures: `chart_plan.py` gives
everything in it its room, `chart_marks.py` declares it in Altair.
"""
