"""What is asked and told of duties: rights, posts, people who sign in."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from app.roles import Role
from app.web.api.values import Asked, Day, Key, Loose, Name, Told
from ledger.people import Right


class RightGiven(Asked):
    """The rights of a desk (`role`), or one right; from today where no day is said."""

    person: Name
    role: Role | None = None
    right: Right | None = None
    since: Day | None = None
    until: Day | None = None
    """Not included; without end where none is said."""


class RightEndGiven(Asked):
    """When a right that was given ends; without end where no day is said."""

    person: Name
    right: Right
    since: Day
    until: Day | None = None
    """Not included."""


class PostGiven(Asked):
    """Who holds a post from when; `acting` for somebody else."""

    person: Name
    post: Name
    since: Day
    until: Day | None = None
    """Not included."""
    acting: bool = False


class PostEndGiven(Asked):
    """When a term ends; without end where no day is said."""

    person: Name
    post: Name
    since: Day
    until: Day | None = None
    """Not included."""


class UserGiven(Asked):
    """Somebody new who is to sign in, with a desk in the unit and a first secret.

    The secret is kept as pages keep it, and nothing else of it is: neither the log nor
    what is kept under the key of the request says anything of it.
    """

    person: Name
    name: Loose = ""
    login: Loose = ""
    role: Role | None = None
    since: Day | None = None
    secret: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            repr=False,
            exclude=True,
            examples=["a secret of their own"],
        ),
    ]


class CodesGiven(Asked):
    """Whether reviewers and cashiers need one-time codes, here and below."""

    demanded: bool


# -- answers ------------------------------------------------------------------------


class RightHeld(Told):
    """A right as it stands; `unit` is where it was given, empty: everywhere."""

    person: str
    right: Key
    unit: str
    since: dt.date
    until: dt.date | None


class PostHeld(Told):
    """A post that somebody holds, held or will hold."""

    person: str
    post: str
    since: dt.date
    until: dt.date | None
    acting: bool


class DutyPerson(Told):
    """Somebody with a right here, and how they sign in."""

    person: str
    name: str
    signs_in: Key


class Duties(Told):
    """Who may do what in a unit, who holds which post, how people sign in."""

    rights: list[RightHeld]
    posts: list[PostHeld]
    people: list[DutyPerson]
    codes_demanded: bool


class RightsGiven(Told):
    """The rights that were given: those that the person had are left alone."""

    person: str
    rights: list[Key]
    since: dt.date
    until: dt.date | None


class UserRegistered(Told):
    """Somebody who may sign in."""

    person: str


class CodeRule(Told):
    """Whether one-time codes are demanded in the unit."""

    demanded: bool
