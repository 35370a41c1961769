import pytest
from django.core.exceptions import ValidationError

from beihu.accounts.phones import normalise


@pytest.mark.parametrize(
    "typed",
    [
        "13900001001",
        " 139 0000 1001 ",
        "139-0000-1001",
        "+86 13900001001",
        "008613900001001",
        "８６１３９００００１００１",
        "１３９００００１００１",
        "\u3000139\u30000000\u30001001",
    ],
)
def test_normalise_reads_what_people_type(typed: str) -> None:
    assert normalise(typed) == "+8613900001001"


def test_normalise_takes_neighbouring_regions() -> None:
    assert normalise("+852 5123 4567") == "+85251234567"


@pytest.mark.parametrize(
    "typed",
    ["", "1", "12345678901", "027-85550100", "+1 202 555 0143", "abc", "139" * 30, "\x00", "；DROP"],
)
def test_normalise_refuses_what_is_no_mobile_number_here(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        normalise(typed)
    assert refused.value.code == "phone"
