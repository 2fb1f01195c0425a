"""The log on a cluster with a locked door, by the settings that an operator gives."""

import asyncio
from pathlib import Path

import pytest

from events.errors import LogUnavailable
from events.log.opening import UnknownLog, open_log
from events.log.port import Put, Record, Unit
from services.runtime import settings as s
from services.runtime.cluster import cluster
from tests.support.kafka_fixtures import StartBroker
from tests.support.kafka_security import Mechanism, Security, new_authority

RIGHT = "open-sesame-4711"
GOODBYE_S = 0.5  # aiokafka hangs up without waiting until TLS has said goodbye, which the loop still has to do


def given(folder: Path, password: str, mechanism: Mechanism | None, **more: str) -> s.Settings:
    login = {} if mechanism is None else {"kafka_sasl_mechanism": mechanism, "kafka_username": "desk"}
    return s.load(None, data=folder, kafka_password=password, **login, **more)


async def refused(url: str, settings: s.Settings) -> LogUnavailable:
    with pytest.raises(LogUnavailable) as told:
        await open_log(url, cluster(settings))
    await asyncio.sleep(GOODBYE_S)
    return told.value


async def works(url: str, settings: s.Settings) -> None:
    log = await open_log(url, cluster(settings))
    try:
        await log.append([Record("reports", "world", b"in")])
        session = await log.session("task", "reports", 0)
        await session.commit(Unit([Record("signals", "k", b"out")], [Put("ns", "k", b"v")], 1))
        assert session.get("ns", "k") == b"v"
    finally:
        await log.close()


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
async def test_whoever_has_the_password_works_and_nobody_else(
    start_broker: StartBroker, tmp_path: Path, mechanism: Mechanism
) -> None:
    authority = new_authority()
    broker = start_broker(security=Security("SASL_SSL", mechanism, {"desk": RIGHT}, authority))
    (tmp_path / "ca.pem").write_text(authority.pem)
    tls = {"kafka_tls": "true", "kafka_ca": str(tmp_path / "ca.pem")}
    url = f"kafka://{broker.bootstrap}"
    await works(url, given(tmp_path, RIGHT, mechanism, **tls))
    assert "wrong-password-1" not in repr(await refused(url, given(tmp_path, "wrong-password-1", mechanism, **tls)))


@pytest.mark.slow
async def test_a_client_may_be_known_by_its_certificate(start_broker: StartBroker, tmp_path: Path) -> None:
    authority = new_authority()
    broker = start_broker(security=Security("SSL", authority=authority, client_certificates=True))
    identity = authority.identity("desk")
    (tmp_path / "ca.pem").write_text(authority.pem)
    (tmp_path / "own.pem").write_text(identity.certificate)
    (tmp_path / "own.key").write_text(identity.key)
    tls = {"kafka_tls": "true", "kafka_ca": str(tmp_path / "ca.pem")}
    own = {"kafka_certificate": str(tmp_path / "own.pem"), "kafka_key": str(tmp_path / "own.key")}
    url = f"kafka://{broker.bootstrap}"
    await works(url, given(tmp_path, "", None, **tls, **own))
    assert "cluster" in str(await refused(url, given(tmp_path, "", None, **tls)))


def test_a_password_is_never_part_of_a_text(tmp_path: Path) -> None:
    settings = given(tmp_path, RIGHT, "PLAIN")
    assert RIGHT not in repr(settings) + repr(cluster(settings)) + repr(s.described(settings))


def test_a_mechanism_without_a_password_is_refused_by_name(tmp_path: Path) -> None:
    settings = s.load(None, data=tmp_path, kafka_sasl_mechanism="PLAIN", kafka_username="desk")
    with pytest.raises(s.WrongSetting, match="TOCSIN_KAFKA_PASSWORD"):
        cluster(settings)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(s.WrongSetting, match="TOCSIN_KAFKA_CA"):
        cluster(s.load(None, data=tmp_path, kafka_ca=tmp_path / "none.pem"))


@pytest.mark.parametrize("url", ["kafka://", "kafka://host", "kafka://a:1,b", "kafka://a:1/x y", "http://a:1"])
async def test_a_url_that_names_no_log_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownLog):
        await open_log(url, cluster(s.load(None, data=tmp_path)))


async def test_a_login_in_a_url_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(UnknownLog) as raised:
        await open_log("kafka://desk:hunter2@host:9092", cluster(s.load(None, data=tmp_path)))
    assert "hunter2" not in str(raised.value)
