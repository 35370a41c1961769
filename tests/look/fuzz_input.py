"""Nasty input: values, files and whole bodies that no browser would send, for Hypothesis to choose from."""

import io
import json
import os
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.look.fuzz import Field

EXAMPLES = int(os.environ.get("BEIHU_FUZZ_EXAMPLES", "0"))  # for a long run; each thing tried so often
SHRINKING = (Phase.explicit, Phase.generate, Phase.shrink) if EXAMPLES else (Phase.explicit, Phase.generate)


def fuzzed(examples: int) -> settings:
    """The same examples on each run; a long run looks at more of them, and makes what it finds small."""
    return settings(
        max_examples=EXAMPLES or examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=SHRINKING,
        suppress_health_check=list(HealthCheck),
    )


# -- values ------------------------------------------------------------------------------------------------

XSS = [
    "<script>alert('evil')</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</textarea><svg onload=x>",
]
FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://evil.example")']
HEADERS = ["a\r\nX-Evil: 1", "a\nSet-Cookie: evil=1", "%0d%0aX-Evil: 1", "\u560a\u560dX-Evil: 1"]
TEXTS = [
    "", " ", "\u3000", "\0", "a\0b", "\x01\x1b[31m", "\x7f\x85", "\ufeff", "\ufffe\uffff", "\u202eevil\u202c", "شارع", "👩‍👩‍👧‍👦🇨🇳", "𠮷𪚥", "e\u0301" * 50,
    "\u200b", "ﷺ", "%00", "%", "%s%n", "%(x)s", "{}", "{{ 7*7 }}", "{% now %}", "\\", "'", '"', "'; DROP TABLE x; --", "../../etc/passwd", "/\\evil.example",
    "//evil.example", "javascript:alert(1)", "http://[", "?", "#", "&=&", "null", "None", "true", "[]", "[1,{", "\n", "\r\n",
]  # fmt: skip
NUMBERS = [
    "0", "-0", "-1", "1", "3", "1.5", "1e309", "NaN", "Infinity", "٣", "１２", "²", "①", "0x1", "1_0", "9" * 10, "2147483648", "9223372036854775808",
    "9" * 18, "9" * 30, "9" * 5000, "0-0", "9999999999999999-999999999999999999", "99-0" * 3, "260101-00001",
]  # fmt: skip
DAYS = [
    "0001-01-01",
    "1000-01-01",
    "2026-02-30",
    "2026-11-23",
    "9999-12-31",
    "9999-12-30",
    "10000-01-01",
    "23.11.2026",
    "2026-11-23T25:00",
]
UUIDS = ["00000000-0000-0000-0000-000000000000", "f" * 32, "{" + "f" * 32 + "}", "urn:uuid:" + "f" * 32]
PHONES = [
    "13912345678",
    "+8613912345678",
    "１３９１２３４５６７８",
    "+999999",
    "027-85550100",
    "1" * 40,
    "²²²²²²²",
]
CODES = ["42", "420103010001", "42010301000100100101", "4" * 19, "4" * 24, "000000000000", "４２"]
# Of each kind the worst: these are tried everywhere, not by chance.
SHARP = ["\0", "9999-12-31", "0001-01-01", "9" * 30, "²", "http://[", "𠮷\r\nX: 1"]
SHORT = TEXTS + NUMBERS + DAYS + UUIDS + PHONES + CODES + XSS + FORMULAS + HEADERS
LONG = [
    "x" * 1_000_000,
    "楼" * 350_000,
    "𠮷" * 10_000,
    "a " * 20_000,
    "1" * 40_000,
    "<" * 40_000,
    "\n" * 40_000,
]
FAIR = ["楼道灯不亮，晚上老人下楼看不见。", "1001", "3", "2026-11-23", "13912345678", "yes", "王居民", "on"]


PILES = [SHARP, SHARP, TEXTS, NUMBERS, DAYS, UUIDS, PHONES, CODES, XSS, FORMULAS, HEADERS]
FITTING = {"date": DAYS, "number": NUMBERS, "tel": PHONES, "hidden": [*UUIDS, *CODES, *NUMBERS]}


def text(kind: str = "") -> st.SearchStrategy[str]:
    """Mostly from the lists, and those the one that fits; else anything that can be sent in UTF-8."""
    anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    fitting = st.sampled_from(FITTING.get(kind, TEXTS))
    listed = st.sampled_from(PILES).flatmap(st.sampled_from)
    return st.integers(0, 39).flatmap(
        lambda n: st.sampled_from(LONG) if n == 39 else anything if n > 33 else fitting if n > 15 else listed
    )


class Upload(io.BytesIO):
    """A file as somebody sends it, under a name that Django would not let one give."""

    def __init__(self, name: str, inside: bytes, content_type: str):
        super().__init__(inside)
        self.name, self.content_type = name, content_type

    def received(self) -> SimpleUploadedFile:
        """As Django hands it to a form."""
        return SimpleUploadedFile("a.jpg", self.getvalue(), self.content_type)


class Names(list[str]):
    """Many names, shown short in what Hypothesis reports."""

    def __repr__(self) -> str:
        return "NAMES"


def uploads() -> st.SearchStrategy[Upload]:
    """Files of any name, kind and content; empty ones, and text in the place of pictures."""
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff"
    inside = st.sampled_from(
        [b"", b"x", b"\0" * 100, png, b"GIF89a", b"<svg onload=x>", b"PK\x03\x04", b"\xff\xd8\xff"]
    )
    name = st.sampled_from(
        ["a.jpg", "../../a.png", "楼.jpg", "a" * 300, "a\0.jpg", "<b onerror=x>.jpg", ".", "a.php"]
    )
    kind = st.sampled_from(["image/jpeg", "text/html", "", "x" * 200, "image/png; charset=hex"])
    return st.builds(Upload, name, inside, kind)


# -- requests ----------------------------------------------------------------------------------------------

KEEP, DROP, FAIR_ONE, NASTY, TWICE, UPLOAD = "keep", "drop", "fair", "nasty", "twice", "upload"
HOW = st.sampled_from([KEEP] * 8 + [FAIR_ONE] * 3 + [NASTY] * 4 + [TWICE, TWICE, DROP, UPLOAD])
PART = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=".encode()
RAW: list[tuple[str, bytes]] = [
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=" + "x" * 300, b"x"),
    ("multipart/form-data; boundary=楼", "--楼".encode()),
    (MULTIPART_CONTENT, b""),
    (MULTIPART_CONTENT, PART),
    (MULTIPART_CONTENT, PART + b'"text"\r\n\r\nno end'),
    (MULTIPART_CONTENT, PART + b'"text"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%'),
    (MULTIPART_CONTENT, PART + b'"photos"; filename="a"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAA\r\n'),
    (MULTIPART_CONTENT, PART + b'"photos"; filename*=utf-9\'\'%ff\r\nContent-Length: x\r\n\r\n1\r\n'),
    ("application/x-www-form-urlencoded; charset=utf-7", b"text=%2BADw-"),
    ("application/x-www-form-urlencoded", b"text=%ff%fe%ed%a0%80&text=%&=&&;"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1100))),
    ("application/x-www-form-urlencoded", b"text=" + b"x" * 3_000_000),
    ("application/json", b'{"text": '),
    ("application/json; charset=utf-16", json.dumps({"text": ["\0"]}).encode("utf-16")),
    ("text/plain; charset=utf-16", b"\xff"),
    ("", b"text=1"),
    ("x\0", b"\0"),
]  # fmt: skip


@st.composite
def query(draw: st.DrawFn, fields: list[Field], names: list[str]) -> str:
    """A query string of what the page reads, strange in some of it, and sometimes of what it does not."""
    found: list[tuple[str, str]] = []
    for one in fields:
        how = draw(st.sampled_from([DROP, DROP, DROP, KEEP, NASTY, NASTY, TWICE]))
        if how == KEEP:
            found.append((one.name, draw(st.sampled_from(one.values or FAIR))))
        elif how != DROP:
            found += [(one.name, draw(text(one.kind))) for _time in range(2 if how == TWICE else 1)]
    found += draw(st.lists(st.tuples(st.sampled_from(names), text()), max_size=1))
    return f"?{urlencode([(name, value[:9000]) for name, value in found])}" if found else ""


@st.composite
def pairs(draw: st.DrawFn, fields: list[Field], names: list[str]) -> list[tuple[str, Any]]:
    """What a page's fields could be sent with, and a few fields it has not."""
    found: list[tuple[str, Any]] = []
    for one in fields:
        how = draw(HOW)
        if how == KEEP:
            found.append((one.name, draw(st.sampled_from(one.values or FAIR))))
        elif how == FAIR_ONE:
            found.append((one.name, draw(st.sampled_from(FAIR))))
        elif how == UPLOAD or (how == NASTY and one.kind == "file"):
            found.append((one.name, draw(uploads())))
        elif how != DROP:
            found += [(one.name, draw(text(one.kind))) for _time in range(2 if how == TWICE else 1)]
    strange = st.tuples(st.sampled_from(names) | st.sampled_from(TEXTS), st.one_of(text(), uploads()))
    return found + draw(st.lists(strange, max_size=2))


@st.composite
def bodies(draw: st.DrawFn, fields: list[Field], names: list[str]) -> tuple[str, bytes]:
    """A content type and a body: as a browser would send it, or as none would."""
    way = draw(st.integers(0, 9))
    if way == 9:
        return draw(st.sampled_from(RAW))
    sent = draw(pairs(fields, names))
    if way < 5 and not any(isinstance(value, Upload) for _name, value in sent):
        return "application/x-www-form-urlencoded", urlencode(sent).encode()
    grouped: dict[str, list[Any]] = {}
    for name, value in sent:
        grouped.setdefault(name, []).append(value)
    return MULTIPART_CONTENT, encode_multipart(BOUNDARY, grouped)
