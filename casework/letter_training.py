"""Training the office's model of letters (训练读来信的模型): from letters that people said are about one matter.

Letters are asked with and found alike, so a new model means that all of them are encoded again; that happens when it
is switched on (`letter_change.py`), not here. What a model reaches is measured on matters it was not trained on, with
the int8 file that will run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from casework.encoder_training import (
    ADAPTER_FOLDER,
    Training,
    keep_model,
    made_how,
    not_installed,
    one_at_a_time,
    runnable,
)
from casework.held_out import means
from casework.held_out_letters import POOL, figures
from casework.letter_links import TYPED, documents_of_letters, links_of
from casework.office import MODEL, Office
from core.viewer import Viewer
from records.encoder_models import EncoderModel
from records.items import iter_items
from search.asking import Query
from search.encoder import OnnxEncoder
from search.letter_pairs import Letters, Link, ends, enough, letters_of, matters_of, parts
from search.model import folder_files, model_files
from search.precedents import rank_petitions
from search.torch_folder import prepare_torch_folder

MOST_LINKS = 20_000
NEAR = 20
"""Letters the office's own search finds, among which the close ones of other matters are chosen."""
Told = Callable[[int, int, float], None]


def train_letter_model(office: Office, viewer: Viewer, wanted: Training, told: Told) -> EncoderModel:
    """The new model with its card; trained on the links the sets hold. A run that was killed goes on where it stopped.

    Raises InputError for a bad name, another kind of set or too few links, Conflict for a name in use or while another
    training runs, Unavailable without the training packages.
    """
    with one_at_a_time(office, wanted.name) as folder:
        data = _Data(office, viewer, wanted)
        card = _trained(office, folder, data, wanted, told)
        return keep_model(office, viewer, folder, card, (id_ for id_ in data.used if not id_.startswith(TYPED)))


class _Data:
    """The links of the sets, the letters they join, and the letters among which these are looked for."""

    def __init__(self, office: Office, viewer: Viewer, wanted: Training) -> None:
        self.sets = wanted.sets
        links = links_of(office, viewer, wanted.sets)
        self.plain = OnnxEncoder(model_files(office.settings.cache, office.settings.model_folder))
        draw = np.random.default_rng(wanted.plan.seed)
        with office.database.read() as tx:
            named = documents_of_letters(tx, viewer, ends(links))
            others = {i.id for some in iter_items(tx, viewer) for i in some if not i.restricted and i.letter}
        self.links = _some([one for one in links if {one.one, one.other} <= named.keys()], draw)
        enough(self.links)
        self.linked = {id_: named[id_] for id_ in ends(self.links)}
        drawn = draw.permutation(sorted(others - self.linked.keys()))[: max(0, POOL - len(self.linked))]
        self.near = {id_: _near(office, viewer, id_) for id_ in sorted(self.linked)}
        with office.database.read() as tx:
            known = documents_of_letters(tx, viewer, {other for several in self.near.values() for other in several})
            self.documents = known | self.linked
            self.pool = documents_of_letters(tx, viewer, map(str, drawn)) | self.documents
        self.used = set(self.linked)

    def letters(self, held: Sequence[Link] = ()) -> Letters:
        """What to train on; no letter of the links held out is in it, on neither side."""
        out = ends(held)
        links = [link for link in self.links if not {link.one, link.other} & out]
        near = {id_: [other for other in self.near[id_] if other not in out] for id_ in ends(links)}
        made = letters_of(links, self.documents, near.__getitem__, self.plain.encode_passages)
        self.used |= set(made.ids)
        return made


def _some(links: list[Link], draw: np.random.Generator) -> list[Link]:
    """Whole matters, drawn until they have `MOST_LINKS` links: the other letters of an event are no wrong answers."""
    matter = matters_of(links)
    size = Counter(matter[link.one] for link in links)
    kept, number = set[str](), 0
    for name in map(str, draw.permutation(sorted(size))):
        if number + size[name] <= MOST_LINKS or not kept:
            kept.add(name)
            number += size[name]
    return [link for link in links if matter[link.one] in kept]


def _near(office: Office, viewer: Viewer, id_: str) -> tuple[str, ...]:
    query = Query(text=id_.removeprefix(TYPED)) if id_.startswith(TYPED) else Query(like=id_)
    hits = rank_petitions(office.database, office.index, viewer, query, k=NEAR)
    return tuple(hit.item.id for hit in hits if not hit.item.restricted and hit.item.letter)


def _trained(office: Office, folder: Path, data: _Data, wanted: Training, told: Told) -> dict[str, Any]:
    """The card of the model that now lies in `folder`."""
    try:
        from search.training_letters import train_on_letters
    except ImportError as error:
        raise not_installed() from error
    start, plan = prepare_torch_folder(office.settings.cache), wanted.plan
    held_out = parts(data.links, wanted.parts, plan.seed) if wanted.parts > 1 else []
    before, after = [], []
    for number, held in enumerate(held_out, 1):
        tried = train_on_letters(start, data.letters(held), folder / f"fold-{number}", plan, told)
        made = OnnxEncoder(folder_files(runnable(start, tried / MODEL, passages=tried)))
        before.append(figures(data.plain, held, data.pool))
        after.append(figures(made, held, data.pool))
    adapter = train_on_letters(start, data.letters(), folder / ADAPTER_FOLDER, plan, told)
    runnable(start, folder / MODEL, passages=adapter)
    return _card(office, data, wanted, {"before": means(before), "after": means(after)})


def _card(office: Office, data: _Data, wanted: Training, held_out: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "letters",
        "data": [{"name": one.name, "hash": one.digest} for one in data.sets],
        "links": dict(sorted(Counter(link.source for link in data.links).items())),
        "letters": len(data.linked),
        "pool": len(data.pool),
        "held_out": held_out,
    } | made_how(office, wanted)
