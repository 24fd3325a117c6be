"""Settings from the environment, from secret files, and from a TOML file."""

from pathlib import Path

import pytest

from bot.settings import Settings


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("TOKEN", "TOKEN_FILE", "API_URL", "DATA", "LANGUAGE", "TIMEZONE", "PACING", "LOG_LEVEL"):
        monkeypatch.delenv(f"FIELDCARE_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_anything_the_defaults_hold_and_there_is_no_token() -> None:
    settings = Settings()
    assert settings.token is None
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database == Path("data/fieldcare.db")
    assert (settings.language, settings.timezone) == ("zh_Hans", "Asia/Shanghai")


def test_a_token_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("1:abc\n")
    monkeypatch.setenv("FIELDCARE_TOKEN_FILE", str(tmp_path / "token"))
    token = Settings().token
    assert token is not None
    assert token.get_secret_value() == "1:abc"


def test_the_environment_is_stronger_than_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "fieldcare.toml").write_text('language = "en"\ntimezone = "Asia/Taipei"\n')
    monkeypatch.setenv("FIELDCARE_LANGUAGE", "zh_Hant")
    settings = Settings()
    assert (settings.language, settings.timezone) == ("zh_Hant", "Asia/Taipei")


def test_the_token_is_never_shown() -> None:
    assert "secret-part" not in repr(Settings(token="1:secret-part"))


def test_a_slash_at_the_end_of_the_address_does_not_matter() -> None:
    assert Settings(api_url="http://127.0.0.1:1/").api_url == "http://127.0.0.1:1"
