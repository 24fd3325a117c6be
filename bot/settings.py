"""What the process is told from outside: environment, secret files and a TOML file, in this order of strength."""

from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

MOST_PORT = 65_535


class _SecretFiles(PydanticBaseSettingsSource):
    """`FIELDCARE_TOKEN_FILE=/run/secrets/token`: the value is the content of the file named (Docker, systemd)."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        import os

        name = os.environ.get(f"FIELDCARE_{field_name.upper()}_FILE")
        return (Path(name).read_text(encoding="utf-8").strip() if name else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """`FIELDCARE_…` in the environment, else `…_FILE`, else `fieldcare.toml` in the working folder."""

    model_config = SettingsConfigDict(env_prefix="FIELDCARE_", toml_file="fieldcare.toml", extra="ignore")

    token: SecretStr | None = None
    """The bot's token, from BotFather."""
    api_url: str = "https://api.telegram.org"
    """Root of the Bot API server; methods at `ROOT/bot<token>/<method>`, files at `ROOT/file/bot<token>/<path>`."""
    data: Path = Path("data")
    """The folder of the database, its lock and the heartbeat."""
    language: str = "zh_Hans"
    """Interface language that `fieldcare init` proposes."""
    timezone: str = "Asia/Shanghai"
    """Time zone that `fieldcare init` proposes."""
    http: str | None = None
    """Where calendar feeds are served, such as 127.0.0.1:8080; nowhere where it is not set."""
    http_url: str | None = None
    """Under which address the world reaches it, such as https://calendar.example.org; as `http` where not set."""
    pacing: bool = True
    """Keep to Telegram's limits; off only for measuring against a server on this machine."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """How much is logged."""

    @field_validator("api_url", "http_url")
    @classmethod
    def _without_slash(cls, value: str | None) -> str | None:
        return value.rstrip("/") if value else None

    @field_validator("http")
    @classmethod
    def _host_and_port(cls, value: str | None) -> str | None:
        if not value:
            return None
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit() or int(port) > MOST_PORT:
            raise ValueError("write it as host:port, such as 127.0.0.1:8080")
        return value

    @property
    def database(self) -> Path:
        """The database file."""
        return self.data / "fieldcare.db"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _SecretFiles(settings_cls), TomlConfigSettingsSource(settings_cls)
