"""How personal data is shown to people who need not know it (Personal Information Protection Law art. 6, 51)."""

import re

GAP = r"[-–—.·\s]{0,2}"
PHONE = re.compile(rf"(?<!\d)(?:\+?86{GAP})?(1[3-9]\d){GAP}(\d{{4}}){GAP}(\d{{4}})(?!\d)")
ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[0-9Xx](?![0-9A-Za-z])")
LANDLINE = re.compile(rf"(?<!\d)0\d{{2,3}}{GAP}\d{{7,8}}(?!\d)")
LONG_NUMBER = re.compile(r"(?<!\d)\d{7,}(?!\d)")  # landlines without prefix, bank cards, old identity numbers
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
ACCOUNT = re.compile(
    r"(微信|威信|weixin|wx|vx|qq)(号码|号)?\s*(?:是|为)?[:：]?\s*[a-z0-9][-_a-z0-9]{4,}", re.IGNORECASE
)
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•\s-]?(?=[A-Z]{0,5}\d)[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])"
)
# Doors: what names one home. A building, a doorway or a floor alone are many homes and stay.
_HAN = "一二三四五六七八九十百零〇两"
_BUILDING = rf"(?:[0-9A-Za-z]{{1,4}}|[{_HAN}]{{1,3}})\s*(?:号楼|楼栋|栋|幢|座|#楼|楼|层|#)"
_DOORWAY = rf"(?:[0-9A-Za-z]{{1,2}}|[{_HAN}]{{1,2}})\s*(?:单元|门栋|门洞|门)"
_ROOM = rf"(?:(?<!\d)\d{{3,4}}(?![\d米元人户个年月日点])|[{_HAN}]{{3,5}}(?=室|房|号|户))"
_SUFFIX = r"\s?(?:号房|房间|室|房|户|号)?"
DOOR = re.compile(
    rf"({_BUILDING})?[\s,，、-]{{0,3}}(?:{_DOORWAY})[\s,，、-]{{0,3}}{_ROOM}{_SUFFIX}|({_BUILDING})[\s,，、-]{{0,3}}{_ROOM}{_SUFFIX}"
)
ROOM = re.compile(rf"(?:(?<!\d)\d{{3,4}}|[{_HAN}]{{2,5}})(?:号房|房间|室)|(?<!\d)\d{{3,4}}房(?!价|租|款)")
DASHED = re.compile(r"(?<![\d-])\d{1,3}-(?:\d{1,2}-)?\d{3,4}(?![\d-])")
FULL_WIDTH = str.maketrans("０１２３４５６７８９－＠", "0123456789-@")


def mask_name(name: str) -> str:
    """王小明 → 王某某; an empty name stays empty."""
    return f"{name[0]}某某" if name else ""


def mask_phone(phone: str | None) -> str:
    """+8613812345678 or 13812345678 → 138****5678."""
    if not phone:
        return ""
    local = phone.removeprefix("+86")
    return f"{local[:3]}****{local[-4:]}" if len(local) >= 8 else "****"


def redact(text: str) -> str:
    """Free text without phones, identity numbers, accounts, plates and doors: what may be shown to neighbours.

    3栋2单元1001室 → 3栋***. Names cannot be told from other words: that is left to the moderator.
    """
    text = text.translate(FULL_WIDTH)
    while (once := _redact(text)) != text:  # until nothing is left to hide: hidden twice is hidden once
        text = once
    return text


def _redact(text: str) -> str:
    text = EMAIL.sub("****", text)
    text = ACCOUNT.sub(r"\1****", text)
    text = ID_NUMBER.sub("******", text)
    text = PHONE.sub(r"\1****\3", text)
    text = LANDLINE.sub("****", text)
    text = LONG_NUMBER.sub("****", text)
    text = PLATE.sub("****", text)
    text = DOOR.sub(lambda m: f"{m[1] or m[2] or ''}***", text)
    text = ROOM.sub("***", text)
    return DASHED.sub("***", text)
