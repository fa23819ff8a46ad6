//! A person's copy of everything that is kept about them, written while it is read: however much there
//! is, a page of one list is in memory at a time.

use std::{io, vec::IntoIter};

use ::store::{Copy, Db, copies::Pages};
use axum::{
    body::{Body, Bytes},
    http::header,
    response::IntoResponse as _,
};
use futures::{StreamExt as _, stream};
use kernel::{Error, OrgId, Result};
use web::{App, Reply};

use super::Member;

/// A copy on its way out: JSON, a room after the other, each with its lists, one row a line.
#[derive(Debug)]
pub struct Everything {
    db: Db,
    org: OrgId,
    member: Member,
    lists: IntoIter<&'static Copy>,
    room: &'static str,
    now: Option<(Pages, Written)>,
    begun: bool,
    done: bool,
}

/// Whether a list has rows yet.
#[derive(Debug, Clone, Copy)]
enum Written {
    Nothing,
    Rows,
}

impl Everything {
    pub fn of(db: &Db, org: OrgId, member: Member) -> Self {
        let lists = db.registry().all_copies().into_iter();
        let db = db.clone();
        Self { db, org, member, lists, room: "", now: None, begun: false, done: false }
    }

    /// The next piece of the text; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<String>> {
        if self.done {
            return Ok(None);
        }
        if !self.begun {
            self.begun = true;
            let member = serde_json::to_string(&self.member).map_err(Error::broken)?;
            let at = self.db.world().now();
            return Ok(Some(format!("{{\n\"exported_at\": \"{at}\",\n\"member\": {member}")));
        }
        match self.now.take() {
            Some((pages, written)) => self.rows(pages, written).await.map(Some),
            None => Ok(Some(self.list())),
        }
    }

    /// Opens the next list, or ends the text.
    fn list(&mut self) -> String {
        let Some(copy) = self.lists.next() else {
            self.done = true;
            return if self.room.is_empty() { "\n}\n".to_owned() } else { "\n}\n}\n".to_owned() };
        };
        let (room, list) = copy.place();
        let before = match self.room {
            "" => format!(",\n\"{room}\": {{\n"),
            same if same == room => ",\n".to_owned(),
            _ => format!("\n}},\n\"{room}\": {{\n"),
        };
        self.room = room;
        self.now = Some((Pages::new(copy, self.org, self.member.id.uuid()), Written::Nothing));
        format!("{before}\"{list}\": [")
    }

    async fn rows(&mut self, mut pages: Pages, mut written: Written) -> Result<String> {
        let Some(rows) = pages.next(&mut self.db.read().await?).await? else {
            return Ok(match written {
                Written::Nothing => "]".to_owned(),
                Written::Rows => "\n]".to_owned(),
            });
        };
        let mut text = String::new();
        for row in rows {
            text.push_str(match written {
                Written::Nothing => "\n",
                Written::Rows => ",\n",
            });
            text.push_str(&row.to_string());
            written = Written::Rows;
        }
        self.now = Some((pages, written));
        Ok(text)
    }

    /// The whole of it, where it is small.
    pub async fn read(mut self) -> Result<serde_json::Value> {
        let mut text = String::new();
        while let Some(piece) = self.next().await? {
            text.push_str(&piece);
        }
        serde_json::from_str(&text).map_err(Error::broken)
    }
}

/// A download. What cannot be read breaks it off, so that half a copy is not taken for a whole one.
pub(super) fn download(app: &App, org: OrgId, member: Member, name: &str) -> Reply {
    let all = Everything::of(app.db(), org, member);
    let pieces = stream::unfold(Some(all), |all| async move {
        let mut all = all?;
        match all.next().await {
            Ok(piece) => piece.map(|text| (Ok(Bytes::from(text)), Some(all))),
            Err(error) => {
                tracing::warn!(%error, "a member's copy was broken off");
                Some((Err(io::Error::other("broken off")), None))
            }
        }
    });
    let kept = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, kept),
    ];
    Ok((headers, Body::from_stream(pieces.boxed())).into_response())
}
