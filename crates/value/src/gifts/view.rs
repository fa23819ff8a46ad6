//! What the console shows of gifts.

use std::collections::HashMap;

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use kernel::{Fields, GiftId, Lang, permission::ManageGifts};
use kernel::{Permission as _, permission::ViewGifts};
use maud::{Markup, Render as _, html};
use web::{
    Shop, Staff,
    kit::{
        Form, List, Tab, Tone, format, icons, layout,
        live::phone_preview,
        parts::{self, Button, Confirm, Empty, Figure, Head, Ticket, card, chip, facts},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    form::{self, Offers, kind},
    model::{Gift, Kind, State, Stock},
};

use crate::bills::{
    Benefit, Terms,
    sentences::{self, Tongue},
    terms_form::{self, Typed},
};

type Stocks = HashMap<GiftId, Stock>;

pub fn list(staff: &Staff<ViewGifts>, list: &List, gifts: &[Gift], stocks: &Stocks) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let money = |amount| format::amount(lang, shop.money(amount));
    let rows = gifts.iter().map(|gift| {
        let stock = stocks.get(&gift.id).copied().unwrap_or_default();
        let row = Row::new()
            .href(format!("/console/gifts/{}", gift.id))
            .cell(gift.name.say(lang))
            .cell(kind(lang, gift.kind))
            .cell(left(lang, gift, stock))
            .cell(format::number(lang, stock.given))
            .cell(format::number(lang, stock.redeemed))
            .cell(money(stock.cost))
            .cell(money(stock.bought));
        if gift.state == State::Closed { row.faint() } else { row }
    });
    let mine = staff.role.may(ManageGifts::NAME);
    let (new, first) = ("/console/gifts/new", t!(lang, "gifts-make-first"));
    let empty = Empty::new(icons::GIFT, t!(lang, "gifts-none"), t!(lang, "gifts-none-why"))
        .action_for::<ManageGifts>(staff.role, new, first);
    let table = Table::new(list, t!(lang, "gifts-title"))
        .columns([
            Column::new("name", t!(lang, "gifts-name")),
            Column::new("kind", t!(lang, "gifts-kind")),
            Column::new("left", t!(lang, "gifts-left")).number(),
            Column::new("given", t!(lang, "gifts-given")).number(),
            Column::new("redeemed", t!(lang, "gifts-redeemed")).number(),
            Column::new("cost", t!(lang, "gifts-cost-so-far", currency = shop.currency.code()))
                .number(),
            Column::new("bought", t!(lang, "gifts-bought", currency = shop.currency.code()))
                .number(),
        ])
        .rows(rows)
        .filter()
        .csv(list.href("csv", "1"))
        .empty(empty);
    html! {
        (Head::new(t!(lang, "gifts-title")).note(t!(lang, "gifts-lead")).aside(html! {
            (Button::link("/console/bills", t!(lang, "bills-policy")))
            @if mine && !gifts.is_empty() { (Button::primary(t!(lang, "gifts-make")).href(new)) }
        }))
        (table)
    }
}

fn left(lang: Lang, gift: &Gift, stock: Stock) -> Markup {
    let number = format::number(lang, stock.left);
    html! {
        @if gift.state == State::Closed { (chip(Tone::Plain, &t!(lang, "gifts-state-closed"))) }
        @else if stock.left == 0 { (chip(Tone::Bad, &t!(lang, "gifts-sold-out"))) }
        @else if stock.left * 10 <= stock.given { (chip(Tone::Warn, &number)) }
        @else { (number) }
    }
}

/// The list as CSV, amounts in plain digits.
pub fn csv(lang: Lang, shop: &Shop, gifts: &[Gift], stocks: &Stocks) -> Response {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["gift", "name", "kind", "state", "left", "given", "redeemed", "cost", "bought"];
    let mut lines = vec![head.map(str::to_owned)];
    for gift in gifts {
        let stock = stocks.get(&gift.id).copied().unwrap_or_default();
        lines.push([
            gift.id.to_string(),
            // A cell that begins like a formula must not be one.
            gift.name.say(lang).trim_start_matches(['=', '+', '-', '@']).to_owned(),
            gift.kind.to_string(),
            gift.state.to_string(),
            stock.left.to_string(),
            stock.given.to_string(),
            stock.redeemed.to_string(),
            shop.money(stock.cost).plain(),
            shop.money(stock.bought).plain(),
        ]);
    }
    for line in lines {
        // Writing into memory cannot fail.
        let _ = writer.write_record(&line);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"gifts.csv\""),
    ];
    (headers, writer.into_inner().unwrap_or_default()).into_response()
}

pub fn one(
    staff: &Staff<impl Sized>,
    gift: &Gift,
    stock: Stock,
    offers: &Offers,
    form: &Form,
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let money = |amount| format::money(lang, shop.money(amount));
    let mine = staff.role.may(ManageGifts::NAME);
    let sentence = if gift.state == State::Closed {
        t!(lang, "gifts-sentence-closed", given = stock.given)
    } else if stock.left == 0 {
        t!(lang, "gifts-sentence-out")
    } else {
        t!(lang, "gifts-sentence", left = stock.left, given = stock.given)
    };
    html! {
        (Head::new(gift.name.say(lang)).back("/console/gifts", &t!(lang, "gifts-title")).note(sentence)
            .aside(html! { @if mine {
                (Button::link(format!("/console/gifts/{}/details", gift.id), t!(lang, "gifts-edit")).icon(icons::EDIT))
            } }))
        div.figures {
            (Figure::new(t!(lang, "gifts-left"), format::number(lang, stock.left)))
            (Figure::new(t!(lang, "gifts-given"), format::number(lang, stock.given)))
            (Figure::new(t!(lang, "gifts-redeemed"), format::number(lang, stock.redeemed)))
            (Figure::new(t!(lang, "gifts-cost-total"), money(stock.cost)))
            (Figure::new(t!(lang, "gifts-bought-total"), money(stock.bought)).note(t!(lang, "gifts-bought-note")))
        }
        div.columns {
            (card(&t!(lang, "gifts-what"), "", what(lang, shop, gift, offers)))
            @if mine {
                (card(&t!(lang, "gifts-shelf"), "", shelf(staff, gift, form)))
            }
        }
        (Button::link(format!("/console/gifts/{}/prints", gift.id), t!(lang, "prints-way")))
        (parts::history(&staff.viewer(), gift.id))
    }
}

fn what(lang: Lang, shop: &Shop, gift: &Gift, offers: &Offers) -> Markup {
    let money = |amount| format::money(lang, shop.money(amount));
    let places: Vec<&str> = offers
        .stores
        .iter()
        .filter(|store| gift.stores.contains(&store.id))
        .map(|store| store.name.as_str())
        .collect();
    let text = |text: String| html! { (text) };
    let pairs = [
        (t!(lang, "gifts-kind"), text(kind(lang, gift.kind))),
        (t!(lang, "terms-title"), text(sentences::terms(Tongue { lang, shop }, &gift.terms))),
        (t!(lang, "gifts-cost"), text(money(gift.cost))),
        (t!(lang, "gifts-perceived"), text(money(gift.perceived))),
        (
            t!(lang, "gifts-per-member"),
            text(match gift.per_member {
                0 => t!(lang, "gifts-no-limit"),
                limit => format::number(lang, i64::from(limit)),
            }),
        ),
        (
            t!(lang, "gifts-valid-days"),
            text(match gift.valid_days {
                None => t!(lang, "gifts-always"),
                Some(days) => t!(lang, "gifts-days", days = days),
            }),
        ),
        (
            t!(lang, "gifts-stores"),
            text(if places.is_empty() {
                t!(lang, "gifts-everywhere")
            } else {
                format::list(lang, &places)
            }),
        ),
    ];
    html! {
        @if let Some(picture) = gift.picture {
            img.gift-picture src={ (shop.href("/gift-pictures/")) (picture) } alt="" width="320" height="240" loading="lazy";
        }
        (facts(pairs))
        @if !gift.packing.say(lang).is_empty() { p.note { (gift.packing.say(lang)) } }
    }
}

fn shelf(staff: &Staff<impl Sized>, gift: &Gift, form: &Form) -> Markup {
    let lang = staff.lang();
    let at = |noun: &str| format!("/console/gifts/{}/{noun}", gift.id);
    html! {
        (form.post(&at("stock"), &staff.once(), html! {
            (form.number("pieces", t!(lang, "gifts-pieces")).hint(t!(lang, "gifts-pieces-hint")))
            div.actions {
                (Button::primary(t!(lang, "gifts-restock")).value("way", "more"))
                (Button::plain(t!(lang, "gifts-take-back")).value("way", "back"))
            }
        }))
        (form.post_files(&at("picture"), &staff.once(), html! {
            (form.file("picture", t!(lang, "gifts-picture"), "image/jpeg,image/png,image/webp")
                .hint(t!(lang, "gifts-picture-hint")).optional())
            (Button::plain(t!(lang, "gifts-picture-save")))
        }))
        @if gift.state == State::Open {
            (Confirm::new(lang, t!(lang, "gifts-close"), t!(lang, "gifts-close-title"))
                .loses(t!(lang, "gifts-close-loses")).post(at("closing"), staff.once()))
        } @else {
            (Form::new(lang).prefixed("open").post(&at("opening"), &staff.once(), Button::plain(t!(lang, "gifts-open"))))
        }
    }
}

/// The form with the phone beside it.
pub fn editing(
    staff: &Staff<ManageGifts>,
    form: &Form,
    offers: &Offers,
    gift: Option<&Gift>,
) -> Markup {
    let lang = staff.lang();
    let (title, action, back) = match gift {
        Some(gift) => {
            let here = format!("/console/gifts/{}", gift.id);
            (t!(lang, "gifts-edit-title", name = gift.name.say(lang)), here.clone(), here)
        }
        None => (t!(lang, "gifts-make"), "/console/gifts".into(), "/console/gifts".into()),
    };
    let main = html! {
        (Head::new(title.clone()).back(&back, &t!(lang, "gifts-back")))
        div.columns.with-phone {
            (form.post(&action, &staff.once(), form::fields(form, &staff.shop, offers, gift)))
            (phone_preview("/console/gifts/preview", &t!(lang, "gifts-preview")))
        }
    };
    layout::console(&staff.frame(title), main)
}

/// A member's wallet with this one ticket.
pub fn preview(staff: &Staff<ViewGifts>, typed: &[(String, String)]) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let of = |key: &str| typed.iter().find(|(name, _)| name == key).map_or("", |(_, v)| v.trim());
    let names = ["name_en", "name_zh", "name_es"].map(of);
    let name = names.into_iter().find(|name| !name.is_empty());
    let name: String =
        name.map_or_else(|| t!(lang, "gifts-preview-name"), |n| n.chars().take(120).collect());
    let over = match of("kind").parse().unwrap_or(Kind::Lead) {
        Kind::Lead => t!(lang, "vouchers-over-lead"),
        Kind::Raffle => t!(lang, "vouchers-over-raffle"),
        Kind::Reward => t!(lang, "vouchers-over-reward"),
        Kind::Stamp => t!(lang, "vouchers-over-stamp"),
    };
    let note = match of("valid_days").parse::<u32>() {
        Ok(days) => t!(lang, "gifts-preview-days", days = days),
        Err(_) => t!(lang, "gifts-always"),
    };
    let terms = typed_terms(shop, typed);
    let tongue = Tongue { lang, shop };
    let note = match terms.benefit {
        Benefit::Thing if terms.conditions.least == 0 => note,
        _ => format!("{} · {note}", sentences::terms(tongue, &terms)),
    };
    let example = terms_form::example(tongue, &terms);
    let ticket = Ticket::new(over, name).note(note).code("K74-QPM-2XA").icon(icons::GIFT);
    let mut frame = staff.ask.frame_in(shop).titled(t!(lang, "gifts-preview"));
    frame.base = shop.href("");
    layout::phone(
        &frame,
        Tab::Wallet,
        html! { h1 { (t!(lang, "gifts-preview-title")) } (ticket.render()) p.note { (example) } },
    )
}

/// The terms as far as they are typed; what is wrong is said when the form is sent.
fn typed_terms(shop: &Shop, typed: &[(String, String)]) -> Terms {
    let all = |name: &str| -> Vec<String> {
        typed.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    };
    let text = |name: &str| all(name).into_iter().next().unwrap_or_default();
    let mut fields = Fields::default();
    let mut terms = terms_form::read(&Typed { text: &text, all: &all }, shop, &mut fields);
    terms.check(&mut fields);
    if fields.is_empty() { terms } else { Terms::default() }
}
