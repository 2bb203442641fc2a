from __future__ import annotations

import pytest

from data.demo.generate import FILES, write_office
from data.demo.places import HERE
from data.demo.situations import load_situations, of_variant


@pytest.mark.slow
def test_writing_the_office_again_gives_the_same_bytes(tmp_path):
    write_office(tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (HERE / name).read_bytes(), f"{name}: python -m data.demo.generate"


def test_every_variant_of_every_situation_can_be_told_and_answered():
    for situation in load_situations().values():
        for variant in situation.variants:
            assert of_variant(situation.titles, variant), (situation.id, variant)
            assert len(of_variant(situation.facts, variant)) >= 2, (situation.id, variant)
            assert of_variant(situation.demands, variant), (situation.id, variant)
            assert [r for r in situation.replies if r.variant in (0, variant)], (situation.id, variant)


def test_choices_are_closed_and_not_nested():
    for situation in load_situations().values():
        for fragment in (*situation.titles, *situation.facts, *situation.hardships, *situation.demands):
            depth = 0
            for character in fragment.text:
                depth += (character == "{") - (character == "}")
                assert depth in (0, 1), (situation.id, fragment.text)
            assert depth == 0, (situation.id, fragment.text)


def test_the_files_stay_small():
    sizes = {f: f.stat().st_size for f in HERE.parent.rglob("*") if f.is_file()}
    models = HERE.parent / "models"
    assert sum(size for file, size in sizes.items() if models not in file.parents) < 6_000_000
    for folder in models.iterdir():
        assert sum(size for file, size in sizes.items() if folder in file.parents) < 8_000_000
