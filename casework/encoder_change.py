"""Switching the question model (启用与退回读问句的模型): compared on the sets of the office first, taken back any time.

The articles stay encoded as they are, so that a switch takes effect at the next question and none fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casework.evaluation import own_sets, where
from casework.office import QUESTION_MODEL, Office, models_in_use
from casework.search_changes import Switch, Told, apply_change, compared, kept, undo_change
from core.errors import Conflict, InputError
from core.viewer import Viewer
from eval.running import surroundings, told_nobody
from records.database import Tx
from records.encoder_models import encoder_model_named
from records.office_settings import put_setting, setting
from records.search_changes import SearchChange, in_effect
from search.index import SearchIndex

KIND = "encoder"


def use_model(office: Office, viewer: Viewer, name: str, *, reason: str = "", told: Told = told_nobody) -> SearchChange:
    """The change as compared; switched on where it passed, or where a reason is given.

    Raises NotFound for an unknown model, Unavailable for a damaged one, Conflict for the one in use, Forbidden
    without a named person.
    """
    with office.database.read() as tx:
        model = encoder_model_named(tx, name)
        present = str(setting(tx, QUESTION_MODEL, default=""))
    if model.kind != "questions":
        raise InputError(f"“{name}”不是读法律问句的模型", "可用的模型见：python cli.py encoder list")
    if present == name:
        raise Conflict(f"现在用的就是“{name}”", "可用的模型见：python cli.py encoder list")
    here = where(office, viewer)
    there = surroundings(office.database, _with(office, name), viewer, office.today()).unlearned()
    sets = [one for one in own_sets(office, viewer) if one.kind == "ranking"]
    change = kept(office, viewer, KIND, ({"model": present}, {"model": name}), compared(here, there, sets, told=told))
    if change.decision != "passed" and not reason.strip():
        return change
    return apply_change(office, viewer, change.id, reason=reason, switch=_switch(office, viewer))


def _with(office: Office, name: str) -> SearchIndex:
    now = office.index
    with office.database.read() as tx:
        encoder = office.encoder_with(replace(models_in_use(tx), questions=name))
    return SearchIndex(now.folder, encoder, office.database.uuid, dictionary=now.dictionary, tuning=now.tuning)


def roll_back(office: Office, viewer: Viewer, *, reason: str) -> SearchChange:
    """The change that is taken back: the model before it reads questions again, an empty name for the product's own.

    Raises Conflict when no model of the office is in use, Forbidden without a named person.
    """
    with office.database.read() as tx:
        present = in_effect(tx, KIND)
    if present is None:
        raise Conflict("本办没有启用自己训练的模型，没有可退回的", "可用的模型见：python cli.py encoder list")
    return undo_change(office, viewer, present.id, reason=reason, switch=_switch(office, viewer))


def _switch(office: Office, viewer: Viewer) -> Switch:
    def switch(tx: Tx, value: Mapping[str, Any]) -> None:
        put_setting(tx, QUESTION_MODEL, str(value.get("model", "")), now=office.now(), person=viewer.name)

    return switch
