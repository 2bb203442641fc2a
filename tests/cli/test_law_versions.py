"""Dates of acts through the commands: versions, contradictions, overrides, checks by name, required acts, coverage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import DATA
from tests.cli.door import done, give


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with law alone: digests of the environment code and what it replaced."""
    home = tmp_path_factory.mktemp("law") / "office"
    home.mkdir()
    (home / "settings.toml").write_text('today = "2026-11-22"\n', encoding="utf-8")
    for name in ("noise-air", "environment-before-the-code", "noise-history"):
        done("ingest", "policies", DATA / "policies" / name, "--no-wait", home=home)
    return home


@pytest.mark.parametrize(("day", "status"), [("2026-08-14", "现行有效"), ("2026-08-15", "已废止")])
def test_versions_on_a_day(home: Path, day: str, status: str) -> None:
    told = done("law", "versions", "噪声污染防治法", "--as-of", day, "--json", home=home).json
    (version,) = told["versions"]
    assert (told["as_of"], version["status"], version["ended"]) == (day, status, "2026-08-15")
    assert {one["origin"] for one in version["evidence"] if one["field"] == "ended"} >= {"clause", "fact"}
    assert "没有法律" in told["coverage"] and told["conflicts"] == []
    words = done("law", "versions", "噪声污染防治法", "--as-of", day, home=home)
    assert f"效力截至 {day}" in words.out


def test_an_unknown_act(home: Path) -> None:
    told = give("law", "versions", "没有的法", home=home)
    assert told.code == 2 and "没有的法" in told.err


def test_conflicts_overrides_and_coverage(home: Path) -> None:
    assert done("law", "conflicts", "--json", home=home).json == []
    assert done("law", "overrides", "--json", "--limit", "5", home=home).json == []
    assert "行政法规、党内法规" in done("law", "coverage", home=home).out


def test_required_acts_and_the_list_of_the_office(home: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(home, tmp_path / "office")
    rows = done("law", "required", "--json", home=copy).json
    assert len(rows) > 115
    noise = next(row for row in rows if row["title"] == "噪声污染防治法")
    assert (noise["state"], noise["status"], noise["versions"], noise["digest"]) == (
        "present",
        "已废止",
        ["2021-12-24"],
        True,
    )
    assert all(row["state"] != "present" for row in done("law", "required", "--missing", "--json", home=copy).json)
    done("law", "require", "《清河县物业管理办法》", "--topic", "地方", home=copy)
    last = done("law", "required", "--json", home=copy).json[-1]
    assert (last["title"], last["topic"], last["state"]) == ("清河县物业管理办法", "地方", "missing")
    done("law", "require", "清河县物业管理办法", "--drop", home=copy)
    assert done("law", "required", "--json", home=copy).json[-1]["title"] != "清河县物业管理办法"
    assert give("law", "require", "清河县物业管理办法", "--drop", home=copy).code == 2


def test_a_date_is_checked_by_name_alone(home: Path) -> None:
    nobody = give("law", "check-date", "噪声污染防治法", "--as", "没有这个人", home=home)
    assert nobody.code == 2 and "没有账号" in nobody.err


def test_what_a_package_would_change(home: Path) -> None:
    told = done("ingest", "policies", DATA / "policies" / "prison", "--dry-run", "--json", home=home).json
    assert {"new_node", "new_link", "began"} <= {row["change"] for row in told}
    assert give("law", "versions", "监狱法", home=home).code == 2
