"""TEMPORARY, uncommitted, by the lead, so that cli.py imports: the owner of issues/ overwrites this file."""

from issues.common_issue import Discovery


def discover(database, index, viewer, selection, *, as_of):
    """Nothing yet."""
    return Discovery((), ())
