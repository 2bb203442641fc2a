"""What the app's settings file must say for the gate to hold."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit import config

from ui.gate import IDENTITY_PREFIX, SESSION_HEADER

FILE = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"


@pytest.fixture(scope="module")
def settings():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def test_the_one_trusted_header_is_one_the_gate_drops_and_sets(settings):
    trusted = settings["server"]["trustedUserHeaders"]
    assert set(trusted) == {SESSION_HEADER.decode()}
    assert all(name.encode().startswith(IDENTITY_PREFIX) for name in trusted)


def test_nothing_is_reported_outside_and_no_trace_is_shown(settings):
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["disableDataExport"] is True
    assert "enableAgentApi" not in settings["server"]


def test_every_setting_is_one_the_framework_knows(settings):
    known = config._config_options_template
    for section, values in settings.items():
        for name in values:
            assert f"{section}.{name}" in known
