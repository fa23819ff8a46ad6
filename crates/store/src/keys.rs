//! Idempotency: the same key with the same content has one effect and one answer for 24 hours.

use std::{collections::HashMap, time::Duration};

use kernel::{Error, OrgId, Result, Time};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

use crate::{
    args,
    args::Value,
    conn::Conn,
    db::{Db, Read as _},
    hot::KeyRow,
    planted::{self, Fault},
    row::Row,
    sql,
    writer::{Tx, Written},
};

/// How long a key that had an effect is remembered.
pub const KEPT_FOR: Duration = Duration::from_hours(24);
/// How often an org's old keys are looked for, and how many go in one commit.
const PRUNED_EVERY: Duration = Duration::from_hours(1);
const PRUNED_AT_ONCE: u64 = 500;
/// The longest key that a caller may choose.
pub const KEY_MAX: usize = 200;

/// A caller's key and what it was for. Keys of different callers do not meet.
#[derive(Debug, Clone)]
pub struct Key {
    key: String,
    fingerprint: [u8; 32],
}

impl Key {
    /// `owner` separates callers (an API key's id, a session), `content` is the method, path and
    /// body that the key stands for.
    pub fn new(owner: &str, key: &str, content: &[&[u8]]) -> Result<Self> {
        if key.is_empty() || key.len() > KEY_MAX || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Error::Malformed("idempotency.key_invalid"));
        }
        let mut hash = Sha256::new();
        for part in content {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Ok(Self { key: format!("{owner}/{key}"), fingerprint: hash.finalize().into() })
    }

    pub(crate) fn text(&self) -> &str {
        &self.key
    }

    /// What it came to, if that was for the same content.
    fn answered(&self, row: KeyRow) -> Result<String> {
        if row.fingerprint == self.fingerprint { Ok(row.answer) } else { Err(Error::KeyMismatch) }
    }
}

/// The answer of a keyed command, and whether it was already there.
#[derive(Debug)]
pub struct Once<T> {
    pub answer: T,
    pub repeated: bool,
}

impl Db {
    /// As [`Db::write`], at most once per key: a repeat gets the first answer, other content under
    /// the same key is [`Error::KeyMismatch`]. A refusal changed nothing and is decided afresh.
    /// The second of two that run at once waits for the first, because an org has one writer.
    pub async fn write_once<T, F>(
        &self,
        scope: &kernel::Scope,
        key: &Key,
        run: F,
    ) -> Result<Written<Once<T>>>
    where
        T: Serialize + DeserializeOwned + Send,
        F: AsyncFnOnce(&mut Tx) -> Result<T>,
    {
        self.write(scope, async |tx| tx.once(key, run).await).await
    }
}

impl Tx {
    /// Runs what the key stands for, or says what it came to before.
    pub(crate) async fn once<T, F>(&mut self, key: &Key, run: F) -> Result<Once<T>>
    where
        T: Serialize + DeserializeOwned + Send,
        F: AsyncFnOnce(&mut Self) -> Result<T>,
    {
        if let Some(answer) = self.known(key).await? {
            let answer = serde_json::from_str(&answer).map_err(Error::broken)?;
            return Ok(Once { answer, repeated: true });
        }
        let answer = run(self).await?;
        self.keep_answer(key, &answer)?;
        Ok(Once { answer, repeated: false })
    }

    /// The key had its effect with this command, and this is what it came to.
    pub(crate) fn keep_answer(&mut self, key: &Key, answer: &impl Serialize) -> Result<()> {
        let answer = serde_json::to_string(answer).map_err(Error::broken)?;
        self.remember(KeyRow { key: key.key.clone(), fingerprint: key.fingerprint, answer });
        Ok(())
    }

    async fn known(&mut self, key: &Key) -> Result<Option<String>> {
        if let Some(row) = self.earlier_key(&key.key).await? {
            return key.answered(row).map(Some);
        }
        let since = self.now().minus(KEPT_FOR);
        let row = self
            .row(
                sql!(
                    "SELECT fingerprint, answer FROM idempotency
                     WHERE org = $1 AND key = $2 AND at > $3"
                ),
                args![self.org(), &key.key, since],
            )
            .await?;
        let row = planted::unless(Fault::KeyForgotten, row);
        let Some(row) = row else { return Ok(None) };
        key.answered(kept(&row, key.key.clone())?).map(Some)
    }

    /// As [`Tx::known`] of many, in few statements: what each came to, if it was there.
    pub(crate) async fn known_among<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k Key>,
    ) -> Result<Vec<Option<Result<String>>>> {
        let keys: Vec<&Key> = keys.collect();
        let wanted = keys.iter().map(|key| Value::from(&key.key)).collect();
        let since = self.now().minus(KEPT_FOR);
        let sql = "SELECT key, fingerprint, answer, at FROM idempotency WHERE org = $1 AND key";
        let mut found = HashMap::new();
        for row in planted::unless(Fault::KeyForgotten, self.among(sql, wanted).await?) {
            if row.get::<Time>("at")? > since {
                let key: String = row.get("key")?;
                found.insert(key.clone(), kept(&row, key)?);
            }
        }
        for row in self.earlier_keys(&keys.iter().map(|key| key.text()).collect()).await? {
            found.insert(row.key.clone(), row);
        }
        Ok(keys
            .iter()
            .map(|key| found.get(&key.key).map(|row| key.answered(row.clone())))
            .collect())
    }
}

fn kept(row: &Row, key: String) -> Result<KeyRow> {
    let fingerprint: Vec<u8> = row.get("fingerprint")?;
    let fingerprint =
        fingerprint.try_into().map_err(|_| Error::broken("a fingerprint's length"))?;
    Ok(KeyRow { key, fingerprint, answer: row.get("answer")? })
}

/// Forgets keys that nobody can repeat any more, a bounded number in one commit; when to look again.
pub(crate) async fn prune(conn: &mut Conn, org: OrgId, now: Time) -> Result<Time> {
    let limit = i64::try_from(PRUNED_AT_ONCE).unwrap_or(i64::MAX);
    let gone = conn
        .run(
            sql!(
                "DELETE FROM idempotency WHERE org = $1 AND key IN
                 (SELECT key FROM idempotency WHERE org = $1 AND at <= $2 ORDER BY at LIMIT $3)"
            ),
            args![org, now.minus(KEPT_FOR), limit],
        )
        .await?;
    Ok(if gone < PRUNED_AT_ONCE { now.plus(PRUNED_EVERY) } else { now })
}
