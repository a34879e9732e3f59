"""Kannel as a customer: a bearerbox and a smsbox, told over their HTTP interface what to send.

Kannel calls back what it hears: an answer (dlr type 8), a receipt (1 or 2), a text of a phone.
"""

import http.client
import os
import pathlib
import queue
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "python"))
from play import Play  # noqa: E402

# How Kannel names alphabets. It has no data_coding 3: what is in Latin-1 for others goes as UCS-2.
CODINGS = {"gsm7": 0, "latin1": 2, "ucs2": 2, "binary": 1}
CHARSETS = {"0": "utf-8", "2": "utf-16-be"}
DELIVERED, FAILED, ACCEPTED, REFUSED = 1, 2, 8, 16
DEADLINE = 30.0

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = whimbrel
smsbox-port = {smsbox}
box-allow-ip = "127.0.0.1"
log-level = 1

{sessions}
group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-chars = "0123456789 +-"

group = sendsms-user
username = whimbrel
password = whimbrel
max-messages = 20
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "http://127.0.0.1:{own}/text?from=%p&to=%P&coding=%c&text=%b"
"""

SESSION = """
group = smsc
smsc = smpp
smsc-id = whimbrel
host = {play.host}
{mode}
smsc-username = {play.system_id}
smsc-password = {play.password}
system-type = ""
max-pending-submits = {play.window}
"""


class Callback(BaseHTTPRequestHandler):
    """Notes what Kannel calls."""

    protocol_version = "HTTP/1.1"
    called = queue.Queue()

    def do_GET(self):
        self.called.put(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Callbacks(ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True


def free_ports(count):
    """Kannel takes no port 0. These are below those that connections get, and others' than those of a
    program that started shortly before or after."""
    first, blocks, size = 20000, 3000, 4
    for attempt in range(100):
        start = first + (os.getpid() + attempt * 997) % blocks * size
        ports = range(start, start + count)
        try:
            for port in ports:
                socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return ports
    raise AssertionError("no free ports")


class Kannel:
    def __init__(self, play, folder):
        self.play = play
        self.callbacks = Callbacks(("127.0.0.1", 0), Callback)
        threading.Thread(target=self.callbacks.serve_forever, daemon=True).start()
        self.own = self.callbacks.server_address[1]
        self.admin, smsbox, self.sendsms = free_ports(3)
        modes = [f"port = {play.port}", f"receive-port = {play.port}"]
        if not play.pair:
            modes = [f"port = {play.port}\ntransceiver-mode = true"]
        self.sessions = len(modes)
        sessions = "".join(SESSION.format(play=play, mode=mode) for mode in modes)
        text = CONFIGURATION.format(
            sessions=sessions, admin=self.admin, smsbox=smsbox, sendsms=self.sendsms, own=self.own
        )
        self.file = pathlib.Path(folder) / "kannel.conf"
        self.file.write_text(text)
        self.log = pathlib.Path(folder) / "bearerbox.log"
        self.boxes = []

    def start(self):
        """Until it is bound; or the status with which it was refused."""
        self.boxes.append(self.box("bearerbox", self.log))
        status = self.until(self.bound)
        if status is True:
            self.boxes.append(self.box("smsbox", self.file.with_name("smsbox.log")))
            self.until(self.answers)
        return status

    def box(self, name, log):
        with open(log, "w") as log:
            return subprocess.Popen([name, "-v", "1", self.file], stdout=log, stderr=log, cwd=self.file.parent)

    def until(self, condition):
        """Kannel tells nobody; it has to be asked again and again."""
        end = time.monotonic() + DEADLINE
        while not (found := condition()):
            assert time.monotonic() < end, self.log.read_text()
            assert all(it.poll() is None for it in self.boxes), self.log.read_text()
            time.sleep(0.02)
        return found

    def bound(self):
        refused = re.search(r"rejected login to \w+, code 0x([0-9a-f]+)", self.log.read_text())
        if refused:
            return Refused(int(refused.group(1), 16))
        status = self.ask(self.admin, "/status.txt", password="whimbrel")
        return status is not None and status.count("(online") == self.sessions

    def answers(self):
        # A box that is there says what is wrong with the request.
        return self.ask(self.sendsms, "/cgi-bin/sendsms") is not None

    def ask(self, port, path, **query):
        """None: nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
        try:
            connection.request("GET", path + "?" + urllib.parse.urlencode(query))
            return connection.getresponse().read().decode("latin-1")
        except ConnectionRefusedError:
            return None
        finally:
            connection.close()

    def send(self, index, told):
        if told["form"] == "binary":
            text = bytes.fromhex(told["body"])
        else:
            text = told["body"].encode()
        answer = self.ask(
            self.sendsms,
            "/cgi-bin/sendsms",
            username="whimbrel",
            password="whimbrel",
            **{"from": self.play.source, "to": "+" + self.play.to},
            text=text,
            charset="UTF-8",
            coding=CODINGS[told["form"]],
            **{"dlr-mask": DELIVERED | FAILED | ACCEPTED | REFUSED},
            **{"dlr-url": f"http://127.0.0.1:{self.own}/dlr?message={index}&type=%d&id=%F&text=%b"},
        )
        assert answer.startswith("0: Accepted"), answer
        self.play.sent += 1

    def hear(self):
        """One callback."""
        query = Callback.called.get(timeout=DEADLINE)
        path, _, query = query.partition("?")
        query = urllib.parse.parse_qs(query, keep_blank_values=True, encoding="latin-1")
        query = {name: values[0] for name, values in query.items()}
        octets = query["text"].encode("latin-1")
        if path == "/text":
            text = octets.decode(CHARSETS[query["coding"]])
            return self.play.hear(query["from"].strip(" +"), query["to"], text)
        kind = int(query["type"])
        if kind in (ACCEPTED, REFUSED):
            status = 0 if kind == ACCEPTED else 0xFF
            return self.play.answer(int(query["message"]), status, query["id"])
        text = octets.decode("ascii")
        id, stat = re.match(r"id:(\S+) .* stat:(\S+) ", text).groups()
        assert id == query["id"], query
        self.play.receipt(id, stat, None, text)

    def stop(self):
        for box in reversed(self.boxes):
            box.send_signal(signal.SIGTERM)
            box.wait(DEADLINE)


class Refused(int):
    """A status."""


def main():
    play = Play()
    # A killed program takes its boxes along: those of timeout's group get its signal too.
    with tempfile.TemporaryDirectory() as folder:
        kannel = Kannel(play, folder)
        try:
            run(play, kannel)
        except BaseException:
            for log in pathlib.Path(folder).glob("*.log"):
                print(log.read_text()[-4000:], file=sys.stderr)
            raise


def run(play, kannel):
    status = kannel.start()
    if isinstance(status, Refused):
        play.refused(status)
    else:
        play.bound()
        for index, told in enumerate(play.messages):
            kannel.send(index, told)
        play.whole = True
        while not play.is_over():
            kannel.hear()
    kannel.stop()


main()
