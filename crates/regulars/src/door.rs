//! Where we listen, with room for a crowd.

use std::{io, net::SocketAddr};

use tokio::net::{TcpListener, TcpSocket, lookup_host};

/// How many may have knocked before we open to them; the system's own limit (`net.core.somaxconn`,
/// 4,096 since Linux 5.4) holds too. Whoever does not fit knocks again by himself after one second,
/// then two, four and so on, and so a burst costs some people a minute. The usual 128 is no crowd.
const KNOCKING: u32 = 4096;

/// Listens at the first address of this name that is free.
pub async fn open(address: &str) -> io::Result<TcpListener> {
    let mut trouble = io::Error::new(io::ErrorKind::InvalidInput, "this name has no address");
    for address in lookup_host(address).await? {
        match listen(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => trouble = error,
        }
    }
    Err(trouble)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A program that starts again need not wait for the connections of the last one to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(KNOCKING)
}
