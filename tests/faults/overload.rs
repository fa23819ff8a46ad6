//! Ten times as much as the program can serve: those who are served are served right and soon, the others
//! are sent away at once, and memory does not grow.

use std::{fs, net::SocketAddr, sync::Arc, time::Duration};

use regulars::door;
use tokio::{task::JoinSet, time::Instant};

use super::{counted, load::Shop, rounds};
use crate::{
    cli::rig::{Folder, Server, free_port},
    wire::{Answer, Line},
};

/// As many as are served as quickly as one after the other.
const FEW: usize = 8;
/// More than may wait together.
const MANY: usize = 6000;
/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// What became of the requests of one crowd.
#[derive(Debug, Default)]
struct Tally {
    /// How long each that was served took, and its mark.
    served: Vec<(Duration, String)>,
    busy: usize,
    /// How long those took who were sent away.
    away: Vec<Duration>,
}

/// One caller: buys again and again, as often as `pace` says, whatever it is told.
async fn caller(
    at: SocketAddr,
    shop: Arc<Shop>,
    name: String,
    pace: Duration,
    ends: Instant,
) -> Tally {
    let mut tally = Tally::default();
    let mut line = Line::to(at).await.expect("it is served");
    let mut due = Instant::now();
    for visit in 0.. {
        tokio::time::sleep_until(due).await;
        due += pace;
        if Instant::now() >= ends {
            break;
        }
        let mark = format!("{name}-{visit}");
        let begun = Instant::now();
        let answer = tokio::time::timeout(PATIENCE, line.ask(&shop.purchase(&mark))).await;
        let answer = answer.ok().flatten().unwrap_or_else(|| panic!("{mark}: no answer"));
        tell(&mut tally, answer, begun.elapsed(), mark);
    }
    tally
}

fn tell(tally: &mut Tally, answer: Answer, took: Duration, mark: String) {
    match answer.status {
        201 => tally.served.push((took, mark)),
        _ => {
            assert!(answer.is_busy(), "{mark}: {answer:?}");
            tally.busy += 1;
            tally.away.push(took);
        }
    }
}

/// So many callers at once, together asking so often a second, for so long.
async fn crowd(
    name: &str,
    at: SocketAddr,
    shop: &Arc<Shop>,
    callers: usize,
    rate: f64,
    lasts: Duration,
) -> Tally {
    let (ends, pace) = (Instant::now() + lasts, Duration::from_secs_f64(callers as f64 / rate));
    let mut tasks = JoinSet::new();
    for caller_number in 0..callers {
        let name = format!("{name}-{caller_number}");
        tasks.spawn(caller(at, shop.clone(), name, pace, ends));
    }
    let mut all = Tally::default();
    while let Some(one) = tasks.join_next().await {
        let one = one.unwrap();
        all.served.extend(one.served);
        all.away.extend(one.away);
        all.busy += one.busy;
    }
    all.served.sort();
    all.away.sort();
    all
}

/// Megabytes that the program holds.
fn held(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.running.0.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

/// The middle, and what nine of ten are under.
fn quantiles(sorted: &[Duration]) -> [Duration; 2] {
    [5, 9].map(|tenths| sorted[sorted.len() * tenths / 10])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_times_too_many_are_served_soon_or_sent_away_at_once() {
    // Ours and the program's, which leaves some of its own to the database.
    if door::handles() < MANY as u64 + 700 {
        println!("skipped: a process has too few file handles here (ulimit -Hn)");
        return;
    }
    let folder = Folder::new();
    let config = folder.write("open.toml", "[limits]\nopen = true\n");
    let place = ["--config".to_owned(), config.display().to_string()];
    let (shop, server) = Shop::open(folder, free_port(), &place);
    let (shop, at) = (Arc::new(shop), server.address());
    let data = shop.folder.path("regulars-data");
    let keys = counted(&data, "idempotency");
    let alone = crowd("alone", at, &shop, FEW, 1e6, Duration::from_secs(3)).await;
    assert_eq!(alone.busy, 0, "a few are all served");
    let rate = alone.served.len() as f64 / 3.0;
    let before = held(&server);
    // As long again, with the memory of the first part beside that of the second.
    let lasts = Duration::from_secs(rounds(6) as u64);
    let mut served = alone.served.clone();
    let mut memory = Vec::new();
    for name in ["first", "second"] {
        let too_many = crowd(name, at, &shop, MANY, 10.0 * rate, lasts).await;
        memory.push(held(&server));
        report(rate, lasts, &too_many);
        served.extend(too_many.served);
    }
    println!("memory: {before} MB, then {memory:?} MB");
    assert!(memory[1] <= memory[0] + memory[0] / 4, "memory grows: {memory:?} MB");
    // A few may have been sent away after they were served: while their answer was written, say.
    let there = counted(&data, "purchase");
    assert_eq!(there, counted(&data, "idempotency") - keys, "one for each mark");
    assert!((served.len()..served.len() * 102 / 100).contains(&there), "{there} {}", served.len());
    let mut line = Line::to(at).await.unwrap();
    for (_, mark) in served.iter().step_by(100) {
        assert_eq!(line.ask(&shop.purchase(mark)).await.unwrap().status, 201, "{mark}");
    }
    assert_eq!(counted(&data, "purchase"), there, "asked again is bought once");
    shop.audit();
    assert_eq!(server.end(), Some(0));
}

fn report(rate: f64, lasts: Duration, tally: &Tally) {
    let [middle, most] = quantiles(&tally.served.iter().map(|(took, _)| *took).collect::<Vec<_>>());
    let asked = tally.served.len() + tally.busy;
    println!(
        "{rate:.0} a second can be served; {:.0} a second were asked for {lasts:?}: {} served \
         (half within {middle:?}, nine of ten within {most:?}), {} sent away ({:?})",
        asked as f64 / lasts.as_secs_f64(),
        tally.served.len(),
        tally.busy,
        quantiles(&tally.away),
    );
    assert!(tally.busy > tally.served.len() / 4, "it was not too much");
    assert!(tally.served.len() as f64 > rate * lasts.as_secs_f64() / 4.0, "few were served");
    assert!(most < Duration::from_secs(20), "nine of ten within {most:?}");
}
