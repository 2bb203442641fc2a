"""Encoder models trained in this office (本办训练的语义模型): their cards, and which petitions each was trained on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.errors import NotFound
from records.tables.encoder_models import encoder_example, encoder_model
from records.transactions import Tx, add, insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderModel:
    """One trained model; `kind` is questions or letters, `card` what it was made from and what it reached."""

    name: str
    kind: str
    sha256: str
    card: Mapping[str, Any]
    person: str
    at: datetime
    outdated_at: datetime | None = None
    """Since when it must be trained again, because a petition it was trained on is erased."""


def save_model(tx: Tx, model: EncoderModel, items: Iterable[str]) -> None:
    """Keeps a new model with the petitions it was trained on."""
    row = {name: getattr(model, name) for name in EncoderModel.__slots__}
    add(tx, encoder_model, row)
    insert_new(tx, encoder_example, [{"model": model.name, "item_id": item} for item in sorted(set(items))])


def encoder_models(tx: Tx) -> list[EncoderModel]:
    """All models, the oldest first."""
    rows = tx.execute(sa.select(encoder_model).order_by(encoder_model.c.at, encoder_model.c.name))
    return [EncoderModel(**row._mapping) for row in rows]


def encoder_model_named(tx: Tx, name: str) -> EncoderModel:
    """The model with this name. Raises NotFound."""
    row = tx.execute(sa.select(encoder_model).where(encoder_model.c.name == name)).first()
    if row is None:
        raise NotFound(f"没有叫“{name}”的模型", "请运行 python cli.py encoder list 查看清单")
    return EncoderModel(**row._mapping)


def outdate_models(tx: Tx, item_id: str, *, now: datetime) -> None:
    """Marks every model that was trained on the petition as due for training again, and forgets that it was."""
    models = sa.select(encoder_example.c.model).where(encoder_example.c.item_id == item_id)
    fresh = encoder_model.c.outdated_at.is_(None)
    tx.execute(sa.update(encoder_model).where(encoder_model.c.name.in_(models), fresh).values(outdated_at=now))
    tx.execute(sa.delete(encoder_example).where(encoder_example.c.item_id == item_id))
