"""Masked copies of texts, the only form that is tokenised, embedded, logged or shown, with the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.addresses import hidden_house_number
from core.personal_names import surname
from core.privacy import Span, find_personal

_SHOWN = {
    "id_no": "[身份证号]",
    "mobile": "[手机号]",
    "landline": "[电话]",
    "bank_card": "[银行卡号]",
    "plate": "[车牌号]",
    "email": "[邮箱]",
    "account": "[账号]",
    "sensitive": "[敏感信息]",
    "case_no": "××",
}
PLACEHOLDERS = tuple(sorted({*_SHOWN.values()} - {"××"}))
_SEQUENCE = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text; `offsets` holds (start, end) in the masked and (start, end) in the raw text of each change."""

    text: str
    spans: tuple[Span, ...] = ()
    offsets: tuple[tuple[int, int, int, int], ...] = ()

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind masked characters [start, end); a span touching a replacement takes it whole."""
        if end <= start:
            at = self._raw(start, at_end=False)
            return at, at
        return self._raw(start, at_end=False), self._raw(end, at_end=True)

    def _raw(self, at: int, *, at_end: bool) -> int:
        index = bisect_right(self.offsets, at, key=lambda o: o[0]) - 1
        if index < 0:
            return at
        shown_start, shown_end, raw_start, raw_end = self.offsets[index]
        if at >= shown_end:
            return raw_end + at - shown_end
        if at_end:
            return raw_start if at == shown_start else raw_end
        return raw_start


def mask(text: str, known_names: Sequence[str] = ()) -> Masked:
    """`text` with personal data replaced by what domain rules show instead, with spans and offset map."""
    spans = find_personal(text, known_names)
    if not spans:
        return Masked(text)
    names = _shown_names([s.text for s in spans if s.kind == "name"])
    parts: list[str] = []
    offsets: list[tuple[int, int, int, int]] = []
    at = length = 0
    for span in spans:
        shown = _shown(span, names)
        parts += (text[at : span.start], shown)
        length += span.start - at
        offsets.append((length, length + len(shown), span.start, span.end))
        length, at = length + len(shown), span.end
    parts.append(text[at:])
    return Masked("".join(parts), tuple(spans), tuple(offsets))


def _shown(span: Span, names: dict[str, str]) -> str:
    if span.kind == "name":
        return names[span.text]
    if span.kind == "house_no":
        return hidden_house_number(span.text)
    return _SHOWN[span.kind]


def _shown_names(found: list[str]) -> dict[str, str]:
    """张三 → 张某, 李小四 → 李某某; two persons of one surname → 张某甲, 张某乙."""
    by_surname: dict[str, list[str]] = {}
    for name in dict.fromkeys(found):
        by_surname.setdefault(surname(name), []).append(name)
    shown: dict[str, str] = {}
    for family, names in by_surname.items():
        for index, name in enumerate(names):
            if len(names) == 1:
                shown[name] = family + "某" * max(1, len(name) - len(family))
            else:
                shown[name] = f"{family}某{_SEQUENCE[index] if index < len(_SEQUENCE) else index + 1}"
    return shown


def vault_view(kind: str, value: str) -> str:
    """How an identity field is shown before it is opened: 110101********123X, 138****5678, 张某某."""
    if kind == "id_no":
        return f"{value[:6]}{'*' * max(0, len(value) - 10)}{value[-4:]}" if len(value) >= 15 else "*" * len(value)
    if kind == "phone":
        return f"{value[:3]}****{value[-4:]}" if len(value) >= 11 else "*" * len(value)
    if kind == "name":
        return surname(value) + "某" * max(1, len(value) - len(surname(value)))
    return "*" * len(value)
