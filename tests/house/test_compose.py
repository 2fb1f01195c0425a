"""docker-compose.yml says what the code does: commands, settings, ports, versions."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from events.log.opening import KAFKA
from services import embedded
from services.cli import _parser
from services.console import metrics as console_metrics
from services.notifier import metrics as notifier_metrics
from services.rules import metrics as rules_metrics
from services.runtime.settings import Settings, load
from services.runtime.telemetry import REGISTRY
from tests.support.kafka_jars import KAFKA_VERSION

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service.get("image") == "tocsin"]
OTHERS = ("kafka", "prometheus", "grafana")
LOADED = (console_metrics, notifier_metrics, rules_metrics)


def test_it_is_a_compose_file() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    told = subprocess.run([*command, str(ROOT / "docker-compose.yml")], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_it_runs_every_service_and_rules_twice() -> None:
    assert sorted(OURS) == sorted(embedded.BUILD)
    assert set(SERVICES) == {*OURS, *OTHERS}
    assert SERVICES["rules"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", OURS)
def test_each_command_is_one_that_tocsin_knows(name: str) -> None:
    command = SERVICES[name]["command"]
    assert _parser(command).parse_args(command).service == name


@pytest.mark.parametrize("name", OURS)
def test_each_setting_is_one_that_tocsin_knows(name: str, tmp_path: Path) -> None:
    given = {variable.removeprefix("TOCSIN_").lower(): value for variable, value in environment(name).items()}
    assert set(given) <= set(Settings.model_fields)
    assert KAFKA.fullmatch(given["log"])
    token = tmp_path / "token"
    token.write_text("a" * 64)
    token.chmod(0o400)
    access = embedded.access(load(None, host=given["host"], tokens=token))
    assert (access.loopback, access.tokens) == (False, ("a" * 64,))


def environment(name: str) -> dict[str, str]:
    found: dict[str, str] = SERVICES[name]["environment"]
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_is_published_beyond_this_machine(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", ()))


@pytest.mark.parametrize("name", OURS)
def test_health_is_asked_at_the_port_the_service_has(name: str) -> None:
    port = embedded.PORTS[name]  # type: ignore[index] # names of services, read from a file
    assert f"http://127.0.0.1:{port}/readyz" in SERVICES[name]["healthcheck"]["test"][-1]


@pytest.mark.parametrize("name", SERVICES)
def test_everything_says_when_it_is_healthy_and_waits_for_what_it_needs(name: str) -> None:
    assert "healthcheck" in SERVICES[name]
    needs = SERVICES[name].get("depends_on", {})
    assert bool(needs) == (name != "kafka")
    assert all(need["condition"] == "service_healthy" for need in needs.values())


def test_kafka_is_the_one_that_is_tested_and_keeps_its_data() -> None:
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{KAFKA_VERSION}"
    assert f"kafka:{SERVICES['kafka']['environment']['KAFKA_LOG_DIRS']}" in SERVICES["kafka"]["volumes"]


def test_no_secret_is_written_down() -> None:
    assert COMPOSE["secrets"] == {"token": {"environment": "TOCSIN_TOKEN"}}
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|KEY", variable):
                assert value.startswith("${"), variable


def test_prometheus_finds_every_service_at_its_port() -> None:
    scraped = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text("utf-8"))
    [job] = scraped["scrape_configs"]
    found = {target["names"][0]: target["port"] for target in job["dns_sd_configs"]}
    assert found == {name: embedded.PORTS[name] for name in embedded.BUILD}


@pytest.mark.parametrize("file", ["prometheus/alerts.yml", "grafana/dashboards/tocsin.json"])
def test_every_metric_that_is_watched_is_one_that_we_have(file: str) -> None:
    assert all(LOADED)
    watched = set(re.findall(r"\btocsin_[a-z_]+", (ROOT / "deploy" / file).read_text("utf-8")))
    assert watched
    assert watched <= names(REGISTRY)


def names(registry: CollectorRegistry) -> set[str]:
    """The names of all series, as they are scraped."""
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
    found = set()
    for family in registry.collect():
        found |= {family.name + suffix for suffix in suffixes.get(family.type, ("",))}
    return found
