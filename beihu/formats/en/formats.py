"""Monday 23 November 2026, 3:00 pm"""

DATE_FORMAT = "l j F Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = "l j F Y, g:i a"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "j M, H:i"
MONTH_DAY_FORMAT = "j F"
