//! A product's form: what it shows, and what it makes of what was typed.

use kernel::{FieldError, Fields, Lang, Result, text};
use maud::{Markup, html};
use people::stores::Store;
use value::words::Words;
use web::{
    Input, Shop,
    kit::{Form, parts::Button},
    t,
};

use super::model::{
    CATEGORY_MAX, CODE_MAX, Details, LAST_PLACE, MIDDLE, MOST_OF_ONE, Part, Product, UNIT_MAX,
    WORDS_MAX,
};

/// What the form can offer.
pub struct Offers {
    pub stores: Vec<Store>,
    pub categories: Vec<String>,
    /// Products that a bundle may hold.
    pub products: Vec<Product>,
}

/// The fields of one language, by which what is wrong with them is named.
const fn own_fields(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::En => ("name_en", "words_en"),
        Lang::Zh => ("name_zh", "words_zh"),
        Lang::Es => ("name_es", "words_es"),
    }
}

/// The fields of a bundle's parts: which, and how many.
const PARTS: [(&str, &str); 4] = [
    ("part_1", "pieces_1"),
    ("part_2", "pieces_2"),
    ("part_3", "pieces_3"),
    ("part_4", "pieces_4"),
];

/// A stored product in the form.
pub fn filled(lang: Lang, shop: &Shop, product: &Details) -> Form {
    let mut values = vec![
        ("price".to_owned(), shop.money(product.price).plain()),
        ("category".to_owned(), product.category.clone()),
        ("code".to_owned(), product.code.clone()),
        ("unit".to_owned(), product.unit.clone()),
        ("place".to_owned(), product.place.to_string()),
    ];
    for one in Lang::ALL {
        let (name, words) = own_fields(one);
        values.push((name.to_owned(), product.name.of(one).to_owned()));
        values.push((words.to_owned(), product.words.of(one).to_owned()));
    }
    for ((which, many), part) in PARTS.iter().zip(&product.parts) {
        values.push(((*which).to_owned(), part.product.to_string()));
        values.push(((*many).to_owned(), part.quantity.to_string()));
    }
    Form::filled(lang, values)
}

/// What a new product begins with.
pub fn fresh(lang: Lang) -> Form {
    Form::filled(lang, [("place", MIDDLE.to_string())])
}

pub fn fields(form: &Form, shop: &Shop, offers: &Offers) -> Markup {
    let (lang, own) = (form.lang, shop.lang);
    let others = || Lang::ALL.into_iter().filter(move |one| *one != own);
    let known = t!(lang, "products-category-known", list = offers.categories.join(", "));
    html! {
        (form.text(own_fields(own).0, t!(lang, "products-name")).max(text::NAME_MAX)
            .hint(t!(lang, "products-name-hint")))
        (form.money("price", t!(lang, "products-price"), shop.currency).hint(t!(lang, "products-price-hint")))
        (form.text("unit", t!(lang, "products-unit")).max(UNIT_MAX).optional().hint(t!(lang, "products-unit-hint")))
        (form.text("category", t!(lang, "products-category")).max(CATEGORY_MAX).optional()
            .hint(if offers.categories.is_empty() { t!(lang, "products-category-hint") } else { known }))
        (form.textarea(own_fields(own).1, t!(lang, "products-words"), 4).max(WORDS_MAX).optional()
            .hint(t!(lang, "products-words-hint")))
        details.more {
            summary { (t!(lang, "products-more")) }
            (form.text("code", t!(lang, "products-code")).max(CODE_MAX).optional().hint(t!(lang, "products-code-hint")))
            (form.number("place", t!(lang, "products-place")).hint(t!(lang, "products-place-hint")))
            @for one in others() {
                (form.text(own_fields(one).0, t!(lang, "products-name-in", lang = one.own_name())).max(text::NAME_MAX).optional())
                (form.textarea(own_fields(one).1, t!(lang, "products-words-in", lang = one.own_name()), 2).max(WORDS_MAX).optional())
            }
        }
        @if offers.products.len() > 1 {
            details.more {
                summary { (t!(lang, "products-bundle")) }
                p.note { (t!(lang, "products-bundle-why")) }
                @for (at, (which, many)) in PARTS.iter().enumerate() {
                    div.pair {
                        (form.select(which, t!(lang, "products-part", number = at + 1), choices(lang, offers)).optional())
                        (form.number(many, t!(lang, "products-part-pieces", number = at + 1)).optional())
                    }
                }
            }
        }
        div.actions { (Button::primary(t!(lang, "save"))) }
    }
}

fn choices(lang: Lang, offers: &Offers) -> Vec<(String, String)> {
    let none = (String::new(), t!(lang, "products-part-none"));
    let named = |one: &Product| (one.id.to_string(), one.name.say(lang).to_owned());
    std::iter::once(none).chain(offers.products.iter().map(named)).collect()
}

/// What was typed. Errors of the model come with it, so that all are seen at once.
pub fn read(input: &Input, shop: &Shop) -> Result<Details> {
    let mut fields = Fields::default();
    let price = input.money(&mut fields, "price", shop.currency);
    let place = input.number(&mut fields, "place", 0..=LAST_PLACE);
    let mut own = |name: &'static str, most| {
        text::optional(&mut fields, name, input.optional(name), most).unwrap_or_default()
    };
    let (code, unit) = (own("code", CODE_MAX), own("unit", UNIT_MAX));
    let category =
        text::optional(&mut fields, "category", input.optional("category"), CATEGORY_MAX)
            .unwrap_or_default();
    let (mut name, mut words) = (Words::default(), Words::default());
    for one in Lang::ALL {
        let (named, told) = own_fields(one);
        *name.slot(one) = text::optional(&mut fields, named, input.optional(named), text::NAME_MAX)
            .unwrap_or_default();
        *words.slot(one) = text::body(&mut fields, told, input.text(told), WORDS_MAX);
    }
    if name.of(shop.lang).is_empty() {
        fields.push(FieldError::new(own_fields(shop.lang).0, "required"));
    }
    let mut parts = Vec::new();
    for (which, many) in PARTS {
        let chosen = input.text(which).trim();
        if chosen.is_empty() {
            continue;
        }
        let quantity = input.number(&mut fields, many, 1..=MOST_OF_ONE);
        match chosen.parse() {
            Ok(product) => parts.push(Part { product, quantity }),
            Err(_) => fields.push(FieldError::new(which, "choice_invalid")),
        }
    }
    fields.check(Details { code, name, words, category, price, unit, place, parts })?.checked()
}
