//! An outlet's form: what it shows, and what it makes of what was typed.

use ::store::Read;
use kernel::{FieldError, Fields, GroupId, Lang, MemberId, Result};
use maud::{Markup, html};
use people::{
    groups::{self, Group, Narrow},
    members,
    stores::{DAYS, Store},
};
use web::{
    Input, Shop,
    kit::{Choice, Form, parts::Button},
    t,
};

use super::{
    model::{ADDRESS_MAX, Details, Kind, LONGEST_CUTOFF, Missed, NAME_MAX, WORDS_MAX},
    slots,
};

/// Groups that the form offers.
const GROUPS: u32 = 60;

/// What the form can offer.
pub struct Offers {
    pub stores: Vec<Store>,
    pub groups: Vec<Group>,
}

impl Offers {
    pub async fn load(db: &mut impl Read, org: kernel::OrgId) -> Result<Self> {
        let narrow = Narrow { state: Some(groups::State::Open), ..Narrow::default() };
        let found =
            groups::rows(db, org, &narrow, groups::Order::default(), (None, GROUPS)).await?;
        let mut stores = people::stores::list(db, org).await?;
        stores.retain(Store::works);
        Ok(Self { stores, groups: found.items })
    }
}

/// A stored outlet in the form.
pub fn filled(lang: Lang, shop: &Shop, of: &Details, keeper: Option<String>) -> Form {
    let money = |amount| shop.money(amount).plain();
    let mut values = vec![
        ("kind".to_owned(), of.kind.to_string()),
        ("name".to_owned(), of.name.clone()),
        ("store".to_owned(), of.store.to_string()),
        ("address".to_owned(), of.address.clone()),
        ("words".to_owned(), of.words.clone()),
        ("cutoff_hours".to_owned(), of.cutoff_hours.to_string()),
        ("missed".to_owned(), of.missed.to_string()),
        ("areas".to_owned(), of.areas.join("\n")),
        ("fee".to_owned(), money(of.fee)),
        ("free_from".to_owned(), of.free_from.map(money).unwrap_or_default()),
        ("keeper".to_owned(), keeper.unwrap_or_default()),
    ];
    values.extend(of.groups.iter().map(|group| ("groups".to_owned(), group.to_string())));
    for (day, name) in (0u8..).zip(DAYS) {
        values.push((name.to_owned(), slots::written(&of.windows, day)));
    }
    Form::filled(lang, values)
}

/// What a new outlet begins with.
pub fn fresh(lang: Lang, kind: Kind, stores: &[Store]) -> Form {
    let store = stores.first().map_or_else(String::new, |store| store.id.to_string());
    let values = [
        ("kind", kind.to_string()),
        ("store", store),
        ("cutoff_hours", "12".to_owned()),
        ("missed", Missed::Kept.to_string()),
        ("fee", "0".to_owned()),
    ];
    Form::filled(lang, values)
}

pub fn fields(form: &Form, shop: &Shop, offers: &Offers, kind: Kind) -> Markup {
    let lang = form.lang;
    let stores = offers.stores.iter().map(|one| Choice::new(one.id.to_string(), &*one.name));
    html! {
        (form.hidden("kind", kind.word()))
        (form.text("name", t!(lang, &format!("outlets-name-{kind}"))).max(NAME_MAX)
            .hint(t!(lang, &format!("outlets-name-{kind}-hint"))))
        @if kind == Kind::Point {
            (form.textarea("address", t!(lang, "outlets-address"), 2).max(ADDRESS_MAX))
        } @else {
            (form.textarea("areas", t!(lang, "outlets-areas"), 4).hint(t!(lang, "outlets-areas-hint")))
            (form.money("fee", t!(lang, "outlets-fee"), shop.currency))
            (form.money("free_from", t!(lang, "outlets-free-from"), shop.currency)
                .hint(t!(lang, "outlets-free-from-hint")).optional())
        }
        (form.textarea("words", t!(lang, "outlets-words"), 2).max(WORDS_MAX).optional()
            .hint(t!(lang, &format!("outlets-words-{kind}-hint"))))
        (form.select("store", t!(lang, "outlets-store"), stores).hint(t!(lang, "outlets-store-hint")))
        h2 { (t!(lang, "outlets-windows")) }
        p.note { (t!(lang, "outlets-windows-hint")) }
        @for day in DAYS {
            (form.text(day, t!(lang, &format!("outlets-day-{day}"))).optional())
        }
        (form.number("cutoff_hours", t!(lang, "outlets-cutoff")).hint(t!(lang, "outlets-cutoff-hint")))
        @if kind == Kind::Point { (people(form, offers)) }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

/// Whose point it is, who looks after it, and what becomes of what is left.
fn people(form: &Form, offers: &Offers) -> Markup {
    let lang = form.lang;
    let groups = offers.groups.iter().map(|one| Choice::new(one.id.to_string(), &*one.name));
    let missed = Missed::ALL.map(|one| {
        Choice::new(one.word(), t!(lang, &format!("outlets-missed-{one}")))
            .note(t!(lang, &format!("outlets-missed-{one}-why")))
    });
    html! {
        (form.text("keeper", t!(lang, "outlets-keeper")).max(60).optional().hint(t!(lang, "outlets-keeper-hint")))
        @if !offers.groups.is_empty() {
            (form.checks("groups", t!(lang, "outlets-groups"), groups).hint(t!(lang, "outlets-groups-hint")).optional())
        }
        (form.radios("missed", t!(lang, "outlets-missed"), missed))
    }
}

/// The member that a phone number or a card's code names.
async fn keeper(
    db: &mut impl Read,
    shop: &Shop,
    fields: &mut Fields,
    typed: &str,
) -> Result<Option<MemberId>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let found = match members::E164::read(typed, &shop.country) {
        Ok(phone) => members::by_phone(db, shop.org, &phone).await?,
        Err(_) => None,
    };
    let found = match found {
        Some(found) => Some(found),
        None => members::by_code(db, shop.org, typed).await?,
    };
    if found.is_none() {
        fields.push(FieldError::new("keeper", "outlet_keeper"));
    }
    Ok(found.map(|member| member.id))
}

/// What was typed.
pub async fn read(
    db: &mut impl Read,
    input: &Input,
    (shop, kind): (&Shop, Kind),
) -> Result<Details> {
    let mut fields = Fields::default();
    let store = input.text("store").parse().ok();
    let cutoff_hours = input.number(&mut fields, "cutoff_hours", 0..=LONGEST_CUTOFF);
    let mut windows = Vec::new();
    for (day, name) in (0u8..).zip(DAYS) {
        match slots::windows(day, input.text(name)) {
            Some(of_day) => windows.extend(of_day),
            None => fields.push(FieldError::new(name, "windows_written")),
        }
    }
    let (mut fee, mut free_from, mut of_keeper, mut missed) = (0, None, None, Missed::Kept);
    let mut groups: Vec<GroupId> = Vec::new();
    match kind {
        Kind::Point => {
            of_keeper = keeper(db, shop, &mut fields, input.text("keeper")).await?;
            missed = input.choice(&mut fields, "missed").unwrap_or_default();
            for group in input.all("groups").filter(|group| !group.trim().is_empty()) {
                match group.parse() {
                    Ok(group) => groups.push(group),
                    Err(_) => fields.push(FieldError::new("groups", "choice_invalid")),
                }
            }
        }
        Kind::Zone => {
            fee = input.money(&mut fields, "fee", shop.currency);
            free_from = input.optional_money(&mut fields, "free_from", shop.currency);
        }
    }
    let areas = input.text("areas").split(['\n', ',', '，', ';']).map(str::trim);
    let areas = areas.filter(|area| !area.is_empty()).map(str::to_owned).collect();
    let Some(store) = store else {
        fields.push(FieldError::new("store", "choice_invalid"));
        return Err(kernel::Error::Invalid(fields));
    };
    let details = Details {
        address: input.text("address").to_owned(),
        words: input.text("words").to_owned(),
        windows,
        cutoff_hours,
        groups,
        keeper: of_keeper,
        missed,
        areas,
        fee,
        free_from,
        ..Details::new(kind, input.text("name"), store)
    };
    match (fields.check(()), details.checked()) {
        (Ok(()), checked) => checked.map_err(named),
        (Err(error), _) => Err(error),
    }
}

/// What is wrong with windows is said beside the first day: the form has no field of that name.
fn named(error: kernel::Error) -> kernel::Error {
    let kernel::Error::Invalid(wrong) = error else { return error };
    let mut fields = Fields::default();
    for one in wrong.iter() {
        let mut one = one.clone();
        if one.field.starts_with("windows") {
            one.field = "mon".into();
        }
        fields.push(one);
    }
    kernel::Error::Invalid(fields)
}
