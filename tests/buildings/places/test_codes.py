"""The shape of codes: fixed widths, so that a prefix is a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buildings.places.codes import LEVELS, Level, cut, lineage, parent_code, statistics_code
from buildings.places.models import shorten
from buildings.places.pinyin import spell
from buildings.places.tables import cut_zeros, trim_zeros

codes = st.sampled_from(LEVELS).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n))


@given(codes)
def test_lineage_ends_with_the_place_and_climbs_to_a_province(code: str) -> None:
    line = lineage(code)
    assert line[-1] == code
    assert [len(one) for one in line] == LEVELS[: len(line)]
    assert [parent_code(one) for one in line] == ["", *line[:-1]]


@given(codes, st.sampled_from(LEVELS))
def test_cut_gives_the_ancestor_or_nothing(code: str, level: int) -> None:
    assert cut(code, level) == (code[:level] if level <= len(code) else "")
    assert cut(code, level) in ["", *lineage(code)]


@given(codes.filter(lambda code: len(code) <= Level.COMMUNITY))
def test_statistics_code_is_cut_back_to_the_code(code: str) -> None:
    assert len(statistics_code(code)) == 12
    assert cut_zeros(statistics_code(code), len(code)) == code


@given(codes, codes)
def test_prefix_means_below_and_nothing_else(one: str, other: str) -> None:
    assert other.startswith(one) == (one in lineage(other))


@pytest.mark.parametrize("code", ["", "4", "420", "4201031", "4201030100011"])
def test_parent_code_refuses_a_length_of_no_level(code: str) -> None:
    with pytest.raises(ValueError, match="is not in list"):
        parent_code(code)


@pytest.mark.parametrize(
    ("code", "cut_code"),
    [
        ("420103010000", "420103010"),
        ("420000000000", "42"),
        ("420103010001", "420103010001"),
        ("4201", "4201"),
    ],
)
def test_trim_zeros_finds_the_level(code: str, cut_code: str) -> None:
    assert trim_zeros(code) == cut_code


def test_cut_zeros_keeps_what_is_not_zeros() -> None:
    assert cut_zeros("420103010001", Level.STREET) == "420103010001"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("正街社区居委会", "正街社区"),
        ("正街社区居民委员会", "正街社区"),
        ("四道口居民委员会", "四道口"),
        ("沙井村民委员会", "沙井村"),
        ("东湖村村民委员会", "东湖村"),
        ("官庄大队村民委员会", "官庄大队"),
        ("北湖街道", "北湖街道"),
        ("村委会", "村"),
        ("居委会", "居委会"),
        ("武汉中央商务区管理委员会", "武汉中央商务区管理委员会"),
    ],
)
def test_shorten_names_the_territory(name: str, short: str) -> None:
    assert shorten(name) == short


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("德望社区", ("dewangshequ", "dwsq")),
        ("长沙A区-1号", ("changshaaqu1hao", "csaq1h")),
        ("重庆", ("chongqing", "cq")),
        ("\ue170，", ("", "")),
    ],
)
def test_spell_gives_pinyin_and_initials(name: str, spelled: tuple[str, str]) -> None:
    assert spell(name) == spelled


@given(st.text(max_size=80))
def test_spell_fits_its_columns_and_a_search_word(name: str) -> None:
    full, initials = spell(name)
    assert len(full) <= 300
    assert len(initials) <= 80
    assert not set(full) - set("abcdefghijklmnopqrstuvwxyz0123456789êüńňǹḿ")
