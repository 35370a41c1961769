"""The street office's own rooms, the top floor (街道办事处): demo (the article as data), bench (figures, not hopes)."""
