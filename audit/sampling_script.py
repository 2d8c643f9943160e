"""The script by which anyone draws a sample again, without our program.

It needs Python alone and the file of the sealed population, prints the digest of the
file and what it draws. It shares no line with the program; `sampling_tickets.py` states
what both do.
"""

import json

from audit.sampling_tickets import Drawing, Method, Units

_BY_TICKET = """\
import csv, hashlib, sys
seed, draw, size = {seed}, {draw}, {size}
text = open(sys.argv[1], "rb").read()
print("SHA-256", hashlib.sha256(text).hexdigest())
names = [row["item"] for row in csv.DictReader(text.decode().splitlines())]
def ticket(name):
    return hashlib.sha256(f"{{seed}}\\n{{draw}}\\n{{name}}".encode()).hexdigest()
for k, name in enumerate(sorted(names, key=ticket)[:size], 1):
    print(k, name, ticket(name))
"""

_BY_PLACE = """\
import bisect, csv, hashlib, itertools, sys
seed, draw, size, whole = {seed}, {draw}, {size}, {whole}
text = open(sys.argv[1], "rb").read()
print("SHA-256", hashlib.sha256(text).hexdigest())
rows = [(r["item"], {weight}) for r in csv.DictReader(text.decode().splitlines())]
for name in (name for name, n in rows if n >= whole > 0): print("whole", name)
rows = [(name, n) for name, n in rows if n > 0 and not n >= whole > 0]
ends = list(itertools.accumulate(n for _, n in rows)); total = ends[-1]
def number(k):
    return int(hashlib.sha256(f"{{seed}}\\n{{draw}}\\n{{k}}".encode()).hexdigest(), 16)
for k in range(size):
    place = {place}
    print(k + 1, rows[bisect.bisect(ends, place)][0], place)
"""

_PLACES = {
    Method.TICKETS: "number(k + 1) % total",
    Method.INTERVAL: "(number(0) % total + k * total) // size",
    Method.CELLS: (
        "k * total // size"
        " + number(k + 1) % ((k + 1) * total // size - k * total // size)"
    ),
}


def redraw_script(drawing: Drawing) -> str:
    """A script that prints the sample of a drawing from the file of its population."""
    words = {
        "seed": json.dumps(drawing.seed, ensure_ascii=False),
        "draw": drawing.draw,
        "size": drawing.size,
        "whole": drawing.whole_fen,
    }
    if drawing.units is Units.ITEMS and drawing.method is Method.TICKETS:
        return _BY_TICKET.format(**words)
    weight = 'int(r["fen"])' if drawing.units is Units.MONEY else "1"
    return _BY_PLACE.format(**words, weight=weight, place=_PLACES[drawing.method])
