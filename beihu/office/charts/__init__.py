"""Charts (图): pictures of figures, drawn by the server as SVG; no model, no query, no script.

Nouns: Chart (title, description, picture, and the same figures as a table), sparkline (a trend as large as a word).
Verbs: line, bars, multiples, calendar, funnel, sparkline. `templates/office/_chart.html` shows a Chart, and the page
links `css/charts.css`.
A figure that is not there is None: a gap, and “no data” (无数据) in the table, never 0. Axes begin at 0. No colour
says anything alone: series differ in dash and mark, days in size, every step carries its number.
"""

from beihu.office.charts.bars import bars
from beihu.office.charts.calendar import calendar
from beihu.office.charts.chart import Chart
from beihu.office.charts.funnel import funnel
from beihu.office.charts.line import line
from beihu.office.charts.multiples import multiples
from beihu.office.charts.spark import sparkline

__all__ = ["Chart", "bars", "calendar", "funnel", "line", "multiples", "sparkline"]
