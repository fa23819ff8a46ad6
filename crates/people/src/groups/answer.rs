//! How the API answers what makes something: once per key, with the position from which reads see
//! it.

use axum::http::StatusCode;
use kernel::{Result, Scope};
use serde::{Serialize, de::DeserializeOwned};
use store::{Key, Tx, Written};
use web::{App, Reply, reply};

/// 201 with what `run` made; a repeat under the same key gets the first answer.
pub async fn created<T, F>(app: &App, scope: &Scope, once: Option<Key>, run: F) -> Reply
where
    T: Serialize + DeserializeOwned + Send,
    F: AsyncFnOnce(&mut Tx) -> Result<T>,
{
    let done = match once {
        Some(key) => {
            let done = app.db().write_once(scope, &key, run).await?;
            Written { value: done.value.answer, position: done.position }
        }
        None => app.db().write(scope, run).await?,
    };
    reply::written(StatusCode::CREATED, &done)
}
