//! HTTP as bytes, for those who send to the real program: an answer that was cut off is none.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    /// In small letters.
    pub head: String,
    pub body: String,
}

impl Answer {
    /// Sent away: when to come again.
    pub fn again(&self) -> Option<Duration> {
        let says = self.head.lines().find_map(|line| line.strip_prefix("retry-after: "));
        let seconds = says.filter(|_| self.status == 503)?.parse().ok()?;
        Some(Duration::from_secs(seconds))
    }

    pub fn is_busy(&self) -> bool {
        self.again().is_some()
    }
}

/// A connection that takes one request after the other.
pub struct Line(TcpStream);

impl Line {
    pub async fn to(address: SocketAddr) -> Option<Self> {
        let stream = TcpStream::connect(address).await.ok()?;
        stream.set_nodelay(true).ok()?;
        Some(Self(stream))
    }

    pub async fn ask(&mut self, request: &str) -> Option<Answer> {
        self.0.write_all(request.as_bytes()).await.ok()?;
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let body = bytes.split_off(end + 4);
                break String::from_utf8_lossy(&std::mem::replace(&mut bytes, body)).to_lowercase();
            }
            if self.0.read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
        };
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
        let length: usize = length.parse().ok()?;
        while bytes.len() < length {
            if self.0.read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
        }
        Some(Answer { status, head, body: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

/// On a connection of its own. Nothing when nobody answers in time.
pub async fn send(address: SocketAddr, request: &str, patience: Duration) -> Option<Answer> {
    let exchange = async { Line::to(address).await?.ask(request).await };
    timeout(patience, exchange).await.ok().flatten()
}
