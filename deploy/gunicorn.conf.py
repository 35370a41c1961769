"""gunicorn in production. Loading the code once (`preload_app`) shares its memory between workers."""

import os
import shutil
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", (os.cpu_count() or 1) * 2))
threads = 4
worker_class = "gthread"
preload_app = True
pidfile = os.environ.get("PIDFILE")  # beihu.embedded.swap needs it
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = ""  # settings.TRUSTED_PROXIES decides whom to believe
control_socket_disable = True

# Without this folder, each worker would show its own share of the figures.
if metrics := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    shutil.rmtree(metrics, ignore_errors=True)
    Path(metrics).mkdir(parents=True)


def child_exit(server, worker):
    if metrics:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
