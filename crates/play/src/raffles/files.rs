//! Files for whoever checks a draw, and the page that checks them without a server.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use kernel::{Error, Lang};
use maud::{Markup, html};
use serde::Serialize;
use web::{
    App, Guest, Reply, Routes,
    kit::{
        Form, Tone, assets, icons, layout,
        parts::{self, Button, Head, card},
    },
    reply, t,
};

use super::{phone::announced, store};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/raffles/{id}/proof.json", proof)
        .get("/{org}/raffles/{id}/opening.json", opening)
        .get("/{org}/draw-check", page)
        .get("/{org}/draw-check.html", file)
}

/// A file that is kept: its text as it is, because verifiers read one form only.
pub(super) fn json_file(name: &str, text: String) -> Response {
    let kept = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, kept),
    ];
    (headers, text).into_response()
}

async fn proof(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    let mut db = app.db().read().await?;
    let text = store::proof(&mut db, guest.shop.org, shown.raffle.id).await?;
    let text = text.ok_or(Error::NotFound("proof"))?;
    Ok(json_file(&format!("{}.json", shown.raffle.id), text))
}

/// What is published before the result: the opening from the announcement on, the closing from the closing on.
#[derive(Debug, Serialize)]
pub(super) struct Published<'a> {
    #[serde(flatten)]
    draw: &'a fair::Draw,
    /// Of the opening, to compare with what a verifier prints.
    opening_hash: String,
    closed: Option<&'a fair::Closed>,
    closing_hash: Option<String>,
}

impl<'a> Published<'a> {
    pub(super) fn of(sealed: &'a super::sealed::Sealed) -> Self {
        let closed = sealed.closed.as_ref();
        Self {
            draw: &sealed.draw,
            opening_hash: sealed.draw.opening.hash().to_string(),
            closed,
            closing_hash: closed.map(|closed| closed.closing.hash().to_string()),
        }
    }
}

async fn opening(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    let sealed = shown.sealed.as_ref().ok_or(Error::NotFound("activity"))?;
    let text = serde_json::to_string(&Published::of(sealed)).map_err(Error::broken)?;
    Ok(json_file(&format!("{}-opening.json", shown.raffle.id), text))
}

/// Everything that a verifier can say, by its code, and what it means for a person.
fn faults(lang: Lang) -> [(&'static str, String); 30] {
    [
        ("too_large", t!(lang, "raffles-fault-too_large")),
        ("malformed", t!(lang, "raffles-fault-malformed")),
        ("unknown_version", t!(lang, "raffles-fault-unknown_version")),
        ("opening_changed", t!(lang, "raffles-fault-opening_changed")),
        ("closing_changed", t!(lang, "raffles-fault-closing_changed")),
        ("result_changed", t!(lang, "raffles-fault-result_changed")),
        ("secret_changed", t!(lang, "raffles-fault-secret_changed")),
        ("prizes_changed", t!(lang, "raffles-fault-prizes_changed")),
        ("source_changed", t!(lang, "raffles-fault-source_changed")),
        ("rules_broken", t!(lang, "raffles-fault-rules_broken")),
        ("input_too_early", t!(lang, "raffles-fault-input_too_early")),
        ("entrant_dropped", t!(lang, "raffles-fault-entrant_dropped")),
        ("entrant_added", t!(lang, "raffles-fault-entrant_added")),
        ("entrant_duplicated", t!(lang, "raffles-fault-entrant_duplicated")),
        ("entrants_reordered", t!(lang, "raffles-fault-entrants_reordered")),
        ("entrant_changed", t!(lang, "raffles-fault-entrant_changed")),
        ("exclusions_changed", t!(lang, "raffles-fault-exclusions_changed")),
        ("input_changed", t!(lang, "raffles-fault-input_changed")),
        ("seed_changed", t!(lang, "raffles-fault-seed_changed")),
        ("winner_changed", t!(lang, "raffles-fault-winner_changed")),
        ("reroll_changed", t!(lang, "raffles-fault-reroll_changed")),
        ("receipt_malformed", t!(lang, "raffles-fault-receipt_malformed")),
        ("receipt_invalid", t!(lang, "raffles-fault-receipt_invalid")),
        ("receipt_other_key", t!(lang, "raffles-fault-receipt_other_key")),
        ("receipt_other_draw", t!(lang, "raffles-fault-receipt_other_draw")),
        ("receipt_other_opening", t!(lang, "raffles-fault-receipt_other_opening")),
        ("left_out", t!(lang, "raffles-fault-left_out")),
        ("log_rewritten", t!(lang, "raffles-fault-log_rewritten")),
        ("split_changed", t!(lang, "raffles-fault-split_changed")),
        ("share_changed", t!(lang, "raffles-fault-share_changed")),
    ]
}

/// The element that checks, with all that it may have to say.
fn checker(lang: Lang) -> Markup {
    let form = Form::new(lang);
    let (won, entrants, tickets, excluded) = ("{won}", "{entrants}", "{tickets}", "{excluded}");
    html! {
        draw-check.stack
            data-ok=(t!(lang, "raffles-verify-ok", entrants = entrants, tickets = tickets, won = won, excluded = excluded))
            data-held=(t!(lang, "raffles-verify-held"))
            data-split=(t!(lang, "raffles-verify-split"))
            data-unsigned=(t!(lang, "raffles-verify-unsigned"))
            data-wrong=(t!(lang, "raffles-verify-wrong"))
            data-checking=(t!(lang, "raffles-verify-checking"))
            data-insecure=(t!(lang, "raffles-verify-insecure"))
            data-again=(t!(lang, "raffles-verify-again")) {
            section.card.stack {
                (form.file("proof", t!(lang, "raffles-verify-proof"), "application/json,.json"))
                (form.file("receipt", t!(lang, "raffles-verify-receipt"), "application/json,.json").optional().hint(t!(lang, "raffles-verify-receipt-hint")))
            }
            section.card.sealed {
                p.verdict.plain role="status" {
                    @for tone in [Tone::Plain, Tone::Good, Tone::Warn, Tone::Bad] { (parts::sign(tone)) }
                    b { (t!(lang, "raffles-verify-choose")) }
                }
                dl.facts.proven hidden {
                    div { dt { (t!(lang, "raffles-opening-hash")) } dd { code.hash data-of="opening" {} } }
                    div { dt { (t!(lang, "raffles-closing-hash")) } dd { code.hash data-of="closing" {} } }
                    div { dt { (t!(lang, "raffles-key")) } dd { code.hash data-of="key" {} } }
                }
                ol.proven-picks {}
            }
            @for (code, text) in faults(lang) { template data-fault=(code) { (text) } }
        }
    }
}

async fn page(State(_): State<App>, guest: Guest) -> Reply {
    let lang = guest.lang();
    let title = t!(lang, "raffles-verify");
    let file = guest.shop.href(&format!("/draw-check.html?lang={}", lang.tag()));
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, "raffles-verify-why")))
        div.stack {
            (checker(lang))
            (card(&t!(lang, "raffles-verify-keep"), "", html! {
                p { (t!(lang, "raffles-verify-keep-why")) }
                div.actions { (Button::link(file, t!(lang, "raffles-verify-keep-file")).icon(icons::DOWNLOAD)) }
                p.note { (t!(lang, "raffles-verify-others")) }
                pre { code { "regulars raffle verify PROOF.json --receipt RECEIPT.json\npython3 fair_draws.py verify PROOF.json --receipt RECEIPT.json" } }
            }))
        }
    };
    let frame = guest.frame(title).with(("draws.css", "draws.js"));
    reply::page(layout::plain(&frame, main))
}

/// The file around the checker.
const ALONE: &str = include_str!("draw-check.html");

/// The same in one file, which needs nobody: its script and its style are inside.
async fn file(State(_): State<App>, guest: Guest) -> Reply {
    let lang = guest.lang();
    let text = |name: &str| {
        let found = assets::find(name).map(|asset| asset.body.into_owned()).unwrap_or_default();
        String::from_utf8(found).unwrap_or_default()
    };
    let (script, style) = (text("draws.js"), text("draws.css"));
    let escaped = |text: String| html! { (text) }.into_string();
    let filled = [
        ("{lang}", lang.tag().to_owned()),
        ("{title}", escaped(t!(lang, "raffles-verify"))),
        ("{why}", escaped(t!(lang, "raffles-verify-why"))),
        ("{style}", style),
        ("{checker}", checker(lang).into_string()),
        // The last: in a script there are braces of its own.
        ("{script}", script),
    ];
    let page =
        filled.into_iter().fold(ALONE.to_owned(), |page, (place, text)| page.replace(place, &text));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"draw-check.html\""),
    ];
    Ok((headers, page).into_response())
}

#[cfg(test)]
mod tests {
    use kernel::Lang;

    use super::faults;

    #[test]
    fn every_fault_has_its_words() {
        let script = include_str!("../../../../assets/draws/draw-check.js");
        let codes: Vec<_> = faults(Lang::En).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, fair::Fault::ALL.map(fair::Fault::code));
        for code in codes {
            assert!(script.contains(&format!("\"{code}\"")), "{code} is never told");
        }
    }
}
