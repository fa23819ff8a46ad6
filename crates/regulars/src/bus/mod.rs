//! Word of commits from node to node, over a NATS server, for live pages.
//!
//! A message says which events of which org became durable; who has a page open on it reads them from
//! the tables. So nothing rests on the bus but how soon a page hears: when the server is away
//! everything else goes on, and when it is back every page looks afresh once. Deliberately absent:
//! TLS to the server, and anything that must not be lost.

mod nats;

use std::{collections::HashMap, time::Duration};

use anyhow::{Context as _, Result};
use kernel::OrgId;
use store::{Committed, Db, tasks::Tasks};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use nats::{Line, Server};

/// How long to rest before the server is tried again, doubled up to the longest.
const REST: Duration = Duration::from_millis(250);
const REST_MAX: Duration = Duration::from_secs(4);
/// Said when this node was away: others may have missed what it did.
const GAP: &[u8] = b"gap";
/// Commits that go into one message each org at most.
const TOGETHER: usize = 256;

/// The first and last number of events that an org has got.
type News = HashMap<OrgId, (i64, i64)>;

/// Takes part until the tasks end.
pub fn start(db: &Db, url: &str, subject: String, tasks: &mut Tasks) -> Result<()> {
    let server = Server::parse(url).context("--bus takes an address like nats://host:4222")?;
    let bus = Bus { db: db.clone(), server, subject };
    tasks.spawn(async move { bus.run().await });
    Ok(())
}

struct Bus {
    db: Db,
    server: Server,
    subject: String,
}

impl Bus {
    async fn run(self) {
        let mut commits = self.db.watch();
        let (mut rest, mut first) = (REST, true);
        loop {
            match self.line().await {
                Ok(mut line) => {
                    tracing::info!(server = %self.server, "live pages hear of other nodes");
                    rest = REST;
                    if let Err(error) = self.talk(&mut line, &mut commits, first).await {
                        tracing::warn!(server = %self.server, %error, "the bus is lost");
                    }
                    first = false;
                }
                Err(error) => {
                    first = false;
                    tracing::warn!(server = %self.server, %error, "the bus is away");
                }
            }
            tokio::time::sleep(rest).await;
            rest = (rest * 2).min(REST_MAX);
        }
    }

    async fn line(&self) -> std::io::Result<Line> {
        let mut line = Line::open(&self.server).await?;
        line.subscribe(&self.subject).await?;
        Ok(line)
    }

    /// Tells and hears until the line breaks.
    async fn talk(
        &self,
        line: &mut Line,
        commits: &mut Receiver<Committed>,
        first: bool,
    ) -> std::io::Result<()> {
        if !first {
            self.db.missed();
            line.publish(&self.subject, GAP).await?;
        }
        loop {
            line.keep().await?;
            tokio::select! {
                commit = commits.recv() => match commit {
                    Ok(commit) => self.tell(line, commit, commits).await?,
                    Err(RecvError::Lagged(_)) => line.publish(&self.subject, GAP).await?,
                    Err(RecvError::Closed) => return Ok(()),
                },
                messages = line.messages() => self.hear(messages?).await,
            }
        }
    }

    /// Tells of a commit and of those behind it.
    async fn tell(
        &self,
        line: &mut Line,
        first: Committed,
        more: &mut Receiver<Committed>,
    ) -> std::io::Result<()> {
        let mut news = News::new();
        note(&mut news, &first);
        for _ in 0..TOGETHER {
            let Ok(commit) = more.try_recv() else { break };
            note(&mut news, &commit);
        }
        for (org, (from, to)) in news {
            line.publish(&self.subject, format!("{} {from} {to}", org.uuid()).as_bytes()).await?;
        }
        Ok(())
    }

    async fn hear(&self, messages: Vec<Vec<u8>>) {
        let mut news = News::new();
        for message in messages {
            match read(&message) {
                Some((org, from, to)) => widen(&mut news, org, (from, to)),
                // Also what nobody of us wrote: looking afresh harms nobody.
                None => self.db.missed(),
            }
        }
        for (org, (from, to)) in news {
            if let Err(error) = self.db.hear(org, from..=to).await {
                tracing::warn!(%error, "news from another node could not be read");
                self.db.missed();
            }
        }
    }
}

fn note(news: &mut News, commit: &Committed) {
    let numbers = (commit.events.first(), commit.events.last());
    if let (Some(first), Some(last)) = numbers {
        widen(news, commit.org, (first.number, last.number));
    }
}

fn widen(news: &mut News, org: OrgId, (from, to): (i64, i64)) {
    let known = news.entry(org).or_insert((from, to));
    *known = (known.0.min(from), known.1.max(to));
}

fn read(message: &[u8]) -> Option<(OrgId, i64, i64)> {
    let mut words = std::str::from_utf8(message).ok()?.split(' ');
    let org = OrgId::from_uuid(words.next()?.parse().ok()?);
    let (from, to) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    (words.next().is_none() && 0 < from && from <= to).then_some((org, from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_not_ours_is_no_news() {
        let org = "0190a000-0000-7000-8000-000000000001";
        let fine = read(format!("{org} 3 5").as_bytes()).unwrap();
        assert_eq!((fine.0.uuid().to_string().as_str(), fine.1, fine.2), (org, 3, 5));
        for odd in ["", "gap", org, "x 1 2", &format!("{org} 5 3"), &format!("{org} 0 1 2")] {
            assert_eq!(read(odd.as_bytes()), None, "{odd}");
        }
    }

    #[test]
    fn what_comes_together_is_told_as_one() {
        let message = b"0190a000-0000-7000-8000-000000000001 1 1";
        let (org, mut news) = (read(message).unwrap().0, News::new());
        for numbers in [(4, 6), (1, 3), (7, 7)] {
            widen(&mut news, org, numbers);
        }
        assert_eq!(news, News::from([(org, (1, 7))]));
    }
}
