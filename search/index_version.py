"""What an answer or figure was made with (检索版本); stands on every export, so that it can be made again (N16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from search.documents import CORPORA
from search.index import SearchIndex


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """Equal versions over equal records give equal answers, byte for byte, on one type of processor."""

    generation: str
    encoder: str
    dictionary: str
    tuning: str
    day: date

    @property
    def words(self) -> str:
        """One line for people: 检索版本 12-30-4，模型 …，词典 …，参数 …，2026-11-22."""
        model = self.encoder or "无模型（只按字词）"
        return (
            f"检索版本 {self.generation}，模型 {model}，词典 {self.dictionary or '无'}，"
            f"参数 {self.tuning}，{self.day.isoformat()}"
        )


def index_version(index: SearchIndex, day: date) -> IndexVersion:
    """The version of what `index` answers with on `day`; generations of petitions, articles, members."""
    generations = "-".join(str(index.snapshot(corpus).manifest.generation) for corpus in CORPORA)
    return IndexVersion(generations, _model(index), index.dictionary.version, index.tuning.version, day)


def _model(index: SearchIndex) -> str:
    encoder, letters = index.encoder, index.encoder_of("petitions")
    if encoder is None or letters is None:
        return ""
    return encoder.question_name if letters is encoder else f"{encoder.question_name}，来信 {letters.name}"
