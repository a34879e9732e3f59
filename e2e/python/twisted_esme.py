"""A customer's program with smpp.twisted3 and smpp.pdu3."""

import logging
import re

import gsm0338  # noqa: F401 - registers the codec of GSM 7-bit
from smpp.pdu import constants
from smpp.pdu.error import SMPPTransactionError
from smpp.pdu.operations import SubmitSM
from smpp.pdu.pdu_types import (
    AddrNpi,
    AddrTon,
    DataCoding,
    DataCodingDefault,
    DataCodingScheme,
    EsmClass,
    EsmClassGsmFeatures,
    EsmClassMode,
    EsmClassType,
    RegisteredDelivery,
    RegisteredDeliveryReceipt,
)
from smpp.twisted.client import SMPPClientReceiver, SMPPClientTransceiver, SMPPClientTransmitter
from smpp.twisted.config import SMPPClientConfig
from twisted.internet import defer, reactor

from play import Play

CODINGS = {
    "gsm7": (DataCodingDefault.SMSC_DEFAULT_ALPHABET, "gsm03.38"),
    "latin1": (DataCodingDefault.LATIN_1, "latin-1"),
    "ucs2": (DataCodingDefault.UCS2, "utf-16-be"),
    "binary": (DataCodingDefault.OCTET_UNSPECIFIED, None),
}
ALPHABETS = dict(CODINGS.values())

# The library tells everything at the level of warnings.
logging.disable(logging.CRITICAL)

play = Play()
moved = defer.Deferred()


def move():
    """Wakes the one who waits."""
    global moved
    waiting, moved = moved, defer.Deferred()
    waiting.callback(None)


def received(smpp, pdu):
    params = pdu.params
    octets = params["short_message"] or params["message_payload"]
    if params["esm_class"].type == EsmClassType.SMSC_DELIVERY_RECEIPT:
        text = octets.decode("ascii")
        id, stat = re.match(r"id:(\S+) .* stat:(\S+) ", text).groups()
        play.receipt(id, stat, plain(params["receipted_message_id"]), text)
    else:
        text = octets.decode(ALPHABETS[params["data_coding"].schemeData])
        play.hear(plain(params["source_addr"]), plain(params["destination_addr"]), text)
    reactor.callLater(0, move)


def plain(text):
    return text.decode() if isinstance(text, bytes) else text


def submit(smpp, index, told, octets, udh):
    coding, _ = CODINGS[told["form"]]
    params = {"message_payload" if told["way"] == "payload" else "short_message": octets}
    pdu = SubmitSM(
        source_addr=play.source,
        dest_addr_ton=AddrTon.INTERNATIONAL,
        dest_addr_npi=AddrNpi.ISDN,
        destination_addr=play.to,
        esm_class=EsmClass(
            EsmClassMode.DEFAULT,
            EsmClassType.DEFAULT,
            [EsmClassGsmFeatures.UDHI_INDICATOR_SET] if udh else [],
        ),
        registered_delivery=RegisteredDelivery(RegisteredDeliveryReceipt.SMSC_DELIVERY_RECEIPT_REQUESTED),
        data_coding=DataCoding(DataCodingScheme.DEFAULT, coding),
        **params,
    )
    if told["way"] == "payload":
        # The library writes no option whose length is another than that of the option it has read last.
        smpp.encoder.optionEncoder.length = len(octets)
    play.sent += 1

    def answered(result):
        play.answer(index, 0, plain(result.response.params["message_id"]))
        move()

    def refused(failure):
        failure.trap(SMPPTransactionError)
        play.answer(index, status(failure.value), "")
        move()

    smpp.sendDataRequest(pdu).addCallbacks(answered, refused)


def status(error):
    return constants.command_status_name_map[error.response.status.name]


def pieces(told):
    """The library leaves headers and cutting to its user: 153 septets or 134 octets of UTF-16 behind a
    header of 6 octets (TS 23.040 s9.2.3.24.1)."""
    codec = CODINGS[told["form"]][1]
    if codec is None:
        return [bytes.fromhex(told["body"])]
    if told["way"] != "udh":
        return [told["body"].encode(codec)]
    room = 134 if told["form"] == "ucs2" else 153
    found = [b""]
    for letter in told["body"]:
        octets = letter.encode(codec)
        if len(found[-1]) + len(octets) > room:
            found.append(b"")
        found[-1] += octets
    return found


@defer.inlineCallbacks
def run():
    config = SMPPClientConfig(
        host=play.host, port=play.port, username=play.system_id, password=play.password
    )
    clients = [SMPPClientTransceiver(config, received)]
    if play.pair:
        clients = [SMPPClientTransmitter(config), SMPPClientReceiver(config, received)]
    sessions = []
    for client in clients:
        try:
            sessions.append((yield client.connectAndBind()))
        except SMPPTransactionError as error:
            return play.refused(status(error))
    play.bound()
    for index, told in enumerate(play.messages):
        parts = pieces(told)
        for at, octets in enumerate(parts):
            header = bytes([5, 0, 3, index + 1, len(parts), at + 1]) if told["way"] == "udh" else b""
            while not play.has_room():
                yield moved
            submit(sessions[0], index, told, header + octets, header)
    play.whole = True
    while not play.is_over():
        yield moved
    for smpp in sessions:
        yield smpp.unbindAndDisconnect()
    play.unbound()


def ended(failure):
    failed.append(failure)
    failure.printTraceback()


failed = []
reactor.callWhenRunning(lambda: run().addErrback(ended).addBoth(lambda _: reactor.stop()))
reactor.run()
if failed:
    raise SystemExit(1)
