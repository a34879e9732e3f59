"""A customer's program with smpplib."""

import re

import gsm0338  # noqa: F401 - registers the codec of GSM 7-bit: smpplib's own lacks a letter
import smpplib.client
import smpplib.consts
import smpplib.exceptions
import smpplib.gsm

from play import Play

CODINGS = {"gsm7": (0, "gsm03.38"), "latin1": (3, "latin-1"), "ucs2": (8, "utf-16-be"), "binary": (4, None)}
ALPHABETS = dict(CODINGS.values())
UDHI, RECEIPT = 0x40, 0x3C
DEADLINE = 30.0

play = Play()


class Session:
    def __init__(self, kind):
        self.messages = {}  # sequence number -> which message it is of
        self.client = smpplib.client.Client(play.host, play.port, timeout=DEADLINE)
        self.client.set_message_sent_handler(self.answered)
        self.client.set_message_received_handler(self.received)
        self.client.set_error_pdu_handler(self.refused)
        self.client.connect()
        try:
            getattr(self.client, "bind_" + kind)(system_id=play.system_id, password=play.password)
        except smpplib.exceptions.PDUError:
            self.client.disconnect()
            raise

    def answered(self, pdu):
        play.answer(self.messages.pop(pdu.sequence), pdu.status, pdu.message_id.decode())

    def refused(self, pdu):
        play.answer(self.messages.pop(pdu.sequence), pdu.status, "")

    def received(self, pdu):
        octets = pdu.short_message or pdu.message_payload
        if pdu.esm_class & RECEIPT:
            text = octets.decode("ascii")
            id, stat = re.match(r"id:(\S+) .* stat:(\S+) ", text).groups()
            play.receipt(id, stat, pdu.receipted_message_id.decode(), text)
        else:
            text = octets.decode(ALPHABETS[pdu.data_coding])
            play.hear(pdu.source_addr.decode(), pdu.destination_addr.decode(), text)

    def submit(self, index, told, octets, esm_class):
        # Both at once is refused by the library.
        field = {"message_payload" if told["way"] == "payload" else "short_message": octets}
        pdu = self.client.send_message(
            source_addr=play.source,
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
            dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN,
            destination_addr=play.to,
            esm_class=esm_class,
            data_coding=CODINGS[told["form"]][0],
            registered_delivery=1,
            **field,
        )
        self.messages[pdu.sequence] = index
        play.sent += 1


def parts(told):
    """Octets of each, and their esm_class."""
    coding, codec = CODINGS[told["form"]]
    if codec is None:
        return [bytes.fromhex(told["body"])], 0
    if told["way"] != "udh":
        return [told["body"].encode(codec)], 0
    octets, coding_made, esm_class = smpplib.gsm.make_parts(told["body"], coding)
    assert coding_made == coding
    return octets, esm_class


def main():
    try:
        sessions = [Session(kind) for kind in (["transmitter", "receiver"] if play.pair else ["transceiver"])]
    except smpplib.exceptions.PDUError as error:
        return play.refused(error.args[1])
    sender, receiver = sessions[0], sessions[-1]
    play.bound()
    for index, told in enumerate(play.messages):
        octets, esm_class = parts(told)
        for part in octets:
            while not play.has_room():
                sender.client.read_once()
            sender.submit(index, told, part, esm_class)
    play.whole = True
    while play.answered < play.sent:
        sender.client.read_once()
    while not play.is_over():
        receiver.client.read_once()
    for session in sessions:
        assert session.client.unbind().command == "unbind_resp"
        session.client.disconnect()
    play.unbound()


main()
