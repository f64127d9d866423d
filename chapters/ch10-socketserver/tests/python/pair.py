"""The upper-case server of the notes, and its clients, with socketserver.

pair.py serve TRANSPORT ADDRESS CONCURRENCY
pair.py client TRANSPORT ADDRESS WORD...

TRANSPORT is tcp, udp, unix or unixgram; ADDRESS is HOST:PORT or a path.
"""

import os
import socket
import socketserver
import sys
import tempfile

LIMIT = 10  # seconds that anything may take


class StreamUpper(socketserver.StreamRequestHandler):
    timeout = LIMIT

    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class DatagramUpper(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read().upper())


TRANSPORTS = {
    "tcp": (socketserver.TCPServer, StreamUpper),
    "udp": (socketserver.UDPServer, DatagramUpper),
    "unix": (socketserver.UnixStreamServer, StreamUpper),
    "unixgram": (socketserver.UnixDatagramServer, DatagramUpper),
}

MIXINS = {
    "sequential": (),
    "forking": (socketserver.ForkingMixIn,),
    "threading": (socketserver.ThreadingMixIn,),
}


def inet(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)


def serve(transport, address, concurrency):
    base, handler = TRANSPORTS[transport]
    kind = type("Server", MIXINS[concurrency] + (base,), {})
    if transport in ("tcp", "udp"):
        address = inet(address)
    with kind(address, handler) as server:
        name = server.server_address
        if transport in ("tcp", "udp"):
            name = "%s:%d" % name
        print("listening on", name, flush=True)
        server.serve_forever()


def stream(sock, words):
    for word in words:
        sock.sendall(word + b"\n")
    sock.shutdown(socket.SHUT_WR)
    with sock.makefile("rb") as answers:
        sys.stdout.buffer.write(answers.read())


def datagrams(sock, words):
    for word in words:
        sock.send(word)
        sys.stdout.buffer.write(sock.recv(65536) + b"\n")


def client(transport, address, words):
    words = [word.encode() for word in words]
    family = socket.AF_INET if transport in ("tcp", "udp") else socket.AF_UNIX
    kind = socket.SOCK_STREAM
    if transport in ("udp", "unixgram"):
        kind = socket.SOCK_DGRAM
    with socket.socket(family, kind) as sock:
        sock.settimeout(LIMIT)
        if transport == "unixgram":
            # Without a name of its own nobody could answer it.
            folder = tempfile.mkdtemp()
            sock.bind(os.path.join(folder, "client"))
        sock.connect(inet(address) if family == socket.AF_INET else address)
        talk = stream if kind == socket.SOCK_STREAM else datagrams
        talk(sock, words)
        if transport == "unixgram":
            os.unlink(sock.getsockname())
            os.rmdir(folder)


if __name__ == "__main__":
    part, transport, address, *rest = sys.argv[1:]
    if part == "serve":
        serve(transport, address, *rest)
    else:
        client(transport, address, rest)
