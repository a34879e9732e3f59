//! A TCP proxy that can stand still, cut, trickle and swallow.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What it does with the octets of all its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Carries them.
    Carry,
    /// Leaves them where they are; whoever writes is held up sooner or later.
    Stall,
    /// Takes those that go towards where it connects to, and those alone, and throws them away.
    Swallow,
    /// The same with those that come back: they were heard, and nobody learns of it.
    SwallowAnswers,
    /// One octet at a time.
    Trickle,
    /// Breaks all connections, and every new one.
    Cut,
}

/// A proxy in front of one address.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    mood: watch::Sender<Mood>,
    task: JoinHandle<()>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

impl Proxy {
    pub(crate) async fn before(target: SocketAddr) -> Proxy {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let (mood, moods) = watch::channel(Mood::Carry);
        let task = tokio::spawn(serve(listener, target, moods));
        Proxy { address, mood, task }
    }

    pub(crate) fn set(&self, mood: Mood) {
        self.mood.send_replace(mood);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, target: SocketAddr, mood: watch::Receiver<Mood>) {
    let mut links = JoinSet::new();
    loop {
        let (near, _) = listener.accept().await.expect("it listens");
        links.spawn(carry(near, target, mood.clone()));
        while links.try_join_next().is_some() {}
    }
}

/// One connection, until either side ends it or it is cut.
async fn carry(near: TcpStream, target: SocketAddr, mut mood: watch::Receiver<Mood>) {
    if *mood.borrow() == Mood::Cut {
        return;
    }
    let Ok(far) = TcpStream::connect(target).await else { return };
    let ((from_near, to_near), (from_far, to_far)) = (near.into_split(), far.into_split());
    let there = pump((from_near, to_far), Way::There, mood.clone());
    let back = pump((from_far, to_near), Way::Back, mood.clone());
    tokio::select! {
        () = there => {}
        () = back => {}
        _ = mood.wait_for(|mood| *mood == Mood::Cut) => {}
    }
}

async fn pump(
    (mut from, mut to): (OwnedReadHalf, OwnedWriteHalf),
    way: Way,
    mut mood: watch::Receiver<Mood>,
) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let Ok(now) = mood.wait_for(|mood| *mood != Mood::Stall).await.map(|mood| *mood) else {
            return;
        };
        let most = if now == Mood::Trickle { 1 } else { buffer.len() };
        let octets = tokio::select! {
            biased;
            _ = mood.changed() => continue,
            read = from.read(&mut buffer[..most]) => match read {
                Ok(0) | Err(_) => return,
                Ok(octets) => octets,
            },
        };
        // What was read before the mood changed goes by the mood it was read in.
        let is_swallowed = match now {
            Mood::Swallow => way == Way::There,
            Mood::SwallowAnswers => way == Way::Back,
            Mood::Carry | Mood::Stall | Mood::Trickle | Mood::Cut => false,
        };
        if is_swallowed {
            continue;
        }
        if to.write_all(&buffer[..octets]).await.is_err() {
            return;
        }
        if now == Mood::Trickle {
            crate::gateway::pause(Duration::from_millis(1)).await;
        }
    }
}
