"""What a route of the JSON half is, and how one is written down in the lists."""

from dataclasses import dataclass

from pydantic import BaseModel

from app.web.access import Route, Scope
from app.web.api.values import Asked, Nothing
from ledger.people import Right

ACCEPTED = 202
"""The status of an answer that names a job."""
BODY_BYTES = 2 << 20
"""What a request may say."""
FILE_BYTES = 64 << 20
"""What it may say where files are sent in it, written in Base64."""
ROOT = "/api/v1"
"""Below which the JSON half answers."""
UNIT = "/units/{unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRoute(Route):
    """An address of the JSON half; `path` is below `/api/v1`.

    `asks` is what the address may say behind the question mark, `takes` the body of a
    POST, `gives` the answer; None: a file. The handler is `module:function` of
    `app.web.api`.
    """

    says: str
    asks: type[Asked] = Nothing
    takes: type[Asked] = Nothing
    gives: type[BaseModel] | None
    status: int = 200
    room: int = BODY_BYTES
    """Bytes that the body may have."""
    looks: bool = False
    """A POST that leaves the books as they are: a token that only looks may."""
    later: bool = False
    """A POST that may be answered with a job instead, where it asks for much."""

    @property
    def writes(self) -> bool:
        """Whether it is a POST: it has a body and a key of its own."""
        return self.method == "POST"


def get(  # noqa: PLR0913 - the columns of the list
    path: str,
    handler: str,
    rights: tuple[Right, ...],
    gives: type[BaseModel] | None,
    says: str,
    *,
    asks: type[Asked] = Nothing,
    act: str = "",
    everywhere: bool = False,
) -> ApiRoute:
    """A GET of the list; without rights any token may, `everywhere`: held for all."""
    return ApiRoute(
        method="GET",
        path=path,
        act=act or "api." + handler.replace(":", "."),
        rights=rights,
        scope=Scope.EVERYWHERE if everywhere else _scope(path, rights),
        handler=handler,
        says=says,
        asks=asks,
        gives=gives,
    )


def post(  # noqa: PLR0913 - as above
    path: str,
    handler: str,
    act: str,
    rights: tuple[Right, ...],
    *,
    says: str,
    takes: type[Asked] = Nothing,
    gives: type[BaseModel] | None,
    status: int = 200,
    room: int = BODY_BYTES,
    looks: bool = False,
    later: bool = False,
    everywhere: bool = False,
) -> ApiRoute:
    """A POST of the list; without rights any token may, `everywhere`: held for all."""
    return ApiRoute(
        method="POST",
        path=path,
        act=act,
        rights=rights,
        scope=Scope.EVERYWHERE if everywhere else _scope(path, rights),
        handler=handler,
        says=says,
        takes=takes,
        gives=gives,
        status=status,
        room=room,
        looks=looks,
        later=later,
    )


def _scope(path: str, rights: tuple[Right, ...]) -> Scope:
    if not rights:
        return Scope.PERSON
    return Scope.UNIT if "{unit}" in path else Scope.SOMEWHERE
