"""Reports (月报): the figures of a dashboard as Word and as a workbook, to take away, to file, to send on.

Nouns: Report (one place over one period, asked for by somebody or made on the 1st), Sheet (what stands in the files), late
fact (a past day whose figure changed in the period). Verbs: ask, make, take away, send on the 1st, forget.
Who: whoever holds VIEW_DASHBOARD there. The figures are those of the page `dashboard_report`, read from the same board.

A worker makes it; the row is the queue. A worker that dies leaves a row whose lease runs out, and the next sweep makes it
anew under the same file names, so that there is one report and one letter however often it was tried.
"""
