//! What the console shows of order lists.

use kernel::{
    Lang, Permission as _, Time,
    permission::{KeepOrderLists, ViewOrders},
};
use maud::{Markup, html};
use people::stores::Store;
use value::codes;
use web::{
    Staff,
    kit::{
        Form, List, Tone, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Head, Item, card, chip, rows},
    },
    t,
};

use super::{
    form::{self, Offers},
    model::{OrderList, State},
    sheet::{Book, Taken},
    writing,
};
use crate::orders;

const HOME: &str = "/console/order-lists";

pub fn list<P>(
    staff: &Staff<P>,
    lists: &[(i64, OrderList)],
    (places, asked): (&[Store], &List),
    now: Time,
) -> Markup {
    let (lang, zone) = (staff.lang(), &staff.shop.zone);
    let item = |(count, list): &(i64, OrderList)| {
        let place = places.iter().find(|store| store.id == list.store);
        let day = format::relative_day(lang, list.ready_at, now, zone);
        let store = place.map_or("", |store| store.name.as_str());
        let item = Item::new(list.name.clone())
            .start(icons::TODO)
            .note(t!(lang, "order_lists-item", count = *count, day = day, store = store))
            .href(list.href());
        match list.state {
            State::Open => item,
            State::Closed => item.aside(chip(Tone::Plain, &t!(lang, "order_lists-state-closed"))),
        }
    };
    let mine = staff.role.may(KeepOrderLists::NAME);
    html! {
        (Head::new(t!(lang, "order_lists-title")).note(t!(lang, "order_lists-lead")).aside(html! {
            @if mine && !lists.is_empty() {
                (Button::plain(t!(lang, "order_lists-new")).href("/console/order-lists/new"))
            }
        }))
        @if lists.is_empty() {
            (Empty::new(icons::TODO, t!(lang, "order_lists-none"), t!(lang, "order_lists-none-why"))
                .action_for::<KeepOrderLists>(staff.role, "/console/order-lists/new", t!(lang, "order_lists-new")))
        } @else { (card("", "", rows(lists.iter().map(item)))) }
        @if let Some(cursor) = &asked.next_cursor {
            p { (Button::link(asked.href("cursor", cursor), t!(lang, "table-more"))) }
        }
    }
}

/// The form that opens or changes a list, as a whole page.
pub fn editing(
    staff: &Staff<KeepOrderLists>,
    form: &Form,
    (offers, of): (&Offers, Option<&OrderList>),
) -> Markup {
    let lang = staff.lang();
    let title = match of {
        Some(list) => list.name.clone(),
        None => t!(lang, "order_lists-new"),
    };
    let (back, action) = match of {
        Some(list) => (list.href(), list.href()),
        None => (HOME.to_owned(), HOME.to_owned()),
    };
    let back_said = of.map_or_else(|| t!(lang, "order_lists-title"), |list| list.name.clone());
    let main = html! {
        (Head::new(title.clone()).back(&back, &back_said).note(t!(lang, "order_lists-new-lead")))
        @if offers.products.is_empty() {
            (Empty::new(icons::BASKET, t!(lang, "order_lists-no-goods"), t!(lang, "order_lists-no-goods-why")))
        } @else {
            (card("", "", form.post(&action, &staff.once(), form::fields(form, &staff.shop, (offers, of)))))
        }
    };
    layout::console(&staff.frame(title), main)
}

/// A list with all that its page shows.
pub struct Seen<'a> {
    pub list: &'a OrderList,
    pub book: &'a Book,
    pub place: &'a str,
    pub group: Option<&'a str>,
    /// What was pasted, if it could not be read at all.
    pub form: &'a Form,
}

pub fn one<P>(staff: &Staff<P>, seen: &Seen<'_>, now: Time) -> Markup {
    let (lang, list, zone) = (staff.lang(), seen.list, &staff.shop.zone);
    let mine = staff.role.may(KeepOrderLists::NAME);
    let at = |noun: &str| format!("{}/{noun}", list.href());
    let place = if list.place.is_empty() { seen.place } else { &list.place };
    let sentence = t!(
        lang,
        "order_lists-sentence",
        count = seen.book.standing().count(),
        place = place,
        day = format::relative_day(lang, list.ready_at, now, zone),
        from = format::time(list.ready_at, zone),
        until = format::time(list.until_at, zone)
    );
    html! {
        (Head::new(list.name.clone()).back(HOME, &t!(lang, "order_lists-title")).note(sentence).aside(html! {
            (Button::link(at("sheet"), t!(lang, "order_lists-sheet")).icon(icons::PRINT))
            (Button::link(format!("{}?csv=1", at("sheet")), t!(lang, "order_lists-csv")).icon(icons::DOWNLOAD))
            @if mine { (Button::link(at("details"), t!(lang, "order_lists-edit")).icon(icons::EDIT)) }
        }))
        div.columns.listing {
            div {
                @if mine && list.state == State::Open { (pasting(staff, seen)) }
                @if mine { (opening(staff, seen)) }
            }
            div {
                (totals(lang, seen))
                (orders_of(staff, seen))
                @if mine { (card("", "", state(staff, list))) }
            }
        }
        (parts::history(&staff.viewer(), list.id))
    }
}

/// The sheet that the chat's list is pasted on.
fn pasting<P>(staff: &Staff<P>, seen: &Seen<'_>) -> Markup {
    let lang = staff.lang();
    let action = format!("{}/readings", seen.list.href());
    let form = seen.form;
    html! {
        section.paper {
            h2 { (t!(lang, "order_lists-paste")) }
            (form.post(&action, &staff.once(), html! {
                (form.textarea("text", t!(lang, "order_lists-text"), 9).hint(t!(lang, "order_lists-text-hint"))
                    .placeholder(t!(lang, "order_lists-text-example")))
                (Button::primary(t!(lang, "order_lists-read")))
            }))
        }
    }
}

/// What a host pastes into the chat to begin with.
fn opening<P>(staff: &Staff<P>, seen: &Seen<'_>) -> Markup {
    let (lang, list) = (staff.lang(), seen.list);
    let price = |offer: &super::Offer| seen.book.products.get(&offer.product).map(|it| it.price);
    let prices: Vec<i64> = list.goods.iter().filter_map(price).collect();
    let text = writing::opening(list, &staff.shop, &prices, seen.place);
    let whose = match seen.group {
        Some(group) => t!(lang, "order_lists-opening-group", group = group),
        None => t!(lang, "order_lists-opening-why"),
    };
    card(
        &t!(lang, "order_lists-opening"),
        html! {
            copy-button data-text=(text) data-done=(t!(lang, "order_lists-copied")) {
                button.button.quiet type="button" hidden { (icons::COPY) span { (t!(lang, "order_lists-copy")) } }
            }
        },
        html! { p.note { (whose) } pre.chat-text lang=(list.lang.tag()) { (text) } },
    )
}

fn totals(lang: Lang, seen: &Seen<'_>) -> Markup {
    let totals = seen.book.totals(seen.list);
    let item = |(product, sum): &(kernel::ProductId, i64)| {
        Item::new(seen.book.name(lang, *product))
            .aside(html! { b.num { (format::number(lang, *sum)) } })
    };
    card(&t!(lang, "order_lists-totals"), "", rows(totals.iter().map(item)))
}

fn orders_of<P>(staff: &Staff<P>, seen: &Seen<'_>) -> Markup {
    let lang = staff.lang();
    let taken = &seen.book.taken;
    html! {
        @if taken.is_empty() {
            (Empty::new(icons::TODO, t!(lang, "order_lists-nobody"), t!(lang, "order_lists-nobody-why")))
        } @else {
            (card(&t!(lang, "order_lists-orders"), "", html! {
                ol.list-orders { @for one in taken { (line(staff, seen, one)) } }
            }))
        }
    }
}

fn line<P>(staff: &Staff<P>, seen: &Seen<'_>, one: &Taken) -> Markup {
    let lang = staff.lang();
    let mine = staff.role.may(KeepOrderLists::NAME);
    let loose = one.state.may_leave() && !one.entry.name.is_empty();
    let name = match one.entry.name.as_str() {
        "" => t!(lang, "order_lists-forgotten"),
        name => name.to_owned(),
    };
    let goods = seen.book.goods(lang, &one.entry);
    let to = format!("{}/withdrawals", seen.list.href());
    html! {
        li {
            span.list-number.num { (one.entry.number) }
            div {
                @if staff.role.may(ViewOrders::NAME) {
                    a href={ "/console/orders/" (one.order.id) } { strong { (name) } } " "
                } @else { strong { (name) } " " }
                span.note.num { (codes::shown(&one.order.code)) }
                p { (format::list(lang, &goods)) @if !one.entry.note.is_empty() { " · " (one.entry.note) } }
            }
            div.list-state {
                (orders::chip(lang, one.state))
                @if mine && loose {
                    (Confirm::new(lang, t!(lang, "order_lists-withdraw"),
                        t!(lang, "order_lists-withdraw-title", name = name.as_str()))
                        .loses(t!(lang, "orders-cancel-loses")).people(1)
                        .fields(Form::new(lang).hidden("name", &one.entry.name))
                        .post(to, staff.once()))
                }
            }
        }
    }
}

fn state<P>(staff: &Staff<P>, list: &OrderList) -> Markup {
    let lang = staff.lang();
    let at = |noun: &str| format!("{}/{noun}", list.href());
    match list.state {
        State::Open => maud::Render::render(
            &Confirm::new(lang, t!(lang, "order_lists-close"), t!(lang, "order_lists-close-title"))
                .loses(t!(lang, "order_lists-close-loses"))
                .post(at("closing"), staff.once()),
        ),
        State::Closed if list.wiped_at.is_some() => {
            html! { p.note { (t!(lang, "order_lists-wiped")) } }
        }
        State::Closed => {
            let again = Button::plain(t!(lang, "order_lists-reopen"));
            Form::new(lang).prefixed("open").post(&at("opening"), &staff.once(), again)
        }
    }
}
