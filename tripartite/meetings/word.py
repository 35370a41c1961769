"""Minutes as a Word file in the layout of GB/T 9704-2012 (党政机关公文格式), section 10.3 for minutes (纪要).

| what | rule | clause |
|---|---|---|
| paper | A4; margins 37 mm top, 28 mm left; a type area of 156 × 225 mm leaves 35 mm and 26 mm | 5.1, 5.2.1 |
| body | 3号 (16 pt) 仿宋, 22 lines of 28 characters: fixed line height 28 pt fits 22 lines into 225 mm | 5.2.2, 5.2.3 |
| head | "……纪要" in red 小标宋, centred, 35 mm below the upper edge of the type area | 10.3 |
| title | 2号 (22 pt) 小标宋, centred | 7.3.1 |
| levels | 一、黑体; （一）楷体; 1. and (1) 仿宋 | 7.3.3 |
| people | after a blank line, two characters in: 出席, 请假, 列席 in 3号黑体 with a full-width colon, names in 仿宋, hanging | 10.3 |
| page number | 4号 (14 pt) half-width 宋体 between dashes, outer side: odd right, even left, one character in | 7.5 |

Fonts are named, not embedded; where one is missing, Word takes its own.
"""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .compiling import duties, people

SONG, FANGSONG, HEI, KAI, TITLE = "SimSun", "FangSong_GB2312", "SimHei", "KaiTi_GB2312", "FZXiaoBiaoSong-B05S"
NO2, NO3, NO4, HEAD = Pt(22), Pt(16), Pt(14), Pt(44)
LINE = Pt(28)
RED = RGBColor(0xFF, 0, 0)
TWO = Pt(32)  # two characters of 3号
BEHIND_BORDERS = [  # the schema wants them in this order, and Word is strict about it
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
]  # fmt: skip
DIGITS = "零一二三四五六七八九"  # levels of official documents are numbered in Chinese


def write(content: dict[str, Any], *, footer: str) -> bytes:
    """The file. `footer`: the hash and how to check it, or that this is a draft."""
    doc = Document()
    _page(doc)
    _head(doc, content)
    _opening(doc, content)
    for n, item in enumerate(content["items"], start=1):
        _matter(doc, n, item)
    _people(doc, content)
    _objections(doc, content)
    _closing(doc, content, footer)
    doc.core_properties.title = content["title"]
    doc.core_properties.author = content["called_by"]
    out = BytesIO()
    doc.save(out)
    return out.getvalue()


# -- parts of the document -----------------------------------------------------------------------------------


def _page(doc: Doc) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7) - NO4  # the number's upper edge 7 mm below the type area
    normal = doc.styles["Normal"]
    normal.font.size = NO3
    face(normal.element.get_or_add_rPr(), FANGSONG)
    form = normal.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.space_before = form.space_after = Pt(0)
    doc.settings.odd_and_even_pages_header_footer = True
    number_page(section.footer.paragraphs[0], right=True)
    number_page(section.even_page_footer.paragraphs[0], right=False)


def _head(doc: Doc, content: dict[str, Any]) -> None:
    head = doc.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    head.paragraph_format.space_before = Mm(35)
    words = content["head"]
    run = put(head, words, TITLE, _fitting(words))
    run.font.color.rgb = RED
    number = doc.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    put(number, content["number"], FANGSONG)
    dated = doc.add_paragraph()
    dated.paragraph_format.tab_stops.add_tab_stop(Mm(156))
    put(dated, f"{content['called_by']}\t{content['dated']}", FANGSONG)
    _red_line(dated)
    doc.add_paragraph()
    title = doc.add_heading(level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(36)
    put(title, content["title"], TITLE, NO2)
    doc.add_paragraph()


def _opening(doc: Doc, content: dict[str, Any]) -> None:
    facts = [
        (_("When"), content["when"]),
        (_("Held at"), content["where"] or content["place"]),
        (_("Chaired by"), content["chair"]),
        (_("Minutes taken by"), content["secretary"]),
        (_("Quorum"), content["quorum"]),
    ]
    for label, value in facts:
        if value:
            _text(doc, _("%(label)s: %(value)s") % {"label": label, "value": value})


def _matter(doc: Doc, n: int, item: dict[str, Any]) -> None:
    _heading(doc, f"{chinese(n)}、{item['title']}", 2, HEI)
    for line in item["text"].split("\n"):
        if line.strip():
            _text(doc, line.strip())
    made = item["resolution"]
    if made is None:
        if item["no_resolution"]:
            _text(doc, _("No resolution: %(reason)s") % {"reason": item["no_resolution"]})
        return
    _heading(doc, "（一）" + _("Resolution"), 3, KAI)
    for line in made["text"].split("\n"):
        if line.strip():
            _text(doc, line.strip())
    for line in duties(made):
        _text(doc, line)
    if made["positions"]:
        _heading(doc, "（二）" + _("Positions of the bodies"), 3, KAI)
        for one in made["positions"]:
            note = _(" (%(reason)s)") % {"reason": one["note"]} if one["note"] else ""
            _text(doc, _("%(label)s: %(value)s") % {"label": one["body"], "value": one["stance"]} + note)


def _people(doc: Doc, content: dict[str, Any]) -> None:
    doc.add_paragraph()
    for label, names in people(content):
        line = doc.add_paragraph()
        width = Pt(16 * (len(label) + 1))
        line.paragraph_format.left_indent = TWO + width
        line.paragraph_format.first_line_indent = -width
        put(line, f"{label}：", HEI)
        put(line, names, FANGSONG)


def _objections(doc: Doc, content: dict[str, Any]) -> None:
    if not content["objections"]:
        return
    doc.add_paragraph()
    _heading(doc, _("Objections and answers"), 2, HEI)
    for one in content["objections"]:
        _text(doc, _("%(label)s: %(value)s") % {"label": one["body"], "value": one["text"]})
        if one["answer"]:
            _text(doc, _("%(label)s: %(value)s") % {"label": _("Answer"), "value": one["answer"]})


def _closing(doc: Doc, content: dict[str, Any], footer: str) -> None:
    if content.get("why"):
        _text(doc, _("%(label)s: %(value)s") % {"label": _("Why it was corrected"), "value": content["why"]})
    doc.add_paragraph()
    line = doc.add_paragraph()
    line.paragraph_format.line_spacing = Pt(20)
    put(line, footer, FANGSONG, NO4)
    _edge(line, "top", "000000")


# -- small pieces ----------------------------------------------------------------------------------------------


def _text(doc: Doc, words: str) -> Paragraph:
    line = doc.add_paragraph()
    line.paragraph_format.first_line_indent = TWO
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    put(line, words, FANGSONG)
    return line


def _heading(doc: Doc, words: str, level: int, font: str) -> None:
    line = doc.add_heading(level=level)
    form = line.paragraph_format
    form.first_line_indent, form.keep_with_next = TWO, True
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    put(line, words, font)


def put(line: Paragraph, words: str, font: str, size: Length = NO3) -> Run:
    run = line.add_run(_clean(words))
    run.font.size, run.font.bold, run.font.italic = size, False, False
    run.font.color.rgb = RGBColor(0, 0, 0)
    face(run._element.get_or_add_rPr(), font)
    return run


def _clean(words: str) -> str:
    """Without the signs that XML cannot hold: one of them, and Word opens nothing."""
    return "".join(sign for sign in words if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))


def face(props: Any, font: str) -> None:
    fonts = props.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        props.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _fitting(words: str) -> Length:
    """As large as one line of the type area allows, and smaller than the head of a State Council paper."""
    return Pt(max(22, min(HEAD.pt, int(Mm(156).pt / max(len(words), 1)))))


def _red_line(line: Paragraph) -> None:
    _edge(line, "bottom", "FF0000")


def _edge(line: Paragraph, side: str, color: str) -> None:
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "8"), ("space", "4"), ("color", color)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    line._element.get_or_add_pPr().insert_element_before(borders, *BEHIND_BORDERS)


def number_page(line: Paragraph, *, right: bool) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    if right:
        line.paragraph_format.right_indent = NO4
    else:
        line.paragraph_format.left_indent = NO4
    put(line, "— ", SONG, NO4)
    field = put(line, "", SONG, NO4)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = text
        field._element.append(part)
    put(line, " —", SONG, NO4)


def chinese(n: int) -> str:
    """1 … 99 as 一 … 九十九; beyond that in digits."""
    if not 0 < n < 100:
        return str(n)
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")
