"""A second encoder: any sentence-transformers model, from a local folder or by its name on a hub."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.errors import Unavailable
from search.encoder import Encoder, Vectors


class SentenceEncoder:
    """Unit vectors of a sentence-transformers model; texts go one by one, so that neighbours do not matter.

    Raises Unavailable when the packages are not installed or the model cannot be opened.
    """

    def __init__(self, model: str | Path, *, letters: Encoder | None = None) -> None:
        self._letters = letters
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise Unavailable(
                "没有安装 sentence-transformers", "请运行：.venv/bin/pip install -r requirements.txt（约 5.8 GB）"
            ) from error
        try:
            self._model = SentenceTransformer(str(model), device="cpu")
        except (OSError, ValueError) as error:
            raise Unavailable(f"语义模型打不开：{model}", "请检查 model_folder 指定的文件夹") from error
        self._dimension = int(self._model.get_sentence_embedding_dimension() or 0)
        self._name = f"st-{Path(model).name}-{_hash(Path(model))}"

    @property
    def name(self) -> str:
        """The folder's name and the start of a hash over its weights."""
        return self._name

    @property
    def question_name(self) -> str:
        """The same: one model reads questions and passages."""
        return self._name

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._dimension

    @property
    def letters(self) -> Encoder:
        """The model trained for letters; itself where there is none."""
        return self._letters or self

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, one row a text, float32."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, one row a text, float32."""
        found = np.empty((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            found[row] = self._model.encode(text, normalize_embeddings=True, show_progress_bar=False)
        return found


def _hash(folder: Path) -> str:
    """Over all weight files of a local folder; a model by name has no other identity than its name."""
    whole = hashlib.sha256()
    for file in sorted(folder.rglob("*.safetensors")) if folder.is_dir() else ():
        with file.open("rb") as stream:
            whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()[:12]
