"""The text of a letter: which fragments, in which order, how long, in whose voice."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.demo.draft import Draft, Personal
from data.demo.personal import plant
from data.demo.situations import of_variant
from data.demo.slots import Slots
from data.demo.voice import Voice, tidy

SHORTEST, LONGEST = 60, 600
SIZES = ("short", "medium", "long")
SIZE_SHARES = (22, 46, 32)
PERSONAL_SHARE = 0.17
CALM = ("意见建议", "其他")  # people who suggest, ask or thank do not complain of hardship


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many fragments of each sort a letter of one size holds."""

    facts: tuple[int, int]
    tried: tuple[int, int]
    harm: tuple[int, int]
    demands: tuple[int, int]


AMOUNTS = {
    "short": Amounts((1, 2), (0, 0), (0, 1), (0, 1)),
    "medium": Amounts((3, 4), (0, 1), (0, 1), (1, 1)),
    "long": Amounts((5, 9), (1, 4), (1, 2), (1, 3)),
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
        draft.called, draft.told = slots.called, slots.kept
        draft.size = draft.size or rng.choices(SIZES, SIZE_SHARES)[0]
        draft.title = self._title(draft, slots, rng)
        sentences = self._sentences(draft, slots, voice, rng)
        draft.text = self._fit(sentences, draft, slots, voice, rng)
        is_copied = bool(draft.event) and draft.key.endswith("/0")
        if rng.random() < PERSONAL_SHARE and not is_copied:
            self._personal(draft, rng)

    def copy(self, draft: Draft, original: Draft) -> None:
        """Fills in `draft` with the words of `original`, the place replaced by the draft's own."""
        title, text = original.title, original.text
        for name in sorted(original.place.names, key=len, reverse=True):
            title, text = title.replace(name, draft.place.name), text.replace(name, draft.place.name)
        draft.title, draft.text, draft.called, draft.personal = title, text, draft.place.name, []

    def _title(self, draft: Draft, slots: Slots, rng: random.Random) -> str:
        title = slots.fill(rng.choice(of_variant(draft.situation.titles, draft.variant)))
        if draft.earlier and rng.random() < 0.4:
            title = slots.fill(rng.choice(self.pools["repeat_title"])) + title
        return title

    def _sentences(self, draft: Draft, slots: Slots, voice: Voice, rng: random.Random) -> list[str]:
        amounts = AMOUNTS[draft.size]
        story = draft.situation
        facts = self._linked(_some(of_variant(story.facts, draft.variant), amounts.facts, rng, slots), rng)
        tried = [] if story.purpose in CALM else _some(self.pools["tried"], amounts.tried, rng, slots)
        harm = _some(self._hardships(draft, rng), amounts.harm, rng, slots)
        asks = _some(of_variant(story.demands, draft.variant), amounts.demands, rng, slots)
        middle = _ordered(facts, tried, harm, asks, rng)
        middle = self._lead(draft, slots, rng) + middle + self._second(draft, slots, rng)
        if draft.accusation == "doubtful":
            middle.append(slots.fill(rng.choice(self.pools["suspicion"])))
        middle = [voice.write(s, self.pools, rng, keep=slots.called) for s in middle]
        return self._framed(middle, draft, slots, voice, rng)

    def _linked(self, sentences: list[str], rng: random.Random) -> list[str]:
        """`sentences` with a linking word before some of them, as people tell things one after the other."""
        return [
            rng.choice(self.pools["link"]) + s if place and rng.random() < 0.2 else s
            for place, s in enumerate(sentences)
        ]

    def _hardships(self, draft: Draft, rng: random.Random) -> list[str]:
        own = of_variant(draft.situation.hardships, draft.variant)
        if draft.situation.purpose in CALM:
            return own
        return [*own, rng.choice(self.pools["harm"])] if rng.random() < 0.5 or not own else own

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
        facts = of_variant(draft.second.facts, draft.second_variant)
        told = [slots.fill(s) for s in rng.sample(facts, min(len(facts), 2 if draft.size == "long" else 1))]
        ask = slots.fill(rng.choice(of_variant(draft.second.demands, draft.second_variant)))
        return [head + told[0], *told[1:], ask]

    def _framed(self, middle: list[str], draft: Draft, slots: Slots, voice: Voice, rng: random.Random) -> list[str]:
        opening = {"polite": 0.9, "elder": 0.7, "plain": 0.4, "angry": 0.25, "terse": 0.0}[voice.tone]
        closing = {"polite": 0.85, "elder": 0.6, "plain": 0.35, "angry": 0.3, "terse": 0.0}[voice.tone]
        if draft.size != "short" or rng.random() < 0.4:
            if rng.random() < opening:
                middle = [slots.fill(rng.choice(self.pools["open"] if draft.earlier else self._openings())), *middle]
            if draft.situation.purpose not in CALM and voice.tone in ("angry", "elder") and rng.random() < 0.6:
                middle = [*middle, slots.fill(rng.choice(self.pools[voice.tone]))]
            if rng.random() < closing:
                middle = [*middle, slots.fill(rng.choice(self.pools["close"]))]
        return middle

    def _openings(self) -> list[str]:
        return [*self.pools["open"], *self.pools["open_first"]]

    def _fit(self, sentences: list[str], draft: Draft, slots: Slots, voice: Voice, rng: random.Random) -> str:
        if not any(name in "".join(sentences) for name in draft.place.names):
            where = rng.choice(self.pools[f"where_{draft.place.kind}"] + self.pools["where"])
            sentences.insert(min(1, len(sentences)), slots.fill(where.replace("<p>", slots.called)))
        spare = self._spare(sentences, draft, slots, rng)
        text = voice.join(sentences, rng)
        while len(text) < SHORTEST and spare:
            sentences.append(spare.pop())
            text = voice.join(sentences, rng)
        while len(text) > LONGEST:
            sentences.pop(len(sentences) // 2)
            text = voice.join(sentences, rng)
        return text

    def _spare(self, sentences: list[str], draft: Draft, slots: Slots, rng: random.Random) -> list[str]:
        """Facts not told yet, for a letter that came out too short."""
        told = "".join(sentences)
        facts = [slots.fill(fact) for fact in of_variant(draft.situation.facts, draft.variant)]
        rng.shuffle(facts)
        others = [*self.pools["close"][-4:], *([] if draft.situation.purpose in CALM else self.pools["tried"])]
        spare = [fact for fact in facts if fact[:5] not in told]
        return [*(slots.fill(one) for one in rng.sample(others, 3)), *spare]

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
