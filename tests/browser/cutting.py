"""A weak network: a small TCP proxy that counts what a phone sends, lets it through slowly, and cuts it off by bytes."""

import contextlib
import socket
import struct
import threading

PIECE = 16 * 1024
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: the phone is cut off, not told good-bye


class WeakNetwork:
    """Listens on a port of its own in front of `port`.

    cut_every   bytes from the phone after which its connection is cut
    rate        bytes a second from the phone
    at          {bytes from the phone: what happens then}, each once
    """

    def __init__(self, port, *, cut_every=None, rate=None, at=None):
        self.port, self.cut_every, self.rate, self.at = port, cut_every, rate, dict(at or {})
        self.sent = self.cuts = self._since = 0
        self._pause = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self):
        self._pause.set()
        self.listener.close()

    def _listen(self):
        while True:
            try:
                phone, _address = self.listener.accept()
            except OSError:
                return
            phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * PIECE)
            try:
                server = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            except OSError:
                phone.close()
                continue
            server.settimeout(None)
            threading.Thread(target=self._upwards, args=(phone, server), daemon=True).start()
            threading.Thread(target=self._downwards, args=(phone, server), daemon=True).start()

    def _upwards(self, phone, server):
        with contextlib.suppress(OSError):
            while piece := phone.recv(PIECE):
                self.sent += len(piece)
                self._since += len(piece)
                server.sendall(piece)
                self._happen()
                if self.cut_every and self._since >= self.cut_every:
                    self._since = 0
                    self.cuts += 1
                    phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                    break
                if self.rate:
                    self._pause.wait(len(piece) / self.rate)
        _end(phone)
        _end(server)

    def _happen(self):
        for moment in [moment for moment in self.at if moment <= self.sent]:
            self.at.pop(moment)()

    def _downwards(self, phone, server):
        with contextlib.suppress(OSError):
            while piece := server.recv(PIECE):
                phone.sendall(piece)
        _end(phone)
        _end(server)


def _end(one):
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
