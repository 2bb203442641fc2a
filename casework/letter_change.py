"""Switching the model that letters are read with (启用与退回读来信的模型): a new generation of the index each time.

All letters are encoded again beside the index in use, which answers all the while; figures on all sets of the office,
letters and law, decide; then one transaction puts index and model in place. The way back is the same way without
figures, and quick: vectors by the model before stay in the records until the next switch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from casework.encoder_change import KIND as QUESTIONS
from casework.evaluation import own_sets, where
from casework.generation import all_have_vectors, next_generation, put_in_use
from casework.jobs import Progress, Stopped
from casework.office import LETTER_MODEL, Office, models_in_use
from casework.search_changes import Switch, apply_change, compared, kept, named, undo_change
from core.errors import Conflict, InputError
from core.viewer import Viewer
from eval.running import surroundings
from records.database import Tx
from records.encoder_models import encoder_model_named
from records.office_settings import put_setting
from records.search_changes import SearchChange, in_effect
from records.vectors import forget_other_encoders
from search.encoder import Encoder
from search.index import SearchIndex

KIND, JOB = "letters", "reencode"
COMPARED = ("ranking", "pairs", "clusters")
"""Kinds of sets that vectors of letters can change anything of; classes and units are learned from the base model's."""
READING = "用新模型重新编码来信"
SEE_ALL = "可用的模型见：python cli.py encoder list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reencoded:
    """What came of it: whether another model reads letters now, which (empty for the product's own), and the change."""

    switched: bool
    model: str
    change: SearchChange


def use_letter_model(office: Office, viewer: Viewer, name: str, progress: Progress, *, reason: str = "") -> Reencoded:
    """Encodes, compares and switches where it is not worse or a reason is given; for whoever has the worker's place.

    Raises NotFound for an unknown model, Conflict for the one in use, Forbidden without a named person, Unavailable for
    a damaged one, while vectors are missing, or when the new generation cannot be written.
    """
    named(viewer)
    with office.database.read() as tx:
        model, present = encoder_model_named(tx, name), models_in_use(tx)
    if model.kind != KIND:
        raise InputError(f"“{name}”不是读来信的模型", SEE_ALL)
    if present.letters == name:
        raise Conflict(f"现在读来信用的就是“{name}”", SEE_ALL)
    encoder = office.encoder_with(replace(present, letters=name))
    all_have_vectors(office, f"python cli.py encoder use {name}")
    with next_generation(office, office.index.dictionary, encoder, progress, READING) as fresh:
        change = _compared(office, viewer, fresh, (present.letters, name), progress)
        if change.decision != "passed" and not reason.strip():
            return Reencoded(switched=False, model=present.letters, change=change)
        done = put_in_use(
            office,
            fresh,
            lambda switch: apply_change(office, viewer, change.id, reason=reason, switch=switch),
            _read_with(office, viewer, encoder),
        )
    return Reencoded(switched=True, model=name, change=done)


def _compared(
    office: Office, viewer: Viewer, fresh: SearchIndex, names: tuple[str, str], progress: Progress
) -> SearchChange:
    def told(name: str) -> None:
        if not progress(0, 0, f"正在比较 {name}"):
            raise Stopped

    sets = [one for one in own_sets(office, viewer) if one.kind in COMPARED]
    after = surroundings(office.database, fresh, viewer, office.today())
    verdict = compared(where(office, viewer), after, sets, told=told)
    return kept(office, viewer, KIND, ({"model": names[0]}, {"model": names[1]}), verdict)


def last_switched(office: Office) -> str:
    """`letters` or `law`: whose model was switched on last and is still in use; `law` where neither is."""
    with office.database.read() as tx:
        law, letters = in_effect(tx, QUESTIONS), in_effect(tx, KIND)
    if law is None or letters is None:
        return "letters" if letters else "law"
    return "letters" if str(letters.applied_at) > str(law.applied_at) else "law"


def roll_back_letters(office: Office, viewer: Viewer, progress: Progress, *, reason: str) -> Reencoded:
    """Back to the model before; for whoever has the worker's place.

    Raises Conflict when letters are read by the product's own model, Forbidden without a named person.
    """
    named(viewer)
    with office.database.read() as tx:
        last, present = in_effect(tx, KIND), models_in_use(tx)
    if last is None:
        raise Conflict("来信现在由随产品的模型来读，没有可退回的", SEE_ALL)
    former = str(last.before.get("model", ""))
    encoder = office.encoder_with(replace(present, letters=former))
    with next_generation(office, office.index.dictionary, encoder, progress, "用原来的模型重建检索库") as fresh:
        done = put_in_use(
            office,
            fresh,
            lambda switch: undo_change(office, viewer, last.id, reason=reason, switch=switch),
            _read_with(office, viewer, encoder),
        )
    return Reencoded(switched=True, model=former, change=done)


def _read_with(office: Office, viewer: Viewer, encoder: Encoder) -> Switch:
    """Writes which model reads letters; vectors stay of the product's own, the one before and the one to come."""
    before = office.index.snapshot("petitions").manifest.encoder  # also where that model is damaged now

    def switch(tx: Tx, value: Mapping[str, Any]) -> None:
        put_setting(tx, LETTER_MODEL, str(value.get("model", "")), now=office.now(), person=viewer.name)
        forget_other_encoders(tx, {encoder.name, encoder.letters.name, before})

    return switch
