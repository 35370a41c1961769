"""The whole portal with one command."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from beihu.embedded.folders import MARK, Trouble
from beihu.embedded.house import House, Wish
from beihu.embedded.supervise import up


class Command(BaseCommand):
    help = (
        "Run the whole portal: PostgreSQL, Valkey, web server, worker and clock. Ctrl-C stops it. "
        "With DATABASE_URL or REDIS_URL set, that server is used and none is started in its place."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=port_number, default=8000, help="where the web server listens (8000)"
        )
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets the local network in")
        parser.add_argument(
            "--data", type=Path, default=settings.DATA_DIR, help="folder of all data (.beihu)"
        )
        parser.add_argument("--fresh", action="store_true", help="delete that folder first")
        parser.add_argument("--yes", action="store_true", help="do not ask before deleting")
        parser.add_argument("--no-demo", action="store_true", help="start with an empty portal")
        parser.add_argument(
            "--scale", choices=["small", "demo", "full"], default="demo", help="how much of the demo (demo)"
        )

    def handle(self, **options: Any) -> None:
        for stream in (self.stdout, self.stderr):
            if hasattr(stream._out, "reconfigure"):
                stream._out.reconfigure(errors="replace")  # a terminal that cannot show Chinese still starts
        wish = Wish(
            options["data"].expanduser().absolute(),
            options["host"],
            options["port"],
            options["fresh"],
            not options["no_demo"],
            options["scale"],
        )
        if wish.fresh and not options["yes"]:
            self.ask_before_deleting(wish.data)
        try:
            up(wish, self.say, self.welcome)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def ask_before_deleting(self, data: Path) -> None:
        """On a terminal only: in a script, --fresh was written on purpose."""
        if not (data / MARK).exists() or not self.stdin_is_terminal():
            return
        if input(f"Delete everything in {data}? [y/N] ").strip().lower() not in {"y", "yes", "是"}:
            raise CommandError("Nothing was deleted; start again without --fresh to keep the data.")

    @staticmethod
    def stdin_is_terminal() -> bool:
        import sys

        return bool(sys.stdin and sys.stdin.isatty())

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def welcome(self, house: House) -> None:
        """What a newcomer needs to go on."""
        lines = [
            "",
            f"Open        {house.env['BASE_URL']}",
            f"Data        {' and '.join(map(str, house.places()))}",
        ]
        if house.env["DEMO"] == "True":
            sign_ins = import_module("beihu.office.demo").SIGN_INS
            lines += ["Sign in as", *(f"            {who}: {how}" for who, how in sign_ins)]
            if house.wish.host not in {"127.0.0.1", "localhost", "::1"}:
                lines.append("Careful     whoever reaches this address can sign in as these people.")
        if house.data != settings.BASE_DIR / ".beihu":
            lines.append(f"Commands    BEIHU_DATA={house.data} .venv/bin/python manage.py …")
        self.say("\n".join([*lines, "Stop        Ctrl-C", ""]))


def port_number(text: str) -> int:
    if not (text.isdigit() and 0 < int(text) < 65536):
        raise ValueError
    return int(text)
