"""People at their desks: `visitors.py ADDRESS SECONDS PAUSE PEOPLE PATH…`.

Each signs in and opens the pages one after the other, with a pause between. Told is,
for each page, every time that the server and the visitor measured, in milliseconds.
"""

import http.client
import json
import sys
import threading
import time
from urllib.parse import urlencode, urlsplit

from desks import PERSON, SECRET


def main() -> None:
    """Visit, and print what was measured as JSON."""
    address, seconds, pause, people, *paths = sys.argv[1:]
    told: dict[str, list[tuple[float, float]]] = {path: [] for path in paths}
    until = time.monotonic() + json.loads(seconds)
    threads = []
    for number in range(int(people)):
        first = number % len(paths)
        mine = paths[first:] + paths[:first]
        more = (address, mine, json.loads(pause), until, told)
        threads.append(threading.Thread(target=visit, args=more))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(told))


def visit(
    address: str,
    paths: list[str],
    pause: float,
    until: float,
    told: dict[str, list[tuple[float, float]]],
) -> None:
    """One person's visit."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port)
    form = urlencode({"login": PERSON, "secret": SECRET})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", form, headers)
    answer = connection.getresponse()
    answer.read()
    cookie = {"Cookie": (answer.headers["set-cookie"] or "").partition(";")[0]}
    while time.monotonic() < until:
        for path in paths:
            begun = time.perf_counter()
            connection.request("GET", path, headers=cookie)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (path, answer.status)
            took = (time.perf_counter() - begun) * 1000
            server = json.loads(answer.headers["server-timing"].partition("dur=")[2])
            told[path].append((server, took))
            time.sleep(pause)


if __name__ == "__main__":
    main()
