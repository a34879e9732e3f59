'use strict';
// A customer's program with the package smpp. What it is told and what it prints: see
// e2e/tests/clients/program.rs.

const smpp = require('smpp');

const CODINGS = { gsm7: 0, latin1: 3, ucs2: 8, binary: 4 };
const RECEIPT = 0x3c;

const play = JSON.parse(process.argv[2]);
const parts = play.messages.flatMap(cut);
let sent = 0;
let answered = 0;
let accepted = 0;
let receipts = 0;
let heard = 0;
let sessions = [];

function say(event) {
  process.stdout.write(JSON.stringify(event) + '\n');
}

// The library writes headers that it is given, and leaves the cutting to its user: 153 septets or 67
// code units behind a header of 6 octets (TS 23.040 s9.2.3.24.1).
function cut(told, message) {
  const body = told.form === 'binary' ? Buffer.from(told.body, 'hex') : told.body;
  if (told.way !== 'udh') return [{ message, told, body }];
  const size = (letter) => (told.form === 'ucs2' ? letter.length : smpp.gsmCoder.encode(letter).length);
  const room = told.form === 'ucs2' ? 67 : 153;
  const bodies = [''];
  let used = 0;
  for (const letter of body) {
    if (used + size(letter) > room) {
      bodies.push('');
      used = 0;
    }
    bodies[bodies.length - 1] += letter;
    used += size(letter);
  }
  return bodies.map((piece, at) => {
    const udh = Buffer.from([5, 0, 3, message + 1, bodies.length, at + 1]);
    return { message, told, body: { udh, message: piece } };
  });
}

function connect(kind) {
  return new Promise((resolve) => {
    const session = smpp.connect({ host: play.host, port: play.port }, () => {
      session['bind_' + kind](
        { system_id: play.system_id, password: play.password, interface_version: 0x34 },
        (pdu) => {
          if (pdu.command_status !== 0) {
            say({ event: 'refused', status: pdu.command_status });
            process.exit(0);
          }
          resolve(session);
        },
      );
    });
    session.on('deliver_sm', (pdu) => {
      delivered(pdu);
      session.send(pdu.response());
      move();
    });
    session.on('error', (error) => {
      throw error;
    });
  });
}

function delivered(pdu) {
  const text = (pdu.message_payload || pdu.short_message).message;
  if (pdu.esm_class & RECEIPT) {
    const [, id, stat] = /^id:(\S+) .* stat:(\S+) /.exec(text);
    receipts += 1;
    say({ event: 'receipt', id, stat, tlv: pdu.receipted_message_id, text });
  } else {
    heard += 1;
    say({ event: 'heard', from: pdu.source_addr, to: pdu.destination_addr, text });
  }
}

function submit({ message, told, body }) {
  const pdu = {
    source_addr: play.from,
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: play.to,
    registered_delivery: 1,
    data_coding: CODINGS[told.form],
    [told.way === 'payload' ? 'message_payload' : 'short_message']: body,
  };
  sessions[0].submit_sm(pdu, (answer) => {
    answered += 1;
    accepted += answer.command_status === 0 ? 1 : 0;
    say({ event: 'answer', message, status: answer.command_status, id: answer.message_id });
    move();
  });
  sent += 1;
}

// Sends what there is room for, and leaves when everything has come.
function move() {
  while (sent < parts.length && sent - answered < play.window) submit(parts[sent]);
  if (answered < parts.length || receipts < accepted || heard < play.texts) return;
  let left = sessions.length;
  for (const session of sessions.splice(0)) {
    session.unbind(() => {
      left -= 1;
      if (left === 0) say({ event: 'unbound' });
      session.close();
    });
  }
}

async function main() {
  for (const kind of play.pair ? ['transmitter', 'receiver'] : ['transceiver']) {
    sessions.push(await connect(kind));
  }
  say({ event: 'bound' });
  move();
}

main();
