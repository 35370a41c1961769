"""The Chinese catalogue is complete, compiled, and says the same things."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from beihu.management.commands import translations

PO = translations.catalogues()[0]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]+>")
LATIN_WORDS = {"Word", "https", "WCAG", "AA", "A", "PDF", "dev", "outbox", "SMS", "CSV", "XLSX", "Shift", "Excel", "JPEG", "PNG", "WebP", "MB", "UTF", "beat", "worker", "SMS_GATEWAY_URL",
               # what operators type: commands and the columns of the national list
               "covers", "iconv", "f", "t", "code", "level", "name", "parent_code", "province", "city", "district", "street",
               "community",
               # names of the open interface
               "Link", "T", "end_date", "start_date", "since", "until", "place", "status", "open", "closed", "page_size", "service_code",
               "services", "json", "JSON", "after", "XML", "Open", "GeoReport", "v",
               # kinds of files and codes
               "xls", "xlsx", "ods", "ODS", "GBK"}  # fmt: skip


def messages():
    return [m for m in translations.load(PO) if m.id]


def texts(message) -> list[tuple[str, str]]:
    """(msgid, msgstr) pairs; Chinese has one form for singular and plural."""
    return [
        (translations.words(message), one)
        for one in (message.string if message.pluralizable else (message.string,))
    ]


def test_catalogue_is_complete_and_compiled():
    assert translations.flaws(PO, translations.collect(settings.BASE_DIR)) == []


def test_every_placeholder_is_kept():
    wrong = [
        (said, chinese)
        for message in messages()
        for said, chinese in texts(message)
        if not set(PLACEHOLDER.findall(chinese)) <= set(PLACEHOLDER.findall(" ".join(_ids(message))))
        or (not message.pluralizable and set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(chinese)))
    ]
    assert wrong == []


def test_chinese_has_no_english_left_over():
    left = {
        said: words
        for message in messages()
        for said, chinese in texts(message)
        if (words := set(re.findall(r"[A-Za-z_]+", PLACEHOLDER.sub("", chinese))) - LATIN_WORDS)
    }
    assert left == {}


def test_msgids_are_english():
    assert [one for m in messages() for one in _ids(m) if re.search(r"[\u3400-\u9fff]", one)] == []


def test_glossary_terms_are_used():
    """DOMAIN.md §2 fixes the words."""
    wanted = {"issue": "诉求", "liaison": "联络员", "household": "户", "post": "岗位", "residents' committee": "社区居委会",
              "owners' committee": "业主委员会", "property company": "物业公司",
              "property management committee": "物业管理委员会", "evening talk": "邻里夜话"}  # fmt: skip
    with translation.override("zh-hans"):
        assert {word: translation.gettext(word) for word in wanted} == wanted


def test_check_fails_when_something_is_missing(tmp_path, settings):
    target = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    target.parent.mkdir(parents=True)
    target.write_bytes(PO.read_bytes().replace('msgstr "诉求"'.encode(), b'msgstr ""', 1))
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError, match="not translated"):
        call_command("translations", "--check")


def test_update_reports_what_is_left_and_compiles(tmp_path, settings):
    target = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    target.parent.mkdir(parents=True)
    target.write_bytes(PO.read_bytes() + '\nmsgid "nobody says this any more"\nmsgstr "无"\n'.encode())
    settings.LOCALE_PATHS = [tmp_path]
    out = StringIO()
    call_command("translations", stdout=out)
    call_command("translations", "--check")
    assert (target.read_bytes(), ", 0 to translate" in out.getvalue()) == (PO.read_bytes(), True)


def test_templates_and_code_are_both_read():
    found = {translations.words(m) for m in translations.collect(settings.BASE_DIR) if m.id}
    assert {"Skip to the content", "Hello %(name)s", "issue", "File an issue"} <= found


def _ids(message) -> tuple[str, ...]:
    return tuple(message.id) if message.pluralizable else (message.id,)
