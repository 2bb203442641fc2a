"""How things look on every page: dates, deadlines, states, tables with pages, empty states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import streamlit as st

from core.statute import Status
from ui.incidents import plain
from ui.words import word

PAGE = 50
ROW = 33
Colour = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray", "grey", "primary"]
_STATUS_COLOURS: dict[Status, Colour] = {
    Status.IN_FORCE: "green",
    Status.AMENDED: "orange",
    Status.REPEALED: "red",
    Status.EXPIRED: "red",
    Status.NOT_YET: "yellow",
    Status.UNKNOWN: "gray",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows as dictionaries by column title, what it holds in words, and a key of its own."""

    key: str
    alt: str
    rows: Sequence[Mapping[str, object]]
    columns: Mapping[str, Any] | None = None
    tallest: int = 460
    """Pixels; a table with fewer rows is lower."""

    @property
    def height(self) -> int:
        """Pixels for head and rows."""
        return min(self.tallest, ROW * (len(self.rows) + 1) + 3)


def show(table: Table) -> None:
    """Draws a table to read."""
    st.dataframe(
        list(table.rows),
        key=table.key,
        alt=table.alt,
        hide_index=True,
        column_config=table.columns,
        height=table.height,
        lazy=False,
    )


def choose(table: Table, *, many: bool = True) -> list[int]:
    """Draws a table whose rows can be ticked; the numbers of the ticked rows."""
    event = st.dataframe(
        list(table.rows),
        key=table.key,
        alt=table.alt,
        hide_index=True,
        column_config=table.columns,
        height=table.height,
        on_select="rerun",
        selection_mode="multi-row" if many else "single-row",
    )
    return [row for row in event.selection.rows if row < len(table.rows)]


def opened(table: Table) -> int | None:
    """Draws a table with a button 打开 in each row; the number of the row whose button was pressed."""
    title = word("table.open")
    button = st.column_config.ButtonColumn("", key=f"{table.key}_open", type="tertiary", width="small", pinned=True)
    rows = [{title: title, **row} for row in table.rows]
    show(Table(table.key, table.alt, rows, {**(table.columns or {}), title: button}, table.tallest))
    click = st.session_state.get(f"{table.key}_open")
    return None if click is None or click.row >= len(rows) else int(click.row)


def pages(total: int, *, key: str, said: str = "table.count") -> int:
    """Says how many rows there are and on which page one is; the offset of that page."""
    count = max(1, -(-total // PAGE))
    left, right = st.columns([2, 3], vertical_alignment="center")
    number = 1
    if count > 1:
        with right:
            number = st.pagination(count, key=key)
    left.text(word(said, total=f"{total:,}", page=number, pages=f"{count:,}"))
    return (number - 1) * PAGE


def empty(key: str, *, page: str = "") -> None:
    """Says that nothing is here and what to do; `page` adds the way there."""
    from ui.links import link

    with st.container(border=True):
        st.text(word(f"{key}.empty"))
        st.text(word(f"{key}.empty_hint"))
        if page:
            link(page, word("go_to", page=word(f"page.{page}")))


def day(value: date | datetime | None) -> str:
    """`2026-11-22`, or a dash when not known."""
    return value.strftime("%Y-%m-%d") if value is not None else "—"


def moment(value: datetime | None) -> str:
    """`2026-11-22 09:30`, or a dash when not known."""
    return value.strftime("%Y-%m-%d %H:%M") if value is not None else "—"


def days_left(value: int | None) -> str:
    """`剩余 5 天`, `今天到期` or `超期 2 天`, or a dash without a due date."""
    if value is None:
        return "—"
    if value < 0:
        return word("due.over", days=-value)
    return word("due.left", days=value) if value else word("due.today")


def due_badge(value: int | None) -> None:
    """The deadline in words, with a sign and a colour that only repeat them."""
    if value is None:
        st.badge(word("due.none"), color="gray")
    elif value < 0:
        st.badge(f"▲ {days_left(value)}", color="red")
    elif value <= 5:
        st.badge(f"● {days_left(value)}", color="orange")
    else:
        st.badge(days_left(value), color="green")


def status_badge(status: Status) -> None:
    """The status of a law on a day."""
    st.badge(status.value, color=_STATUS_COLOURS[status])


def line(label: str, value: str) -> None:
    """One labelled value; the value is shown as it is, never as formatting."""
    st.markdown(f"**{label}**　{plain(value) if value else '—'}")


def subtitle(text: str) -> None:
    """What follows, in bold; inside a tab, where a heading would skip a level."""
    st.markdown(f"**{plain(text)}**")


def letter(text: str, *, height: int | None = None) -> None:
    """A person's text, exactly as written, wrapped, never as formatting."""
    with st.container(border=True, height=height or "content"):
        st.markdown(plain(text) if text.strip() else word("letter.none"))


def assisted() -> None:
    """The label under everything the machine wrote."""
    st.text(word("assisted"))


def short(text: str, length: int = 60) -> str:
    """The first `length` characters of `text` on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[:length]}…"
