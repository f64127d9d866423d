"""The other side: the same applications on wsgiref, and what it refuses.

side.py serve          the applications of `ch15 serve --app mount`
side.py shift PATH N   SCRIPT_NAME, PATH_INFO after N times shift_path_info
side.py says           one case a line of standard input: STATUS|NAME|VALUE
"""

import io
import sys
from wsgiref.handlers import SimpleHandler
from wsgiref.simple_server import WSGIRequestHandler, demo_app, make_server
from wsgiref.util import setup_testing_defaults, shift_path_info

TEXT = [("Content-Type", "text/plain; charset=utf-8")]


def hello(environ, start_response):
    start_response("200 OK", TEXT)
    return [b"hello\n"]


def post(environ, start_response):
    # wsgiref's input does not end with the body: who reads has to count.
    left = int(environ.get("CONTENT_LENGTH") or 0)
    lines = io.BytesIO(environ["wsgi.input"].read(left)).readlines()
    count = sum(len(line) for line in lines)
    start_response("200 OK", TEXT)
    return [f"{count} bytes, {len(lines)} lines\n".encode()]


def stream(environ, start_response):
    start_response("200 OK", TEXT)
    yield b"one\n"
    yield b"two\n"
    yield b"three\n"


def broken(environ, start_response):
    if not environ["PATH_INFO"].endswith("/part"):
        raise LookupError("there is no such table")
    start_response("200 OK", TEXT)
    yield b"a part\n"
    raise LookupError("the table is gone")


APPS = {"environ": demo_app, "hello": hello, "post": post, "stream": stream,
        "broken": broken}


def mounted(environ, start_response):
    app = APPS.get(environ["PATH_INFO"].split("/")[1])
    if app is None:
        start_response("404 Not Found", TEXT)
        return [b"nothing is mounted here\n"]
    shift_path_info(environ)
    return app(environ, start_response)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def serve():
    with make_server("127.0.0.1", 0, mounted, handler_class=Quiet) as server:
        print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


def shift(path, times):
    environ = {"SCRIPT_NAME": "", "PATH_INFO": path}
    names = [shift_path_info(environ) for _ in range(int(times))]
    print(names[-1], environ["SCRIPT_NAME"], environ["PATH_INFO"], sep="|")


def says():
    for line in sys.stdin:
        status, name, value = line.rstrip("\n").split("|")
        environ = {}
        setup_testing_defaults(environ)
        said = []

        def app(environ, start_response):
            try:
                start_response(status, [(name, value)])
                said.append("takes")
            except Exception:
                said.append("refuses")
                start_response("200 OK", TEXT, sys.exc_info())
            return []

        out, errors = io.BytesIO(), io.StringIO()
        SimpleHandler(io.BytesIO(), out, errors, environ).run(app)
        print(*said)


{"serve": serve, "shift": shift, "says": says}[sys.argv[1]](*sys.argv[2:])
