"""Cases (帮扶申请): their states, their steps, and how one stands."""

import datetime as dt
from dataclasses import dataclass

from aid.claims import Project
from aid.eligibility import Limb
from ledger.accounts import Labelled
from ledger.funds import Origin
from ledger.money import Money


class State(Labelled):
    """Where a case stands."""

    APPLIED = "applied", "已申请"
    REVIEWED = "reviewed", "已审核"
    PUBLISHED = "published", "已公示"
    FIRST_REVIEWED = "first_reviewed", "已初审"
    APPROVED = "approved", "已审批"
    FILED = "filed", "已备案"
    SPOT_CHECKED = "spot_checked", "已抽查"
    REJECTED = "rejected", "不予救助"
    WITHDRAWN = "withdrawn", "已撤回"
    REFERRED = "referred", "已转上级"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided on."""
        return self in OPEN

    @property
    def is_ended(self) -> bool:
        """Whether nothing is done to it any more."""
        return self in ENDED


OPEN = (State.APPLIED, State.REVIEWED, State.PUBLISHED, State.FIRST_REVIEWED)
ENDED = (State.REJECTED, State.WITHDRAWN, State.REFERRED)


class Doing(Labelled):
    """A step of a case."""

    APPLY = "apply", "申请"
    REVIEW = "review", "审核"
    PUBLISH = "publish", "公示"
    OBJECT = "object", "异议"
    ANSWER = "answer", "答复异议"
    TAKE_DOWN = "take_down", "撤下公示"
    FIRST_REVIEW = "first_review", "初审"
    APPROVE = "approve", "审批"
    FILE = "file", "备案"
    SPOT_CHECK = "spot_check", "抽查"
    REJECT = "reject", "不予救助"
    WITHDRAW = "withdraw", "撤回"
    REFER = "refer", "转上级"
    AID_FIRST = "aid_first", "先行救助"
    PAPERS = "papers", "补交材料"


class Starter(Labelled):
    """Who began a case: the worker, or the union for them (意见 第2条 主动帮助)."""

    PERSON = "person", "本人申请"
    UNION = "union", "工会代为申请"


class Outcome(Labelled):
    """What an answer to an objection, or a spot check, comes to."""

    DISMISSED = "dismissed", "不成立，继续办理"
    ENDED = "ended", "成立，不予救助"
    BACK = "back", "成立，退回重新审核"
    PASSED = "passed", "抽查无误"
    FOUND = "found", "抽查发现问题"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as it stands, without anything that is encrypted.

    `year` is the year of costs, of schooling or of the calendar; `code` the file
    number. `granted` is what may be paid, `released` what goes before the papers.
    `own`: a grass-roots union's own aid, apart from that of 特困职工. `upper` is the
    unit it was passed up to, `returned_on` the day an objection sent it back.
    """

    unit: str
    key: str
    ref: str
    file: int
    code: str
    revision: int
    project: Project
    member: int
    year: int
    asked: Money | None
    own: bool
    emergency: bool
    urgent: bool
    started_by: Starter
    limb: Limb | None
    from_unit: str
    from_key: str
    applied_on: dt.date
    state: State
    seq: int
    acted_on: dt.date
    hung_on: dt.date | None
    ends_on: dt.date | None
    last_on: dt.date | None
    objections: int
    granted: Money | None = None
    released: Money | None = None
    released_on: dt.date | None = None
    papers_on: dt.date | None = None
    approved_on: dt.date | None = None
    origin: Origin | None = None
    upper: str = ""
    returned_on: dt.date | None = None

    @property
    def payable(self) -> Money | None:
        """What may be paid.

        What was granted stays so when more is asked of the next tier.
        """
        return None if self.state in {State.REJECTED, State.WITHDRAWN} else self.granted

    @property
    def awaits_papers(self) -> bool:
        """Whether aid came first and the papers are still to come."""
        return self.released is not None and self.papers_on is None
