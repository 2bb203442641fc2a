"""What a question model is trained towards: its articles nearer to the question than every other article there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

NEAREST = 256
"""Passages nearest to each question of a batch that are held against it: the rest of the law hardly weighs."""
_NOT_ASKED = -1e9


class AgainstPassages(nn.Module):
    """Softmax of each right passage against all wrong ones near any question of the batch; passages stay as they are.

    `rights` holds for each question the rows of its passages; `copies` rows that say nearly the same and count
    neither for nor against. Labels are places in both.
    """

    def __init__(
        self,
        model: Any,  # noqa: ANN401 - the vendor's model has no usable types
        passages: Tensor,
        rights: Sequence[Sequence[int]],
        copies: Sequence[Sequence[int]],
        *,
        temperature: float,
    ) -> None:
        super().__init__()
        self.model = model
        self._passages = passages
        self._rights, self._copies = rights, copies
        self._temperature = temperature

    def forward(self, features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """The mean loss of a batch."""
        asked: Tensor = self.model(next(iter(features)))["sentence_embedding"]
        places = [int(label) for label in labels]
        rows = self._near(asked.detach(), places)
        scores = asked @ self._passages[rows].T / self._temperature
        right = torch.stack([torch.isin(rows, torch.tensor(self._rights[place])) for place in places])
        copy = torch.stack([torch.isin(rows, torch.tensor(self._copies[place])) for place in places])
        wrong = scores.masked_fill(right | copy, _NOT_ASKED).logsumexp(dim=1, keepdim=True)
        likely = scores - torch.logaddexp(scores, wrong)
        loss: Tensor = (-(likely * right).sum(dim=1) / right.sum(dim=1)).mean()
        return loss

    def _near(self, asked: Tensor, places: Sequence[int]) -> Tensor:
        nearest = torch.topk(asked @ self._passages.T, min(NEAREST, len(self._passages)), dim=1).indices.flatten()
        rights = torch.tensor([row for place in places for row in self._rights[place]])
        rows: Tensor = torch.unique(torch.cat([nearest, rights]))
        return rows
