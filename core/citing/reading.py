"""Reading a text from its start to its end once, remembering the law last named: the reader behind `find_citations`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.citing import mentions
from core.citing.citation import NOWHERE, Citation, Context
from core.citing.mentions import DEFINING, SOFT_MARKS, Law
from core.citing.numbers import numbers_in
from core.citing.positions import WORDS, place_of, possible
from core.citing.signs import BLANK as B
from core.citing.signs import NUMBER, STARTS, skip
from core.citing.targets import Target, in_groups, read_targets
from core.law_titles import KnownTitles, standard_title, title_key

_SELF = r"本(?:法典|法(?!院|律|人|规|官|庭|治|定|学|则|术|医)|条例|办法|规定|细则|解释|决定|规则|章程)"
_THAT = r"(?:该|此|上述|前述)(?:法典|法(?!院|律|人|规|官|庭|治|定)|条例|办法|规定|细则|解释|决定|规则)"
_EVENT = re.compile(
    rf"(?P<title>[《巜])|(?P<soft>[{SOFT_MARKS}])|(?P<self>{_SELF})|(?P<that>{_THAT})|(?P<place>{WORDS})|(?P<di>第(?={B}[(（〈]?{B}[{STARTS}]))"
    rf"|(?P<loose>[典法例定则释]{B}(?=[0-9０-９]|{NUMBER}{B}条))|(?P<define>{DEFINING})"
)
_STOP = re.compile(r"[。！？!?\n]")
_ONE_SENTENCE = 1500
_ONE_TEXT = 4000
_SAID = re.compile(rf"{B}(?:之|的|所)?(?:{B}(?:明确|有关|相关))?(?:规定|所列|情形|第{B}[{STARTS}])")
_NO_ARTICLE = re.compile(
    rf"{B}(?:[款的]{{0,1}})?(?:建议|意见(?!》)|路|街|巷|线|道|措施|理由|消息|诉求|问题|评论|微博|短信|船|鱼|裤|生产|原因|经验|信息|留言|回复|答复|证据|工作|原则上|要求)"
)
_AN_ITEM = re.compile(rf"第{B}(?:[(（〈]|{NUMBER}{B}(?:[、至和]{B}第?{NUMBER}{B})?项)")
_SPOKEN = re.compile(r"(?:反映|提出|来信|诉求|留言|问题|建议|意见|提到|您说|你说|投诉|情况)的?(?:问题)?的?[“\"]?$")
_NO_PART = re.compile(rf"{B}(?:工作|任务|业务|内容是|手机|车|产品|建议|诉求|问题|措施|资金|费用|收入|支出)")


@dataclass(slots=True)
class _Seen:
    """What has been read so far: the law last named, the target last cited, where reading goes on."""

    law: Law | None = None
    last: Target | None = None
    group: int = 0


def read(text: str, titles: KnownTitles, context: Context = NOWHERE) -> list[Citation]:
    """Citations in `text` ordered by place; linear in its length."""
    numbers = numbers_in(text)
    laws = _Reader(text, titles, context, {one.end: one for one in numbers if one.kind == "document_no"})
    found = laws.citations() if "《" in text or "条" in text or _worth(text, context) else []
    kept = [one for one in numbers if one.end not in laws.used]
    return sorted((*kept, *found), key=lambda c: (c.start, c.end, c.number, c.sub, c.paragraph, c.item, c.subitem))


def _worth(text: str, context: Context) -> bool:
    return bool(context.law) or re.search(r"[典法例定则释章]\s*[0-9０-９]|本[法条]|第\s?.{1,4}章", text) is not None


class _Reader:
    def __init__(self, text: str, titles: KnownTitles, context: Context, documents: dict[int, Citation]) -> None:
        self.text, self.titles, self.context = text, titles, context
        self.documents, self.used = documents, set[int]()
        self.defined = {title_key(name): standard_title(law) for name, law in context.defined.items()}
        self.seen = _Seen()
        self.found: list[Citation] = []

    def citations(self) -> list[Citation]:
        at = 0
        while m := _EVENT.search(self.text, at):
            at = max(self._event(m.lastgroup or "", m), m.start() + 1)
        return self.found

    def _event(self, kind: str, m: re.Match[str]) -> int:
        """Where reading goes on after one sign of a citation; 0 when it was none."""
        if kind == "title":
            return self._title(mentions.marked(self.text, m.start(), self.titles, self.defined))
        if kind == "soft":
            return self._title(mentions.soft_marked(self.text, m.start(), self.titles, self.defined))
        if kind == "self":
            return self._self(m)
        if kind == "that":
            return self._that(m)
        if kind == "place":
            return self._place(m)
        if kind == "define":
            return mentions.define(self.text, m.start(), self.titles, self.defined)
        return self._article(m.start()) if kind == "di" else self._loose(m)

    def _title(self, law: Law | None) -> int:
        if law is None:
            return 0
        if law.kind == "column":
            self._emit(law, [Target(law.start, law.end)])
            return law.end
        self.seen.law, self.seen.last = law, None
        ahead = mentions.AHEAD.match(self.text, law.ahead)
        targets = read_targets(self.text, ahead.end() if ahead else law.ahead, near=True)
        if not targets and law.kind == "contract_clause":
            return law.ahead
        self._emit(law, targets or [Target(law.start, law.end)], start=law.start)
        return targets[-1].end if targets else law.ahead

    def _self(self, m: re.Match[str]) -> int:
        """本法第六十三条: the containing document; without one, the law last named of that kind is only likely."""
        if not possible(self.text, m.start()) or self.text[m.start() - 1 : m.start()] in ("日", "基", "根"):
            return 0
        law = self._own(m.start(), m.end(), m[0])
        at = skip(self.text, m.end())
        at = skip(self.text, at + 1) if self.text[at : at + 1] in ("的", "中") else at
        targets = read_targets(self.text, at, near=True)
        if self.context.law or targets:
            self.seen.law, self.seen.last = law, None
        if targets:
            self._emit(law, targets, start=m.start())
            return targets[-1].end
        return m.end()

    def _that(self, m: re.Match[str]) -> int:
        """该条例第二条: the act last named."""
        last = self.seen.law
        targets = read_targets(self.text, skip(self.text, m.end()), near=True)
        if last is None or not targets or m.start() - last.end > _ONE_TEXT:
            return 0
        self._emit(replace(self._inherited(0.8), text=last.text), targets, start=m.start())
        return targets[-1].end

    def _own(self, start: int, end: int, word: str) -> Law:
        if self.context.law:
            return Law(start, end, word, standard_title(self.context.law), "self", law_kind="self")
        last = self.seen.law
        if last is not None and word and last.law.endswith(word[1:]) and start - last.end < _ONE_TEXT:
            return Law(start, end, word, "", "self", law_kind="self", confidence=0.5, likely=last.law)
        return Law(start, end, word, "", "self", law_kind="self", confidence=0.5)

    def _place(self, m: re.Match[str]) -> int:
        """前款, 本条, 该条 with what follows them."""
        near = self.seen.last if self._near(600) else None
        place = place_of(m[0], m.span(), self.context, near) if possible(self.text, m.start()) else None
        if place is None:
            return 0
        law = self._own(m.start(), m.end(), "") if self.context.law and m[0][0] not in "该同" else self._inherited(0.8)
        at = skip(self.text, m.end())
        at = skip(self.text, at + 1) if self.text[at : at + 1] == "的" else at
        deeper = (
            read_targets(self.text, at, before=replace(place.targets[-1], end=at)) if not place.targets[0].unit else []
        )
        deeper = [one for one in deeper if one.number == place.targets[-1].number and one.sub == place.targets[-1].sub]
        targets = deeper or list(place.targets)
        first = len(self.found)
        self._emit(law, targets, start=m.start())
        for n in range(first, len(self.found)):
            sure = 0.3 if place.problem else 0.95
            one = self.found[n]
            self.found[n] = replace(one, relative=m[0], problem=place.problem, confidence=min(one.confidence, sure))
        return targets[-1].end if deeper else m.end()

    def _loose(self, m: re.Match[str]) -> int:
        """民法典1043 and 条例22条: only where the name before the number is known."""
        law = mentions.unmarked(self.text, m.start() + 1, self.titles, self.defined)
        targets = read_targets(self.text, m.end(), near=True) if law else []
        if law is None or not targets:
            return 0
        self.seen.law = law
        self._emit(law, targets, start=law.start)
        return targets[-1].end

    def _article(self, at: int) -> int:
        """第N条 without 《》 before it: which law it speaks of is told by the words before it, or by the context."""
        targets = read_targets(self.text, at)
        if not targets:
            return self._alone(at) or self._part(at)
        law = self._law_before(at)
        if law is None:
            return targets[-1].end
        self._emit(law, targets, start=law.start if law.ahead == at else targets[0].start)
        return targets[-1].end

    def _alone(self, at: int) -> int:
        """民法典第1043 without 条; 0 when no known title stands directly before it."""
        targets = read_targets(self.text, at, near=True)
        law = mentions.unmarked(self.text, at, self.titles, self.defined) if targets else None
        if law is None:
            return 0
        self.seen.law = law
        self._emit(law, targets, start=law.start)
        return targets[-1].end

    def _law_before(self, at: int) -> Law | None:
        """The law of the article at `at`; its `ahead` is `at` when it is named directly before."""
        text = self.text
        if mentions.contract_before(text, at):
            law = Law(at, at, "", "", "contract_clause", law_kind="none")
        elif (end := self._document_end(at)) in self.documents:
            self.used.add(end)
            one = self.documents[end]
            law = Law(one.start, end, one.quote, "", "document_no", document_no=one.document_no, ahead=at)
        elif found := mentions.unmarked(text, at, self.titles, self.defined) or mentions.unlisted(text, at):
            law = replace(found, ahead=at)
        else:
            return self._silent(at)
        self.seen.law, self.seen.last = law, None
        return law

    def _document_end(self, at: int) -> int:
        end = at
        while end > at - 4 and end and self.text[end - 1] in "的中之文件》 ）)":
            end -= 1
        return end

    def _silent(self, at: int) -> Law | None:
        """The law of a bare 第N条: the one of this sentence, the containing one, or the one named before."""
        after = read_targets(self.text, at)[-1].end
        if _NO_ARTICLE.match(self.text, after) or _SPOKEN.search(self.text[max(0, at - 12) : at]):
            return None
        unit = not read_targets(self.text, at)[0].number
        if self.seen.law is not None and self._near(_ONE_SENTENCE, at) and not unit:
            return self._inherited(0.9)
        if self.context.law:
            return self._own(at, at, "")
        if unit or (not _SAID.match(self.text, after) and not self._deep(at)):
            return None
        if self.seen.law is not None and at - self.seen.law.end < _ONE_TEXT:
            return self._inherited(0.6)
        if self.context.last_law:
            law = standard_title(self.context.last_law)
            return Law(at, at, "", law, "alias", law_kind="inherited", confidence=0.7)
        return Law(at, at, "", "", "bare", law_kind="none", confidence=0.3)

    def _deep(self, at: int) -> bool:
        return read_targets(self.text, at)[0].level > 5

    def _inherited(self, confidence: float) -> Law:
        law = self.seen.law or Law(0, 0, "", "", "bare", law_kind="none")
        if law.kind == "contract_clause":
            return law
        if law.law_kind == "self":
            return law
        return replace(
            law, law_kind="inherited" if law.law else law.law_kind, confidence=min(law.confidence, confidence), ahead=-1
        )

    def _near(self, most: int, at: int | None = None) -> bool:
        """True when the law last named stands in the same sentence as `at`, or within `most` characters."""
        law = self.seen.law
        if law is None:
            return False
        begin = max(law.end, self.seen.last.end if self.seen.last else 0)
        if at is None:
            return True
        return at - begin < most and _STOP.search(self.text, begin, at) is None

    def _part(self, at: int) -> int:
        """第一款 or 第二项 without an article: of the citing one, or items of one this sentence cites."""
        context, last = self.context, self.seen.last
        named = last is not None and last.number != context.article and self._near(300, at)
        if context.article and not (named and _AN_ITEM.match(self.text, at)):
            before = Target(at, at, context.article, context.sub)
            law = self._own(at, at, "")
        elif last is not None and self._near(300, at):
            before, law = last, self._inherited(0.8)
        else:
            return 0
        targets = [one for one in read_targets(self.text, at, before=before) if one.number]
        if not targets or _NO_PART.match(self.text, targets[-1].end):
            return 0
        self._emit(law, targets)
        return targets[-1].end

    def _emit(self, law: Law, targets: Sequence[Target], *, start: int = -1) -> None:
        targets, self.seen.group = in_groups(targets, self.seen.group)
        for place, target in enumerate(targets):
            begin = start if place == 0 and start >= 0 else target.start
            self.found.append(_citation(self.text, law, target, begin))
        if law.kind != "column":
            self.seen.last = targets[-1]


def _citation(text: str, law: Law, target: Target, start: int) -> Citation:
    return Citation(
        start=start,
        end=target.end,
        quote=text[start : target.end],
        kind=law.kind,
        law_text=law.text,
        law=law.law,
        number=target.number,
        sub=target.sub,
        paragraph=target.paragraph,
        item=target.item,
        document_no=law.document_no,
        version_hint=law.hint,
        subitem=target.subitem,
        proviso=target.proviso,
        unit_scope=target.unit,
        range_group=target.group,
        confidence=min(law.confidence, 0.5) if target.doubtful else law.confidence,
        law_kind=law.law_kind,
        problem=target.problem,
        likely=law.likely,
    )
