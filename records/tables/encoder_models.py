"""Tables of encoder models trained in this office, and of the petitions each was trained on."""

from __future__ import annotations

import sqlalchemy as sa

from records.tables.columns import key, metadata, moment, structure, words

encoder_model = sa.Table(
    "encoder_model",
    metadata,
    key("name"),
    words("kind"),
    words("sha256"),
    structure("card"),
    words("person"),
    moment("at", nullable=False),
    moment("outdated_at"),
)

encoder_example = sa.Table(
    "encoder_example",
    metadata,
    key("model"),
    key("item_id"),
    sa.Index("ix_encoder_example_item_id", "item_id"),
)
