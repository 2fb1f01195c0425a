"""Settings: each has one home here, with its meaning, unit and default. `tocsin settings` prints them.

They come from environment variables (`TOCSIN_` and the name), else from the file named by `--config` (TOML), else
from the defaults. pydantic-settings reads them: maintained with pydantic, and it names what is wrong.
"""

import base64
import difflib
import os
import stat
import sys
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from events.errors import UsedWrongly

SEAL_KEY_BYTES: Final = 32
PRIVATE: Final = 0o600
PREFIX: Final = "TOCSIN_"
ON_COMMAND_LINE: Final = frozenset({"data", "host", "log", "port"})
"""Settings that have an option of the same name."""


class WrongSetting(UsedWrongly):
    """A setting is missing or wrong; the text names it."""


class Settings(BaseSettings):
    """Every setting of every service."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    data: Annotated[Path, Field(description="Folder for the embedded log, keys and disposable stores.")] = Path("data")
    log: Annotated[str | None, Field(description="URL of the log; without it, log.sqlite in the data folder.")] = None
    host: Annotated[str, Field(description="Address to serve on. Any but loopback needs tokens.")] = "127.0.0.1"
    port: Annotated[int | None, Field(ge=0, le=65_535, description="Port; without it the service's own.")] = None
    tokens: Annotated[Path | None, Field(description="File (mode 0600) of bearer tokens, one a line.")] = None
    seal_key: Annotated[
        SecretStr | None,
        Field(description="Base64 of 32 bytes that seal signing secrets; without it seal.key in the data folder."),
    ] = None
    allowed_addresses: Annotated[
        tuple[str, ...], NoDecode, Field(description="CIDRs that receivers may have besides global addresses.")
    ] = ()
    allowed_origins: Annotated[
        tuple[str, ...], NoDecode, Field(description="Web origins whose pages may ask; none as shipped.")
    ] = ()
    public_url: Annotated[
        str, Field(description="Where users reach the console, for links in webhooks; without it links are paths.")
    ] = ""
    rules: Annotated[Path | None, Field(description="Folder of rule files instead of the shipped ones.")] = None
    gazetteer: Annotated[Path, Field(description="The compiled gazetteer; built at first use where it is missing.")] = (
        Path(sys.prefix) / "share" / "tocsin" / "gazetteer.sqlite"
    )
    partitions: Annotated[
        tuple[Annotated[str, Field(pattern="^[a-z-]+=[0-9]{1,4}$")], ...],
        NoDecode,
        Field(description="Partitions of topics where not as shipped (signals=6,alerts=6); fixed when a log is made."),
    ] = ()
    kafka_sasl_mechanism: Annotated[
        Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None,
        Field(description="How to log in to Kafka by SASL; without it nobody logs in."),
    ] = None
    kafka_username: Annotated[str, Field(description="Who logs in to Kafka.")] = ""
    kafka_password: Annotated[SecretStr | None, Field(description="The password of who logs in to Kafka.")] = None
    kafka_tls: Annotated[bool, Field(description="Whether connections to Kafka are encrypted.")] = False
    kafka_ca: Annotated[
        Path | None, Field(description="PEM file of the authorities to trust instead of the system's.")
    ] = None
    kafka_certificate: Annotated[Path | None, Field(description="PEM file of the client's own certificate.")] = None
    kafka_key: Annotated[Path | None, Field(description="PEM file of that certificate's key.")] = None
    kafka_replicas: Annotated[
        int, Field(ge=1, le=9, description="Copies of each topic that is created; 3 on a real cluster.")
    ] = 1
    kafka_session_s: Annotated[
        float,
        Field(ge=1, le=300, description="Seconds without a sign of life until a worker's partitions go to others."),
    ] = 30.0
    ticks: Annotated[bool, Field(description="Whether time passes (off: a log that only replays).")] = True
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="Least level of log lines.")
    ] = "info"

    @field_validator("allowed_addresses", "allowed_origins", "partitions", mode="before")
    @classmethod
    def _by_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, then environment, then the file; no .env and no secret files behind anybody's back."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load(config: Path | None = None, **given: Any) -> Settings:  # noqa: ANN401  values of any setting
    """The settings, with what the command line gave; raises `WrongSetting` in one sentence."""

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=config)

    if config is not None and not config.is_file():
        raise WrongSetting(f"--config: there is no file {config}")
    asked = {name: value for name, value in given.items() if value is not None}
    try:
        return FromFile(**asked)
    except ValidationError as error:
        raise WrongSetting(_told(error, asked.keys() & ON_COMMAND_LINE)) from None
    except (ValueError, OSError) as error:
        raise WrongSetting(f"--config: {config} cannot be read: {error}") from None


def _told(error: ValidationError, options: AbstractSet[str]) -> str:
    """Every wrong setting with what is wrong, in one line. What was given is never repeated: it may be a secret."""
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        message = one["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        if one["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, Settings.model_fields, 1)
            message = "there is no such setting" + (f"; did you mean {near[0]}?" if near else "")
        found.setdefault(f"--{name}" if name in options else variable(name), message)
    return "; ".join(f"{name}: {message}" for name, message in found.items())


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"{PREFIX}{name.upper()}"


def log_url(settings: Settings) -> str:
    """The URL of the log these settings mean."""
    return settings.log or f"sqlite:///{settings.data / 'log.sqlite'}"


def partitions(settings: Settings) -> dict[str, int]:
    """How many partitions topics have that are not as shipped."""
    return {name: int(count) for name, _, count in (one.partition("=") for one in settings.partitions)}


def tokens(settings: Settings) -> tuple[str, ...]:
    """The bearer tokens; raises `WrongSetting` where others may read the file."""
    if settings.tokens is None:
        return ()
    try:
        mode = stat.S_IMODE(settings.tokens.stat().st_mode)
        lines = settings.tokens.read_text(encoding="utf-8").split()
    except OSError as error:
        raise WrongSetting(f"TOCSIN_TOKENS: {error}") from None
    if mode & 0o077:
        raise WrongSetting(f"TOCSIN_TOKENS: others may read {settings.tokens}; run chmod 600 on it")
    return tuple(lines)


def seal_key(settings: Settings) -> bytes:
    """The key that seals secrets: the one set, else the one in the data folder, made there at first use."""
    if settings.seal_key is not None:
        return _decoded(settings.seal_key.get_secret_value(), "TOCSIN_SEAL_KEY")
    path = settings.data / "seal.key"
    settings.data.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_suffix(f".{os.getpid()}")
        made.touch(PRIVATE)
        made.write_text(base64.b64encode(os.urandom(SEAL_KEY_BYTES)).decode(), encoding="ascii")
        made.replace(path)
    return _decoded(path.read_text(encoding="ascii"), str(path))


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != SEAL_KEY_BYTES:
        raise WrongSetting(f"{where}: must be base64 of {SEAL_KEY_BYTES} bytes")
    return key


def described(settings: Settings) -> list[tuple[str, str, str]]:
    """(variable, value, meaning) of every setting, secrets hidden."""
    return [
        (variable(name), str(getattr(settings, name)), field.description or "")
        for name, field in type(settings).model_fields.items()
    ]
