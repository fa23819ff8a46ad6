//! The chooser, and one page per playbook.

use axum::extract::{Path, State};
use kernel::{Error, permission::ViewGroups};
use web::{App, Reply, Routes, Staff, kit::layout, reply, t};

use super::view;

pub fn routes() -> Routes {
    Routes::new().get("/console/playbooks", chooser).get("/console/playbooks/{id}", one)
}

async fn chooser(staff: Staff<ViewGroups>) -> Reply {
    let frame = staff.frame(t!(staff.lang(), "playbooks-title"));
    let opens = staff.role.may("series.manage");
    let chooser = view::Chooser { lang: staff.lang(), playbooks: super::all(), opens };
    reply::page(layout::console(&frame, chooser.all()))
}

async fn one(State(_): State<App>, staff: Staff<ViewGroups>, Path(id): Path<String>) -> Reply {
    let playbook = super::find(&id).ok_or(Error::NotFound("playbook"))?;
    let lang = staff.lang();
    let frame = staff.frame(playbook.name.in_(lang));
    let page = view::Page {
        lang,
        playbook,
        currency: staff.shop.currency,
        opens: staff.role.may("series.manage"),
    };
    reply::page(layout::console(&frame, page.all()))
}
