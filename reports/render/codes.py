"""QR codes (二维码): what a document says to a machine, as SVG for screen and paper.

The same text is the same bytes; ISO/IEC 18004 with error correction M, so that a
crumpled page can still be read.
"""

import io

from reports.report import Code


def png(code: Code) -> bytes:
    """The code as PNG, for formats that take no SVG."""
    import segno  # noqa: PLC0415 - see svg

    stream = io.BytesIO()
    made = segno.make(code.text, error="m", micro=False, boost_error=False)
    made.save(stream, kind="png", border=4, scale=8)
    return stream.getvalue()


def svg(code: Code) -> str:
    """The code as one SVG element, that names itself to who cannot see it."""
    import segno  # noqa: PLC0415 - only what draws a code loads the library

    stream = io.BytesIO()
    made = segno.make(code.text, error="m", micro=False, boost_error=False)
    made.save(
        stream,
        kind="svg",
        xmldecl=False,
        nl=False,
        title=code.caption,
        svgclass=None,
        lineclass=None,
        border=4,
        scale=2,
    )
    return stream.getvalue().decode()
