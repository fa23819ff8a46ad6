//! A phone that only knows how to join: one request per connection, a 503 repeated with the same
//! mark as told.

use std::{net::SocketAddr, time::Duration};

use crate::wire::{Answer, send};

/// Repetitions of a 503 before a phone gives up; the test then fails.
const TRIES: usize = 200;

/// Two thousand are answered one after the other, in a debug build on whatever machine this is.
const PATIENCE: Duration = Duration::from_secs(180);

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
        let answer = send(address, &request, PATIENCE).await?;
        if answer.status != 503 {
            return Some(answer);
        }
        let again = answer.again().expect("a 503 says when to come back");
        // Not all in one moment.
        tokio::time::sleep(again + Duration::from_millis(person as u64 % 1000)).await;
    }
    panic!("person {person} was sent away {TRIES} times")
}
