"""The check of a draft reply (答复核对): one list of findings with severity, rule and place; offline, no guessing.

Looked at: each citation (exists, in force on the reply's day and on the day of the conduct, level and region, public),
quoted words against the article, superseded document numbers, each demand of the letter, the remedy line, personal
data of third persons, gaps and notes left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casework.citing import citations_in
from casework.draft_check_law import Cited, Days, check_law
from casework.draft_check_numbers import check_numbers
from casework.draft_check_quotes import check_quote, quotations
from casework.office import Office
from core.citations import Resolved
from core.demands import Demand, split_demands
from core.errors import InputError, PackageError
from core.event_day import WhichDay, which_day
from core.petition import Claim, Item
from core.remedy_line import Owed, Paper, check_remedy, paper_of
from core.reply_checks import check_basis_named, check_demands, check_gaps, check_personal
from core.reply_finding import SEVERITIES, Finding, in_order
from core.viewer import Viewer
from ingest.encodings import open_text
from ingest.word_text import word_paragraphs
from records.claims import claims_of
from records.database import Tx
from records.items import item
from records.law import article_histories, articles_on
from records.law_shelf import law_shelf
from records.units import units

__all__ = ["DraftCheck", "check_draft", "read_draft"]

_ROUTES_OF_PETITION = frozenset({"", "petition"})
_NOT_CLAIMS = frozenset({"suggestion", "accusation", "inquiry", "thanks"})


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """All findings about a text, the gravest first, with its citations and what was assumed."""

    text: str
    findings: tuple[Finding, ...]
    citations: tuple[Resolved, ...]
    paper: Paper
    owed: Owed
    on: date
    conduct: WhichDay | None
    """The day of the matter's event with where it comes from; None without a case."""

    @property
    def conduct_on(self) -> date | None:
        """The day of the event; None without a case."""
        return self.conduct.day if self.conduct else None

    @property
    def counts(self) -> dict[str, int]:
        """Severity → how many findings."""
        return {one: sum(f.severity == one for f in self.findings) for one in SEVERITIES}


def read_draft(file: Path) -> str:
    """The text of a docx or a text file, one paragraph a line. Raises InputError naming the file."""
    try:
        if file.suffix.lower() == ".docx":
            return "\n".join(word_paragraphs(file))
        with open_text(file) as stream:
            return stream.read().replace("\r\n", "\n").replace("\r", "\n")
    except PackageError as error:
        raise InputError(error.detail, error.hint) from error


def check_draft(
    office: Office, viewer: Viewer, text: str, *, item_id: str = "", on: date | None = None, paper: Paper | None = None
) -> DraftCheck:
    """The findings about `text`, as a reply to the case `item_id` given on day `on` (today when not said).

    `paper` says what kind of paper it is; else its own heading does. Raises NotFound for a case that does not exist
    or may not be seen.
    """
    day = on or office.today()
    with office.database.read() as tx:
        case = item(tx, viewer, item_id) if item_id else None
        claims = claims_of(tx, viewer, [item_id]).get(item_id, []) if item_id else []
        conduct = which_day(case, today=day) if case else None
        days = Days(reply=day, conduct=conduct.day if conduct else None)
        region = _region(case)
        cited = _cited(tx, text, days, region)
        kind = paper or paper_of(text)
        owed = _owed(case, claims, kind)
        found = [
            *check_law(tx, cited, days, region=region),
            *check_numbers(tx, text, [one.now for one in cited], day),
            *_quotes(tx, text, cited, days),
            *check_remedy(text, kind, owed, **_bodies(tx, case)),
        ]
    found += check_basis_named(text, opinion=kind != "reply")
    found += [*check_personal(text), *check_gaps(text)]
    if case is not None:
        found += check_demands(text, _demands(case, claims))
    return DraftCheck(text, tuple(in_order(found)), tuple(one.best for one in cited), kind, owed, day, conduct)


def _region(case: Item | None) -> str:
    return case.region_text if case else ""


def _cited(tx: Tx, text: str, days: Days, region: str) -> list[Cited]:
    now = citations_in(tx, text, day=days.reply, region=region)
    if days.conduct is None or days.conduct == days.reply:
        return [Cited(one, None) for one in now]
    then = citations_in(tx, text, day=days.conduct, region=region)
    return [Cited(a, b) for a, b in zip(now, then, strict=True)]


def _quotes(tx: Tx, text: str, cited: Sequence[Cited], days: Days) -> Iterator[Finding]:
    """Each quotation held against the articles it may be from, as they read on the days that count."""
    shelf = law_shelf(tx)
    looked_at = [day for day in (days.reply, days.conduct) if day]
    for quoted in quotations(text, [one.best for one in cited]):
        digests = [one for one in quoted.cited if any(shelf.digest_only(one.regulation_id, d) for d in looked_at)]
        full = [one for one in quoted.cited if one.article_id and one not in digests]
        texts = [(one, words) for one in full for day in _days_of(one, looked_at) for words in _words_on(tx, one, day)]
        if texts and (finding := check_quote(quoted, texts, _other_versions(tx, full))):
            yield finding
        elif digests and not texts:
            yield _only_digest(quoted.start, quoted.end, quoted.words, digests[0])


def _days_of(one: Resolved, days: Sequence[date]) -> Sequence[date]:
    """The days whose wording counts: that of a named edition (2012年修正), else those of the reply and the conduct."""
    return [one.day] if one.citation.version_hint and one.day else days


def _words_on(tx: Tx, one: Resolved, day: date) -> list[str]:
    return [text.text for text, _, _ in articles_on(tx, [one.article_id], day).values()]


def _other_versions(tx: Tx, found: Sequence[Resolved]) -> list[tuple[Resolved, str, str]]:
    """The words of the articles in all their versions, each with the day of its version."""
    histories = article_histories(tx, [one.article_id for one in found])
    return [
        (one, text.text, str(version.published or version.effective or ""))
        for one in found
        for _, text, version in histories.get(one.article_id, ())
        if version.text_kind == "full"
    ]


def _only_digest(start: int, end: int, words: str, one: Resolved) -> Finding:
    return Finding(
        severity="hint",
        code="quote_unchecked",
        rule="引文应与条文一致",
        message=f"库中的{one.citation.label}只有要旨，无法核对引文，请对照原文",
        start=start,
        end=end,
        quote=words,
        target=one.target,
    )


def _owed(case: Item | None, claims: Sequence[Claim], paper: Paper) -> Owed:
    """Whether review is open: for claims handled under 条例 31(六) alone (BR-15); perhaps where that is not known."""
    if case is None:
        return "yes" if paper in ("opinion", "review") else "perhaps"
    if case.claim_class in _NOT_CLAIMS:
        return "no"
    routes = {claim.route for claim in claims}
    if routes and not routes & _ROUTES_OF_PETITION:
        return "no"
    return "yes" if paper != "reply" or "petition" in routes else "perhaps"


def _bodies(tx: Tx, case: Item | None) -> dict[str, str]:
    if case is None or not case.unit_id:
        return {"unit": case.unit_text if case else "", "above": ""}
    known = units(tx, [case.unit_id])
    own = known.get(case.unit_id)
    above = units(tx, [own.parent]).get(own.parent) if own and own.parent else None
    return {"unit": own.name if own else case.unit_text, "above": above.name if above else ""}


def _demands(case: Item, claims: Sequence[Claim]) -> list[Demand]:
    """The demands as recorded, else as the letter numbers them."""
    if len(claims) > 1:
        return [Demand(claim.start, claim.end, claim.text) for claim in claims]
    whole = f"{case.title_masked}\n{case.content_masked}" if case.title_masked else case.content_masked
    found = split_demands(case.content_masked)
    return found if len(found) > 1 else [Demand(0, len(whole), whole)]
