//! A way to a server that can be cut, slow or silent.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    thread,
    time::Duration,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    Open,
    /// Connections break, and new ones are closed at once.
    Cut,
    /// Everything takes [`DELAY`] each way.
    Slow,
    /// Connections are taken and nothing passes; nobody says goodbye.
    Silent,
    /// The way is torn down.
    Gone,
}

pub const DELAY: Duration = Duration::from_millis(150);
const LOOK: Duration = Duration::from_millis(20);

pub struct Way {
    pub port: u16,
    state: Arc<AtomicU8>,
}

impl Way {
    pub fn to(server: &str) -> Self {
        let door = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, server) = (door.local_addr().unwrap().port(), server.to_owned());
        let state = Arc::new(AtomicU8::new(State::Open as u8));
        let seen = state.clone();
        door.set_nonblocking(true).unwrap();
        thread::spawn(move || {
            while !is(&seen, State::Gone) {
                match door.accept() {
                    Ok((near, _)) if !is(&seen, State::Cut) => join(near, &server, &seen),
                    Ok(_) => {}
                    Err(_) => thread::sleep(LOOK),
                }
            }
        });
        Self { port, state }
    }

    pub fn becomes(&self, state: State) {
        self.state.store(state as u8, Ordering::SeqCst);
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        self.becomes(State::Gone);
    }
}

fn is(seen: &AtomicU8, state: State) -> bool {
    seen.load(Ordering::SeqCst) == state as u8
}

fn join(near: TcpStream, server: &str, seen: &Arc<AtomicU8>) {
    let Ok(far) = TcpStream::connect(server) else { return };
    near.set_nonblocking(false).unwrap();
    for (from, to) in [(&near, &far), (&far, &near)] {
        let (from, to, seen) = (from.try_clone().unwrap(), to.try_clone().unwrap(), seen.clone());
        from.set_read_timeout(Some(LOOK)).unwrap();
        thread::spawn(move || carry(from, to, &seen));
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, seen: &AtomicU8) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        if is(seen, State::Cut) || is(seen, State::Gone) {
            break;
        }
        if is(seen, State::Silent) {
            thread::sleep(LOOK);
            continue;
        }
        match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                if is(seen, State::Slow) {
                    thread::sleep(DELAY);
                }
                // What was read before the silence stays on the way, and never comes.
                if is(seen, State::Silent) || to.write_all(&buffer[..count]).is_err() {
                    break;
                }
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
