"""One page with Python's http.server: hello.py sequential|fork|thread BODY

A free port of 127.0.0.1; nothing is logged; no time-outs.
"""

import http.server
import socketserver
import sys

BODY = sys.argv[2].encode()


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *args):
        pass


class ForkingHTTPServer(socketserver.ForkingMixIn, http.server.HTTPServer):
    pass


SERVERS = {
    "sequential": http.server.HTTPServer,
    "fork": ForkingHTTPServer,
    "thread": http.server.ThreadingHTTPServer,
}

with SERVERS[sys.argv[1]](("127.0.0.1", 0), Hello) as server:
    print(f"listening on 127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
