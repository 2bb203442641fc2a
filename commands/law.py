"""`cli.py law …`: citations in a text, acts and articles on a day, versions, sweep, draft check (法规)."""

from __future__ import annotations

from commands import (
    law_check,
    law_cited_by,
    law_diff,
    law_procedure,
    law_resolve,
    law_show,
    law_sweep,
    law_tree,
    law_versions,
)
from commands.chinese import Commands

app = Commands(help="法规：引用、条文、必备法规", no_args_is_help=True)
PARTS = (
    law_show,
    law_resolve,
    law_versions,
    law_diff,
    law_cited_by,
    law_sweep,
    law_check,
    law_procedure,
    law_tree,
)
for part in PARTS:
    app.add_typer(part.app)
