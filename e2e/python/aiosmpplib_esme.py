"""A customer's program with aiosmpplib."""

import asyncio
import codecs
import logging

from aiosmpplib import ESME, NPI, TON, AbstractHook, BindMode, PhoneNumber, SubmitSm
from aiosmpplib.protocol import DeliverSm, SmppMessage, SubmitSmResp, UnbindResp
from aiosmpplib.state import RECEIPTED_MESSAGE_ID, SmppError

from play import Play

ENCODINGS = {"gsm7": "gsm0338", "latin1": "latin_1", "ucs2": "ucs2", "binary": "octet_unspecified_II"}
UDHI = 0x40
# The library has no codec for binary.
OCTETS = codecs.CodecInfo(codecs.lookup("latin-1").encode, codecs.lookup("latin-1").decode, name="octet_unspecified_II")


class Hook(AbstractHook):
    """Reads the parts of long messages too: the library tells of them by their octets only."""

    def __init__(self, play, moved):
        self.play, self.moved = play, moved
        self.messages = {}  # sequence number -> which message it is of
        self.bind_status = None

    async def sending(self, smpp_message, pdu, client_id):
        if isinstance(smpp_message, SubmitSm) and not isinstance(smpp_message, DeliverSm):
            self.play.sent += 1
            self.messages[smpp_message.sequence_num] = int(smpp_message.log_id)

    async def received(self, smpp_message, pdu, client_id):
        header = SmppMessage.parse_header(pdu[:16])
        if header.smpp_command.name.startswith("BIND_"):
            self.bind_status = header.command_status
        elif isinstance(smpp_message, UnbindResp):
            self.play.unbound()
        elif header.smpp_command.name == "SUBMIT_SM_RESP":
            answer = SubmitSmResp.from_pdu(pdu, header)
            message = self.messages.pop(answer.sequence_num)
            self.play.answer(message, answer.command_status, answer.message_id)
        elif header.smpp_command.name == "DELIVER_SM":
            self.delivered(DeliverSm.from_pdu(pdu, header, "gsm0338"))
        self.moved.set()

    def delivered(self, it):
        if it.is_receipt():
            receipt = it.parse_receipt()
            tlv = [param.value for param in it.optional_params if param.tag == RECEIPTED_MESSAGE_ID]
            self.play.receipt(receipt["id"], receipt["stat"], tlv[0] if tlv else None, it.short_message)
        else:
            self.play.hear(it.source.number, it.destination.number, it.short_message or it.message_payload)

    async def send_error(self, smpp_message, error, client_id):
        raise error


def message(play, index):
    told = play.messages[index]
    body = told["body"] if told["form"] != "binary" else bytes.fromhex(told["body"]).decode("latin-1")
    payload = told["way"] == "payload"
    return SubmitSm(
        short_message="" if payload else body,
        message_payload=body if payload else "",
        source=PhoneNumber(play.source),
        destination=PhoneNumber(play.to, TON.INTERNATIONAL, NPI.ISDN),
        esm_class=UDHI if told["way"] == "udh" else 0,
        auto_message_payload=told["way"] != "udh",
        encoding=ENCODINGS[told["form"]],
        log_id=str(index),
    )


async def main():
    play = Play()
    moved = asyncio.Event()
    modes = [BindMode.RECEIVER, BindMode.TRANSMITTER] if play.pair else [BindMode.TRANSCEIVER]
    esmes = [
        ESME(
            play.host,
            play.port,
            play.system_id,
            play.password,
            bind_mode=mode,
            hook=Hook(play, moved),
            custom_codecs={OCTETS.name: OCTETS},
            log_level=logging.ERROR,
        )
        for mode in modes
    ]
    for esme in esmes:
        try:
            await esme.connect()
        except (SmppError, ValueError):
            # A refusal has no body (SMPP 3.4 s4.1.2), and the library fails for want of it: it has
            # shown us the status before.
            return play.refused(esme.hook.bind_status)
    play.bound()
    running = [asyncio.create_task(esme.start()) for esme in esmes]
    for index in range(len(play.messages)):
        # One at a time until it is sent: then the window is known.
        before = play.sent
        while not play.has_room():
            moved.clear()
            await moved.wait()
        await esmes[-1].broker.enqueue(message(play, index))
        while play.sent == before:
            await asyncio.sleep(0)
    play.whole = True
    while not play.is_over():
        moved.clear()
        await moved.wait()
    for esme in esmes:
        await esme.stop()
    await asyncio.gather(*running)


asyncio.run(main())
