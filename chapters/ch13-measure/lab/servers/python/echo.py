"""Line echo with Python's socketserver: echo.py fork|thread

A free port of 127.0.0.1; no time-outs, as in its documentation's examples.
"""

import socketserver
import sys


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


SERVERS = {
    "fork": socketserver.ForkingTCPServer,
    "thread": socketserver.ThreadingTCPServer,
}

with SERVERS[sys.argv[1]](("127.0.0.1", 0), Echo) as server:
    print(f"listening on 127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
