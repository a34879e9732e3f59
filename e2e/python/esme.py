"""A customer's program, with smpplib: one scenario per run, named by the first argument.

Whatever is not as it should be ends it with a traceback. Waiting has a deadline and no sleeps:
every wait is a read from the socket.
"""

import json
import os
import re
import sys
import time
import urllib.request

import smpplib.client
import smpplib.consts
import smpplib.exceptions

HOST, PORT = os.environ["WHIMBREL_SMPP"].rsplit(":", 1)
HTTP = "http://" + os.environ["WHIMBREL_HTTP"]
PHONE = "447700900001"
DEADLINE = 60.0


class Esme:
    """A transceiver that notes what comes."""

    def __init__(self, system_id="demo", password="demo1234", kind="transceiver"):
        self.ids = {}  # sequence number -> message id
        self.refused = {}  # sequence number -> status
        self.receipts = {}  # message id -> texts of its receipts
        self.texts = []  # texts from phones
        self.client = smpplib.client.Client(HOST, int(PORT), timeout=DEADLINE)
        self.client.set_message_sent_handler(self.answered)
        self.client.set_message_received_handler(self.received)
        self.client.set_error_pdu_handler(self.failed)
        self.client.connect()
        getattr(self.client, "bind_" + kind)(system_id=system_id, password=password)

    def answered(self, pdu):
        self.ids[pdu.sequence] = pdu.message_id.decode()

    def failed(self, pdu):
        self.refused[pdu.sequence] = pdu.status

    def received(self, pdu):
        text = pdu.short_message.decode("latin-1")
        if pdu.esm_class & 0x3C:
            name = re.match(r"id:(\S+) ", text).group(1)
            assert name == pdu.receipted_message_id.decode(), (name, pdu.receipted_message_id)
            self.receipts.setdefault(name, []).append(text)
        else:
            self.texts.append((pdu.source_addr.decode(), pdu.destination_addr.decode(), text))

    def send(self, text, to=PHONE, source="777"):
        pdu = self.client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_UNK,
            source_addr_npi=smpplib.consts.SMPP_NPI_UNK,
            source_addr=source,
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
            dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN,
            destination_addr=to,
            short_message=text.encode("ascii"),
            registered_delivery=1,
        )
        return pdu.sequence

    def until(self, condition, what):
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"{what}: {len(self.ids)} ids, {len(self.receipts)} receipts"
            self.client.read_once()

    def leave(self):
        self.client.unbind()
        self.client.disconnect()


def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(HTTP + path, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
        return answer.read().decode()


def receipt():
    """A message, its receipt matched by id, and the text on the phone."""
    esme = Esme()
    sequence = esme.send("Hello from smpplib")
    esme.until(lambda: sequence in esme.ids, "an answer")
    name = esme.ids[sequence]
    assert re.fullmatch(r"\d{10,20}", name), name
    esme.until(lambda: name in esme.receipts, "a receipt")
    assert "stat:DELIVRD err:000" in esme.receipts[name][0], esme.receipts
    phone = json.loads(ask(f"/sim/v1/phones/+{PHONE}"))
    assert [text["text"] for text in phone["inbox"]] == ["Hello from smpplib"], phone
    esme.leave()


def mo():
    """A text from a phone."""
    esme = Esme()
    ask("/sim/v1/phones/+447700900002/messages", {"to": "777", "text": "STOP"})
    esme.until(lambda: esme.texts, "a text")
    assert esme.texts == [("447700900002", "777", "STOP")], esme.texts
    esme.leave()


def window():
    """500 messages, 50 of them without answer at a time; each is accepted and reported once."""
    esme = Esme()
    sent = []
    while len(sent) < 500:
        esme.until(lambda: len(sent) - len(esme.ids) < 50, "room in the window")
        sent.append(esme.send(f"number {len(sent)}", to=f"4477008{len(sent):05}"))
    esme.until(lambda: len(esme.ids) == 500, "500 answers")
    assert not esme.refused, esme.refused
    assert len(set(esme.ids.values())) == 500
    esme.until(lambda: len(esme.receipts) == 500, "500 receipts")
    assert set(esme.receipts) == set(esme.ids.values())
    assert all(len(texts) == 1 for texts in esme.receipts.values())
    esme.leave()


def refused():
    """Who is not known is told so, and who it is does not matter then."""
    wrong = [("demo", "wrong", 0x0E), ("nobody", "demo1234", 0x0F)]
    for system_id, password, status in wrong:
        try:
            Esme(system_id, password)
        except smpplib.exceptions.PDUError as error:
            assert error.args[1] == status, error.args
        else:
            raise AssertionError(f"{system_id} is bound")


def pour():
    """Submits until the connection breaks; prints each id as it is given."""
    esme = Esme(kind="transmitter")
    given = esme.answered

    def answered(pdu):
        given(pdu)
        print(esme.ids[pdu.sequence], flush=True)

    esme.client.set_message_sent_handler(answered)
    sent = 0
    try:
        while True:
            esme.until(lambda: sent - len(esme.ids) < 50, "room in the window")
            esme.send(f"number {sent}", to=f"4477008{sent:05}")
            sent += 1
    except (smpplib.exceptions.ConnectionError, OSError):
        assert not esme.refused, esme.refused


def collect():
    """Waits for a receipt for each id on standard input."""
    wanted = set(sys.stdin.read().split())
    assert wanted
    esme = Esme()
    esme.until(lambda: wanted <= set(esme.receipts), f"receipts for {len(wanted)} messages")
    esme.leave()


globals()[sys.argv[1]]()
