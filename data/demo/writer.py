"""The text of a letter: which fragments, in which order, how long, in whose voice."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.demo.draft import Draft, Personal
from data.demo.personal import plant
from data.demo.slots import Slots
from data.demo.voice import Voice, tidy

SHORTEST, LONGEST = 60, 600
SIZES = ("short", "medium", "long")
SIZE_SHARES = (22, 50, 28)
PERSONAL_SHARE = 0.17


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many fragments of each sort a letter of one size holds."""

    facts: tuple[int, int]
    tried: tuple[int, int]
    harm: tuple[int, int]
    demands: tuple[int, int]


AMOUNTS = {
    "short": Amounts((1, 2), (0, 0), (0, 1), (0, 1)),
    "medium": Amounts((2, 4), (0, 1), (0, 1), (1, 1)),
    "long": Amounts((4, 7), (1, 3), (1, 2), (1, 3)),
}


class Writer:
    """Writes the letters of the plan; `pools` are the fragments any letter may use."""

    def __init__(self, pools: Mapping[str, list[str]]) -> None:
        self.pools = pools

    def write(self, draft: Draft, earlier: Draft | None = None) -> None:
        """Fills in title, text and planted personal data of `draft`."""
        rng = random.Random(f"letter {draft.key}")
        voice = Voice.of(rng)
        slots = Slots(draft.place, rng, on=draft.day, unit=draft.accused)
        slots.kept["last"] = _last_time(draft, earlier, rng)
        slots.kept["count"] = str(draft.people)
        draft.called = slots.called
        draft.size = draft.size or rng.choices(SIZES, SIZE_SHARES)[0]
        draft.title = self._title(draft, slots, rng)
        sentences = self._sentences(draft, slots, voice, rng)
        draft.text = self._fit(sentences, draft, slots, voice, rng)
        if rng.random() < PERSONAL_SHARE:
            self._personal(draft, rng)

    def copy(self, draft: Draft, original: Draft) -> None:
        """Fills in `draft` with the words of `original`, the place replaced by the draft's own."""
        title, text = original.title, original.text
        for name in sorted(original.place.names, key=len, reverse=True):
            title, text = title.replace(name, draft.place.name), text.replace(name, draft.place.name)
        draft.title, draft.text, draft.called = title, text, draft.place.name

    def _title(self, draft: Draft, slots: Slots, rng: random.Random) -> str:
        title = slots.fill(rng.choice(draft.situation.titles))
        if draft.earlier and rng.random() < 0.4:
            title = slots.fill(rng.choice(self.pools["repeat_title"])) + title
        return title

    def _sentences(self, draft: Draft, slots: Slots, voice: Voice, rng: random.Random) -> list[str]:
        amounts = AMOUNTS[draft.size]
        story = draft.situation
        facts = _some(story.facts, amounts.facts, rng, slots)
        tried = _some(self.pools["tried"], amounts.tried, rng, slots)
        harm = _some([*story.hardships, *self.pools["harm"][:3]], amounts.harm, rng, slots)
        asks = _some(story.demands, amounts.demands, rng, slots)
        middle = _ordered(facts, tried, harm, asks, rng)
        middle = self._lead(draft, slots, rng) + middle + self._second(draft, slots, rng)
        if draft.accusation == "doubtful":
            middle.append(slots.fill(rng.choice(self.pools["suspicion"])))
        middle = [voice.write(s, self.pools, rng, keep=slots.called) for s in middle]
        return self._framed(middle, draft, slots, voice, rng)

    def _lead(self, draft: Draft, slots: Slots, rng: random.Random) -> list[str]:
        lead = []
        if draft.earlier:
            lead.append(slots.fill(rng.choice(self.pools["repeat"])))
        if draft.joint:
            lead.append(slots.fill(rng.choice(self.pools["joint"])))
        elif draft.people > 4:
            lead.append(slots.fill(rng.choice(self.pools["visit"])))
        kind = f"self_{draft.place.kind}"
        if kind in self.pools and not draft.earlier and rng.random() < 0.2:
            lead.append(slots.fill(rng.choice(self.pools[kind])))
        return lead

    def _second(self, draft: Draft, slots: Slots, rng: random.Random) -> list[str]:
        if draft.second is None:
            return []
        head = slots.fill(rng.choice(self.pools["second"]))
        told = [slots.fill(s) for s in rng.sample(draft.second.facts, 2 if draft.size == "long" else 1)]
        ask = slots.fill(rng.choice(draft.second.demands))
        return [head + told[0], *told[1:], ask]

    def _framed(self, middle: list[str], draft: Draft, slots: Slots, voice: Voice, rng: random.Random) -> list[str]:
        opening = {"polite": 0.9, "elder": 0.7, "plain": 0.4, "angry": 0.25, "terse": 0.0}[voice.tone]
        closing = {"polite": 0.85, "elder": 0.6, "plain": 0.35, "angry": 0.3, "terse": 0.0}[voice.tone]
        if draft.size != "short" or rng.random() < 0.4:
            if rng.random() < opening:
                middle = [slots.fill(rng.choice(self.pools["open"])), *middle]
            if voice.tone in ("angry", "elder") and rng.random() < 0.6:
                middle = [*middle, slots.fill(rng.choice(self.pools[voice.tone]))]
            if rng.random() < closing:
                middle = [*middle, slots.fill(rng.choice(self.pools["close"]))]
        return middle

    def _fit(self, sentences: list[str], draft: Draft, slots: Slots, voice: Voice, rng: random.Random) -> str:
        if not any(name in "".join(sentences) for name in draft.place.names):
            sentences.insert(min(1, len(sentences)), rng.choice([f"地点就在{slots.called}", f"我说的是{slots.called}"]))
        spare = [slots.fill(s) for s in rng.sample(draft.situation.facts, len(draft.situation.facts))]
        text = voice.join(sentences, rng)
        while len(text) < SHORTEST and spare:
            sentences.append(spare.pop())
            text = voice.join(sentences, rng)
        while len(text) > LONGEST:
            sentences.pop(len(sentences) // 2)
            text = voice.join(sentences, rng)
        return text

    def _personal(self, draft: Draft, rng: random.Random) -> None:
        sentence, found = plant(draft, rng)
        if len(draft.text) + len(sentence) > LONGEST:
            return
        draft.text = tidy(draft.text + sentence) if rng.random() < 0.6 else tidy(sentence + draft.text)
        draft.personal = [Personal(one.kind, one.text) for one in found if one.text in draft.text]


def _some(pool: Sequence[str], amount: tuple[int, int], rng: random.Random, slots: Slots) -> list[str]:
    count = min(rng.randint(*amount), len(pool))
    chosen = sorted(rng.sample(range(len(pool)), count))
    return [slots.fill(pool[i]) for i in chosen]


def _ordered(facts: list[str], tried: list[str], harm: list[str], asks: list[str], rng: random.Random) -> list[str]:
    orders = (
        [*facts, *tried, *harm, *asks],
        [*asks[:1], *facts, *harm, *tried, *asks[1:]],
        [*facts[:1], *harm, *facts[1:], *tried, *asks],
        [*tried[:1], *facts, *tried[1:], *harm, *asks],
        [*harm, *facts, *asks, *tried],
        [*facts[1:], *facts[:1], *tried, *asks, *harm],
    )
    return rng.choices(orders, (40, 14, 14, 10, 10, 12))[0]


def _last_time(draft: Draft, earlier: Draft | None, rng: random.Random) -> str:
    if earlier is None:
        return "上次"
    year = (
        "今年" if earlier.day.year == draft.day.year else "去年" if earlier.day.year + 1 == draft.day.year else "前年"
    )
    return rng.choice([f"{year}{earlier.day.month}月", f"{earlier.day.month}月{earlier.day.day}日"])
