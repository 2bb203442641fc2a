"""The class (问题分类) of an item: what the source says, made finer by the words of the letter; else by words."""

from __future__ import annotations

from dataclasses import dataclass

from core.class_guess import ClassGuess, guess_class
from core.ids import issue_class_id
from core.petition import Evidence, Item, Link, Node
from core.taxonomy import IssueClass, class_by_label, label_of, path_of
from ingest.linking.letters import Letter, field_evidence

LEAST_SHARE = 0.12
"""Below this share of all evidence a guess is not taken."""
_SHOWN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Classified:
    """A class code with how sure it is (1.0: the source says so) and the evidence; empty code when nobody can tell."""

    code: str = ""
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()

    def link(self, item_id: str) -> list[Link]:
        """The classified_as link, when there is a class."""
        if not self.code:
            return []
        target = issue_class_id(self.code)
        return [
            Link(source=item_id, kind="classified_as", target=target, score=self.confidence, evidence=self.evidence)
        ]


def class_node(code: str) -> Node:
    """The node of a class; without it a link to the class would lead nowhere in the graph."""
    return Node(id=issue_class_id(code), kind="class", name=label_of(code) or code, props={"path": path_of(code)})


def classified(item: Item, class_path: tuple[str, ...], letter: Letter) -> Classified:
    """The class of `item`. An imported class is never left; words only choose among the classes beneath it."""
    told = imported_class(class_path)
    if told is not None and told.level >= 2:
        return Classified(told.code, 1.0, (_told(item, 1.0),))
    guesses = guess_class(letter.text, limit=8)
    if told is None:
        best = guesses[0] if guesses and guesses[0].score >= LEAST_SHARE else None
        return Classified(best.code, best.score, _words(letter, best)) if best else Classified()
    beneath = next((guess for guess in guesses if guess.code.startswith(told.code)), None)
    if beneath is None:
        return Classified(told.code, 1.0, (_told(item, 1.0),))
    return Classified(beneath.code, beneath.score, (_told(item, 1.0), *_words(letter, beneath)))


def imported_class(class_path: tuple[str, ...]) -> IssueClass | None:
    """The narrowest class the imported labels name; None when our taxonomy has none of them."""
    for end in range(len(class_path), 0, -1):
        if found := class_by_label("/".join(class_path[:end])):
            return found
    for label in reversed(class_path):
        if found := class_by_label(label):
            return found
    return None


def _told(item: Item, score: float) -> Evidence:
    return field_evidence(item, "class_text", item.class_text, "导入的分类", score=score)


def _words(letter: Letter, guess: ClassGuess) -> tuple[Evidence, ...]:
    hits = list({hit.word: hit for hit in reversed(guess.evidence)}.values())[::-1]
    return tuple(letter.evidence(h.start, h.end, "分类热词", score=guess.score) for h in hits[:_SHOWN_WORDS])
