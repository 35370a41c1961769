"""A real mail server on loopback, of the few words that sending needs; it counts what it gets by Message-ID."""

import socketserver
import threading
from collections import Counter
from typing import Any


class PostOffice:
    """`letters` counts what arrived. The third of every ten recipients is turned away the first time:

    in turn with "busy", with "closing", and by hanging up.
    """

    TROUBLES = (b"451 busy\r\n", b"421 closing\r\n", b"")

    def __init__(self) -> None:
        self.letters: Counter[str] = Counter()
        self.turned_away: list[str] = []
        self.seen: set[str] = set()
        self.lock = threading.Lock()
        office = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 60

            def handle(self) -> None:
                office.talk(self.rfile, self.wfile)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True
            request_queue_size = 50

            def handle_error(self, request: Any, address: Any) -> None:
                pass  # whoever is killed hangs up in the middle of a word

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    def __enter__(self) -> "PostOffice":
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def talk(self, hear: Any, say: Any) -> None:
        """One connection, letter after letter."""
        say.write(b"220 drill\r\n")
        while line := hear.readline(2000):
            word = line[:4].upper().strip()
            if word == b"QUIT":
                say.write(b"221 bye\r\n")
                return
            if word == b"RCPT":
                trouble = self.trouble(line.decode().strip())
                if trouble == b"":
                    return
                say.write(trouble or b"250 fine\r\n")
                if trouble and trouble.startswith(b"421"):
                    return
            elif word == b"DATA":
                say.write(b"354 go on\r\n")
                self.take(hear)
                say.write(b"250 taken\r\n")
            else:
                say.write(b"250 fine\r\n")

    def trouble(self, recipient: str) -> bytes | None:
        """None: welcome."""
        with self.lock:
            if recipient in self.seen:
                return None
            self.seen.add(recipient)
            if len(self.seen) % 10 != 3:
                return None
            self.turned_away.append(recipient)
            return self.TROUBLES[len(self.turned_away) % len(self.TROUBLES)]

    def take(self, hear: Any) -> None:
        key = ""
        while (line := hear.readline(2000)) not in (b".\r\n", b""):
            if not key and line.lower().startswith(b"message-id:"):
                key = line.split(b"<", 1)[1].split(b"@", 1)[0].decode()
        if line:  # whole, not cut off by a death
            with self.lock:
                self.letters[key] += 1
