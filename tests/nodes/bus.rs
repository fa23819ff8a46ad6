//! A page that is open at one node hears what happens at another, over a real NATS server that goes
//! away and comes back.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Instant, timeout},
};

use super::rig::{Chain, How};
use crate::cli::rig::{Folder, Running, answering, free_port, serving};

const PATIENCE: Duration = Duration::from_secs(30);

fn nats(folder: &Folder, port: u16) -> Running {
    let port_word = port.to_string();
    let words = ["-a", "127.0.0.1", "-p", &port_word];
    let server = serving(&folder.path(""), "/usr/sbin/nats-server", &words, &[]);
    tokio::task::block_in_place(|| answering(port));
    server
}

/// An open live page.
struct Page {
    stream: TcpStream,
    text: String,
}

impl Page {
    async fn open(address: SocketAddr, path: &str, cookie: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut page = Self { stream, text: String::new() };
        page.until("text/event-stream").await;
        page.until("\r\n\r\n").await;
        page
    }

    /// Reads until these words have come and forgets what was before; how long it took.
    async fn until(&mut self, words: &str) -> Duration {
        let begun = Instant::now();
        loop {
            if let Some(at) = self.text.find(words) {
                self.text.drain(..at + words.len());
                return begun.elapsed();
            }
            let mut bytes = [0; 4096];
            let read = timeout(PATIENCE, self.stream.read(&mut bytes)).await;
            let read = read.unwrap_or_else(|_| panic!("no {words} in {}", self.text)).unwrap();
            assert!(read > 0, "the page was closed: {}", self.text);
            self.text.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    }
}

/// Says something in the group at this node.
async fn say(address: SocketAddr, path: &str, cookie: &str, number: usize) {
    let body = format!("once=word-{number}&kind=plain&text=Mangoes+{number}");
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\n\
         Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_at_one_node_hears_what_happened_at_another() {
    if store::testing::engines().len() < 2 {
        println!("no PostgreSQL is named: nothing is tried");
        return;
    }
    let (folder, port) = (Folder::new(), free_port());
    let server = nats(&folder, port);
    let more = vec!["--bus".to_owned(), format!("nats://127.0.0.1:{port}")];
    let url = store::testing::database().await.unwrap();
    let mut chain = Chain::open_with(1, url, How { more, ..How::default() }).await;
    let cookie = chain.feed.cookie.clone();
    let feed = format!("/console/groups/{}/feed", chain.feed.group);
    // The brand settles at the node that it prefers.
    say(chain.addresses[0], &feed, &cookie, 0).await;
    let owner = chain.owner(0).await;
    let (at, from) = (chain.addresses[(owner + 1) % 3], chain.addresses[(owner + 2) % 3]);
    let mut page = Page::open(at, &format!("{feed}/live"), &cookie).await;
    for number in 1..4 {
        say(from, &feed, &cookie, number).await;
        let took = page.until("event: stale").await;
        println!("a word at one node is heard at another after {took:?}");
    }
    // Without the bus everything goes on, but pages elsewhere do not hear.
    drop(server);
    say(from, &feed, &cookie, 4).await;
    let _server = nats(&folder, port);
    let took = page.until("event: stale").await;
    println!("the bus is back: the page looks afresh after {took:?}");
    // Every node has found it again when each has been heard.
    let begun = Instant::now();
    let mut number = 5;
    loop {
        say(from, &feed, &cookie, number).await;
        if timeout(Duration::from_secs(1), page.until("event: stale")).await.is_ok() {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "never heard again");
        number += 1;
    }
    drop(page);
    chain.end_all();
}
