"""Mobile numbers as people type them, and as we keep them (E.164)."""

import unicodedata

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberType

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
LONGEST = 40


def normalise(text: str) -> str:
    """'１３９ 0000-1001' → '+8613900001001'.

    ValidationError for what is no mobile number of a region in `PHONE_REGIONS`: messages to faraway premium
    numbers cost money and bring no resident in.
    """
    wrong = ValidationError(_("Enter a mobile number, for example 13912345678."), code="phone")
    folded = unicodedata.normalize("NFKC", text).strip()
    if len(folded) > LONGEST:
        raise wrong
    try:
        number = phonenumbers.parse(folded, settings.PHONE_REGIONS[0])
    except phonenumbers.NumberParseException:
        raise wrong from None
    known = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in MOBILE
    if not known or phonenumbers.region_code_for_number(number) not in settings.PHONE_REGIONS:
        raise wrong
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
