"""The notes' example with Flask, on gunicorn with threads.

A free port of 127.0.0.1; one process, eight threads; connections are kept;
nothing is logged.
"""

from flask import Flask, request
from gunicorn.app.base import BaseApplication

app = Flask(__name__)


@app.post("/a")
def foo():
    params = request.query_string.decode()
    body = request.get_data(as_text=True)
    return str({"result": "hello", "params": params, "body": body})


def when_ready(server):
    port = server.LISTENERS[0].sock.getsockname()[1]
    print(f"listening on 127.0.0.1:{port}", flush=True)


OPTIONS = {
    "bind": "127.0.0.1:0",
    "worker_class": "gthread",
    "workers": 1,
    "threads": 8,
    "worker_connections": 1000,
    "keepalive": 75,
    "loglevel": "warning",
    "when_ready": when_ready,
}


class Server(BaseApplication):
    def load_config(self):
        for name, value in OPTIONS.items():
            self.cfg.set(name, value)

    def load(self):
        return app


Server().run()
