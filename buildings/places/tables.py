"""The files that divisions come in, read into rows of one shape, with everything wrong in them named by line.

| file | columns |
|---|---|
| Bureau style | code (12 digits), name, level, parent_code |
| china-division `dist/*.csv` | code cut to its level, name, and the parents' codes |
| official names | code, nbs_name, official_name |
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from .codes import LEVELS, STATISTICS_LENGTH, Level

Tell = Callable[[str, int, int], None]  # (what is being done, done, of how many)

LEVEL_WORDS = {level.name.lower(): level.value for level in Level if level <= Level.COMMUNITY}
LEVEL_WORDS |= {"village": Level.COMMUNITY.value, "area": Level.DISTRICT.value}
PARENT_COLUMNS = {
    "streetCode": Level.COMMUNITY.value,
    "areaCode": Level.STREET.value,
    "cityCode": Level.DISTRICT.value,
    "provinceCode": Level.CITY.value,
}
EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Problem(NamedTuple):
    """Something that keeps a file out: where, what, and what to do."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        where = (
            _("%(file)s, line %(line)s") % {"file": self.file, "line": self.line} if self.line else self.file
        )
        return f"{where}: {self.what}" if where else self.what


class Row(NamedTuple):
    """One division. `code` and `parent` are cut to their levels; `level` is 0 for an unknown word."""

    line: int
    code: str
    name: str
    level: int
    parent: str


@dataclass(frozen=True)
class Table:
    """One file, decoded: a list of divisions or of official names."""

    name: str
    header: list[str]
    text: str

    @property
    def is_aliases(self) -> bool:
        return {"code", "nbs_name", "official_name"} <= set(self.header)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def records(self, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
        """(line number, fields) of every row with the fields of the heading; the others become problems."""
        reader = csv.reader(io.StringIO(self.text, newline=""))
        width = len(self.header)
        try:
            next(reader)
            for fields in reader:
                if len(fields) == width:
                    yield reader.line_num, fields
                elif fields:
                    problems.append(
                        Problem(
                            self.name,
                            reader.line_num,
                            _(
                                "has %(number)s fields, the heading has %(width)s. Look for a missing or extra comma."
                            )
                            % {"number": len(fields), "width": width},
                        )
                    )
        except csv.Error:
            problems.append(
                Problem(
                    self.name, reader.line_num, _("a quotation mark is opened and never closed. Close it.")
                )
            )

    def divisions(self, problems: list[Problem]) -> Iterator[Row]:
        """The rows of a list of divisions."""
        at = {name: number for number, name in enumerate(self.header)}
        code_at, name_at = at["code"], at["name"]
        if "level" in at:
            level_at, parent_at = at["level"], at["parent_code"]
            for line, fields in self.records(problems):
                level = LEVEL_WORDS.get(fields[level_at].strip().lower(), 0)
                code, parent = fields[code_at].strip(), fields[parent_at].strip()
                above = LEVELS[LEVELS.index(level) - 1] if level > LEVELS[0] else 0
                yield Row(
                    line, cut_zeros(code, level), fields[name_at].strip(), level, cut_zeros(parent, above)
                )
            return
        column = next((name for name in PARENT_COLUMNS if name in at), None)
        level = PARENT_COLUMNS[column] if column else Level.PROVINCE.value
        for line, fields in self.records(problems):
            parent = fields[at[column]].strip() if column else ""
            yield Row(line, fields[code_at].strip(), fields[name_at].strip(), level, parent)

    def official_names(self, problems: list[Problem]) -> Iterator[tuple[int, str, str, str]]:
        """(line, code, statistical name, official name); rows without an official name are left out."""
        at = [self.header.index(name) for name in ("code", "nbs_name", "official_name")]
        for line, fields in self.records(problems):
            code, statistical, official = (fields[number].strip() for number in at)
            if official:
                yield line, trim_zeros(code), statistical, official


def cut_zeros(code: str, level: int) -> str:
    """'420103010000' at street level → '420103010'; as it stands when the rest is not zeros."""
    return code[:level] if len(code) == STATISTICS_LENGTH and not code[level:].strip("0") else code


def trim_zeros(code: str) -> str:
    """The code cut to its level where the level is not given: '420103010000' → '420103010'."""
    if len(code) != STATISTICS_LENGTH:
        return code
    return next(code[:level] for level in LEVELS if not code[level:STATISTICS_LENGTH].strip("0"))


def gather(paths: list[Path]) -> list[Path]:
    """Files as given; of a folder its CSV files."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return found


def read(path: Path, problems: list[Problem]) -> Table | None:
    """The decoded file, or None with what is wrong with it as a whole."""

    def refuse(what: str, line: int = 0) -> Table | None:
        problems.append(Problem(path.name, line, what))
        return None

    try:
        data = path.read_bytes()
    except OSError as error:
        return refuse(_("cannot be read (%(error)s). Check the path.") % {"error": error.strerror})
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return refuse(_("the file is empty. Download it again."))
    if data.startswith(EXCEL):
        return refuse(_("this is an Excel file. Save it as “CSV UTF-8” and import that."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return refuse(
            _(
                "not written in UTF-8; %(encoding)s is likely. Convert it: iconv -f %(encoding)s -t UTF-8 OLD > NEW"
            )
            % {"encoding": _likely_encoding(data)},
            line,
        )
    if "\0" in text:
        return refuse(
            _("holds a zero byte, so it is not a text file."), text.count("\n", 0, text.index("\0")) + 1
        )
    header = [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")))]
    names = set(header)
    if not (
        {"code", "nbs_name", "official_name"} <= names
        or {"code", "name", "level", "parent_code"} <= names
        or ({"code", "name"} <= names and "level" not in names and "parent_code" not in names)
    ):
        return refuse(
            _("the heading “%(found)s” is not known. Needed: code,name,level,parent_code.")
            % {"found": ",".join(header)[:80]},
            1,
        )
    return Table(path.name, header, text)


def _likely_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "BIG5"
    return "GB18030"
