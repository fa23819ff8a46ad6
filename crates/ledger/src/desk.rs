//! Where decisions are prepared and written: something that has the tables and reaches the books. A command
//! in its turn is one, the writer before it decides posts is the other.

use kernel::{OrgId, Result};
use store::{Conn, Read, Row, Tx, Value};

use crate::{books::Books, hot::Ledger};

pub trait Desk: Read {
    fn org(&self) -> OrgId;
    /// Looks into the books, or changes them. Not across an await.
    fn books<R: Send>(
        &mut self,
        look: impl FnOnce(&mut Books) -> R + Send,
    ) -> impl Future<Output = Result<R>> + Send;
    fn run(&mut self, sql: &str, args: Vec<Value>) -> impl Future<Output = Result<u64>> + Send;
    fn among(
        &mut self,
        sql: &str,
        keys: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<Row>>> + Send;
    fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> impl Future<Output = Result<()>> + Send;
}

impl Desk for Tx {
    fn org(&self) -> OrgId {
        Self::org(self)
    }
    async fn books<R: Send>(&mut self, look: impl FnOnce(&mut Books) -> R + Send) -> Result<R> {
        self.hot::<Ledger, R>(|ledger| look(ledger.books())).await
    }
    async fn run(&mut self, sql: &str, args: Vec<Value>) -> Result<u64> {
        Self::run(self, sql, args).await
    }
    async fn among(&mut self, sql: &str, keys: Vec<Value>) -> Result<Vec<Row>> {
        Self::among(self, sql, keys).await
    }
    async fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<()> {
        Self::insert(self, table, columns, rows, tail).await
    }
}

/// The writer's own desk.
pub struct Counter<'a> {
    pub org: OrgId,
    pub conn: &'a mut Conn,
    pub books: &'a mut Books,
}

impl Read for Counter<'_> {
    async fn rows(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>> {
        self.conn.rows(sql, args).await
    }
    async fn row(&mut self, sql: &str, args: Vec<Value>) -> Result<Option<Row>> {
        self.conn.row(sql, args).await
    }
}
impl Desk for Counter<'_> {
    fn org(&self) -> OrgId {
        self.org
    }
    async fn books<R: Send>(&mut self, look: impl FnOnce(&mut Books) -> R + Send) -> Result<R> {
        Ok(look(self.books))
    }
    async fn run(&mut self, sql: &str, args: Vec<Value>) -> Result<u64> {
        self.conn.run(sql, args).await
    }
    async fn among(&mut self, sql: &str, keys: Vec<Value>) -> Result<Vec<Row>> {
        self.conn.among(sql, self.org, keys).await
    }
    async fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<()> {
        self.conn.insert(table, columns, rows, tail).await
    }
}
