//! Who is passed on counts as who they are, and not as the node that passes them on.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::rig::{Chain, How};

/// One person joins at this node, from this address behind the proxy; the status.
async fn join(node: SocketAddr, path: &str, person: usize, from: &str) -> u16 {
    let body = format!(
        "once=mark{person:06}&name=Person+{person}&phone=138{:08}&phone_country=CN&membership=on",
        10_000_000 + person
    );
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {node}\r\nOrigin: http://{node}\r\nConnection: close\r\n\
         X-Forwarded-For: {from}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(node).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_counts_the_person_and_not_the_node_between() {
    if store::testing::engines().len() < 2 {
        println!("no PostgreSQL is named: nothing is tried");
        return;
    }
    let url = store::testing::database().await.unwrap();
    let settings = "[limits]\njoin = { burst = 6, per_minute = 1 }\n";
    let how = How { more: vec!["--behind-proxy".to_owned()], settings, ..How::default() };
    let mut chain = Chain::open_with(1, url, how).await;
    // The brand settles, and then nobody has tried from these addresses.
    tokio::time::sleep(super::rig::LEASE / 2).await;
    let path = chain.feed.join.clone();
    assert_eq!(join(chain.addresses[0], &path, 0, "198.51.100.1").await, 303);
    let owner = chain.owner(0).await;
    let others = [chain.addresses[(owner + 1) % 3], chain.addresses[(owner + 2) % 3]];
    let mut said = Vec::new();
    for person in 1..=8 {
        said.push(join(others[person % 2], &path, person, "203.0.113.7").await);
    }
    assert_eq!(said, [303, 303, 303, 303, 303, 303, 429, 429], "six from one address");
    let neighbour = join(others[0], &path, 9, "203.0.113.8").await;
    assert_eq!(neighbour, 303, "another address has tries of its own");
    chain.end_all();
    chain.audited();
}
