"""Joint letters (联名信) and group visits (集体访): which letters several people stand behind."""

from __future__ import annotations

import random
from collections.abc import Sequence

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
