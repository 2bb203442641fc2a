"""Words nobody's dictionary knows are found in letters; grammar, parts of words and names of persons are not."""

from __future__ import annotations

from core.words import Dictionary
from search.new_words import may_name_a_person, new_words, standard_of

LETTERS = {
    f"item:{n}": text
    for n, text in enumerate(
        (
            "住在湄澜苑的人都说停水，水泵坏了。",
            "湄澜苑停水三天，没人修。",
            "请修湄澜苑的水泵。",
            "去年搬到湄澜苑，电梯常坏。",
            "伢崽上学远，湄澜苑没有校车。",
            "两个伢崽没人接送。",
            "屋里伢崽病了。",
            "我带伢崽看病，药贵。",
        )
    )
}


def test_a_new_word_is_found_with_its_figures() -> None:
    found = {one.word: one for one in new_words(LETTERS)}
    assert {"湄澜苑", "伢崽"} <= set(found)
    assert found["湄澜苑"].letters == 5 and len(found["湄澜苑"].seen_in) == 5
    assert found["湄澜苑"].cohesion > 3 and found["湄澜苑"].freedom > 1
    assert not {"澜苑", "湄澜", "停水", "水泵", "的人", "苑停水"} & set(found)


def test_what_the_office_knows_is_not_new() -> None:
    assert "湄澜苑" not in {one.word for one in new_words(LETTERS, Dictionary.of(["湄澜苑"]))}
    assert new_words({}) == []


def test_names_of_persons_never_come_out() -> None:
    assert may_name_a_person("王建国")
    assert not may_name_a_person("湄澜苑")
    letters = {
        f"item:{n}": f"{start}王建国{end}" for n, (start, end) in enumerate([("找", "说"), ("问", "要"), ("怕", "来")])
    }
    assert "王建国" not in {one.word for one in new_words(letters)}


def test_an_alias_has_one_standard_or_none() -> None:
    assert standard_of("湄澜苑", ["湄江澜庭苑", "清河苑"]) == "湄江澜庭苑"
    assert standard_of("湄澜苑", ["湄江澜庭苑", "湄山澜苑"]) == ""
    assert standard_of("苑", ["清河苑"]) == ""
