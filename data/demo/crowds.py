"""Who else is in a letter: joint letters (联名信), group visits (集体访), the respondent the desk wrote down."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from data.demo.draft import Draft


def gather(drafts: Sequence[Draft], joint_letters: int, group_visits: int) -> None:
    """Makes some of `drafts` joint letters and group visits; small visits of two to four people happen too."""
    rng = random.Random("crowds")
    fit = [d for d in drafts if d.situation.purpose == "求决" and not d.person.is_anonymous and not d.copy_of]
    fit = [d for d in fit if d.event != "X1"]
    chosen = rng.sample(fit, joint_letters + group_visits + 60)
    for draft in chosen[:joint_letters]:
        draft.joint, draft.channel = True, rng.choice(["来信", "网上"])
        draft.people = rng.choice((5, 6, 7, 8, 9, 11, 12, 16, 18, 23, 27, 36, 48, 63))
    for draft in chosen[joint_letters : joint_letters + group_visits]:
        draft.channel, draft.people = "来访", rng.choice((5, 5, 6, 7, 8, 9, 10, 12, 15, 19, 24, 31))
    for draft in chosen[joint_letters + group_visits :]:
        draft.people = rng.randint(2, 4)


def name_respondent(draft: Draft, plan: Mapping[str, Any]) -> None:
    """Fills in the respondent (被反映单位) the registering desk noted; it does so for some letters only."""
    rng = random.Random(f"respondent {draft.root}")
    named = {"deed": draft.place.developer, "fees": draft.place.manager, "wages": plan["labour_firm"]}
    name = named.get(draft.situation.id, "")
    if draft.place.kind in ("firm", "shop", "training"):
        name = draft.place.name
    if name and not draft.respondent and rng.random() < 0.45:
        draft.respondent = name
