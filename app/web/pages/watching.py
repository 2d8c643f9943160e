"""What a running application tells of itself: log lines, figures, whether it is well.

1. A line a request, as JSON: when, the act, method, status, milliseconds. No address
   with parameters, no name, no typed text: nothing of a person is in it.
2. Figures for Prometheus by act and status; several processes add up in one folder.
3. `/health`: the process answers. `/ready`: the books can be read and are at this
   program's revision. `/metrics` answers this machine alone.
"""

import json
import logging
import os
import time

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

from app.clock import now
from app.web.desk import Answer, Desk, Page, Sent
from app.wiring import demand_current
from ledger.errors import DatabaseBusy, DatabaseUnfit

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes keep their figures; set before this module is loaded."""
_OWN = ("127.0.0.1", "::1", "testclient")
_LOG = logging.getLogger("bangfu.requests")
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.4, 0.75, 1.5, 5.0)

_REQUESTS = Counter("bangfu_requests", "Requests answered", ("act", "status"))
_SECONDS = Histogram(
    "bangfu_request_seconds", "Seconds of a request", ("act",), buckets=_BUCKETS
)


def told(act: str, method: str, status: int, begun: float) -> float:
    """Log a request that was answered, and count it (1, 2); its milliseconds."""
    seconds = time.perf_counter() - begun
    _REQUESTS.labels(act, str(status)).inc()
    _SECONDS.labels(act).observe(seconds)
    line = {
        "at": now().isoformat(timespec="milliseconds"),
        "act": act,
        "method": method,
        "status": status,
        "ms": int(seconds * 1000),
        "process": os.getpid(),
    }
    _LOG.info(json.dumps(line))
    return seconds * 1000


def health(_desk: Desk) -> Sent:
    """The process answers."""
    return Sent(b"ok\n", "text/plain; charset=utf-8")


def ready(desk: Desk) -> Answer:
    """The books can be read."""
    try:
        demand_current(desk.engine)
    except (DatabaseBusy, DatabaseUnfit) as refusal:
        return Page("refusal.html", {"refusal": str(refusal)}, 503)
    return Sent(b"ready\n", "text/plain; charset=utf-8")


def metrics(desk: Desk) -> Answer:
    """The figures, for this machine alone."""
    if desk.address not in _OWN:
        return Page("refusal.html", {"refusal": "只供本机读取"}, 403)
    if os.environ.get(SHARED_FOLDER):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Sent(generate_latest(registry), "text/plain; version=0.0.4")
    return Sent(generate_latest(), "text/plain; version=0.0.4")
