"""The wall without its script: a form that saves one matter per POST; and its photos."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from forums.talks.models import MatterPhoto
from forums.talks.wall.writing import revision_of
from tests.cast import here, next_door
from tests.forums.talks.wall_world import browser, item, open_talk, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def we():
    return here()


@pytest.fixture
def talk(we):
    return open_talk(we)


@pytest.fixture
def desk(we):
    return browser(we.worker)


def wall(talk) -> str:
    return reverse("talk_wall", args=[talk.pk])


def photo(name: str = "p.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_plain_form_saves_one_matter(we, talk, desk):
    page = desk.get(wall(talk))
    key = str(page.context["form"].initial["client_id"])
    facts = {"client_id": key, "base": "0", "text": " 水泵 夜里响 ", "who": "王阿姨", "doorway": we.doorway.code,
             "mark": "street", "category": "water"}  # fmt: skip
    answers = [desk.post(wall(talk), facts), desk.post(wall(talk), facts)]
    row = talk.matters.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (row.text, row.speaker_name, row.place, row.mark, row.category) == (
        "水泵 夜里响",
        "王阿姨",
        we.doorway,
        "street",
        "water",
    )
    assert "王阿姨" in desk.get(wall(talk)).text


def test_plain_form_changes_a_line_and_sees_who_was_faster(we, talk, desk):
    line = item()
    send(desk, talk, line)
    page = desk.get(wall(talk), {"line": line["client_id"]})
    facts = {name: value for name, value in page.context["form"].initial.items() if value not in (None, [])}
    assert (facts["text"], page.context["editing"]) == ("水泵夜里响", True)
    send(browser(we.liaison), talk, line | {"text": "对方的字", "base": revision_of(talk.matters.get())})
    late = desk.post(wall(talk), facts | {"text": "我的字"})
    assert (late.status_code, talk.matters.get().text) == (409, "对方的字")
    good = desk.post(wall(talk), facts | {"text": "我的字", "base": revision_of(talk.matters.get())})
    assert (good.status_code, talk.matters.get().text) == (302, "我的字")


def test_plain_form_says_what_is_wrong_and_keeps_the_words(we, talk, desk):
    answer = desk.post(wall(talk), {"text": "", "who": "王阿姨"})
    foreign = desk.post(wall(talk), {"text": "x", "doorway": next_door().doorway.code})
    assert (answer.status_code, foreign.status_code, talk.matters.count()) == (200, 200, 0)
    assert ("王阿姨" in answer.text, "error-summary" in answer.text) == (True, True)


def test_closed_wall_shows_why_and_no_form(we, desk):
    page = desk.get(wall(open_talk(we, status="cancelled")))
    assert ('id="wall-form" hidden' in page.text, page.context["closed"] in page.text) == (True, True)


def test_doorways_are_those_of_the_talk_and_of_who_was_invited(we, desk):
    talk = open_talk(we, place=we.building)
    talk.invited.create(place=we.old_doorway)
    page = desk.get(wall(talk))
    groups = dict(page.context["form"].fields["doorway"].choices[1:])
    codes = {code for group in groups.values() for code, _name in group}
    assert codes == {we.doorway.code, we.other_doorway.code, we.old_doorway.code}


def test_photo_after_its_words_is_kept_once(talk, desk):
    line, key = item(), str(uuid.uuid4())
    address = reverse("talk_wall_photo", args=[talk.pk])
    early = desk.post(address, {"client_id": line["client_id"], "key": key, "photo": photo()})
    send(desk, talk, line)
    answers = [
        desk.post(address, {"client_id": line["client_id"], "key": key, "photo": photo()}) for _ in range(2)
    ]
    assert (early.status_code, [one.status_code for one in answers]) == (409, [201, 201])
    kept = MatterPhoto.objects.get()
    assert (kept.matter.text, kept.width, kept.height) == (line["text"], 60, 40)


def test_photo_that_is_none_or_too_many_is_refused_in_words(talk, desk):
    line = item()
    send(desk, talk, line)
    address = reverse("talk_wall_photo", args=[talk.pk])

    def add(upload):
        return desk.post(address, {"client_id": line["client_id"], "key": str(uuid.uuid4()), "photo": upload})

    broken = add(SimpleUploadedFile("p.jpg", b"<svg/>", "image/jpeg"))
    codes = [add(photo()).status_code for _ in range(4)]
    nothing = desk.post(address, {})
    assert (broken.status_code, codes, nothing.status_code) == (409, [201, 201, 201, 409], 409)
    assert all(answer.json()["words"] for answer in (broken, nothing))


def test_photo_of_another_talk_is_not_found(we, talk, desk):
    line, other = item(), open_talk(we, title="别的")
    send(desk, other, line)
    answer = desk.post(
        reverse("talk_wall_photo", args=[talk.pk]),
        {"client_id": line["client_id"], "key": str(uuid.uuid4()), "photo": photo()},
    )
    assert (answer.status_code, MatterPhoto.objects.count()) == (409, 0)


def test_plain_form_takes_the_photo_along_once(talk, desk):
    key = str(uuid.uuid4())
    for _ in range(2):
        desk.post(wall(talk), {"client_id": key, "text": "路灯", "photo": photo()})
    assert (talk.matters.count(), MatterPhoto.objects.count()) == (1, 1)


def test_worker_is_for_everybody_and_says_nothing(talk):
    answer = Client().get(reverse("wall_worker"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert wall(talk).startswith(reverse("wall_worker").rpartition("/")[0])


@pytest.mark.parametrize("lines", [1, 3])
def test_page_asks_as_often_for_three_lines_as_for_one(talk, desk, django_assert_num_queries, lines):
    send(desk, talk, *[item(text=f"第{n}件") for n in range(lines)])
    with django_assert_num_queries(9):
        desk.get(wall(talk))
