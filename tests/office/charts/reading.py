"""Reads a drawing back: what a person would see of it."""

from xml.etree import ElementTree

from beihu.office.charts import Chart


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[str]:
    """What is written in the picture."""
    return [node.text or "" for node in parsed(svg).iter("text")]


def marks(chart: Chart) -> list[str]:
    """What the marks and bars of a picture say when they are pointed at."""
    root = parsed(chart.svg)
    return [node.text or "" for child in root for node in child.iter("title") if child.tag != "title"]


def of_class(svg: str, *names: str) -> list[ElementTree.Element]:
    """What has all these classes."""
    return [one for one in parsed(svg).iter() if set(names) <= set(one.get("class", "").split())]


def heights(chart: Chart, series: int = 0) -> list[list[float]]:
    """The runs of a line, as y: the line of one series in the plot, after the legend's."""
    drawn = of_class(chart.svg, "trend", f"i{series}")[-1].get("d", "")
    return [[float(at.split(",")[1]) for at in run.split()] for run in drawn.split("M") if run]
