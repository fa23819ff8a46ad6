//! The ledger's memory of one org, kept honest by the writer: it decides posts and, before each
//! commit, writes one journal row and the tables that are read off it. After a commit of many posts
//! and nothing else the tables follow behind: the writer asks for them before a command may look at
//! them, when it is idle, and when they are too far behind. Where they stand is noted in the commit
//! that left them, so that whoever writes the org next finishes it first.

use std::sync::Arc;

use futures::future::BoxFuture;
use kernel::{Error, OrgId, Result, Time, World};
use store::{
    Batch, Conn, Hot, PostAnswer, PostBody, Read, args,
    planted::{self, Fault},
    sql,
};

use crate::{
    audit::stream::Stream,
    books::Books,
    desk::Counter,
    entry::Entry,
    follow,
    journal::{self, Head},
    load,
    merkle::Hash,
    posting::Move,
    project::{self, Decided},
    till,
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
    /// What is in the journal and not yet in the tables.
    unwritten: Vec<Decided>,
    /// Whether the database has noted where the tables stand.
    noted: bool,
    /// Of what was decided since the last commit so many are in the tables.
    written: usize,
    /// What the open transaction wrote into the tables.
    fresh: Vec<Arc<Entry>>,
}

impl Ledger {
    pub fn new(_: OrgId, world: &World) -> Self {
        Self::empty(world)
    }
    fn empty(world: &World) -> Self {
        Self {
            world: world.clone(),
            books: Books::default(),
            head: None,
            unwritten: Vec::new(),
            noted: false,
            written: 0,
            fresh: Vec::new(),
        }
    }
    pub const fn books(&mut self) -> &mut Books {
        &mut self.books
    }
    /// The journal or the tables were changed under this memory.
    pub(crate) fn forget(&mut self) {
        self.books.forget();
        self.head = None;
    }

    async fn head(&mut self, conn: &mut Conn, org: OrgId) -> Result<Head> {
        let head = match self.head {
            Some(head) => head,
            None => last_row(&mut Counter { org, conn, books: &mut self.books }, org).await?,
        };
        self.head = Some(head);
        Ok(head)
    }

    async fn write(&mut self, conn: &mut Conn, batch: &Batch) -> Result<()> {
        if self.books.decided().is_empty() && batch.events.is_empty() && batch.keys.is_empty() {
            return Ok(());
        }
        let head = self.head(conn, batch.org).await?;
        let decided = self.books.decided().iter().map(|entry| &**entry);
        let Some(row) = journal::write(&head, batch, decided)? else { return Ok(()) };
        conn.insert(
            "journal",
            &["org", "number", "at", "hash", "body"],
            vec![args![batch.org, row.head.number, batch.at, row.head.hash, row.body]],
            "",
        )
        .await?;
        let later = batch.later && self.written == 0;
        self.take_decided(head.number + 1);
        if later {
            self.note(conn, batch.org, head.number).await?;
        } else {
            self.write_tables(conn, batch.org).await?;
        }
        self.head = Some(row.head);
        Ok(())
    }

    /// What was decided in the open transaction, which will be this row of the journal.
    fn take_decided(&mut self, number: i64) {
        let decided = self.books.decided().iter().cloned().zip(1i64..).skip(self.written);
        let entries: Vec<_> = decided.map(|(entry, leaf)| (leaf, entry)).collect();
        self.written = self.books.decided().len();
        if !entries.is_empty() {
            self.unwritten.push(Decided { number, entries });
        }
    }

    /// Notes that the tables stand at this row.
    async fn note(&mut self, conn: &mut Conn, org: OrgId, number: i64) -> Result<()> {
        if !self.noted && !planted::here(Fault::LagUnnoted) {
            let sql = sql!("INSERT INTO ledger_lag (org, number) VALUES ($1, $2)");
            conn.run(sql, args![org, number]).await?;
            self.noted = true;
        }
        Ok(())
    }

    async fn write_tables(&mut self, conn: &mut Conn, org: OrgId) -> Result<()> {
        if !self.unwritten.is_empty() {
            let mut desk = Counter { org, conn, books: &mut self.books };
            load::ordinal(&mut desk).await?;
            let tables = project::tables(org, &self.unwritten, desk.books)?;
            tables.write(&mut desk).await?;
            let rows = std::mem::take(&mut self.unwritten).into_iter();
            self.fresh.extend(rows.flat_map(|row| row.entries).map(|(_, entry)| entry));
        }
        if std::mem::take(&mut self.noted) {
            conn.run(sql!("DELETE FROM ledger_lag WHERE org = $1"), args![org]).await?;
        }
        Ok(())
    }

    /// Writes the tables of rows that somebody left behind who fell.
    async fn recover(&mut self, conn: &mut Conn, org: OrgId) -> Result<()> {
        let row =
            conn.row(sql!("SELECT number FROM ledger_lag WHERE org = $1"), args![org]).await?;
        let Some(row) = row else { return Ok(()) };
        let mut desk = Counter { org, conn, books: &mut self.books };
        let mut stream = Stream::after(&mut desk, org, row.get("number")?).await?;
        while let Some(row) = stream.next(&mut desk).await? {
            let rows = [follow::decided(&row?)?];
            follow::absorb(&mut desk, &rows).await?;
            self.fresh.extend(rows.into_iter().flat_map(|row| row.entries).map(|(_, entry)| entry));
        }
        self.head = Some(stream.head());
        self.noted = true;
        self.write_tables(conn, org).await
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

    fn behind(&self) -> usize {
        self.unwritten.iter().map(|row| row.entries.len()).sum()
    }

    fn load<'a>(&'a mut self, org: OrgId, conn: &'a mut Conn) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.recover(conn, org))
    }

    fn catch_up<'a>(&'a mut self, org: OrgId, conn: &'a mut Conn) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let head = self.head(conn, org).await?;
            self.take_decided(head.number + 1);
            self.write_tables(conn, org).await
        })
    }

    fn committed(&mut self) {
        self.books.committed();
        self.written = 0;
        let fresh = std::mem::take(&mut self.fresh);
        if self.unwritten.is_empty() {
            self.books.abreast(fresh.iter());
        }
    }

    fn lost(&mut self) {
        *self = Self::empty(&self.world);
    }
}
