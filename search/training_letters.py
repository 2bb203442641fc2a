"""Training how letters are read: letters of one matter near each other, close ones of other matters further off.

Both sides are read by the model that is trained, so all letters are encoded again with it. Letters are held to where
they were, so that what was set on the old vectors (floors, what makes one event) goes on meaning the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from torch import Tensor, nn

from search.letter_pairs import Letters, lines
from search.training import Plan, Told, adapted, fit

STAY = 2.0
"""How much a letter's way from its old vector (one less their cosine) weighs beside telling letters apart."""
_NOT_ASKED = -1e9


def train_on_letters(start: Path, data: Letters, out: Path, plan: Plan, told: Told) -> Path:
    """The folder `out` with the adapter of a model of letters, begun from the sentence-transformers folder `start`.

    A run that was killed goes on from its last whole epoch when it is started again with the same `out`.
    """
    model = adapted(start, plan)
    rows = lines(data, plan.seed)
    loss = AmongLetters(model, data, rows, temperature=plan.temperature)
    columns = {name: [data.texts[row[place]] for row in rows] for place, name in enumerate(("letter", "same", "other"))}
    return fit(model, Dataset.from_dict(columns | {"label": list(range(len(rows)))}), loss, out, plan, told)


class AmongLetters(nn.Module):
    """Softmax of the linked letter against all others of a batch, but those of its matter or as near as linked ones."""

    def __init__(
        self,
        model: Any,  # noqa: ANN401 - the vendor's model has no usable types
        data: Letters,
        rows: Sequence[tuple[int, int, int]],
        *,
        temperature: float,
    ) -> None:
        super().__init__()
        self.model = model
        self._old = torch.from_numpy(np.ascontiguousarray(data.vectors, dtype=np.float32))
        self._matters = torch.tensor(data.matters)
        self._rows = torch.tensor(rows)
        self._temperature = temperature

    def forward(self, features: Sequence[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """The mean loss of a batch of (letter, linked letter, close letter of another matter)."""
        letter, same, other = (self.model(one)["sentence_embedding"] for one in features)
        places = self._rows[labels]
        mine, theirs = places[:, 0], torch.cat([places[:, 1], places[:, 2]])
        scores = letter @ torch.cat([same, other]).T / self._temperature
        right = torch.arange(len(labels))
        left_out = self._matters[mine][:, None] == self._matters[theirs][None, :]
        near = self._old[mine] @ self._old[theirs].T
        left_out |= near >= near[right, right][:, None]
        left_out[:, len(labels) :] &= ~torch.eye(len(labels), dtype=torch.bool)
        left_out[right, right] = False
        apart: Tensor = nn.functional.cross_entropy(scores.masked_fill(left_out, _NOT_ASKED), right)
        old = self._old[places.T.flatten()]
        way: Tensor = (1 - (torch.cat([letter, same, other]) * old).sum(dim=1)).mean()
        return apart + STAY * way
