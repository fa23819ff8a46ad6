//! A list's form: what it shows, and what it makes of what was typed.

use ::store::Read;
use jiff::{civil::DateTime, tz::TimeZone};
use kernel::{FieldError, Fields, Lang, PageRequest, Result, Time, scope::Remit};
use maud::{Markup, html};
use people::{
    groups::{self, Group, Narrow},
    stores::Store,
};
use web::{
    Input, Shop,
    kit::{Choice, Form, format, parts::Button},
    t,
};

use super::model::{Details, Offer, OrderList, PLACE_MAX, is_within};
use crate::products::{self, Product};

/// Groups that the form offers.
const GROUPS: u32 = 60;
/// Products that it offers, in the shop's own order.
const PRODUCTS: &str = "60";

/// What the form can offer.
pub struct Offers {
    pub stores: Vec<Store>,
    pub groups: Vec<Group>,
    pub products: Vec<Product>,
}

impl Offers {
    pub async fn load(
        db: &mut impl Read,
        org: kernel::OrgId,
        (remit, of): (&Remit, Option<&OrderList>),
    ) -> Result<Self> {
        let only = match remit {
            Remit::Groups(groups) => Some(groups.clone()),
            _ => None,
        };
        let state = Some(groups::State::Open);
        let narrow = Narrow { state, only, stores: remit.stores(), ..Narrow::default() };
        let narrow = match remit {
            Remit::Groups(_) => Narrow { stores: None, ..narrow },
            _ => narrow,
        };
        let found =
            groups::rows(db, org, &narrow, groups::Order::default(), (None, GROUPS)).await?;
        let mut stores = people::stores::list(db, org).await?;
        stores.retain(|store| store.works() && remit.covers_store(Some(store.id)));
        let page = PageRequest { limit: Some(PRODUCTS.to_owned()), cursor: None };
        let open = Some(products::State::Open);
        let which = products::Which { state: open, ..products::Which::default() };
        let mut on_sale = products::list(db, org, &which, &page).await?.items;
        for offer in of.map_or(&[][..], |list| list.goods.as_slice()) {
            if on_sale.iter().all(|product| product.id != offer.product) {
                on_sale.extend(products::find(db, org, offer.product).await?);
            }
        }
        Ok(Self { stores, groups: found.items, products: on_sale })
    }
}

/// An instant as a form shows it.
fn local(at: Time, zone: &TimeZone) -> String {
    at.zoned(zone).datetime().strftime("%Y-%m-%dT%H:%M").to_string()
}

fn instant(typed: &str, zone: &TimeZone) -> Option<Time> {
    let local: DateTime = typed.trim().parse().ok()?;
    let found = zone.to_ambiguous_timestamp(local).compatible().ok()?;
    Some(Time::from_micros(found.as_microsecond()))
}

/// The words that a product is known by, before anybody says more: its names, and its unit.
fn known_by(product: &Product) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    for lang in Lang::ALL {
        let short = product.name.of(lang).split([',', '，', '、', ';', '(', '（', '·']).next();
        let name = short.unwrap_or_default().trim().to_owned();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let unit = Some(product.unit.clone());
    let unit = unit.filter(|unit| !unit.is_empty() && !unit.contains(|c: char| c.is_ascii_digit()));
    (names, unit.into_iter().collect())
}

/// What a new list begins with.
pub fn fresh(lang: Lang, shop: &Shop, (offers, now): (&Offers, Time)) -> Form {
    let hours =
        |hours: u64| local(now.plus(std::time::Duration::from_secs(hours * 3600)), &shop.zone);
    let store = offers.stores.first().map_or_else(String::new, |store| store.id.to_string());
    let mut values = vec![
        ("lang".to_owned(), shop.lang.tag().to_owned()),
        ("store".to_owned(), store),
        ("closes_at".to_owned(), hours(24)),
        ("ready_at".to_owned(), hours(48)),
        ("until_at".to_owned(), hours(52)),
    ];
    values.extend(words(&offers.products, &[]));
    Form::filled(lang, values)
}

/// A stored list in the form.
pub fn filled(lang: Lang, shop: &Shop, (of, offers): (&Details, &Offers)) -> Form {
    let mut values = vec![
        ("name".to_owned(), of.name.clone()),
        ("lang".to_owned(), of.lang.tag().to_owned()),
        ("store".to_owned(), of.store.to_string()),
        ("group".to_owned(), of.group.map_or_else(String::new, |group| group.to_string())),
        ("place".to_owned(), of.place.clone()),
        ("closes_at".to_owned(), local(of.closes_at, &shop.zone)),
        ("ready_at".to_owned(), local(of.ready_at, &shop.zone)),
        ("until_at".to_owned(), local(of.until_at, &shop.zone)),
    ];
    values.extend(of.goods.iter().map(|offer| ("goods".to_owned(), offer.product.to_string())));
    values.extend(words(&offers.products, &of.goods));
    Form::filled(lang, values)
}

fn words(products: &[Product], goods: &[Offer]) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for product in products {
        let offer = goods.iter().find(|offer| offer.product == product.id);
        let (names, units) = match offer {
            Some(offer) => (offer.names.clone(), offer.units.clone()),
            None => known_by(product),
        };
        values.push((format!("names.{}", product.id), names.join(", ")));
        values.push((format!("units.{}", product.id), units.join(", ")));
    }
    values
}

/// Whether the list exists already: then whose it is stays.
pub fn fields(form: &Form, shop: &Shop, (offers, of): (&Offers, Option<&OrderList>)) -> Markup {
    let lang = form.lang;
    let stores = offers.stores.iter().map(|one| Choice::new(one.id.to_string(), &*one.name));
    let groups = offers.groups.iter().map(|one| Choice::new(one.id.to_string(), &*one.name));
    let whole = Choice::new("", t!(lang, "order_lists-group-none"));
    let langs = Lang::ALL.map(|one| Choice::new(one.tag(), one.own_name()));
    html! {
        (form.text("name", t!(lang, "order_lists-name")).max(80).placeholder(t!(lang, "order_lists-name-example")))
        @if of.is_none() {
            (form.select("group", t!(lang, "order_lists-group"), std::iter::once(whole).chain(groups))
                .hint(t!(lang, "order_lists-group-hint")))
            (form.select("store", t!(lang, "order_lists-store"), stores).hint(t!(lang, "order_lists-store-hint")))
        }
        (form.select("lang", t!(lang, "order_lists-lang"), langs))
        (form.date_time("closes_at", t!(lang, "order_lists-closes")))
        (form.text("place", t!(lang, "order_lists-place")).max(PLACE_MAX).optional()
            .hint(t!(lang, "order_lists-place-hint")))
        (form.date_time("ready_at", t!(lang, "order_lists-ready")))
        (form.date_time("until_at", t!(lang, "order_lists-until")).hint(t!(lang, "order_lists-until-hint")))
        h2 { (t!(lang, "order_lists-goods")) }
        p.note { (t!(lang, "order_lists-goods-hint")) }
        @for wrong in form.errors().of("goods") {
            p.wrong { (web::kit::words::field_error(lang, wrong)) }
        }
        div.offered { @for product in &offers.products { (offered(form, shop, product)) } }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// A product to tick, with the words that people use for it.
fn offered(form: &Form, shop: &Shop, product: &Product) -> Markup {
    let (lang, id) = (form.lang, product.id.to_string());
    let name = product.name.say(lang);
    let price = format::money(lang, shop.money(product.price));
    let wrong = form.errors().of("goods").next().is_some();
    html! {
        fieldset.offered-one {
            legend {
                label {
                    input type="checkbox" name="goods" value=(id) checked[form.has("goods", &id)]
                        aria-invalid=[wrong.then_some("true")];
                    " " (name) " " span.num { (price) }
                }
            }
            (form.text(&format!("names.{id}"), t!(lang, "order_lists-words", product = name)).max(300).optional())
            (form.text(&format!("units.{id}"), t!(lang, "order_lists-units", product = name)).max(300).optional())
        }
    }
}

/// What was typed.
pub fn read(
    input: &Input,
    shop: &Shop,
    (offers, of, remit): (&Offers, Option<&OrderList>, &Remit),
    now: Time,
) -> Result<Details> {
    let mut fields = Fields::default();
    let mut at = |field: &'static str| {
        instant(input.text(field), &shop.zone).unwrap_or_else(|| {
            fields.push(FieldError::new(field, "instant_invalid"));
            Time::default()
        })
    };
    let (closes_at, ready_at, until_at) = (at("closes_at"), at("ready_at"), at("until_at"));
    let group = match (of, input.text("group").trim()) {
        (Some(list), _) => list.group,
        (None, "") => None,
        (None, typed) => {
            let group = offers.groups.iter().find(|group| group.id.to_string() == typed);
            if group.is_none() {
                fields.push(FieldError::new("group", "choice_invalid"));
            }
            group.map(|group| group.id)
        }
    };
    let home = offers.groups.iter().find(|one| Some(one.id) == group).and_then(|one| one.store);
    let store = of.map(|list| list.store).or(home).or_else(|| input.text("store").parse().ok());
    let Some(store) = store else {
        fields.push(FieldError::new("store", "choice_invalid"));
        return Err(kernel::Error::Invalid(fields));
    };
    if !is_within(remit, group, store) {
        fields.push(FieldError::new("group", "choice_invalid"));
    }
    let lang: Option<Lang> = input.choice(&mut fields, "lang");
    let words = |kind: &str, id: &str| {
        let typed = input.text(&format!("{kind}.{id}"));
        let all =
            typed.split([',', '，', '、', ';']).map(str::trim).filter(|word| !word.is_empty());
        all.map(str::to_owned).collect::<Vec<String>>()
    };
    let mut goods = Vec::new();
    for id in input.all("goods").filter(|id| !id.is_empty()) {
        match id.parse() {
            Ok(product) => {
                goods.push(Offer { product, names: words("names", id), units: words("units", id) });
            }
            Err(_) => fields.push(FieldError::new("goods", "choice_invalid")),
        }
    }
    let (name, place) = (input.text("name").to_owned(), input.text("place").to_owned());
    let lang = lang.unwrap_or_default();
    let mut details =
        Details { name, store, group, lang, place, closes_at, ready_at, until_at, goods };
    details.check(now, &mut fields);
    fields.check(details)
}
