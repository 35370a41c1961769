"""Posters: what stands on them, and that the code on them leads where it says, as drawn and as printed."""

import io
import re

import pytest
import segno
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from buildings.places import actions, paper
from buildings.places.models import Place
from tests import cast
from tests.buildings.places.qr import Matrix, decode

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> cast.Neighbourhood:
    return cast.here()


def modules(path: str, view_box: str) -> Matrix:
    """Paint the runs of an SVG path on a grid."""
    side = int(view_box.split()[2]) - 2 * paper.QUIET
    matrix = [[False] * side for _row in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        for dark in range(int(x), int(x) + int(length)):
            matrix[int(y)][dark] = True
    return matrix


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789.-/:", min_size=1, max_size=70))
@settings(deadline=None)
def test_draw_is_read_back(words: str) -> None:
    qr = paper.draw(f"https://{words}")
    assert decode(modules(qr.path, qr.view_box)) == f"https://{words}"


def test_the_decoder_reads_what_a_phone_would_get_from_segno() -> None:
    """The decoder against the library itself, so that an error of ours cannot hide in both."""
    for level in "LM":
        symbol = segno.make_qr(
            "https://beihu.example/d/42010301000100100101/", error=level, boost_error=False, mode="byte"
        )
        assert (
            decode([[bool(cell) for cell in row] for row in symbol.matrix])
            == "https://beihu.example/d/42010301000100100101/"
        )


def test_poster_carries_the_doorways_address(client: Client, here: cast.Neighbourhood, settings) -> None:
    settings.BASE_URL = "https://beihu.example/"
    client.force_login(here.leader)
    response = client.get(reverse("doorway_poster", args=[here.doorway.code]))
    [poster] = response.context["posters"]
    text = decode(modules(poster.qr.path, poster.qr.view_box))
    assert text == f"https://beihu.example/d/{here.doorway.code}/"
    match = resolve(text.removeprefix("https://beihu.example"))
    assert (match.url_name, match.kwargs) == ("doorway", {"code": here.doorway.code})
    assert f'd="{poster.qr.path}"'.encode() in response.content
    assert (poster.where, poster.part_of) == ("德富花园 1栋 1单元", "1号街道 1号社区")
    page = response.content.decode()
    assert "刘联络" in page
    assert "027-85550100" in page
    assert "12345" in page
    assert "style=" not in page


def test_posters_of_a_building_are_one_sheet_for_each_open_doorway(
    client: Client, here: cast.Neighbourhood
) -> None:
    actions.open_place(here.building, name="3单元", by=None)
    actions.close_place(here.other_doorway, by=None, reason="封闭")
    client.force_login(here.worker)
    page = client.get(reverse("building_posters", args=[here.building.code])).content.decode()
    assert re.findall(r'data-poster="(\d+)"', page) == [here.doorway.code, f"{here.building.code}03"]
    assert [decode_tag(tag).rsplit("/", 2)[1] for tag in re.findall(r"<svg class=\"qr\".*?</svg>", page)] == [
        here.doorway.code, f"{here.building.code}03"
    ]  # fmt: skip


def decode_tag(tag: str) -> str:
    view_box, path = re.search(r'viewBox="([^"]+)"', tag), re.search(r' d="([^"]+)"', tag)
    assert view_box
    assert path
    return decode(modules(path[1], view_box[1]))


def test_posters_are_for_a_building_only(client: Client, here: cast.Neighbourhood) -> None:
    client.force_login(here.worker)
    for place in (here.doorway, here.compound, here.community):
        assert client.get(reverse("building_posters", args=[place.code])).status_code == 404
    assert client.get(reverse("doorway_poster", args=[here.community.code])).status_code == 404
    assert client.get(reverse("doorway_poster", args=[here.old_compound.code])).status_code == 200


def test_a_poster_stays_valid_when_the_building_moves(client: Client, here: cast.Neighbourhood) -> None:
    printed = paper.draw(paper.doorway_url(here.doorway))
    moved = actions.move_place(here.building, under=here.old_compound, by=None)
    address = decode(modules(printed.path, printed.view_box)).removeprefix("http://testserver")
    response = client.get(address, follow=True)
    assert response.redirect_chain == [(f"/d/{moved.code}01/", 301)]
    assert response.context["place"] == Place.objects.get(code=f"{moved.code}01")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_printed_sheet_is_read_from_its_picture(live_server, chromium, client: Client) -> None:
    """The sheet as Chromium lays it out for print: the code is large, sharp and leads to the doorway."""
    here = cast.here()
    client.force_login(here.worker)
    context = chromium.new_context(viewport={"width": 794, "height": 1123}, device_scale_factor=2)
    context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    page = context.new_page()
    violations: list[str] = []
    page.on(
        "console",
        lambda message: violations.append(message.text) if "Content Security" in message.text else None,
    )
    page.goto(f"{live_server.url}{reverse('building_posters', args=[here.building.code])}")
    page.emulate_media(media="print")
    codes = page.locator("svg.qr")
    assert codes.count() == 2
    for number, doorway in enumerate((here.doorway, here.other_doorway)):
        box = codes.nth(number).bounding_box()
        assert box
        assert box["width"] > 340  # 90 mm
        view = codes.nth(number).get_attribute("viewBox")
        picture = Image.open(io.BytesIO(codes.nth(number).screenshot())).convert("L")
        assert decode(sampled(picture, int(view.split()[2]))) == f"http://testserver/d/{doorway.code}/"
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    context.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
    assert violations == []


def sampled(picture: Image.Image, side: int) -> Matrix:
    """The middle of each module of a picture that holds the code with its quiet zone."""
    step = picture.width / side
    middle = [round((number + paper.QUIET + 0.5) * step) for number in range(side - 2 * paper.QUIET)]
    return [[picture.getpixel((x, y)) < 128 for x in middle] for y in middle]  # type: ignore[operator]
