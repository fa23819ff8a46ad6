//! What things are called, for pages that show ids of rooms they may not know: figures, the trail.
//!
//! A room hands in a [`Namer`] for a kind of id; a thing without a name (erased, foreign) has none.

use std::{collections::HashMap, fmt};

use futures::future::BoxFuture;
use kernel::{Lang, OrgId, Result};
use store::Reader;
use uuid::Uuid;

use crate::app::App;

type Look = for<'a> fn(
    &'a mut Reader,
    OrgId,
    Lang,
    &'a [Uuid],
) -> BoxFuture<'a, Result<HashMap<Uuid, String>>>;

#[derive(Clone, Copy)]
pub struct Namer {
    /// `Kind::PREFIX` of the ids it names.
    pub prefix: &'static str,
    pub look: Look,
}

impl fmt::Debug for Namer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Namer({})", self.prefix)
    }
}

/// The names of these ids of one kind, as far as somebody knows them.
pub async fn find(
    app: &App,
    prefix: &str,
    org: OrgId,
    lang: Lang,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    match app.namers().iter().find(|namer| namer.prefix == prefix) {
        Some(namer) if !ids.is_empty() => {
            (namer.look)(&mut app.db().read().await?, org, lang, ids).await
        }
        _ => Ok(HashMap::new()),
    }
}
