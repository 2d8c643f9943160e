"""Recipients' files of the demonstration prefecture, as sheets that offices hand in.

1. Every file number that the books name has its file; what the books say of it and what
   the file says are of one household.
2. Every limb is met by somebody, and some meet none. Incomes, costs and illnesses are
   of 2025, the year before the files are typed in.
3. In each county one member of a household has a file of their own.
4. Everything is made up (`app.prefecture_names`); the same seed gives the same bytes.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aid.eligibility import Limb
from aid.local_sheet import LOCAL
from aid.recipient_sheet import RECIPIENTS
from app.prefecture_names import Roll
from app.prefecture_plan import OPENED_ON, UNITS

YEAR = 2025
"""The year of incomes and costs."""

FOLDER = "recipients"
LOCAL_FILE = "minimum_living.csv"

LIVING_YUAN = {
    "130100": 790, "130102": 790, "130104": 790, "130121": 700, "130123": 690,
    "130124": 680, "130125": 670,
}  # fmt: skip
"""The minimum-living standard of each place in 2025, a person and month."""

_LOCAL_YEARS = range(2022, 2027)
_GROWTH_YUAN, _SUPPLEMENT_PERCENT = 30, 55
_KINDS: tuple[Limb | None, ...] = (*tuple(Limb)[1:], None)
_WEIGHTS = (30, 18, 10, 6, 6, 12, 6, 12)
_TIED, _WITH = 1, 2
"""Places among the files of a county: the latter's worker is a member of the former."""

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Family:
    """A household of a file: its limb (None: it meets none) and its rows."""

    file: str
    opened_on: dt.date
    limb: Limb | None
    persons: tuple[Texts, ...]

    @property
    def worker(self) -> Texts:
        """The row of the person whose file it is."""
        return self.persons[0]


def write_people(books: Path, folder: Path, seed: int = 2005) -> None:
    """Write the local figures and a sheet a union, of the files that its books name.

    Args:
        books: the books folder of the prefecture.
        folder: where the sheets go.
        seed: the same gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / LOCAL_FILE, [one.key for one in LOCAL.columns], _local_rows())
    named = files_named(books)
    for unit, files in named.items():
        rows = [row for family in families(unit, files, seed) for row in _rows(family)]
        told = set().union(*rows)
        keys = [one.key for one in RECIPIENTS.columns if one.key in told]
        _write(folder / f"{FOLDER}-{unit}.csv", keys, rows)


def files_named(books: Path) -> dict[str, tuple[str, ...]]:
    """The file numbers that the vouchers of each union name, in their order."""
    found: dict[str, set[str]] = {}
    path = books / "vouchers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["recipient"]:
                found.setdefault(row["unit"], set()).add(row["recipient"])
    return {unit: tuple(sorted(found[unit])) for unit in sorted(found)}


def families(unit: str, files: Sequence[str], seed: int = 2005) -> tuple[Family, ...]:
    """The households of a union's files."""
    maker = _Maker(Roll(unit, seed))
    made = [maker.family(place, file) for place, file in enumerate(files)]
    # A grown child of one household is a worker with a file of their own (3).
    own = made[_WITH].worker
    kept = ("name", "identity", "nation", "health", "state")
    sibling = {"relation": "sibling"} | {key: own.get(key, "") for key in kept}
    tied = made[_TIED]
    persons = (*tied.persons, sibling)
    _sort(tied.worker, persons, maker.living, "")
    made[_TIED] = replace(tied, persons=persons)
    return tuple(made)


def _write(path: Path, keys: Sequence[str], rows: Iterable[Texts]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, keys, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _rows(family: Family) -> Iterator[Texts]:
    shared = {"household": family.file, "file": family.file}
    shared["opened_on"] = family.opened_on.isoformat()
    for person in family.persons:
        yield shared | person


def _local_rows() -> Iterator[Texts]:
    names = {unit.code: unit.name.removesuffix("总工会") for unit in UNITS}
    for place, yuan in LIVING_YUAN.items():
        for year in _LOCAL_YEARS:
            living = yuan + (year - YEAR) * _GROWTH_YUAN
            yield {
                "place": place,
                "year": str(year),
                "minimum_living": str(living),
                "average_supplement": str(living * _SUPPLEMENT_PERCENT // 100),
                "urban_recipients": str(yuan * 4),
                "decided_by": f"{names[place]}人民政府",
                "paper": f"政办〔{year}〕{int(place) % 100 + 1}号",
            }


def _opened_on(file: str) -> dt.date:
    """Files are opened in the first days of the year that their number tells."""
    year, number = int(file[-8:-4]), int(file[-4:])
    return max(OPENED_ON, dt.date(year, 1, 2) + dt.timedelta(number // 20))


# -- a household --------------------------------------------------------------------

_LIVELIHOODS = (
    ("minimum_wage", "working"),
    ("laid_off", "laid_off"),
    ("unemployment", "unemployed"),
    ("pension", "retired"),
)
_PLAIN_CAUSE = {
    Limb.SCHOOLING: "schooling",
    Limb.NO_EMPLOYMENT: "kin_jobless",
    Limb.THREE_WITHOUTS: "own_disability",
    Limb.DISASTER: "disaster",
    Limb.OTHER: "other",
}
_ILLNESSES = ("cancer", "heart", "brain", "kidney", "liver", "blood", "diabetes")
_LOSSES = ("房屋失火，家具电器烧毁", "暴雨进水，房屋受损", "车祸致车辆报废并赔付他人")
_OTHER = ("赡养两位失能老人并抚养孤侄", "为亲属借款担保被追偿", "工厂停产欠薪一年未付")


class _Maker:
    """Makes the households of one union, one after the other."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.chance = roll.chance
        self.place = roll.unit.code if roll.unit.code in LIVING_YUAN else "130100"
        self.living = LIVING_YUAN[self.place]

    def family(self, place: int, file: str) -> Family:
        """A household; the first of a union meet each limb once, and none."""
        limb = (
            _KINDS[place]
            if place < len(_KINDS)
            else self.chance.choices(_KINDS, _WEIGHTS)[0]
        )
        worker, members = self._persons(limb)
        self._household(worker, limb, 1 + len(members))
        self._cause(worker, members, limb)
        needs = limb in {Limb.ILLNESS, Limb.DISASTER}
        _sort(worker, [worker, *members], self.living, "accident" if needs else "")
        worker["identity"] = _typed(place, worker["identity"])
        if place % 17 == 5:  # noqa: PLR2004 - some papers come later
            del worker["phone"], worker["started_work"]
        return Family(file, _opened_on(file), limb, (worker, *members))

    def _persons(self, limb: Limb | None) -> tuple[Texts, list[Texts]]:
        """The worker and the members, with incomes that leave them in need."""
        jobless = limb in {Limb.NO_EMPLOYMENT, Limb.THREE_WITHOUTS}
        kinds = _LIVELIHOODS[1:3] if jobless else _LIVELIHOODS
        livelihood, state = self.chance.choice(kinds)
        age = self.chance.randrange(61, 74) if state == "retired" else 0
        age = age or self.chance.randrange(34, 58)
        surname = self.roll.surname()
        worker = self._person("self", surname, age)
        worker |= {"livelihood": livelihood, "state": state}
        worker["is_employed"] = _yes(state == "working")
        able = limb is Limb.NO_EMPLOYMENT
        worker |= {"can_work": _yes(able), "seeks_work": _yes(able)}
        members = []
        if limb is not Limb.THREE_WITHOUTS:
            members = [*self._kin(limb, surname, age)]
        heads = 1 + len(members)
        yearly = self.living * 12 * heads * self.chance.randrange(60, 231) // 100
        earners = [one for one in members if one["relation"] == "spouse"]
        own = yearly * 6 // 10 if earners else yearly
        for one, income in zip((worker, *earners), (own, yearly - own), strict=False):
            one["income"] = str(income)
        relations = {one["relation"] for one in members}
        worker["marriage"] = "married" if "spouse" in relations else "divorced"
        worker["is_single_parent"] = _yes("child" in relations and not earners)
        return worker, members

    def _kin(self, limb: Limb | None, surname: str, age: int) -> Iterator[Texts]:
        chance = self.chance
        if chance.randrange(4) or limb is Limb.NO_EMPLOYMENT:
            spouse = self._person("spouse", self.roll.surname(), age)
            works = limb is not Limb.NO_EMPLOYMENT and chance.randrange(3) == 0
            spouse["state"] = "working" if works else "unemployed"
            yield spouse | {"is_employed": _yes(works)}
        if limb is Limb.SCHOOLING:
            stage, young = chance.choice(
                (("senior", 17), ("vocational_college", 20), ("undergraduate", 21))
            )
            pupil = self._person("child", surname, young)
            pupil |= {"state": "pupil", "stage": stage, "workplace": "市内某学校"}
            pupil |= {"is_full_time": "是", "risks_dropping_out": "是"}
            yield pupil | {"tuition": str(chance.randrange(16, 80) * 100)}
        elif chance.randrange(3):
            pupil = self._person("child", surname, chance.randrange(7, 15))
            yield pupil | {"state": "pupil", "stage": "primary"}
        if chance.randrange(4) == 0:
            parent = self._person("parent", surname, min(age + 25, 92))
            yield parent | {"state": "retired"}

    def _person(self, relation: str, surname: str, age: int) -> Texts:
        roll, male = self.roll, bool(self.chance.randrange(2))
        born_on = roll.born(age, YEAR)
        far = relation == "self" and self.chance.randrange(45) == 0
        return {
            "relation": relation,
            "name": roll.far_name() if far else roll.name(surname),
            "identity": roll.identity(born_on, male=male),
            "sex": "男" if male else "女",
            "born_on": born_on.isoformat(),
            "nation": "维吾尔族" if far else roll.nation(),
            "politics": self.chance.choice(("masses", "masses", "masses", "party")),
            "health": "good",
            "insurance": "城镇职工基本医疗保险" if relation == "self" else "居民医保",
            "lives_in_town": "是",
        }

    def _household(self, worker: Texts, limb: Limb | None, heads: int) -> None:
        """What the form asks of the household, and what E-0 and E-6 look at."""
        chance, roll = self.chance, self.roll
        average = self.living * _SUPPLEMENT_PERCENT // 100
        percent = 170 if limb is Limb.SUPPLEMENT else chance.randrange(50, 110)
        supplement = average * heads * percent // 100
        home = roll.unit.name.removesuffix("总工会")
        worker |= {
            "model": "none",
            "housing": chance.choice(("low_rent", "bought", "rented", "employer")),
            "area": str(chance.randrange(38, 86)),
            "phone": roll.phone(),
            "started_work": f"{chance.randrange(1978, 2010)}-09",
            "industry": chance.choice(("纺织", "机械制造", "商贸服务", "建筑")),
            "registration": "town",
            "place": self.place,
            "address": roll.address(),
            "employer_kind": chance.choice(("state_firm", "collective", "private")),
            "workplace": f"{home}某厂",
            "bank": f"{home}农商银行（虚构）",
            "card": roll.card(),
            "year": str(YEAR),
            "supplement_monthly": str(supplement),
            "relieved_by": "民政部门" if limb is Limb.THREE_WITHOUTS else "",
            "cannot_manage": _yes(limb is not None),
            "wants": chance.choice(("生活救助", "医疗救助", "子女助学", "就业服务")),
        }
        if limb is Limb.SUPPLEMENT:
            worker["is_specially_hard"] = "是"
        if chance.randrange(12) == 0 and limb is not None:
            worker |= {"is_migrant": "是", "lives_on_wages": "是"}
            worker |= {"settled_years": "5", "registration": "farm"}

    def _cause(self, worker: Texts, members: list[Texts], limb: Limb | None) -> None:
        """Why the household is in need; who meets no limb has borne little of it."""
        chance = self.chance
        worker["main_cause"] = _PLAIN_CAUSE.get(limb or Limb.GROUND, "low_income")
        if limb is Limb.ILLNESS or (limb is None and chance.randrange(2)):
            own = not members or chance.randrange(3) > 0
            patient = worker if own else members[0]
            percent = chance.randrange(110, 260) if limb else chance.randrange(20, 70)
            self._fall_ill(patient, _income([worker, *members]) * percent // 100)
            worker["main_cause"] = "own_illness" if own else "kin_illness"
        elif limb is Limb.DISASTER:
            loss = _income([worker, *members]) * chance.randrange(90, 300) // 100
            worker |= {"loss": str(loss), "loss_told": chance.choice(_LOSSES)}
            worker["loss_hits_living"] = "是"
        elif limb is Limb.OTHER:
            worker["other_told"] = chance.choice(_OTHER)
        elif limb is Limb.THREE_WITHOUTS:
            worker |= {"has_three_withouts": "是", "health": "disabled"}
            worker |= {"disability": "limbs", "grade": "2"}

    def _fall_ill(self, patient: Texts, self_paid: int) -> None:
        """Costs of which so much was left to the household."""
        total = self_paid * 5 // 2
        basic, serious = total * 45 // 100, total * 15 // 100
        outside = total // 20
        drug = total * 4 // 10
        patient |= {
            "health": "ill",
            "illness": self.chance.choice(_ILLNESSES),
            "is_listed": "是",
            "cost_drug": str(drug),
            "cost_treatment": str(total - drug - outside),
            "cost_outside": str(outside),
            "paid_basic": str(basic),
            "paid_serious": str(serious),
        }


def _yes(value: bool) -> str:  # noqa: FBT001 - what it turns into a word
    return "是" if value else "否"


def _income(persons: Sequence[Texts]) -> int:
    return sum(int(one.get("income", "0")) for one in persons)


def _sort(worker: Texts, persons: Sequence[Texts], living: int, other: str) -> None:
    """The category of hardship: by what each has in a month, else another."""
    income, share = _income(persons), 12 * len(persons)
    lines = (living, "deep"), (2 * living, "relative")
    found = (key for line, key in lines if income < line * share)
    worker["category"] = next(found, other)


def _typed(place: int, number: str) -> str:
    """A number of identity as people type it: of the old form, or with a small x."""
    if place % 40 == 9:  # noqa: PLR2004 - now and then
        return number[:6] + number[8:17]
    return number.lower() if place % 3 else number
