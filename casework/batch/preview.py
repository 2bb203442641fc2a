"""The dry run (试运行) of a batch: every selected case accounted for, and each notice as it would read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.basis import CitedArticle, article_today
from casework.batch.exceptions import CaseFacts, decide
from casework.batch.notices import Notice, NoticeMember, compose
from casework.batch.store import load_plan
from casework.office import Office
from core.batch import BatchPlan, Decision
from core.viewer import Viewer
from records import batches
from records.claims import claims_of
from records.database import Tx
from records.items import items
from records.matters import matters
from records.units import unit_names

_COURT_ROUTES = frozenset({"litigation_civil", "litigation_admin", "criminal"})


@dataclass(frozen=True, slots=True)
class DryRun:
    """What carrying out would do now: one decision a selected case, and the notices that would be written."""

    decisions: tuple[Decision, ...]
    notices: tuple[Notice, ...]

    def count(self, verdict: str) -> int:
        """How many cases have this verdict; the three verdicts add up to the number selected."""
        return sum(decision.verdict == verdict for decision in self.decisions)

    @property
    def total(self) -> int:
        """How many cases were selected."""
        return len(self.decisions)


def dry_run(office: Office, viewer: Viewer, batch_id: str, *, today: date) -> DryRun:
    """What carrying out the batch would do today; changes nothing."""
    with office.database.read() as tx:
        plan = load_plan(tx, viewer, batch_id)
        decisions = decisions_now(tx, viewer, plan)
        return DryRun(tuple(decisions), tuple(notices_of(tx, viewer, plan, decisions, today=today)))


def decisions_now(tx: Tx, viewer: Viewer, plan: BatchPlan) -> list[Decision]:
    """One decision for each selected case from what the records say at this moment, in item id order."""
    return decide(plan, case_facts(tx, viewer, plan))


def case_facts(tx: Tx, viewer: Viewer, plan: BatchPlan) -> list[CaseFacts]:
    """The facts about each selected case, in item id order."""
    found = items(tx, viewer, plan.items)
    sides = matters(tx, viewer, {item.matter_id for item in found.values() if item.matter_id})
    claims = claims_of(tx, viewer, plan.items)
    others = batches.open_batches_of(tx, plan.items)
    facts = []
    for item_id in plan.items:
        item = found.get(item_id)
        matter = sides.get(item.matter_id) if item else None
        routes = {claim.route for claim in claims.get(item_id, ())}
        elsewhere = [one for one in others.get(item_id, ()) if one != plan.id]
        facts.append(
            CaseFacts(
                item_id=item_id,
                item=item,
                resolved=bool(matter and matter.resolved),
                withdrawn=bool(matter and matter.resolution_type == "withdrawn"),
                litigation=bool(routes & _COURT_ROUTES),
                other_batch=batches.batch(tx, elsewhere[0]).title if elsewhere else "",
            )
        )
    return facts


def notices_of(tx: Tx, viewer: Viewer, plan: BatchPlan, decisions: list[Decision], *, today: date) -> list[Notice]:
    """The notices for the applied cases, one a petitioner side and document, with articles as they stand today."""
    applied = [decision for decision in decisions if decision.verdict == "apply"]
    found = items(tx, viewer, [decision.item_id for decision in applied])
    claims = claims_of(tx, viewer, found)
    texts = {claim.id: claim.text for listed in claims.values() for claim in listed}
    members = [
        NoticeMember(decision=one, item=found[one.item_id], demand_text=texts.get(one.claim_id, "")) for one in applied
    ]
    return compose(plan, members, cited=basis_of(tx, plan, today=today), unit_name=unit_name(tx, plan), today=today)


def basis_of(tx: Tx, plan: BatchPlan, *, today: date) -> list[CitedArticle]:
    """The articles the measure rests on, with their status today."""
    return [article_today(tx, one, today=today) for one in plan.measure.articles] if plan.measure else []


def unit_name(tx: Tx, plan: BatchPlan) -> str:
    """The name of the unit that adopted the measure."""
    if plan.measure is None:
        return ""
    return unit_names(tx, [plan.measure.unit_id]).get(plan.measure.unit_id, "")
