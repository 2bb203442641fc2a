"""What became of a letter: steps, deadlines, returns between units, outcome, rating (条例 22, 23, 34)."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from data.demo.draft import Draft, Step
from data.demo.places import County
from data.demo.replies import Replier

TODAY = date(2026, 11, 22)
OUTCOMES = {
    "支持": "予以支持",
    "部分": "部分支持",
    "解释": "解释说明",
    "不予": "不予支持",
    "途径": "导入法定途径",
}
NEIGHBOURS = {"ZJ": "CGJ", "ZRZY": "ZJ", "CGJ": "ZJ", "STHJ": "CGJ", "RSJ": "ZJ", "SCJG": "JYJ", "JYJ": "SCJG"}
TOWN_CODES = {
    "湄城街道": "XZ-MC",
    "鹤渡街道": "XZ-HD",
    "柳汀镇": "XZ-LT",
    "石桥坪镇": "XZ-SQ",
    "云岫镇": "XZ-YX",
    "杏林冲镇": "XZ-XL",
    "双杉镇": "XZ-SS",
    "白鹭湾乡": "XZ-BL",
    "大垭口乡": "XZ-DY",
    "青湄经济开发区": "KFQ",
}


class Desk:
    """Takes letters through registration, transfer, acceptance, reply and rating, up to today."""

    def __init__(self, county: County, replier: Replier) -> None:
        self.county = county
        self.replier = replier

    def handle(self, draft: Draft) -> None:
        """Fills in state, unit, due date, steps and, where it came so far, reply and rating."""
        rng = random.Random(f"handling {draft.key}")
        code = TOWN_CODES[draft.place.township] if draft.situation.unit == "XZ" else draft.situation.unit
        wait = rng.choices((0, 1, 2, 4), (70, 20, 7, 3))[0]
        draft.registered = _later(draft.at, min(wait, (TODAY - draft.day).days), rng)
        self._step(draft, draft.registered, "登记", "XFJ")
        if draft.accusation == "clear":
            self._to_discipline(draft, rng)
            return
        sent = _later(draft.registered, rng.choices((1, 3, 7, 12, 18), (30, 34, 22, 10, 4))[0], rng)
        draft.unit = self.county.unit_name(code, draft.day)
        draft.state = "已登记"
        if not self._step(draft, sent, rng.choice(["转送", "转送", "交办"]), "XFJ", note=f"转{draft.unit}"):
            return
        draft.state = "已转送"
        accepted = self._accept(draft, code, sent, rng)
        if accepted is not None:
            self._finish(draft, code, accepted, rng)

    def _to_discipline(self, draft: Draft, rng: random.Random) -> None:
        assert draft.registered is not None
        draft.unit = self.county.units["JW"]
        draft.state = "已登记"
        if self._step(
            draft, _later(draft.registered, rng.randint(1, 9), rng), "转纪检监察", "XFJ", note="按管理权限转送"
        ):
            draft.state = "转纪检监察"

    def _accept(self, draft: Draft, code: str, sent: datetime, rng: random.Random) -> datetime | None:
        arrival = sent
        if rng.random() < 0.065:
            wrong = NEIGHBOURS.get(code, "CGJ")
            first = self.county.unit_name(wrong, draft.day)
            draft.steps[-1].note = f"转{first}"
            days = rng.choices((2, 4, 6, 10), (40, 35, 15, 10))[0]
            back = _later(sent, days, rng)
            if not self._step(draft, back, "退回", wrong, note="提出异议：不属于本单位职权范围"):
                return None
            draft.returned = first
            draft.state = "提出异议"
            arrival = _later(back, rng.randint(1, 4), rng)
            if not self._step(draft, arrival, "转送", "XFJ", note=f"改转{draft.unit}"):
                return None
            draft.state = "已转送"
        accepted = _later(arrival, rng.choices((2, 6, 11, 15, 21), (26, 32, 24, 10, 8))[0], rng)
        if not self._step(draft, accepted, "受理告知", code):
            return None
        draft.state = "已受理"
        draft.due = accepted.date() + timedelta(days=30 if draft.situation.purpose != "求决" else 60)
        return accepted

    def _finish(self, draft: Draft, code: str, accepted: datetime, rng: random.Random) -> None:
        assert draft.due is not None
        draft.state = rng.choice(["办理中", "办理中", "已受理"])
        fate = rng.choices(("early", "near", "late", "never"), (62, 24, 7, 7))[0]
        if fate != "early" and rng.random() < 0.13 and draft.situation.purpose == "求决":
            noted = datetime.combine(draft.due - timedelta(days=rng.randint(-2, 6)), accepted.time())
            if self._step(draft, noted, "延期", code, note="情况复杂，经负责人批准延长"):
                draft.due += timedelta(days=rng.choice([15, 30]))
                draft.state = "已延期"
        if fate == "never":
            return
        length = (draft.due - accepted.date()).days
        days = {"early": rng.randint(5, max(6, length - 12)), "near": rng.randint(length - 8, length)}
        days["late"] = length + rng.randint(1, 34)
        replied = _later(accepted, days[fate], rng)
        if replied.date() > TODAY:
            return
        self._close(draft, code, replied, rng)

    def _close(self, draft: Draft, code: str, replied: datetime, rng: random.Random) -> None:
        draft.replied = replied
        outcome = self.replier.reply(draft, rng)
        draft.outcome = OUTCOMES[outcome]
        draft.state = "导入法定途径" if outcome == "途径" and rng.random() < 0.5 else "办结"
        self._step(draft, replied, "答复", code, note=draft.outcome)
        if outcome in ("部分", "解释", "不予") and rng.random() < 0.09:
            self._review(draft, replied, rng)
            return
        if rng.random() < 0.44:
            rated = _later(replied, rng.randint(2, 25), rng)
            draft.rating = rng.choices(("满意", "基本满意", "不满意"), _ratings(outcome))[0]
            if self._step(draft, rated, "评价", "XFJ", note=draft.rating):
                draft.state = "已评价"
            else:
                draft.rating = ""
        if draft.day < date(2025, 9, 1) and draft.state in ("办结", "已评价") and rng.random() < 0.6:
            draft.state = "归档"

    def _review(self, draft: Draft, replied: datetime, rng: random.Random) -> None:
        asked = _later(replied, rng.randint(6, 29), rng)
        if self._step(draft, asked, "申请复查", "XFJ"):
            draft.state = "申请复查"
            if self._step(draft, _later(asked, rng.randint(14, 32), rng), "复查意见", "XFJ", note="维持原处理意见"):
                draft.state = "复查意见已出具"

    def _step(self, draft: Draft, at: datetime, step: str, code: str, *, note: str = "") -> bool:
        if at.date() > TODAY:
            return False
        draft.steps.append(Step(at, step, self.county.unit_name(code, at.date()), note))
        return True


def _ratings(outcome: str) -> tuple[int, int, int]:
    return {"支持": (60, 28, 12), "部分": (30, 42, 28)}.get(outcome, (16, 34, 50))


def _later(at: datetime, days: int, rng: random.Random) -> datetime:
    day = at.date() + timedelta(days=days)
    later = datetime(day.year, day.month, day.day, rng.randint(9, 17), rng.randrange(60), rng.randrange(60))
    return max(later, at + timedelta(minutes=rng.randint(5, 90)))
