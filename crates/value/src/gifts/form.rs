//! A gift's form: what it shows, and what it makes of what was typed.

use kernel::{FieldError, Fields, Lang, Result, text};
use maud::{Markup, html};
use people::{series::Series, stores::Store};
use web::{
    Input, Shop,
    kit::{Choice, Form, parts::Button},
    t,
};

use super::model::{Details, Gift, Kind, PACKING_MAX};
use crate::{
    bills::terms_form::{self, Of, Typed},
    words::Words,
};

/// What the form can offer.
pub struct Offers {
    pub stores: Vec<Store>,
    pub series: Vec<Series>,
}

/// A stored gift in the form.
pub fn filled(lang: Lang, shop: &Shop, gift: &Details) -> Form {
    let money = |amount| shop.money(amount).plain();
    let mut values = vec![
        ("kind".to_owned(), gift.kind.to_string()),
        ("cost".to_owned(), money(gift.cost)),
        ("perceived".to_owned(), money(gift.perceived)),
        ("per_member".to_owned(), gift.per_member.to_string()),
        (
            "valid_days".to_owned(),
            gift.valid_days.map_or_else(String::new, |days| days.to_string()),
        ),
        ("series".to_owned(), gift.series.map_or_else(String::new, |id| id.to_string())),
    ];
    if gift.returns {
        values.push(("returns".to_owned(), "on".to_owned()));
    }
    for one in Lang::ALL {
        values.push((format!("name_{}", short(one)), gift.name.of(one).to_owned()));
        values.push((format!("packing_{}", short(one)), gift.packing.of(one).to_owned()));
    }
    terms_form::filled(&mut values, shop, &gift.terms);
    values.extend(gift.stores.iter().map(|id| ("stores".to_owned(), id.to_string())));
    Form::filled(lang, values)
}

/// What a new gift begins with.
pub fn fresh(lang: Lang) -> Form {
    let values = [
        ("kind", "lead"),
        ("per_member", "1"),
        ("valid_days", "14"),
        ("returns", "on"),
        ("stock", "100"),
        ("terms.benefit", "thing"),
    ];
    Form::filled(lang, values)
}

const fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
        Lang::Es => "es",
    }
}

/// The fields of the words in one language, by which what is wrong with them is named.
const fn own_fields(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::En => ("name_en", "packing_en"),
        Lang::Zh => ("name_zh", "packing_zh"),
        Lang::Es => ("name_es", "packing_es"),
    }
}

/// The name of a kind.
pub fn kind(lang: Lang, kind: Kind) -> String {
    match kind {
        Kind::Lead => t!(lang, "gifts-kind-lead"),
        Kind::Raffle => t!(lang, "gifts-kind-raffle"),
        Kind::Reward => t!(lang, "gifts-kind-reward"),
        Kind::Stamp => t!(lang, "gifts-kind-stamp"),
    }
}

/// All fields; a new gift also says how many there are.
pub fn fields(form: &Form, shop: &Shop, offers: &Offers, gift: Option<&Gift>) -> Markup {
    let lang = form.lang;
    let own = shop.lang;
    let kinds = Kind::ALL.map(|one| {
        let note = match one {
            Kind::Lead => t!(lang, "gifts-kind-lead-note"),
            Kind::Raffle => t!(lang, "gifts-kind-raffle-note"),
            Kind::Reward => t!(lang, "gifts-kind-reward-note"),
            Kind::Stamp => t!(lang, "gifts-kind-stamp-note"),
        };
        Choice::new(one.word(), kind(lang, one)).note(note)
    });
    let name = |one: Lang| t!(lang, "gifts-name-in", lang = one.own_name());
    let packing = |one: Lang| t!(lang, "gifts-packing-in", lang = one.own_name());
    let others = || Lang::ALL.into_iter().filter(move |one| *one != own);
    html! {
        (form.radios("kind", t!(lang, "gifts-kind"), kinds))
        (form.text(&format!("name_{}", short(own)), t!(lang, "gifts-name")).max(120)
            .hint(t!(lang, "gifts-name-hint")))
        (terms_form::fields(form, shop, Of::Voucher))
        (form.money("cost", t!(lang, "gifts-cost"), shop.currency).hint(t!(lang, "gifts-cost-hint")))
        (form.money("perceived", t!(lang, "gifts-perceived"), shop.currency)
            .hint(t!(lang, "gifts-perceived-hint")).optional())
        @if gift.is_none() {
            (form.number("stock", t!(lang, "gifts-stock")).hint(t!(lang, "gifts-stock-hint")))
        }
        (form.number("per_member", t!(lang, "gifts-per-member")).hint(t!(lang, "gifts-per-member-hint")))
        (form.number("valid_days", t!(lang, "gifts-valid-days")).hint(t!(lang, "gifts-valid-days-hint")).optional())
        (form.checkbox("returns", t!(lang, "gifts-returns")))
        details.more {
            summary { (t!(lang, "gifts-more")) }
            (form.textarea(&format!("packing_{}", short(own)), t!(lang, "gifts-packing"), 3)
                .hint(t!(lang, "gifts-packing-hint")).max(500).optional())
            @if offers.stores.len() > 1 {
                (form.checks("stores", t!(lang, "gifts-stores"),
                    offers.stores.iter().map(|store| (store.id.to_string(), store.name.clone())))
                    .hint(t!(lang, "gifts-stores-hint")))
            }
            @if !offers.series.is_empty() {
                (form.select("series", t!(lang, "gifts-series"),
                    std::iter::once((String::new(), t!(lang, "gifts-series-all")))
                        .chain(offers.series.iter().map(|one| (one.id.to_string(), one.name.clone()))))
                    .optional())
            }
            @for one in others() {
                (form.text(&format!("name_{}", short(one)), name(one)).max(120).optional())
                (form.textarea(&format!("packing_{}", short(one)), packing(one), 2).max(500).optional())
            }
        }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// What was typed. Errors of the model come with it, so that all are seen at once.
pub fn read(input: &Input, shop: &Shop, offers: &Offers) -> Result<Details> {
    let mut fields = Fields::default();
    let cost = input.money(&mut fields, "cost", shop.currency);
    let perceived =
        input.optional_money(&mut fields, "perceived", shop.currency).unwrap_or_default();
    let per_member =
        input.number(&mut fields, "per_member", 0..=i64::from(super::model::MOST_EACH));
    let valid_days = match input.text("valid_days").trim() {
        "" => None,
        _ => Some(input.number(&mut fields, "valid_days", 1..=i64::from(super::model::MOST_DAYS))),
    };
    let kind = input.choice(&mut fields, "kind").unwrap_or(Kind::Lead);
    let (mut name, mut packing) = (Words::default(), Words::default());
    for one in Lang::ALL {
        let (named, packed) = own_fields(one);
        *name.slot(one) = text::optional(&mut fields, named, input.optional(named), text::NAME_MAX)
            .unwrap_or_default();
        *packing.slot(one) = text::body(&mut fields, packed, input.text(packed), PACKING_MAX);
    }
    if name.of(shop.lang).is_empty() {
        fields.push(FieldError::new(format!("name_{}", short(shop.lang)), "required"));
    }
    // What is none of ours must not be left out: without a store, a gift is valid in all of them.
    let chosen: Vec<_> = input.all("stores").filter(|id| !id.is_empty()).collect();
    let known = |id: &&str| offers.stores.iter().find(|store| store.id.to_string() == **id);
    let stores: Vec<_> = chosen.iter().filter_map(known).map(|store| store.id).collect();
    if stores.len() < chosen.len() {
        fields.push(FieldError::new("stores", "choice_invalid"));
    }
    let chosen = input.text("series");
    let series = offers.series.iter().map(|one| one.id).find(|id| id.to_string() == chosen);
    if series.is_none() && !chosen.is_empty() {
        fields.push(FieldError::new("series", "choice_invalid"));
    }
    let typed = Typed {
        text: &|name| input.text(name).to_owned(),
        all: &|name| input.all(name).map(str::to_owned).collect(),
    };
    let terms = terms_form::read(&typed, shop, &mut fields);
    let details = Details {
        kind,
        name,
        packing,
        cost,
        perceived,
        per_member: u32::try_from(per_member).unwrap_or_default(),
        valid_days: valid_days.and_then(|days| u32::try_from(days).ok()),
        stores,
        returns: input.ticked("returns"),
        series,
        terms,
    };
    fields.check(details)?.checked()
}
