"""The encoder port and its default: bge-small-zh-v1.5 in int8 through ONNX Runtime, one unpadded text a run.

One text a run makes a vector depend on its text alone (int8 scales are taken per run, so batching would
let neighbours leak in); work is spread over threads instead.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import Unavailable
from search.model import DIMENSION, FOLDER, ModelFiles, folder_files, model_files

Vectors = NDArray[np.float32]
MAX_TOKENS = 512
_FIRST = "信访"
"""Read once when a model is opened, to see how long its vectors are."""


class Encoder(Protocol):
    """Turns texts into unit vectors; `name` changes whenever those of passages would.

    A question to the law may be read by a model of its own that was trained against the same passages, so that
    changing it needs no passage encoded again. Letters may be read by a model of their own too, asked with and found
    alike; a new one means that all letters are encoded again.
    """

    @property
    def name(self) -> str:
        """Identity of the vectors this encoder makes, hash of the weights included."""

    @property
    def question_name(self) -> str:
        """Identity of the vectors of questions; the same as `name` where one model makes both."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    @property
    def letters(self) -> Encoder:
        """What letters are read with: itself, or the model trained for them."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of what people ask of the law, to be held against passages; one row a text, float32."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, one row a text, float32; each is cut at 512 tokens."""


class OnnxEncoder:
    """bge-small-zh-v1.5 in int8: first token's vector, length 1; the same bytes for the same text on one CPU type."""

    def __init__(self, files: ModelFiles, *, threads: int | None = None, letters: Encoder | None = None) -> None:
        self._letters = letters
        self._tokenizer = _tokenizer(files)
        self._passages = _Model(files.weights, self._tokenizer)
        self._questions = _Model(files.questions, self._tokenizer) if files.questions else self._passages
        self._threads = threads or os.cpu_count() or 1
        self._name = f"{FOLDER}-{files.sha256[:12]}"
        self._question_name = f"{self._name}+{files.questions_sha256[:12]}" if files.questions else self._name

    @property
    def name(self) -> str:
        """Model name and the start of the files' hash."""
        return self._name

    @property
    def question_name(self) -> str:
        """The name, and the start of the question model's hash where there is one."""
        return self._question_name

    @property
    def dimension(self) -> int:
        """512."""
        return DIMENSION

    @property
    def letters(self) -> Encoder:
        """The model trained for letters; itself where there is none."""
        return self._letters or self

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions to the law, shape (n, 512); no instruction in front: it did not help."""
        return self._encode(self._questions, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (n, 512), each cut at 512 tokens."""
        return self._encode(self._passages, texts)

    def _encode(self, model: _Model, texts: Sequence[str]) -> Vectors:
        found = np.empty((len(texts), DIMENSION), dtype=np.float32)
        if len(texts) < 2 or self._threads < 2:
            for row, text in enumerate(texts):
                found[row] = model.vector(text)
            return found
        with ThreadPoolExecutor(self._threads) as pool:
            for row, vector in enumerate(pool.map(model.vector, texts, chunksize=8)):
                found[row] = vector
        return found


class _Model:
    """One ONNX file with its tokenizer; each text is a run of its own."""

    def __init__(self, weights: Path, tokenizer: Any) -> None:  # noqa: ANN401 - the vendor ships no types
        self._session, self._tokenizer = _session(weights), tokenizer
        self._inputs = {node.name for node in self._session.get_inputs()}
        numbers = len(self.vector(_FIRST))
        if numbers != DIMENSION:
            raise Unavailable(
                f"语义模型的向量是 {numbers} 维，检索库要 {DIMENSION} 维：{weights}",
                "请改用由 bge-small-zh-v1.5 得来的模型文件夹，或在设置中删去 model_folder；检索库没有改动",
            )

    def vector(self, text: str) -> NDArray[np.float32]:
        """The unit vector of one text, shape (512,)."""
        coded = self._tokenizer.encode(text)
        feed = {
            "input_ids": np.asarray([coded.ids], dtype=np.int64),
            "attention_mask": np.ones((1, len(coded.ids)), dtype=np.int64),
            "token_type_ids": np.zeros((1, len(coded.ids)), dtype=np.int64),
        }
        states = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        first: NDArray[np.float32] = states[0, 0] if states.ndim == 3 else states[0]
        unit: NDArray[np.float32] = first / np.float32(np.linalg.norm(first))
        return unit


def open_encoder(
    cache: Path, given: str = "", *, questions: Path | None = None, letters: Path | None = None
) -> Encoder:
    """The encoder of this machine: the int8 model, or a sentence-transformers folder when settings name one.

    `questions` and `letters` are folders of models trained in this office. Raises Unavailable when a model is missing
    or damaged, SettingsError when `given` is no folder.
    """
    own = OnnxEncoder(folder_files(letters)) if letters is not None else None
    if given and (Path(given) / "modules.json").exists():
        from search.sentence_encoder import SentenceEncoder  # brings torch along

        return SentenceEncoder(given, letters=own)
    files = model_files(cache, given)
    if questions is not None:
        asks = folder_files(questions)
        files = replace(files, questions=asks.questions, questions_sha256=asks.questions_sha256)
    return OnnxEncoder(files, letters=own)


def _session(weights: Path) -> Any:  # noqa: ANN401 - the vendor ships no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the vendor raises its own, undeclared kinds
        raise _unopened(weights) from error


def _tokenizer(files: ModelFiles) -> Any:  # noqa: ANN401 - the vendor ships no types
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(files.tokenizer))
    except Exception as error:  # the vendor raises bare Exception
        raise _unopened(files.tokenizer) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _unopened(file: Path) -> Unavailable:
    return Unavailable(f"语义模型打不开：{file}", "请删除该文件夹后运行：python cli.py doctor --fix")
