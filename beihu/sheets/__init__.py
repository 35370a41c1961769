"""Sheets (表格): reading tables people send us, writing tables people take away.

A tool room without models. Verbs: `read_sheet` (CSV of any usual encoding, XLSX and ODS of any size, merged cells
spread when asked, never trusting any), `sheet_names`, `csv_lines` and `xlsx_bytes` (streamed, so that a million rows
need no memory, and harmless in Excel).
"""
