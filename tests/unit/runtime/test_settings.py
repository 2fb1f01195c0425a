"""A wrong setting is named in one line, and no value is repeated."""

from pathlib import Path

import pytest

from services.runtime.settings import WrongSetting, load, partitions


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("TOCSIN_PORT", "99999", "TOCSIN_PORT: must be less than or equal to 65535"),
        ("TOCSIN_LOG_LEVEL", "loud", "TOCSIN_LOG_LEVEL: must be 'debug', 'info', 'warning' or 'error'"),
        ("TOCSIN_KAFKA_TLS", "perhaps", "TOCSIN_KAFKA_TLS: must be a valid boolean"),
        ("TOCSIN_PARTITIONS", "signals:6", "TOCSIN_PARTITIONS"),
        ("TOCSIN_KAFKA_SASL_MECHANISM", "s3cret", "TOCSIN_KAFKA_SASL_MECHANISM: must be 'PLAIN'"),
    ],
)
def test_a_wrong_variable_is_named_in_one_line_without_its_value(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSetting) as raised:
        load()
    assert str(raised.value).startswith(says)
    assert value not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_several_wrong_settings_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_PORT", "x")
    monkeypatch.setenv("TOCSIN_TICKS", "x")
    with pytest.raises(WrongSetting, match=r"TOCSIN_PORT: .*; TOCSIN_TICKS: "):
        load()


def test_what_the_command_line_gave_is_named_as_it_was_given() -> None:
    with pytest.raises(WrongSetting, match=r"^--port: must be less than"):
        load(port=70_000)


def config(tmp_path: Path, text: bytes) -> Path:
    path = tmp_path / "tocsin.toml"
    path.write_bytes(text)
    return path


def test_a_setting_that_does_not_exist_is_probably_another(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="TOCSIN_PROT: there is no such setting; did you mean port"):
        load(config(tmp_path, b"prot = 8080"))


@pytest.mark.parametrize("text", [b"port = ", b"\xff\xfe", b"port 8080"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(WrongSetting, match=r"--config: .*tocsin\.toml cannot be read: "):
        load(config(tmp_path, text))


def test_a_secret_of_the_wrong_kind_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as raised:
        load(config(tmp_path, b"seal_key = 123456789"))
    assert str(raised.value).startswith("TOCSIN_SEAL_KEY: ")
    assert "123456789" not in str(raised.value)


def test_partitions_are_given_topic_by_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_PARTITIONS", "signals=6, alerts=12")
    assert partitions(load()) == {"signals": 6, "alerts": 12}
    monkeypatch.delenv("TOCSIN_PARTITIONS")
    assert partitions(load()) == {}
