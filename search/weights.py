"""How outcomes, ranks of acts and shared nodes count, on scales of 0..1; equal for all offices.

How much each of these scales adds to a score is a matter of `search.tuning`.
"""

from __future__ import annotations

SHARED = {"place": 0.5, "respondent": 0.2, "issue": 0.2, "unit": 0.05, "article": 0.05}
"""How much each shared node counts inside the structure part."""
RANKS = {
    "constitution": 1.0,
    "law": 1.0,
    "party_regulation": 1.0,
    "judicial_interpretation": 0.5,
    "administrative_regulation": 0.25,
    "supervision_regulation": 0.25,
    "department_rule": 0.25,
    "local_regulation": 0.25,
}
"""Of articles that fit alike the one of the higher act is shown first (上位法在前); 党内法规 governs petition work."""
OUTCOMES = {"support": 1.0, "partial_support": 0.8, "explain": 0.6, "in_progress": 0.3, "not_support": 0.5}
"""An answer that settled something serves as a precedent before one that promised or passed on."""
RATINGS = {"satisfied": 0.0, "basically": 0.0, "dissatisfied": -0.3}
