//! Sockets in one thread: what the sink and the relay stand on.

use mio::event::Event;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Registry, Token, Waker};
use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;

/// A connection with what is on its way in and out.
pub struct Conn {
    stream: TcpStream,
    inward: Vec<u8>,
    /// Octets to be written.
    pub out: Vec<u8>,
    /// It is gone.
    pub is_over: bool,
}

/// All connections. They keep their places.
pub struct Hub {
    poll: Poll,
    events: Events,
    listener: Option<TcpListener>,
    /// The connections.
    pub conns: Vec<Conn>,
    chunk: Box<[u8]>,
}

/// What has happened.
#[derive(Debug, Default)]
pub struct Woken {
    /// Connections that were made, by their places.
    pub new: Vec<usize>,
    /// Connections with something to read.
    pub readable: Vec<usize>,
    /// Another thread has called.
    pub called: bool,
}

const LISTENER: Token = Token(usize::MAX - 1);
const CALLED: Token = Token(usize::MAX - 2);
const CHUNK: usize = 256 * 1024;

impl Hub {
    /// A hub that nobody knows.
    ///
    /// # Errors
    /// The system gives none.
    pub fn new() -> io::Result<Hub> {
        let chunk = vec![0; CHUNK].into_boxed_slice();
        let events = Events::with_capacity(1024);
        Ok(Hub { poll: Poll::new()?, events, listener: None, conns: Vec::new(), chunk })
    }

    /// Takes connections; answers where.
    ///
    /// # Errors
    /// The address is taken.
    pub fn listen(&mut self, at: SocketAddr) -> io::Result<SocketAddr> {
        let mut listener = TcpListener::bind(at)?;
        self.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
        let address = listener.local_addr()?;
        self.listener = Some(listener);
        Ok(address)
    }

    /// How another thread calls this one.
    ///
    /// # Errors
    /// The system gives none.
    pub fn waker(&self) -> io::Result<Arc<Waker>> {
        Ok(Arc::new(Waker::new(self.registry(), CALLED)?))
    }

    /// Makes a connection; answers its place.
    ///
    /// # Errors
    /// Nobody is there.
    pub fn connect(&mut self, to: SocketAddr) -> io::Result<usize> {
        let stream = std::net::TcpStream::connect(to)?;
        stream.set_nonblocking(true)?;
        self.add(TcpStream::from_std(stream))
    }

    fn registry(&self) -> &Registry {
        self.poll.registry()
    }

    fn add(&mut self, mut stream: TcpStream) -> io::Result<usize> {
        let place = self.conns.len();
        stream.set_nodelay(true)?;
        let both = Interest::READABLE | Interest::WRITABLE;
        self.registry().register(&mut stream, Token(place), both)?;
        self.conns.push(Conn { stream, inward: Vec::new(), out: Vec::new(), is_over: false });
        Ok(place)
    }

    /// Waits for something to happen.
    ///
    /// # Errors
    /// The system's.
    pub fn wait(&mut self) -> io::Result<Woken> {
        match self.poll.poll(&mut self.events, None) {
            Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
            Err(_) | Ok(()) => {}
        }
        let mut woken = Woken::default();
        let mut knocks = false;
        for event in &self.events {
            match event.token() {
                LISTENER => knocks = true,
                CALLED => woken.called = true,
                Token(place) if wants_reading(event) => woken.readable.push(place),
                Token(_) => {} // room to write: all are written to in the end
            }
        }
        while knocks {
            match self.listener.as_ref().map(TcpListener::accept) {
                Some(Ok((stream, _))) => woken.new.push(self.add(stream)?),
                Some(Err(error)) if error.kind() != ErrorKind::WouldBlock => return Err(error),
                Some(Err(_)) | None => knocks = false,
            }
        }
        // What came with a connection may have come before it was registered.
        woken.readable.extend(&woken.new);
        Ok(woken)
    }

    /// Reads all that is there, and hands it to `take`, which says how much of it it took.
    pub fn read(&mut self, place: usize, mut take: impl FnMut(&mut Vec<u8>, &[u8]) -> usize) {
        let Hub { conns, chunk, .. } = self;
        let conn = &mut conns[place];
        loop {
            match conn.stream.read(chunk) {
                Ok(0) => conn.is_over = true,
                Ok(octets) => {
                    conn.inward.extend_from_slice(&chunk[..octets]);
                    let taken = take(&mut conn.out, &conn.inward);
                    conn.inward.drain(..taken);
                    // A read that does not fill the room has emptied the socket, and what comes later
                    // is told anew (epoll(7), edge-triggered).
                    if octets == chunk.len() {
                        continue;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => conn.is_over = true,
            }
            return;
        }
    }

    /// Writes what there is to be written, with one call to each.
    pub fn write(&mut self) {
        for conn in self.conns.iter_mut().filter(|conn| !conn.out.is_empty()) {
            match conn.stream.write(&conn.out) {
                Ok(octets) => _ = conn.out.drain(..octets),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => conn.is_over = true,
            }
            if conn.is_over {
                conn.out.clear();
            }
        }
    }
}

fn wants_reading(event: &Event) -> bool {
    event.is_readable() || event.is_read_closed() || event.is_error()
}
