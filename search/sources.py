"""From records to documents: petitions with their facets, articles with the days each wording counts, members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta, timezone

from core.elements import find_elements
from core.elements import version as elements_version
from core.ids import kind_of
from core.law_tree import fragments_of, parse
from core.petition import Item
from core.statute import ArticleText, RegulationVersion
from core.tags import tags_of
from core.viewer import WORKER
from records.database import Tx
from records.items import items
from records.law import article_histories, regulations
from records.link_reading import links_of
from records.packages import member_texts, packages
from search.documents import Corpus, Document

CHINA = timezone(timedelta(hours=8))
_LINKED = {
    "handled_by": "unit",
    "located_at": "place",
    "complains_about": "respondent",
    "cites": "article",
    "classified_as": "issue",
}
READING = elements_version()
"""Which facets are read from the texts themselves; an index whose facets were read otherwise is brought up to date."""
CORPUS_OF: dict[str, Corpus] = {"item": "petitions", "article": "articles", "package": "members"}


def documents_of(tx: Tx, corpus: Corpus, entities: Sequence[str]) -> dict[str, list[Document]]:
    """Entity → its documents as the records are now; an empty list for what is gone."""
    made = {"petitions": _petitions, "articles": _articles, "members": _members}[corpus](tx, entities)
    found: dict[str, list[Document]] = {entity: [] for entity in entities}
    for entity, document in made:
        found[entity].append(document)
    return found


def by_corpus(entities: Iterable[str]) -> dict[Corpus, list[str]]:
    """The entities that are searched, by corpus."""
    found: dict[Corpus, list[str]] = {}
    for entity in entities:
        if (corpus := CORPUS_OF.get(kind_of(entity))) is not None:
            found.setdefault(corpus, []).append(entity)
    return found


def entity_of(document_id: str) -> str:
    """The record a document was made from: an article without its version, a package without its member."""
    return document_id.partition("@")[0]


def _petitions(tx: Tx, ids: Sequence[str]) -> Iterator[tuple[str, Document]]:
    found = items(tx, WORKER, ids)
    linked: dict[str, dict[str, set[str]]] = {}
    for link in links_of(tx, WORKER, found, tuple(_LINKED), direction="out", limit=None):
        linked.setdefault(link.source, {}).setdefault(_LINKED[link.kind], set()).add(link.target)
    for id_, item in found.items():
        yield id_, petition_document(item, linked.get(id_, {}))


def petition_document(item: Item, linked: dict[str, set[str]]) -> Document:
    """A petition as it is searched; `linked` holds the ids its links lead to, by facet."""
    facets = {name: set(values) for name, values in linked.items()}
    issues = {target.removeprefix("class:") for target in facets.pop("issue", set())}
    single = {
        "issue": item.issue_code,
        "unit": item.unit_id,
        "region": item.region_code or item.region_text,
        "place": item.place_text and f"place:{item.place_text}",
        "status": item.state,
        "outcome": item.outcome,
        "channel": item.channel,
        "source": item.source,
        "concluded": "1" if item.concluded else "0",
        "restricted": "1" if item.restricted else "",
    }
    facets["issue"] = issues
    facets["element"] = set(find_elements(item.letter))
    facets["tag"] = set(tags_of(item.extra))
    for name, value in single.items():
        if value:
            facets.setdefault(name, set()).add(value)
    return Document(
        id=item.id,
        title=item.title_masked,
        text=item.content_masked,
        facets={name: tuple(sorted(values)) for name, values in facets.items() if values},
        day=item.received_at.astimezone(CHINA).date() if item.received_at else None,
    )


def _articles(tx: Tx, ids: Sequence[str]) -> Iterator[tuple[str, Document]]:
    histories = article_histories(tx, ids)
    owners = {text.regulation_id for several in histories.values() for _, text, _ in several}
    acts = {act.id: act for act in regulations(tx, owners)}
    for id_, several in histories.items():
        for number, text, version, start, end in wordings(several):
            act = acts.get(text.regulation_id)
            facets = {
                "regulation": (text.regulation_id,),
                "kind": (act.kind,) if act and act.kind else (),
                "region": (act.region,) if act and act.region else (),
                "source": (version.source,) if version.source else (),
            }
            yield (
                id_,
                Document(
                    id=f"{id_}@{number}",
                    title=version.title.removeprefix("中华人民共和国"),
                    text=text.text if text.number or not text.path else f"{text.path}\n{text.text}",
                    facets=facets,
                    day=start,
                    until=end,
                ),
            )


def wordings(
    several: Sequence[tuple[int, ArticleText, RegulationVersion]],
) -> Iterator[tuple[int, ArticleText, RegulationVersion, date, date | None]]:
    """Each wording of an article with the days [start, end) on which it is the one to show.

    The first also stands for the time before it, so that a coming article is found and called 尚未生效;
    the last stands for the time after its end, called 已废止. A wording that never is the one is left out.
    """
    end: date | None = None
    kept = []
    for place in range(len(several) - 1, -1, -1):
        number, text, version = several[place]
        start = date.min if place == 0 else version.effective or version.published or date.min
        if end is None or start < end:
            kept.append((number, text, version, start, end))
            end = start
    yield from reversed(kept)


def _members(tx: Tx, ids: Sequence[str]) -> Iterator[tuple[str, Document]]:
    for package in packages(tx, ids):
        for place, (member, text) in enumerate(member_texts(tx, package.id)):
            if not text.strip() or (member.regulation_id and member.role == "regulation"):
                continue  # its articles are searched one by one
            facets = {"package": (package.id,), "kind": (member.role,)}
            if package.region:
                facets["region"] = (package.region,)
            for clause, words in clauses_of_member(text):
                yield (
                    package.id,
                    Document(
                        id=f"{package.id}@{place}.{clause}" if clause else f"{package.id}@{place}",
                        title=member.title,
                        text=words,
                        facets=facets,
                        day=package.effective or package.published or date.min,
                        until=package.repealed,
                    ),
                )


def clauses_of_member(text: str) -> Iterator[tuple[int, str]]:
    """The numbered clauses of a document with the headings above them, or (0, the whole text) when it has none."""
    tree = parse(text)
    if tree.form != "clauses":
        yield 0, text
        return
    for place, one in enumerate(fragments_of(tree), 1):
        yield place, f"{one.path}\n{one.text}" if one.path else one.text
