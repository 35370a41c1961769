"""2026年11月23日（星期一）下午3:00"""

DATE_FORMAT = "Y年n月j日（l）"
TIME_FORMAT = "Ag:i"
DATETIME_FORMAT = "Y年n月j日（l）Ag:i"
SHORT_DATE_FORMAT = "Y年n月j日"
SHORT_DATETIME_FORMAT = "n月j日 H:i"
MONTH_DAY_FORMAT = "n月j日"
