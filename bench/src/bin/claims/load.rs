//! The client: as many connections as asked for on one thread of their own, each with one request on
//! its way. It knows just enough of HTTP to be cheap, so that the server is what is measured.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context as _, bail, ensure};
use bench::{Stopwatch, quantile};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::{Mutex, mpsc},
    task::JoinSet,
};

/// The longest answer that is read.
const LONGEST_ANSWER: usize = 16 * 1024;
/// How often a paced client looks which requests are due.
const TICK: Duration = Duration::from_millis(1);

/// What a run of the client saw.
#[derive(Debug, Default)]
pub struct Seen {
    /// How long each answered request took, in milliseconds.
    pub took_ms: Vec<f64>,
    /// Answers that were not a success.
    pub refused: u64,
    pub per_second: f64,
}

impl Seen {
    pub fn p50_ms(&self) -> f64 {
        quantile(&self.took_ms, 0.5)
    }
    pub fn p99_ms(&self) -> f64 {
        quantile(&self.took_ms, 0.99)
    }
}

/// Where to ask, and with what: something new each time.
#[derive(Clone)]
pub struct Target {
    pub address: SocketAddr,
    pub path: String,
    pub ask: Arc<dyn Fn() -> Ask + Send + Sync>,
}

/// What is new in a request.
pub struct Ask {
    /// More lines of its head, each with its end.
    pub head: String,
    pub body: String,
}

/// How requests come.
#[derive(Debug, Clone, Copy)]
pub enum Arrivals {
    /// The next as soon as the last was answered.
    Closed,
    /// So many a second, whatever the server does. A request's time counts from when it was due, so
    /// that waiting for a free connection is not forgotten.
    PerSecond(f64),
}

/// Asks for as long as it lasts, from a thread of its own.
pub async fn run(
    target: Target,
    connections: usize,
    arrivals: Arrivals,
    lasts: Duration,
) -> anyhow::Result<Seen> {
    let asking = move || -> anyhow::Result<Seen> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(ask_all(target, connections, arrivals, lasts))
    };
    tokio::task::spawn_blocking(asking).await.context("the client")?
}

async fn ask_all(
    target: Target,
    connections: usize,
    arrivals: Arrivals,
    lasts: Duration,
) -> anyhow::Result<Seen> {
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        open.push(Connection::open(target.clone()).await?);
    }
    let watch = Stopwatch::new();
    let (due, waiting) = mpsc::unbounded_channel();
    let waiting = Arc::new(Mutex::new(waiting));
    let mut asking = JoinSet::new();
    for mut connection in open {
        let waiting = waiting.clone();
        asking.spawn(async move {
            let mut seen = Seen::default();
            match arrivals {
                Arrivals::Closed => {
                    while watch.elapsed() < lasts {
                        connection.ask(Stopwatch::new(), &mut seen).await?;
                    }
                }
                Arrivals::PerSecond(_) => loop {
                    let next = waiting.lock().await.recv().await;
                    let Some(since) = next else { break };
                    connection.ask(since, &mut seen).await?;
                },
            }
            anyhow::Ok(seen)
        });
    }
    if let Arrivals::PerSecond(rate) = arrivals {
        pace(&due, rate, lasts).await?;
    }
    drop(due);
    let mut all = Seen::default();
    while let Some(ended) = asking.join_next().await {
        let seen = ended.context("a connection")??;
        all.took_ms.extend(seen.took_ms);
        all.refused += seen.refused;
    }
    all.per_second = all.took_ms.len() as f64 / watch.elapsed().as_secs_f64();
    Ok(all)
}

async fn pace(
    due: &mpsc::UnboundedSender<Stopwatch>,
    rate: f64,
    lasts: Duration,
) -> anyhow::Result<()> {
    let watch = Stopwatch::new();
    let mut ticks = tokio::time::interval(TICK);
    let mut sent = 0u64;
    while watch.elapsed() < lasts {
        ticks.tick().await;
        let elapsed = watch.elapsed();
        while (sent as f64) < elapsed.as_secs_f64() * rate {
            let late = elapsed.saturating_sub(Duration::from_secs_f64(sent as f64 / rate));
            due.send(Stopwatch::new().earlier(late)).context("nobody asks any more")?;
            sent += 1;
        }
    }
    Ok(())
}

struct Connection {
    stream: TcpStream,
    target: Target,
    answer: Vec<u8>,
}

impl Connection {
    async fn open(target: Target) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(target.address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, target, answer: Vec::with_capacity(1024) })
    }

    async fn ask(&mut self, since: Stopwatch, seen: &mut Seen) -> anyhow::Result<()> {
        let Ask { head, body } = (self.target.ask)();
        let request = format!(
            "POST {} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             {head}content-length: {}\r\n\r\n{body}",
            self.target.path,
            body.len(),
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer.clear();
        let ended = loop {
            if let Some(status) = whole(&self.answer)? {
                break status;
            }
            let read = self.stream.read_buf(&mut self.answer).await?;
            ensure!(read > 0, "the server hung up");
            ensure!(self.answer.len() <= LONGEST_ANSWER, "an answer is too long");
        };
        match ended {
            200..=299 => seen.took_ms.push(since.elapsed().as_secs_f64() * 1000.0),
            409 | 503 => seen.refused += 1,
            other => bail!("{} answered {other}", self.target.path),
        }
        Ok(())
    }
}

/// The status of an answer that is there to its end.
fn whole(answer: &[u8]) -> anyhow::Result<Option<u16>> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(answer.get(..end).unwrap_or_default())?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("no status")?;
    let length = lines.filter_map(|line| line.split_once(':'));
    let length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).last();
    let length: usize = length.map_or(Ok(0), |(_, value)| value.trim().parse())?;
    Ok(if answer.len() >= end + 4 + length { Some(status.parse()?) } else { None })
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn an_answer_is_whole_when_its_body_is_there() {
        let rows: [(&str, Option<u16>); 5] = [
            ("", None),
            ("HTTP/1.1 201 Created\r\ncontent-le", None),
            ("HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{", None),
            ("HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}", Some(201)),
            ("HTTP/1.1 503 Service Unavailable\r\n\r\n", Some(503)),
        ];
        for (text, expected) in rows {
            assert_eq!(whole(text.as_bytes()).ok().flatten(), expected, "{text:?}");
        }
    }
}
