"""Law (法规): saving acts with their versions, finding them, and reading articles as they stand on a day."""

from __future__ import annotations

from records.law_dates import LAW_CONSUMERS
from records.law_names import plain_number, plain_title
from records.law_on_a_day import (
    NumberedVersion,
    VersionFact,
    article_by_source_id,
    article_histories,
    article_history,
    article_on,
    articles_of,
    articles_on,
    current_version,
    facts_of,
    numbered_versions,
    put_facts,
    versions,
)
from records.law_saving import (
    drop_version,
    find_regulations,
    regulation,
    regulation_names,
    regulations,
    save_regulation,
)

__all__ = [
    "LAW_CONSUMERS",
    "NumberedVersion",
    "VersionFact",
    "article_by_source_id",
    "article_histories",
    "article_history",
    "article_on",
    "articles_of",
    "articles_on",
    "current_version",
    "drop_version",
    "facts_of",
    "find_regulations",
    "numbered_versions",
    "plain_number",
    "plain_title",
    "put_facts",
    "regulation",
    "regulation_names",
    "regulations",
    "save_regulation",
    "versions",
]
