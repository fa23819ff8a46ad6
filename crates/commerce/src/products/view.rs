//! What the console shows of products.

use std::collections::HashMap;

use kernel::{
    Lang, Permission as _, ProductId,
    permission::{ManageProducts, ViewProducts},
};
use maud::{Markup, html};
use web::{
    Staff,
    kit::{
        Form, List, Tone, format, icons, layout,
        parts::{self, Button, Confirm, Empty, Figure, Head, Item, Tabs, card, chip, facts, rows},
        tables::{Column, Row, Table},
    },
    t,
};

use super::{
    form::{self, Offers},
    model::{Product, State},
    shelves::Shelves,
};

/// Fewer than these are few.
const FEW: i64 = 5;

pub fn list(
    staff: &Staff<ViewProducts>,
    list: &List,
    categories: &[String],
    (products, left): (&[Product], &HashMap<ProductId, Shelves>),
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let lines = products.iter().map(|product| {
        let total = left.get(&product.id).map_or(0, Shelves::total);
        let row = Row::new()
            .href(format!("/console/products/{}", product.id))
            .cell(product.name.say(lang))
            .cell(&product.category)
            .cell(format::amount(lang, shop.money(product.price)))
            .cell(stands(lang, product, total));
        if product.state == State::Closed { row.faint() } else { row }
    });
    let mine = staff.role.may(ManageProducts::NAME);
    let (new, first) = ("/console/products/new", t!(lang, "products-make-first"));
    let empty = Empty::new(icons::STORE, t!(lang, "products-none"), t!(lang, "products-none-why"))
        .action_for::<ManageProducts>(staff.role, new, first);
    let table = Table::new(list, t!(lang, "products-title"))
        .columns([
            Column::new("name", t!(lang, "products-name")),
            Column::new("category", t!(lang, "products-category")),
            Column::new("price", t!(lang, "products-price-in", currency = shop.currency.code()))
                .number(),
            Column::new("left", t!(lang, "products-left")).number(),
        ])
        .rows(lines)
        .filter()
        .csv("/console/products/catalogue")
        .empty(empty);
    html! {
        (Head::new(t!(lang, "products-title")).note(t!(lang, "products-lead")).aside(html! {
            @if mine { (Button::quiet(t!(lang, "catalogues-title")).href("/console/products/imports").icon(icons::UPLOAD)) }
            @if mine && !products.is_empty() { (Button::primary(t!(lang, "products-make")).href(new)) }
        }))
        @if categories.len() > 1 { (tabs(lang, list, categories)) }
        (table)
    }
}

fn tabs(lang: Lang, list: &List, categories: &[String]) -> Markup {
    let all = list.href("category", "");
    let tabs = Tabs::new(t!(lang, "products-category")).tab(all, t!(lang, "products-all"));
    let here = list.href("category", list.get("category"));
    let tabs =
        categories.iter().fold(tabs, |tabs, one| tabs.tab(list.href("category", one), one.clone()));
    maud::Render::render(&tabs.here(here))
}

fn stands(lang: Lang, product: &Product, left: i64) -> Markup {
    let number = format::number(lang, left);
    html! {
        @if product.state == State::Closed { (chip(Tone::Plain, &t!(lang, "products-state-closed"))) }
        @else if left <= 0 { (chip(Tone::Bad, &t!(lang, "products-sold-out"))) }
        @else if left < FEW { (chip(Tone::Warn, &number)) }
        @else { (number) }
    }
}

pub fn one(
    staff: &Staff<impl Sized>,
    product: &Product,
    parts: &[(Product, i64)],
    (left, offers, form): (&Shelves, &Offers, &Form),
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let mine = staff.role.may(ManageProducts::NAME);
    let at = |noun: &str| format!("/console/products/{}/{noun}", product.id);
    let sentence = match (product.state, left.total()) {
        (State::Closed, _) => t!(lang, "products-sentence-closed"),
        (State::Open, ..=0) => t!(lang, "products-sentence-out"),
        (State::Open, left) => t!(lang, "products-sentence", left = left),
    };
    html! {
        (Head::new(product.name.say(lang)).back("/console/products", &t!(lang, "products-title")).note(sentence)
            .aside(html! { @if mine { (Button::link(at("details"), t!(lang, "products-edit")).icon(icons::EDIT)) } }))
        div.figures {
            (Figure::new(t!(lang, "products-price"), format::money(lang, shop.money(product.price))))
            (Figure::new(t!(lang, "products-left"), format::number(lang, left.total())))
        }
        div.columns {
            (card(&t!(lang, "products-what"), "", what(staff, product, parts)))
            div {
                (card(&t!(lang, "products-shelves"), "", html! {
                    (places(lang, left, offers))
                    @if mine && !product.is_bundle() { hr; (shelf(staff, &at("stock"), offers, form)) }
                    @if product.is_bundle() { p.note { (t!(lang, "products-bundle-shelf")) } }
                }))
                @if mine { (card("", "", doing(staff, product))) }
            }
        }
        (parts::history(&staff.viewer(), product.id))
    }
}

fn what(staff: &Staff<impl Sized>, product: &Product, made_of: &[(Product, i64)]) -> Markup {
    let lang = staff.lang();
    let text = |text: String| html! { (text) };
    let mut pairs = vec![(t!(lang, "products-place"), text(product.place.to_string()))];
    for (key, said) in [
        ("products-code", &product.code),
        ("products-unit", &product.unit),
        ("products-category", &product.category),
    ] {
        if !said.is_empty() {
            pairs.insert(0, (t!(lang, key), text(said.clone())));
        }
    }
    let item = |(part, quantity): &(Product, i64)| {
        Item::new(part.name.say(lang))
            .aside(t!(lang, "products-times", quantity = *quantity))
            .href(format!("/console/products/{}", part.id))
    };
    html! {
        @if let Some(picture) = product.picture {
            img.gift-picture src={ (staff.shop.href("/product-pictures/")) (picture) } alt="" width="320" height="240" loading="lazy";
        }
        (facts(pairs))
        @if !product.words.is_empty() { p.note { (product.words.say(lang)) } }
        @if !made_of.is_empty() { (rows(made_of.iter().map(item))) }
    }
}

fn places(lang: Lang, left: &Shelves, offers: &Offers) -> Markup {
    let item = |store: &people::stores::Store| {
        let free = left.at(store.id);
        let aside = html! {
            @if free <= 0 { (chip(Tone::Bad, &t!(lang, "products-sold-out"))) }
            @else { span.num { (format::number(lang, free)) } }
        };
        Item::new(store.name.clone()).aside(aside)
    };
    html! { (rows(offers.stores.iter().map(item))) }
}

fn shelf(staff: &Staff<impl Sized>, action: &str, offers: &Offers, form: &Form) -> Markup {
    let lang = staff.lang();
    let choices = offers.stores.iter().map(|store| (store.id.to_string(), store.name.clone()));
    form.post(
        action,
        &staff.once(),
        html! {
            @if let [only] = offers.stores.as_slice() { (form.hidden("store", &only.id.to_string())) }
            @else { (form.select("store", t!(lang, "products-store"), choices)) }
            (form.number("pieces", t!(lang, "products-pieces")))
            (form.text("reason", t!(lang, "products-reason")).hint(t!(lang, "products-reason-hint"))
                .max(super::model::REASON_MAX).optional())
            div.actions {
                (Button::primary(t!(lang, "products-restock")).value("way", "more"))
                (Button::plain(t!(lang, "products-take-off")).value("way", "back"))
            }
        },
    )
}

fn doing(staff: &Staff<impl Sized>, product: &Product) -> Markup {
    let (lang, form) = (staff.lang(), Form::new(staff.lang()).prefixed("own"));
    let at = |noun: &str| format!("/console/products/{}/{noun}", product.id);
    html! {
        (form.post_files(&at("picture"), &staff.once(), html! {
            (form.file("picture", t!(lang, "products-picture"), "image/jpeg,image/png,image/webp")
                .hint(t!(lang, "products-picture-hint")).optional())
            (Button::plain(t!(lang, "products-picture-save")))
        }))
        @if product.state == State::Open {
            (Confirm::new(lang, t!(lang, "products-close"), t!(lang, "products-close-title"))
                .loses(t!(lang, "products-close-loses")).post(at("closing"), staff.once()))
        } @else {
            (Form::new(lang).prefixed("open").post(&at("opening"), &staff.once(), Button::plain(t!(lang, "products-open"))))
        }
    }
}

pub fn editing(
    staff: &Staff<ManageProducts>,
    form: &Form,
    offers: &Offers,
    product: Option<&Product>,
) -> Markup {
    let lang = staff.lang();
    let (title, action, back) = match product {
        Some(product) => {
            let here = format!("/console/products/{}", product.id);
            (t!(lang, "products-edit-title", name = product.name.say(lang)), here.clone(), here)
        }
        None => (t!(lang, "products-make"), "/console/products".into(), "/console/products".into()),
    };
    let main = html! {
        (Head::new(title.clone()).back(&back, &t!(lang, "products-back")))
        (form.post(&action, &staff.once(), form::fields(form, &staff.shop, offers)))
    };
    layout::console(&staff.frame(title), main)
}
