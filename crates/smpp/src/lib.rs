//! SMPP 3.3, 3.4 and 5.0 without sockets: the codec and the session.
