"""The street office's own rooms, the top floor (街道办事处): what it sees (tallies, dashboards, hotspots, charts, reports), what everybody
may take away (opendata), demo (the article as data), bench and drill (figures, not hopes)."""
