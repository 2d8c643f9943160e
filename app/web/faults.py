"""What goes wrong in the program: a number for who meets it, the places for the log."""

import logging
import secrets
import traceback
from pathlib import Path

_LOG = logging.getLogger("bangfu.web")


def noted(act: str, error: Exception) -> str:
    """Log where in the program something went wrong; the number it has in the log.

    The message of an error may hold what was typed: it is not logged.
    """
    number = secrets.token_hex(4)
    trace = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    _LOG.error("fault %s in %s: %s at %s", number, act, type(error).__name__, trace)
    return number
