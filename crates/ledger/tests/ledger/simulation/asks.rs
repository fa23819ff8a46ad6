//! What is asked of the writer at once, and how each of it is handed in.

use std::pin::pin;

use futures::FutureExt as _;
use kernel::{Error, PostingId, Result, Scope};
use ledger::{Move, Post, Posted};
use serde::{Deserialize, Serialize};
use store::{Db, Event, Key, Tx, args, sql};

/// By its number it is known which command an event in the journal came from.
#[derive(Serialize, Deserialize)]
pub struct Moved {
    pub command: i64,
}
impl Event for Moved {
    const KIND: &'static str = "simulation.moved";
}

/// What a command does around its moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// Handed in as a post, decided from memory.
    Post,
    /// A post whose caller has gone before its turn came.
    Gone,
    Turn,
    /// All of its moves in one call, in a turn.
    Together,
    /// The same under an idempotency key.
    Keyed(u64),
    /// Refuses after its moves.
    Refuse,
    /// Panics after its moves.
    Panic,
    /// The caller goes away in its turn, after the moves.
    Leave,
    /// Breaks the commit, and everybody's with it.
    Sabotage,
}

impl Manner {
    /// Whether its moves stay when nothing goes wrong.
    pub const fn keeps(self) -> bool {
        matches!(self, Self::Post | Self::Turn | Self::Together | Self::Keyed(_))
    }
    pub const fn tells(self) -> bool {
        matches!(self, Self::Turn | Self::Together | Self::Keyed(_))
    }
    /// How a person who heard nothing asks again.
    pub const fn again(self) -> Self {
        match self {
            Self::Keyed(key) => Self::Keyed(key),
            Self::Post | Self::Gone => Self::Post,
            _ => Self::Turn,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Asked {
    pub number: i64,
    pub manner: Manner,
    pub moves: Vec<Move>,
}

/// One word for each move, or one for the refusal; nothing when nothing was heard.
pub type Answer = Option<Vec<String>>;

pub fn key(number: u64) -> String {
    format!("k{number}")
}

impl Asked {
    /// What an idempotency key stands for.
    pub fn content(&self) -> String {
        format!("{:?}", self.moves)
    }

    pub fn ids(&self) -> Vec<PostingId> {
        self.moves.iter().filter_map(Move::id).collect()
    }

    pub async fn send(&self, db: &Db, scope: &Scope) -> Answer {
        let post = Post { moves: self.moves.clone() };
        let found: Result<Vec<String>> = match self.manner {
            Manner::Post => db.post(scope, post).await.map(words),
            Manner::Gone => {
                let mut post = pin!(db.post::<Post, Vec<Posted>>(scope, post));
                // It waits in the queue now, and nobody waits for it.
                let _ = post.as_mut().now_or_never();
                return None;
            }
            Manner::Keyed(number) => {
                let content = self.content();
                let key = Key::new("simulation", &key(number), &[content.as_bytes()]).unwrap();
                let write = db.write_once(scope, &key, async |tx| Ok(words(self.act(tx).await?)));
                write.await.map(|written| written.value.answer)
            }
            Manner::Leave => {
                let gone = tokio::sync::Notify::new();
                let write = db.write(scope, async |tx| {
                    self.act(tx).await?;
                    gone.notify_one();
                    std::future::pending::<Result<Vec<Posted>>>().await
                });
                tokio::select! {
                    biased;
                    done = write => done.map(|written| words(written.value)),
                    () = gone.notified() => return None,
                }
            }
            _ => {
                let write = db.write(scope, async |tx| self.act(tx).await);
                write.await.map(|written| words(written.value))
            }
        };
        Some(found.unwrap_or_else(|error| vec![say(&error)]))
    }

    async fn act(&self, tx: &mut Tx) -> Result<Vec<Posted>> {
        let posted = if self.manner == Manner::Turn {
            let mut list = Vec::new();
            for asked in &self.moves {
                list.push(ledger::decide(tx, asked.clone()).await?);
            }
            list
        } else {
            ledger::decide_all(tx, self.moves.clone()).await?
        };
        match self.manner {
            Manner::Refuse => return Err(Error::Forbidden("test")),
            // Without a word on the screen, of which there would be thousands.
            Manner::Panic => std::panic::resume_unwind(Box::new("never finished")),
            Manner::Sabotage => sabotage(tx).await?,
            _ => tx.emit(&Moved { command: self.number })?,
        }
        Ok(posted)
    }
}

fn words(posted: Vec<Posted>) -> Vec<String> {
    posted.iter().map(|one| if one.already { "already" } else { "ok" }.to_owned()).collect()
}

/// Takes the place of the next event, so that the commit must fail.
async fn sabotage(tx: &mut Tx) -> Result<()> {
    tx.emit(&Moved { command: 0 })?;
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO event (org, number, at, kind, actor, data)
             SELECT $1, (SELECT COALESCE(MAX(number), 0) + 1 FROM event WHERE org = $1),
                    0, '', '', ''"
        ),
        args![org],
    )
    .await
    .map(drop)
}

fn say(error: &Error) -> String {
    match error {
        Error::KeyMismatch => "other content".to_owned(),
        Error::Refused(refused) => {
            let code = refused.code.strip_prefix("ledger.").unwrap_or(refused.code);
            match refused.args.iter().find(|(name, _)| *name == "account") {
                Some((_, kernel::error::Arg::Text(key))) => format!("{code} {key}"),
                _ => code.to_owned(),
            }
        }
        other => other.to_string(),
    }
}
