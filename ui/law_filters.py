"""What a person narrows a question about law to: level, maker, region, status, and the days an act began."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.hierarchy import KIND_LABELS
from core.statute import Status
from search.filters import Filter
from search.law_filter import SORTS
from ui.words import word


def law_filters() -> Filter:
    """Draws the filters inside the form; what is chosen."""
    with st.expander(word("law.filters")):
        left, middle, right = st.columns(3)
        kinds = left.multiselect(
            word("law.level"), list(KIND_LABELS), format_func=lambda kind: KIND_LABELS[kind], key="law_kinds"
        )
        statuses = middle.multiselect(word("law.status"), [one.value for one in Status], key="law_statuses")
        days = right.date_input(word("law.began"), value=[], key="law_began", format="YYYY-MM-DD")
        issuer = left.text_input(word("act.issuer"), key="law_issuer", max_chars=60)
        region = middle.text_input(word("law.region"), key="law_region", max_chars=60)
        sort = right.selectbox(word("law.sort"), list(SORTS), format_func=lambda name: SORTS[name], key="law_sort")
    both = [one for one in (days if isinstance(days, tuple | list) else (days,)) if isinstance(one, date)]
    first, last = (*both, None, None)[:2]
    return Filter(
        levels=tuple(kinds),
        standing=tuple(statuses),
        issuers=tuple(issuer.split()),
        applies_in=region.strip(),
        begun_from=first,
        begun_to=last,
        sort="" if sort == "relevance" else str(sort),
    )
