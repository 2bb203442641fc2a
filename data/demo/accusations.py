"""Accusations (检举控告): clear ones against officials and units, doubtful ones inside complaints."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date

from data.demo.draft import Draft
from data.demo.people import person
from data.demo.places import County
from data.demo.planted import between, moment
from data.demo.situations import Situation

# situation, place, accused unit (code of office.yaml or a name), day
CLEAR = (
    ("accuse_bureau", "锦澜新城", "ZJ", date(2026, 9, 8)),
    ("accuse_bureau", "星渚湾", "ZRZY", date(2025, 6, 17)),
    ("accuse_bureau", "万顺家电商场", "SCJG", date(2025, 11, 3)),
    ("accuse_village", "油榨坪村", "油榨坪村村民委员会", date(2026, 5, 12)),
    ("accuse_village", "木鱼寨村", "木鱼寨村村民委员会", date(2025, 3, 20)),
    ("accuse_village", "蓼花滩村", "蓼花滩村村民委员会", date(2026, 2, 9)),
    ("accuse_school", "云岫中学", "云岫中学", date(2025, 9, 22)),
    ("accuse_police", "解放北路", "GAJ", date(2026, 7, 1)),
    ("accuse_style", "樟树路", "XZ-HD", date(2026, 4, 15)),
)
DOUBTFUL = (
    ("illegalbuild", "丝厂小区", "CGJ", date(2026, 8, 3)),
    ("farmland", "桐子坡村", "XZ-SQ", date(2026, 3, 18)),
    ("lowincome", "金鸡垭村", "XZ-YX", date(2025, 10, 27)),
    ("pigs", "斗笠冲村", "STHJ", date(2026, 6, 24)),
    ("safety", "青湄石桥采石场", "YJJ", date(2025, 8, 6)),
)


def accusation_drafts(county: County, situations: Mapping[str, Situation]) -> list[Draft]:
    """The letters that accuse somebody, clear ones first."""
    return [*_drafts(CLEAR, "clear", county, situations), *_drafts(DOUBTFUL, "doubtful", county, situations)]


def _drafts(
    told: tuple[tuple[str, str, str, date], ...], verdict: str, county: County, situations: Mapping[str, Situation]
) -> Iterator[Draft]:
    for name, place_name, accused, day in told:
        key = f"accusation/{name}/{place_name}"
        rng = random.Random(key)
        place = county.places[place_name]
        unit = county.units.get(accused, accused)
        yield Draft(
            key,
            situations[name],
            place,
            person(rng, place, anonymous=0.4 if verdict == "clear" else 0.0),
            moment(rng, between(rng, day, day)),
            accusation=verdict,
            accused=unit,
            respondent=unit if verdict == "clear" else "",
            channel=rng.choice(["来信", "网上"]),
            size="medium",
        )
