"""A request may say that it is written in "hex"; it is answered all the same."""

from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from beihu.letters import OnlyText

CODECS = ["hex", "rot13", "zlib", "idna", "punycode", "undefined", "nonsense", "a\0b", ""]


def read(environ, _start_response):
    """What Django makes of the query string and the form."""
    request = WSGIRequest(environ)
    return [len(request.GET), len(request.POST)]


@pytest.mark.parametrize("charset", [*CODECS, "utf-8", "UTF8", '"hex"', "utf-16", "gbk"])
@pytest.mark.parametrize(
    "kind", ["text/plain; charset={}", 'multipart/form-data; boundary=b; CHARSET = "{}"; x=y']
)
def test_read_in_whatever_character_set(kind, charset):
    form = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n%00\r\n--b--\r\n'
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST", QUERY_STRING="q=%41&q=%ff", CONTENT_TYPE=kind.format(charset),
        CONTENT_LENGTH=len(form), **{"wsgi.input": BytesIO(form)},
    )  # fmt: skip
    assert OnlyText(read)(environ, print) == [1, int("multipart" in kind)]


@pytest.mark.parametrize(
    ("kind", "heard"),
    [
        ("text/plain; charset=gbk", "text/plain; charset=gbk"),
        ("text/plain; charset=hex", "text/plain; charset=utf-8"),
        ("multipart/form-data; boundary=charset", "multipart/form-data; boundary=charset"),
        ("", ""),
    ],
)
def test_change_nothing_else(kind, heard):
    environ = {"CONTENT_TYPE": kind}
    assert OnlyText(lambda given, _start: [given["CONTENT_TYPE"]])(environ, print) == [heard]
