//! A node whose way to the database is cut: nothing passes, and nobody says goodbye.

use std::time::Duration;

use tokio::{
    io,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

use super::{
    SLOW,
    client::{Load, Tills},
    rig::{Chain, How},
};

/// A way to the server that can be cut.
struct Way {
    url: String,
    open: watch::Sender<bool>,
    _tasks: JoinSet<()>,
}

async fn way(url: &str) -> Way {
    let (scheme, rest) = url.split_once('@').unwrap();
    let (to, name) = rest.split_once('/').unwrap();
    let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("{scheme}@{}/{name}", door.local_addr().unwrap());
    let (open, watch) = watch::channel(true);
    let (to, mut tasks) = (to.to_owned(), JoinSet::new());
    tasks.spawn(async move {
        let mut ways = JoinSet::new();
        while let Ok((mut near, _)) = door.accept().await {
            let (to, mut watch) = (to.clone(), watch.clone());
            ways.spawn(async move {
                let Ok(mut far) = TcpStream::connect(to).await else { return };
                tokio::select! {
                    _ = io::copy_bidirectional(&mut near, &mut far) => return,
                    () = async { drop(watch.clone().wait_for(|open| !open).await) } => {}
                }
                drop(watch.wait_for(|open| *open).await);
            });
        }
    });
    Way { url, open, _tasks: tasks }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_that_is_cut_off_from_the_database_is_replaced_and_comes_back() {
    if store::testing::engines().len() < 2 {
        println!("no PostgreSQL is named: nothing is tried");
        return;
    }
    let url = store::testing::database().await.unwrap();
    let mut ways = Vec::new();
    for _ in 0..3 {
        ways.push(way(&url).await);
    }
    let urls = ways.iter().map(|way| way.url.clone()).collect();
    let mut chain = Chain::open_with(4, url, How { urls, ..How::default() }).await;
    let tills = Tills::at(&chain).await;
    let load = Load::start(&tills, 6);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let owner = chain.owner(0).await;
    ways[owner].open.send_replace(false);
    let took = tills.until_written(0, (owner + 1) % 3).await;
    println!("the owner is cut off: a write is answered after {took:?}");
    assert!(took < SLOW, "{took:?}");
    ways[owner].open.send_replace(true);
    let took = tills.until_written(0, owner).await;
    println!("the one that was cut off: a write is answered after {took:?}");
    assert!(took < SLOW, "{took:?}");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(chain.broken(owner), Vec::<String>::new(), "a cut is no fault of ours");
    let done = load.end().await;
    tills.check(done).await;
    chain.end_all();
    chain.audited();
}
