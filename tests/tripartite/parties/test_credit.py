import pytest

from tripartite.parties.credit import check_digit, folded, is_valid


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "91110000101623741K", "911101066976941872", "91512081MA62K0260E"],
)
def test_codes_of_the_standard_and_of_real_companies_are_valid(code):
    assert is_valid(code)


@pytest.mark.parametrize(
    "code",
    [
        "", "91350100M000100Y4Z", "91350100M000100Y44", "9135010OM000100Y43", "91350100M000100Y4", "91350100m000100y43",
        "91350100M000100Y433", "IOSVZ100M000100Y43", "9135A100M000100Y43", "91350100M000100Y4\x00", "９１３５０１００M000100Y43",
    ],
)  # fmt: skip
def test_other_codes_are_not(code):
    assert not is_valid(code)


def test_one_wrong_character_or_two_exchanged_are_noticed():
    good = "91350100M000100Y43"
    changed = [good[:n] + ("2" if good[n] != "2" else "4") + good[n + 1 :] for n in range(18)]
    swapped = [good[:n] + good[n + 1] + good[n] + good[n + 2 :] for n in range(17) if good[n] != good[n + 1]]
    assert [code for code in changed + swapped if is_valid(code)] == []


def test_check_digit_of_a_sum_of_zero_is_zero():
    assert check_digit("0" * 17) == "0"


def test_folded_reads_what_people_type():
    assert folded(" ９１３50100-m000100y43 ") == "91350100M000100Y43"
