//! `/{org}/books`: the last row to be noted, and a note held against the books. `/{org}/books/slip`:
//! the same on paper, with a code that holds it against the books when it is scanned.

use axum::extract::{Query, State};
use kernel::{Error, Fields, Lang, Result};
use ledger::Seal;
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    App, Guest, Reply, Routes, Shop,
    kit::{
        Form, format, icons, layout, links,
        parts::{self, Button, Empty, Head, Tone},
        qr,
    },
    reply, t,
};

use super::model::{Note, Typed, in_fours};

pub fn routes() -> Routes {
    Routes::new().get("/{org}/books", books).get("/{org}/books/slip", slip)
}

/// So much of a hash stands in the code of a slip.
const DIGITS: usize = 16;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    row: String,
    #[serde(default)]
    hash: String,
    /// The slip's language, if it shall be another than the reader's.
    paper: Option<String>,
}

/// A note beside what the books say of its row now; none if they have no such row.
struct Held {
    note: Note,
    now: Option<Seal>,
}

impl Held {
    fn fits(&self) -> bool {
        self.now.as_ref().is_some_and(|now| self.note.fits(&now.hash))
    }
}

async fn books(State(app): State<App>, guest: Guest, Query(asked): Query<Asked>) -> Reply {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let note = (!asked.row.is_empty() || !asked.hash.is_empty())
        .then(|| Note::read(Typed { row: &asked.row, hash: &asked.hash }));
    let typed = [("row", asked.row.clone()), ("hash", asked.hash.clone())];
    let mut db = app.db().read().await?;
    let head = ledger::head(&mut db, shop.org).await?;
    let (held, form) = match note.transpose() {
        Ok(None) => (None, Form::new(lang)),
        Ok(Some(note)) => {
            let now = ledger::seal(&mut db, shop.org, note.row).await?;
            (Some(Held { note, now }), Form::again(lang, typed, Fields::default()))
        }
        Err(Error::Invalid(fields)) => (None, Form::again(lang, typed, fields)),
        Err(other) => return Err(other.into()),
    };
    drop(db);
    let title = t!(lang, "books-title");
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, "books-why")))
        div.stack {
            @if let Some(held) = &held { (verdict(&guest, held)) }
            @match &head {
                Some(head) => (last(lang, shop, head)),
                None => (Empty::new(icons::INFO, t!(lang, "books-none"), t!(lang, "books-none-why"))),
            }
            (parts::card(&t!(lang, "books-note"), "", compare(&form, shop)))
            (meaning(lang))
        }
    };
    let page = layout::plain(&guest.frame(title).with(("books.css", "books.js")), main);
    if form.errors().is_empty() { reply::page(page) } else { reply::wrong(page) }
}

fn last(lang: Lang, shop: &Shop, head: &Seal) -> Markup {
    let paper = shop.href(&format!("/books/slip?row={}", head.row));
    parts::card(
        &t!(lang, "books-last"),
        "",
        html! {
            div.sealed {
                (facts(lang, shop, head))
                div.actions {
                    (Button::link(paper, t!(lang, "books-slip")).icon(icons::PRINT))
                    a.quiet-link href=(shop.href("/books.json")) download="books.json" {
                        (icons::DOWNLOAD) (t!(lang, "books-file"))
                    }
                }
            }
        },
    )
}

/// Number, instant and hash of a row; of the hash the beginning stands out, which is enough to note.
pub(super) fn facts(lang: Lang, shop: &Shop, seal: &Seal) -> Markup {
    let (begin, rest) = seal.hash.split_at_checked(DIGITS).unwrap_or((&seal.hash, ""));
    let hash = html! { code.hash { b { (in_fours(begin)) } " " (in_fours(rest)) } };
    parts::facts([
        (t!(lang, "books-row"), html! { span.num { (format::number(lang, seal.row)) } }),
        (t!(lang, "books-at"), html! { (format::date_time(lang, seal.at, &shop.zone)) }),
        (t!(lang, "books-hash"), hash),
    ])
}

fn compare(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    // Drawn before the summary, which names the fields.
    let fields = html! {
        (form.number("row", t!(lang, "books-row")).max(30))
        (form.text("hash", t!(lang, "books-hash")).hint(t!(lang, "books-hash-hint")).max(120))
        div.actions { (Button::plain(t!(lang, "books-compare"))) }
    };
    html! {
        form.form method="get" action=(shop.href("/books")) novalidate {
            (form.summary())
            (fields)
        }
    }
}

fn verdict(guest: &Guest, held: &Held) -> Markup {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let row = format::number(lang, held.note.row);
    let (tone, text) = match (&held.now, held.fits()) {
        (_, true) => (Tone::Good, t!(lang, "books-fits", row = row)),
        (Some(_), false) => (Tone::Bad, t!(lang, "books-differs", row = row)),
        (None, _) => (Tone::Bad, t!(lang, "books-no-row", row = row)),
    };
    let own = links::with_query(
        &shop.href("/wallet/proof"),
        [("row", held.note.row.to_string().as_str()), ("hash", &held.note.hash)],
    );
    html! {
        section.card.sealed {
            p class={ "verdict " (tone.class()) } role="status" { (parts::sign(tone)) b { (text) } }
            @if let Some(now) = held.now.as_ref().filter(|_| !held.fits()) { (facts(lang, shop, now)) }
            @if held.fits() && guest.member().is_some() {
                p { (t!(lang, "books-fits-now")) }
                div.actions { (Button::link(own, t!(lang, "books-walk"))) }
            }
        }
    }
}

fn meaning(lang: Lang) -> Markup {
    html! {
        details.unfold {
            summary.quiet-link { (icons::HELP) (t!(lang, "books-meaning")) }
            div.unfolded {
                p { (t!(lang, "books-meaning-sealed")) }
                p { (t!(lang, "books-meaning-noted")) }
                p { (t!(lang, "books-meaning-not")) }
            }
        }
    }
}

async fn slip(State(app): State<App>, guest: Guest, Query(asked): Query<Asked>) -> Reply {
    let shop = &guest.shop;
    let lang = asked.paper.and_then(|tag| tag.parse().ok()).unwrap_or_else(|| guest.lang());
    let mut db = app.db().read().await?;
    let seal = match asked.row.as_str() {
        "" => ledger::head(&mut db, shop.org).await?,
        row => match row.parse() {
            Ok(row) => ledger::seal(&mut db, shop.org, row).await?,
            Err(_) => None,
        },
    };
    drop(db);
    let seal = seal.ok_or(Error::NotFound("row"))?;
    let main = paper(&app, lang, shop, &seal)?;
    let mut frame = guest.frame(t!(lang, "books-slip-title")).with(("books.css", "books.js"));
    frame.lang = lang;
    reply::page(layout::print(&frame, main))
}

fn paper(app: &App, lang: Lang, shop: &Shop, seal: &Seal) -> Result<Markup> {
    let begin = seal.hash.get(..DIGITS).unwrap_or(&seal.hash);
    let row = seal.row.to_string();
    let path = links::with_query(&shop.href("/books"), [("row", row.as_str()), ("hash", begin)]);
    let picture = qr::svg(&app.url(&path), &t!(lang, "books-slip-code"))?;
    let number = format::number(lang, seal.row);
    Ok(html! {
        div.purse {
            section {
                div {
                    p { (shop.name) }
                    h1 { (t!(lang, "books-slip-row", row = number)) }
                    p.slip-hash { code { (in_fours(begin)) } }
                    p { (format::date_time(lang, seal.at, &shop.zone)) }
                    p { (t!(lang, "books-slip-why")) }
                }
                (picture)
            }
        }
    })
}
