"""The Word file, opened again and measured: layout of GB/T 9704-2012."""

from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tests.tripartite.meetings.table import make_invitation
from tests.tripartite.meetings.test_locking import send_round
from tripartite.meetings import word
from tripartite.meetings.compiling import compile_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(we):
    meeting = send_round(we)
    make_invitation(meeting, "钱律师", is_observer=True, came="present")
    make_invitation(meeting, "周记者", came="excused", reason="出差")
    make_invitation(meeting, "吴主任", came="absent")
    make_invitation(meeting, "王大爷", walked_in=True, came="present")
    meeting.heads = 12
    return compile_minutes(meeting)


def opened(content, footer="第1版"):
    return Document(BytesIO(word.write(content, footer=footer)))


def font_of(run):
    fonts = run._element.rPr.find(qn("w:rFonts"))
    return {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}


def line(doc, start):
    return next(one for one in doc.paragraphs if one.text.startswith(start))


def test_page_is_a4_with_the_margins_of_the_standard(content):
    section = opened(content).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)  # fmt: skip
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 35, 28, 26]


def test_body_fits_22_lines_of_28_characters(content):
    doc = opened(content)
    normal = doc.styles["Normal"]
    form = normal.paragraph_format
    assert (normal.font.size, form.line_spacing_rule, form.line_spacing) == (
        Pt(16),
        WD_LINE_SPACING.EXACTLY,
        Pt(28),
    )
    assert (int(Mm(225) / form.line_spacing), round(Mm(156) / normal.font.size)) == (22, 28)
    text = line(doc, "水泵常停")
    assert (font_of(text.runs[0]), text.paragraph_format.first_line_indent) == ({"FangSong_GB2312"}, Pt(32))


def test_head_is_red_and_names_the_minutes(content):
    doc = opened(content)
    head = doc.paragraphs[0]
    assert (head.text, head.alignment, round(head.paragraph_format.space_before.mm)) == ("德富花园联席会议纪要", WD_ALIGN_PARAGRAPH.CENTER, 35)  # fmt: skip
    assert (head.runs[0].font.color.rgb, font_of(head.runs[0])) == (
        RGBColor(0xFF, 0, 0),
        {"FZXiaoBiaoSong-B05S"},
    )
    assert doc.paragraphs[1].text == content["number"]
    border = doc.paragraphs[2]._element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert border.get(qn("w:color")) == "FF0000"


def test_title_and_levels_have_their_fonts(content):
    doc = opened(content)
    heads = [(one.style.name, one.text, one.runs[0].font.size, font_of(one.runs[0])) for one in doc.paragraphs if one.style.name.startswith("Heading")]  # fmt: skip
    assert heads == [
        ("Heading 1", "德富花园三方联席会纪要", Pt(22), {"FZXiaoBiaoSong-B05S"}),
        ("Heading 2", "一、更换水泵", Pt(16), {"SimHei"}),
        ("Heading 3", "（一）决议", Pt(16), {"KaiTi_GB2312"}),
        ("Heading 3", "（二）各方意见", Pt(16), {"KaiTi_GB2312"}),
        ("Heading 2", "二、夜间巡逻", Pt(16), {"SimHei"}),
    ]


def test_people_stand_in_their_lists(content):
    doc = opened(content)
    lists = {
        one.runs[0].text: one.runs[1].text
        for one in doc.paragraphs
        if len(one.runs) == 2 and one.runs[0].text.endswith("：")
    }
    assert lists == {
        "出席：": "德富花园业主委员会 孙业委；安居物业公司 赵物业；1号社区居委会 张社工",
        "请假：": "周记者（出差）",
        "缺席：": "吴主任",
        "列席：": "钱律师",
        "自行到会：": "王大爷",
        "另计人数：": "12",
    }
    present = line(doc, "出席：")
    assert (font_of(present.runs[0]), font_of(present.runs[1])) == ({"SimHei"}, {"FangSong_GB2312"})
    form = present.paragraph_format  # hanging: names below names
    assert (form.left_indent, form.first_line_indent) == (Pt(32 + 48), -Pt(48))


def test_resolution_says_who_by_when(content):
    doc = opened(content)
    words = [one.text for one in doc.paragraphs]
    assert ("责任单位：安居物业公司" in words, any(one.startswith("完成期限：") for one in words)) == (
        True,
        True,
    )
    assert "未形成决议：下次再议" in words


def test_page_number_stands_between_dashes_at_the_outer_side(content):
    section = opened(content).sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        number = footer.paragraphs[0]
        assert (number.text, number.alignment) == ("—  —", side)
        assert [(run.font.size, font_of(run)) for run in number.runs] == [(Pt(14), {"SimSun"})] * 3
        assert number._element.xpath("string(.//w:instrText)") == "PAGE"
    edge = section.footer_distance + Pt(14)
    assert abs(section.bottom_margin - edge - Mm(7)) < Mm(0.1)


def test_footer_line_carries_the_fingerprint(content):
    assert opened(content, footer="指纹 abc").paragraphs[-1].text == "指纹 abc"


def test_signs_xml_cannot_hold_do_not_break_the_file(content):
    content["items"][0]["text"] = "一\x08二\ufffe三\U0001f600𠀀\u202e四"
    assert line(opened(content), "一").text[:3] in ("一、更", "一二三")


@pytest.mark.parametrize(("n", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (47, "四十七"), (99, "九十九"), (100, "100")])  # fmt: skip
def test_chinese_numbers(n, words):
    assert word.chinese(n) == words
