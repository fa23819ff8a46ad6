//! A phone that only knows how to join: one request per connection, a 503 repeated with the same
//! mark as told.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// Repetitions of a 503 before a phone gives up; the test then fails.
const TRIES: usize = 200;

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// Sends once; `None` when the server is not there (it was killed).
async fn send(address: SocketAddr, request: &str) -> Option<Answer> {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
    };
    // Two thousand are answered one after the other, in a debug build on whatever machine this is.
    timeout(Duration::from_secs(180), exchange).await.ok().flatten()
}

/// One person's form, posted until it is answered otherwise than 503.
pub async fn join(address: SocketAddr, path: &str, person: usize, mark: &str) -> Option<Answer> {
    let body = format!(
        "once={mark}{person:06}&name=Person+{person}&phone=138{:08}&phone_country=CN&membership=on",
        10_000_000 + person
    );
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    for _ in 0..TRIES {
        let answer = send(address, &request).await?;
        if answer.status != 503 {
            return Some(answer);
        }
        let told = answer.head.to_lowercase();
        assert!(told.contains("retry-after:"), "a 503 says when to come back: {told}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("person {person} was sent away {TRIES} times")
}
