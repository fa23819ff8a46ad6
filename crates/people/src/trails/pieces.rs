//! The way from things to their history: at the end of each one's page, for those who may see it.

use futures::future::BoxFuture;
use kernel::{
    Id, Kind, Permission as _, Result, StaffId,
    kinds::{Group, Member, Series, Store},
    permission::ViewTrail,
};
use maud::{Markup, html};
use web::{
    App, Piece, Place, Viewer,
    kit::{links, parts},
    t,
};

pub fn all() -> Vec<Piece> {
    vec![
        Piece { place: Place::StorePage, order: 90, draw: |_, viewer| of::<Store>(viewer) },
        Piece { place: Place::GroupPage, order: 90, draw: |_, viewer| of::<Group>(viewer) },
        Piece { place: Place::SeriesPage, order: 90, draw: |_, viewer| of::<Series>(viewer) },
        Piece { place: Place::MemberPage, order: 90, draw: |_, viewer| of::<Member>(viewer) },
        Piece { place: Place::StaffPage, order: 90, draw: person },
    ]
}

fn of<K: Kind>(viewer: &Viewer) -> BoxFuture<'_, Result<Option<Markup>>> {
    let subject = viewer.subject.map(Id::<K>::from_uuid);
    Box::pin(async move { Ok(subject.map(|subject| parts::history(viewer, subject))) })
}

/// Of people there are two: what was changed about them, and what they changed.
fn person<'a>(_: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let id = viewer.subject.map(StaffId::from_uuid);
        Ok(id.filter(|_| viewer.may(ViewTrail::NAME)).map(|id| {
            let deeds = links::with_query("/console/trail", [("person", id.to_string().as_str())]);
            html! {
                (parts::history(viewer, id))
                p { a.quiet-link href=(deeds) { (t!(viewer.lang, "trail-deeds")) } }
            }
        }))
    })
}
