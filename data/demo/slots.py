"""Choices and slots of fragments filled in: places as people call them, numbers, months, sums."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from data.demo.places import Place

_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([A-Za-z]+)>")
SPARED = 0.05
_DIGITS = "零一二三四五六七八九"
LATER = {
    "estate": "小区",
    "village": "村里",
    "project": "工地",
    "school": "学校",
    "hospital": "医院",
    "training": "机构",
}
NIGHTS = ("凌晨一点", "凌晨两点", "半夜十二点多", "夜里一点多", "凌晨三点", "十一点半", "后半夜", "凌晨两点半")
LABOUR = ("众力劳务", "众力劳务公司", "青湄众力劳务有限公司", "众力公司", "劳务公司众力")


def chinese(number: int) -> str:
    """`number` below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


class Slots:
    """The values one letter (and what is answered to it) uses for its slots; numbers stay the same throughout."""

    def __init__(self, place: Place, rng: random.Random, *, on: date, unit: str = "") -> None:
        self.place = place
        self.rng = rng
        self.on = on
        self.kept: dict[str, str] = {"unit": unit}
        self.called = self._mention()
        self.mentions = 0

    def fill(self, fragment: str) -> str:
        """`fragment` with every choice taken and every slot filled."""
        chosen = _CHOICE.sub(lambda found: self._choose(found[1].split("|")), fragment)
        return _SLOT.sub(lambda found: self.value(found[1]), chosen)

    def _choose(self, choices: list[str]) -> str:
        """One of `choices`; nothing (an empty choice) only now and then, so that sentences stay whole."""
        words = [choice for choice in choices if choice]
        if len(words) < len(choices) and self.rng.random() < SPARED:
            return ""
        return self.rng.choice(words)

    def value(self, name: str) -> str:
        """What stands for the slot `name` in this letter."""
        if name == "p":
            return self._next_mention()
        if name in self.kept:
            return self.kept[name]
        text = self._new(name)
        if name not in {"n", "k"}:
            self.kept[name] = text
        return text

    def _mention(self) -> str:
        if not self.place.aliases or self.rng.random() < 0.55:
            return self.place.name
        return self.rng.choice(self.place.aliases)

    def _next_mention(self) -> str:
        self.mentions += 1
        later = LATER.get(self.place.kind, "")
        if self.mentions > 2 and later and self.rng.random() < 0.5:
            return later
        return self.called if self.rng.random() < 0.75 else self.rng.choice(self.place.names)

    def _new(self, name: str) -> str:
        rng = self.rng
        simple = {
            "n": lambda: chinese(rng.randint(3, 9)),
            "mon": lambda: rng.choice([str(rng.randint(3, 14)), chinese(rng.randint(3, 14))]),
            "N": lambda: str(self.place.households if self.place.kind == "estate" else rng.randrange(36, 420, 2)),
            "w": lambda: str(rng.choice([rng.randint(3, 46), round(rng.uniform(1.2, 28), 1)])),
            "k": lambda: str(rng.choice([rng.randrange(860, 9800, 10), rng.randrange(9800, 46000, 100)])),
            "dong": lambda: str(rng.randint(1, 18)),
            "age": lambda: rng.choice([str(rng.randint(61, 88)), chinese(rng.randint(61, 88))]),
            "month": lambda: str(rng.randint(1, 12)),
            "t": lambda: rng.choice(NIGHTS),
            "labour": lambda: rng.choice(LABOUR),
            "y": lambda: str(self.place.year or self.on.year - rng.randint(1, 5)),
            "dev": lambda: self._firm(self.place.developer, "开发商"),
            "wy": lambda: self._firm(self.place.manager, "物业"),
            "road": lambda: self.place.road or self.place.township,
            "town": lambda: self.place.township,
            "md": self._earlier,
            "due": self._later_day,
            "done": self._done_day,
        }
        return simple[name]()

    def _firm(self, name: str, otherwise: str) -> str:
        if not name:
            return otherwise
        core = name.removeprefix("青湄").removesuffix("有限公司").removesuffix("服务").removesuffix("管理")
        return self.rng.choice([name, core, otherwise])

    def _earlier(self) -> str:
        back = self.rng.randint(1, 15)
        year, month = divmod(self.on.year * 12 + self.on.month - 1 - back, 12)
        month += 1
        if year == self.on.year:
            return self.rng.choice([f"今年{month}月", f"{month}月份", f"今年{chinese(month)}月"])
        if year == self.on.year - 1:
            return self.rng.choice([f"去年{month}月", f"{year}年{month}月", f"去年{chinese(month)}月份"])
        return f"{year}年{month}月"

    def _done_day(self) -> str:
        day = self.on - timedelta(days=self.rng.randint(1, 9))
        return self.rng.choice([f"{day.month}月{day.day}日", f"{day.year}年{day.month}月{day.day}日"])

    def _later_day(self) -> str:
        year, month = divmod(self.on.year * 12 + self.on.month - 1 + self.rng.randint(1, 3), 12)
        return f"{year}年{month + 1}月{self.rng.choice(['底', '10日', '15日', '20日'])}"
