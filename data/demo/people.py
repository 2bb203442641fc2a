"""Invented petitioners: names, ID numbers of no region (99…), phone numbers of no network (154-0000…).

Every number has the form and, where there is one, the check digit of a real one, and none can belong to anybody:
no region code begins with 99, no network has the prefix 154, no area the code 0300, no plate the city letter I.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from data.demo.names import FEMALE, MALE, SURNAMES
from data.demo.places import Place

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Petitioner:
    """An invented person behind letters; anonymous ones have empty fields."""

    name: str = ""
    id_no: str = ""
    phone: str = ""
    address: str = ""

    @property
    def is_anonymous(self) -> bool:
        """True when the letter came without a name."""
        return not self.name


def id_number(rng: random.Random, *, born: date, male: bool) -> str:
    """An 18-digit number of no region (99…), with a valid check digit."""
    head = f"99{rng.randrange(10_000):04d}{born:%Y%m%d}{rng.randrange(50):02d}{rng.randrange(0, 10, 2) + male}"
    return head + _CHECKS[sum(int(d) * w for d, w in zip(head, _WEIGHTS, strict=True)) % 11]


def mobile(rng: random.Random) -> str:
    """An 11-digit number with a prefix no network has."""
    return f"154000{rng.randrange(100_000):05d}"


def landline(rng: random.Random) -> str:
    """A number with an area code no place has."""
    return f"0300-{rng.randint(2, 9)}{rng.randrange(1_000_000):06d}"


def bank_card(rng: random.Random) -> str:
    """A 19-digit number of no issuer (99…) that passes the Luhn check."""
    head = f"9900{rng.randrange(10**14):014d}"
    total = 0
    for place, digit in enumerate(reversed(head)):
        doubled = int(digit) * 2 if place % 2 == 0 else int(digit)
        total += doubled - 9 if doubled > 9 else doubled
    return head + str(-total % 10)


def plate(rng: random.Random) -> str:
    """A number plate with a city letter that is not given out."""
    return f"{rng.choice('湘赣鄂川桂')}I{rng.choice('ABCDEFGH')}{rng.randrange(10_000):04d}"


def case_number(rng: random.Random, year: int) -> str:
    """A case number of a court that does not exist."""
    return f"（{year}）岚9905民初{rng.randint(11, 1999)}号"


def person(rng: random.Random, place: Place, *, anonymous: float = 0.04) -> Petitioner:
    """A person who lives at or near `place`; now and then nameless, without ID number or without phone."""
    if rng.random() < anonymous:
        return Petitioner()
    male = rng.random() < 0.52
    name = rng.choice(SURNAMES) + rng.choice(MALE if male else FEMALE)
    born = date(1944, 1, 1) + timedelta(days=rng.randrange(61 * 365))
    return Petitioner(
        name=name,
        id_no=id_number(rng, born=born, male=male) if rng.random() < 0.86 else "",
        phone=mobile(rng) if rng.random() < 0.95 else landline(rng),
        address=_address(rng, place) if rng.random() < 0.9 else "",
    )


def _address(rng: random.Random, place: Place) -> str:
    if place.kind == "estate":
        return f"{place.name}{rng.randint(1, 22)}栋{rng.randint(1, 3)}单元{rng.randint(1, 18)}0{rng.randint(1, 4)}室"
    if place.kind == "village":
        return f"{place.township}{place.name}{rng.randint(1, 12)}组{rng.randint(1, 96)}号"
    return f"{place.township}{place.road or '新街'}{rng.randint(3, 288)}号"
