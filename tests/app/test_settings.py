"""Settings and the clock."""

import datetime as dt
from pathlib import Path

import pytest

from app import clock
from app.errors import FolderMissing, SettingRefused
from app.settings import DATABASE, Settings, demand_folders, read_settings


def test_without_settings_the_books_lie_in_the_present_folder() -> None:
    settings = read_settings({})
    assert settings.database == DATABASE == "sqlite:///bangfu.db"
    assert settings.templates is None
    assert settings.fonts is None
    assert settings.forms is None


def test_an_office_sets_database_templates_fonts_and_forms() -> None:
    given = {
        "BANGFU_FORMS": "forms",
        "BANGFU_DATABASE": "postgresql://server/books",
        "BANGFU_TEMPLATES": "templates",
        "BANGFU_FONTS": "",
    }
    settings = read_settings(given)
    assert settings.database == "postgresql://server/books"
    assert settings.templates == Path("templates")
    assert settings.forms == Path("forms")
    assert settings.fonts is None


def test_an_office_chooses_how_negative_amounts_are_printed() -> None:
    assert read_settings({}).look.negatives == "minus"
    given = {"BANGFU_NEGATIVES": " Parentheses"}
    assert read_settings(given).look.negatives == "parentheses"
    assert read_settings({"BANGFU_NEGATIVES": "red"}).look.negatives == "red"


def test_a_choice_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingRefused, match="minus、parentheses、red"):
        read_settings({"BANGFU_NEGATIVES": "blue"})


def test_the_environment_is_read_when_nothing_else_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BANGFU_DATABASE", "sqlite:///other.db")
    monkeypatch.setenv("LOGNAME", "finance")
    settings = read_settings()
    assert settings == Settings(database="sqlite:///other.db", os_user="finance")


def test_an_instant_is_told_in_utc_and_a_day_in_china() -> None:
    assert clock.now().tzinfo is dt.UTC
    assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    assert clock.start_of(clock.today()) <= clock.now()
    assert clock.start_of(dt.date(2026, 3, 10)) == dt.datetime(
        2026, 3, 9, 16, tzinfo=dt.UTC
    )


@pytest.mark.parametrize("variable", ["TEMPLATES", "FONTS", "FORMS"])
def test_a_folder_that_is_not_there_is_told(variable: str, tmp_path: Path) -> None:
    name = f"BANGFU_{variable}"
    demand_folders(read_settings({name: str(tmp_path)}))
    missing = read_settings({name: str(tmp_path / "none")})
    with pytest.raises(FolderMissing, match=name):
        demand_folders(missing)
