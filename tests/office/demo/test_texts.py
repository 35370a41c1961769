"""The hand-written texts and the drawings."""

from io import BytesIO

import pytest
from PIL import Image

from beihu.audit.masking import redact
from beihu.office.demo import cast, drawings
from beihu.office.demo.situations import PHRASES, REFUSABLE, SITUATIONS, read
from tripartite.issues.categories import POLICIES
from tripartite.issues.models import Issue


def test_have_sixty_situations_and_more():
    texts = {one.text for one in SITUATIONS}
    assert (len(texts) >= 60, len(texts)) == (True, len(SITUATIONS))


def test_cover_every_category_that_is_no_emergency():
    wanted = {category for category, policy in POLICIES.items() if not policy.emergency}
    assert {one.category for one in SITUATIONS} == {str(category) for category in wanted}


def test_refuse_for_every_listed_reason():
    assert {one.reason for one in REFUSABLE} == set(Issue.Refusal.values)


@pytest.mark.parametrize("one", SITUATIONS, ids=lambda one: one.text[:8])
def test_name_no_person_and_no_number(one):
    said = "".join(one).replace("12345", "")
    assert redact(said) == said


def test_fill_the_names_of_building_and_doorway():
    texts = [text.format(b="2栋", d="1单元") for one in SITUATIONS for text in (one.text, one.again)]
    assert [text for text in texts if "{" in text] == []


def test_have_words_for_each_step():
    assert [name for name, words in PHRASES.items() if not words] == []


def test_have_compounds_of_real_size():
    sizes = [(len(one["compounds"]), sum(c[2] for c in one["compounds"]), sum(c[3] for c in one["compounds"]))
             for one in read("compounds")["community"]]  # fmt: skip
    assert (min(sizes), max(sizes)) == ((9, 60, 126), (10, 61, 127))


@pytest.mark.parametrize("draw", [pair for both in drawings.PICTURES.values() for pair in both if pair])
def test_draw_a_picture(draw):
    with Image.open(BytesIO(draw())) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 900))


def test_use_telephone_numbers_of_nobody():
    numbers = {cast.phone(player.digits) for player in cast.PLAYERS}
    assert (len(numbers), {number[:10] for number in numbers}) == (len(cast.PLAYERS), {"+861390000"})


def test_sign_ins_name_every_role_of_the_first_community():
    listed = [str(how) for _who, how in cast.sign_ins()]
    expected = [f"{one.username} / {cast.PASSWORD}" for one in cast.PLAYERS if one.community == cast.FIRST]
    assert [how for how in expected if how not in listed] == []
