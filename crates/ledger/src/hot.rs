//! The ledger's memory of one org, kept honest by the writer: it decides posts and, before each
//! commit, writes one journal row and the tables that are read off it.

use std::sync::Arc;

use futures::future::BoxFuture;
use kernel::{Error, OrgId, Result, Time, World};
use store::{Batch, Conn, Hot, PostAnswer, PostBody, Read, args, sql};

use crate::{
    books::Books,
    desk::Counter,
    entry::Entry,
    journal::{self, Head},
    load,
    merkle::Hash,
    posting::Move,
    project, till,
    till::Posted,
};

/// Moves as plain data, decided from memory, all or none: for what is hot. Handed in with
/// [`store::Db::post`]; the answer is `Vec<Posted>`, one for each move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub moves: Vec<Move>,
}

/// The most moves of one post.
pub const MOST_MOVES: usize = 64;

#[derive(Debug)]
pub struct Ledger {
    world: World,
    books: Books,
    /// The journal's last row; none until it was asked for.
    head: Option<Head>,
}

impl Ledger {
    pub fn new(_: OrgId, world: &World) -> Self {
        Self { world: world.clone(), books: Books::default(), head: None }
    }
    pub const fn books(&mut self) -> &mut Books {
        &mut self.books
    }
    /// The journal or the tables were changed under this memory.
    pub(crate) fn forget(&mut self) {
        self.books.forget();
        self.head = None;
    }

    async fn write(&mut self, conn: &mut Conn, batch: &Batch) -> Result<()> {
        let decided: Vec<Arc<Entry>> = self.books.decided().to_vec();
        if decided.is_empty() && batch.events.is_empty() && batch.keys.is_empty() {
            return Ok(());
        }
        let head = if let Some(head) = self.head {
            head
        } else {
            let books = &mut self.books;
            last_row(&mut Counter { org: batch.org, conn, books }, batch.org).await?
        };
        let Some(row) = journal::write(&head, batch, decided.iter().map(|entry| &**entry))? else {
            return Ok(());
        };
        let number = row.head.number;
        conn.insert(
            "journal",
            &["org", "number", "at", "hash", "body"],
            vec![args![batch.org, number, batch.at, row.head.hash, row.body]],
            "",
        )
        .await?;
        project::write(conn, batch.org, number, &decided, &self.books).await?;
        self.head = Some(row.head);
        Ok(())
    }
}

/// The last row of an org's journal.
pub async fn last_row(read: &mut impl Read, org: OrgId) -> Result<Head> {
    let row = read
        .row(
            sql!("SELECT number, hash FROM journal WHERE org = $1 ORDER BY number DESC LIMIT 1"),
            args![org],
        )
        .await?;
    let Some(row) = row else { return Ok(Head::NONE) };
    let number: i64 = row.get("number")?;
    Ok(Head { number, hash: hash(&row.get::<Vec<u8>>("hash")?, number)? })
}

pub fn hash(bytes: &[u8], number: i64) -> Result<Hash> {
    Hash::try_from(bytes)
        .map_err(|_| Error::broken(format!("journal row {number} has no hash of 32 bytes")))
}

impl Hot for Ledger {
    fn mark(&mut self) -> usize {
        self.books.mark()
    }
    fn undo_to(&mut self, mark: usize) {
        self.books.undo_to(mark);
    }

    fn prepare<'a>(
        &'a mut self,
        org: OrgId,
        conn: &'a mut Conn,
        posts: &'a [PostBody],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let now = self.world.now();
            let moves = posts
                .iter()
                .filter_map(|post| post.downcast_ref::<Post>())
                .filter(|post| post.moves.len() <= MOST_MOVES)
                .flat_map(|post| &post.moves);
            let mut desk = Counter { org, conn, books: &mut self.books };
            load::load(&mut desk, now, moves).await
        })
    }

    fn decide(&mut self, now: Time, post: &PostBody) -> Result<PostAnswer> {
        let post = post.downcast_ref::<Post>().ok_or_else(|| Error::broken("no ledger post"))?;
        if post.moves.len() > MOST_MOVES {
            return Err(Error::broken("too many moves in one post"));
        }
        let mark = self.books.mark();
        let decided: Result<Vec<Posted>> =
            post.moves.iter().map(|asked| till::decide(&mut self.books, now, asked)).collect();
        match decided {
            Ok(posted) => Ok(Box::new(posted)),
            Err(error) => {
                self.books.undo_to(mark);
                Err(error)
            }
        }
    }

    fn flush<'a>(&'a mut self, conn: &'a mut Conn, batch: &'a Batch) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.write(conn, batch))
    }

    fn committed(&mut self) {
        self.books.committed();
    }

    fn lost(&mut self) {
        self.books = Books::default();
        self.head = None;
    }
}
