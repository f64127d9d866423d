"""A handler that ends its own server, as one would write it: it never ends.

shutdown() waits until serve_forever() has returned. serve_forever() waits
until the handler has returned. The handler waits for shutdown().
"""

import os
import signal
import socket
import socketserver
import threading


def give_up(*_):
    print("still waiting after 1 s", flush=True)
    os._exit(1)


class Ending(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(b"so be it\n")
        print("shutdown()", flush=True)
        signal.alarm(1)
        self.server.shutdown()
        print("it has ended", flush=True)


def client(address):
    with socket.create_connection(address) as sock:
        sock.recv(100)


signal.signal(signal.SIGALRM, give_up)
with socketserver.TCPServer(("127.0.0.1", 0), Ending) as server:
    args = (server.server_address,)
    threading.Thread(target=client, args=args, daemon=True).start()
    server.serve_forever()
