//! What stands at the door: the link behind a code, the series and group behind the link, and what
//! to say when a door is closed.

use kernel::{Error, Result};
use maud::Markup;
use web::{
    App, Guest, Input,
    kit::{icons, layout, parts::Empty},
    t,
};

use super::seats;
use crate::{
    groups::{Group, PickHint, nearest},
    links::{self, Link, Standing},
    series::{self, Series},
};

/// An open door.
#[derive(Debug)]
pub struct Door {
    pub link: Link,
    pub series: Series,
    /// Where they would sit; `None` when the shop is too busy to say, which is no reason to wait.
    pub group: Option<Group>,
}

/// A door that lets nobody in, with what to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    Unknown,
    Closed,
    Expired,
    Full,
}

impl Shut {
    const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Closed => "closed",
            Self::Expired => "expired",
            Self::Full => "full",
        }
    }
    pub const fn status(self) -> u16 {
        match self {
            Self::Unknown => 404,
            Self::Closed | Self::Expired => 410,
            Self::Full => 409,
        }
    }
}

/// The link of a code, if it lets people in.
pub async fn link(app: &App, guest: &Guest, code: &str) -> Result<std::result::Result<Link, Shut>> {
    let mut db = app.db().read().await?;
    let Some(link) = links::find_by_code(&mut db, guest.shop.org, code).await? else {
        return Ok(Err(Shut::Unknown));
    };
    Ok(match link.standing(app.now()) {
        Standing::Open => Ok(link),
        Standing::Closed => Err(Shut::Closed),
        Standing::Expired => Err(Shut::Expired),
    })
}

/// Where a phone says it is.
pub fn near(input: &Input) -> Option<(f64, f64)> {
    let degrees = |name: &str| input.text(name).trim().parse::<f64>().ok();
    degrees("lat").zip(degrees("lon")).filter(|at| nearest::on_earth(*at))
}

/// Opens the door for somebody who scanned: counts the scan and chooses the group, in one turn.
pub async fn open(app: &App, guest: &Guest, link: Link) -> Result<std::result::Result<Door, Shut>> {
    let org = guest.shop.org;
    let series = series::require(&mut app.db().read().await?, org, link.series).await?;
    if series.state == series::State::Closed {
        return Ok(Err(Shut::Closed));
    }
    let hint = PickHint { store: link.store, near: None };
    let chosen = app
        .db()
        .write(&guest.scope(), async |tx| {
            links::actions::scanned(tx, link.id).await?;
            seats::pick(tx, link.series, link.group, hint).await
        })
        .await;
    match chosen {
        Ok(group) if !group.value.is_open() => Ok(Err(Shut::Closed)),
        Ok(group) if link.group.is_some() && group.value.free() == 0 => Ok(Err(Shut::Full)),
        Ok(group) => Ok(Ok(Door { link, series, group: Some(group.value) })),
        Err(error) if error.is(crate::groups::Refusal::Full) => Ok(Err(Shut::Full)),
        Err(Error::Busy { .. }) => Ok(Ok(Door { link, series, group: None })),
        Err(error) => Err(error),
    }
}

/// The page of a closed door: what happened, and where to go instead.
pub fn shut(guest: &Guest, shut: Shut) -> Markup {
    let (lang, word) = (guest.lang(), shut.word());
    let say = |part: &str| t!(lang, &format!("joining-shut-{word}{part}"));
    let on = t!(lang, "joining-to-shop", shop = guest.shop.name.as_str());
    let empty = Empty::new(icons::LINK, say(""), say("-why")).action(guest.shop.href(""), on);
    layout::alone(guest.frame(""), empty)
}
