"""What a client's program is told to play, and how it says what it saw.

See e2e/tests/clients/program.rs for both sides of it.
"""

import json
import sys


class Play:
    """Counts, so that a program knows when it has seen everything."""

    def __init__(self):
        told = json.loads(sys.argv[1])
        self.host, self.port = told["host"], told["port"]
        self.system_id, self.password = told["system_id"], told["password"]
        self.pair = told["pair"]
        self.window = told["window"]
        self.source, self.to = told["from"], told["to"]
        self.messages = told["messages"]
        self.texts = told["texts"]
        self.sent = self.answered = self.accepted = self.receipts = self.heard = 0
        self.whole = not self.messages  # everything is sent

    def has_room(self):
        return self.sent - self.answered < self.window

    def is_over(self):
        return (
            self.whole
            and self.answered == self.sent
            and self.receipts == self.accepted
            and self.heard == self.texts
        )

    def bound(self):
        say(event="bound")

    def refused(self, status):
        say(event="refused", status=int(status))

    def answer(self, message, status, id):
        self.answered += 1
        self.accepted += status == 0
        say(event="answer", message=message, status=int(status), id=id)

    def receipt(self, id, stat, tlv, text):
        self.receipts += 1
        say(event="receipt", id=id, stat=stat, tlv=tlv, text=text)

    def hear(self, source, to, text):
        self.heard += 1
        say(event="heard", **{"from": source, "to": to, "text": text})

    def unbound(self):
        say(event="unbound")


def say(**event):
    print(json.dumps(event), flush=True)
