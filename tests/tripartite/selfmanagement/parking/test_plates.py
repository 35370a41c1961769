"""Plates: what is one, how it is tidied, and what of it is shown."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beihu.audit.masking import redact
from beihu.states import Refused
from tripartite.selfmanagement.parking import plates

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine as well
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
LETTERS = SIGNS[:24]
provinces = st.sampled_from(plates.PROVINCES)
letters = st.sampled_from(LETTERS)
ordinary = st.builds(
    lambda province, letter, rest: province + letter + "".join(rest),
    provinces, letters, st.lists(st.sampled_from(SIGNS), min_size=5, max_size=5),
)  # fmt: skip
small_electric = st.builds(
    lambda province, letter, kind, sign, digits: f"{province}{letter}{kind}{sign}{digits:04d}",
    provinces, letters, st.sampled_from("ABCDEFGHJK"), st.sampled_from(SIGNS), st.integers(0, 9999),
)  # fmt: skip
large_electric = st.builds(
    lambda province, letter, digits, kind: f"{province}{letter}{digits:05d}{kind}",
    provinces, letters, st.integers(0, 99999), st.sampled_from("ABCDEFGHJK"),
)  # fmt: skip
anything = ordinary | small_electric | large_electric


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("鄂A·12345", "鄂A12345"),
        (" 鄂a 12345 ", "鄂A12345"),
        ("鄂Ａ－１２３４５", "鄂A12345"),
        ("鄂A•D12345", "鄂AD12345"),
        ("鄂A・12345D", "鄂A12345D"),
        ("粤Z1234港", "粤Z1234港"),
        ("鄂A1234学", "鄂A1234学"),
        ("鄂A9999警", "鄂A9999警"),
    ],
)
def test_read_tidies(text, plate):
    assert plates.read(text) == plate


@pytest.mark.parametrize(
    "text",
    ["", "鄂A", "A12345", "鄂A1234", "鄂A123456", "鄂AO2345", "鄂AI2345", "鄂O12345", "汉A12345", "鄂A12345港", "鄂A12L456", "鄂AD123456", "鄂1A2345", "鄂A-1234五"],
)  # fmt: skip
def test_read_refuses_what_is_no_plate(text):
    with pytest.raises(Refused):
        plates.read(text)


def test_an_o_stays_an_o():
    assert plates.tidy("鄂ao2345") == "鄂AO2345"


def test_several_plates_once_each():
    assert plates.read_all("鄂A12345，鄂a·12345, 鄂B12345\n") == ["鄂A12345", "鄂B12345"]


def test_what_is_shown():
    assert (plates.show("鄂A12345"), plates.mask("鄂A12345")) == ("鄂A·12345", "鄂A·***45")
    assert (plates.show(""), plates.mask("")) == ("", "")


@unhurried
@given(anything, st.sampled_from(["", "·", " ", " · ", "-", "・"]), st.booleans())
def test_every_plate_is_read_however_it_is_written(plate, dot, small):
    written = plate[:2] + dot + plate[2:]
    assert plates.read(written.lower() if small else written) == plate
    assert plates.read(plates.show(plate)) == plate


@unhurried
@given(anything)
def test_a_mask_keeps_two_signs_of_the_number(plate):
    masked = plates.mask(plate)
    assert (masked[:2], masked[2:6], masked[6:]) == (plate[:2], "·***", plate[-2:])
    assert plate[2:] not in masked


@unhurried
@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        plate = plates.read(text)
    except Refused:
        return
    assert (plates.is_plate(plate), plates.read(plate)) == (True, plate)


def test_free_words_lose_plates():
    assert redact("鄂A·12345堵门") == "****堵门"
