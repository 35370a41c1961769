"""Sheets (表格): reading tables people send us, writing tables people take away.

A tool room without models. Verbs: `read_sheet` (CSV of any usual encoding, XLSX of any size, never trusting
either), `csv_lines` and `xlsx_bytes` (streamed, so that a million rows need no memory, and harmless in Excel).
"""
