"""A progress bar on stderr: redrawn on a terminal, a line per quarter elsewhere."""

import sys
from typing import TextIO

WIDTH = 30


class Bar:
    """Call it with what is being done and how much of that is done (0 to 1)."""

    def __init__(self, out: TextIO | None = None):
        self.out = out or sys.stderr
        self.terminal = self.out.isatty()
        self.last = ("", -1)

    def __call__(self, what: str, part: float) -> None:
        step = int(part * (100 if self.terminal else 4))
        if (what, step) == self.last:
            return
        new_line = self.terminal and what != self.last[0] and self.last[0]
        self.last = (what, step)
        full = "█" * int(part * WIDTH)
        line = f"{what:<18} {full:·<{WIDTH}} {part:4.0%}"
        self.write(("\n" if new_line else "") + (f"\r{line}" if self.terminal else f"{line}\n"))

    def close(self) -> None:
        if self.terminal and self.last[0]:
            self.write("\n")

    def write(self, text: str) -> None:
        try:
            self.out.write(text)
        except UnicodeEncodeError:  # a terminal of LANG=C
            self.out.write(text.encode("ascii", "replace").decode("ascii"))
        self.out.flush()
