//! The forms that people meet most, a bad value a line: which field is named, beside the field and on
//! top, and that nothing typed is lost.

use super::{
    MARKUP,
    ground::{Asker, Ground, on_each_engine},
    scrape::{self, Sheet},
    sent::{Heard, Sent},
};

mod presales;

/// A form, what makes it right, and what makes it wrong again: what is typed into which field, and the
/// field that is named if it is another.
struct Rules {
    route: &'static str,
    query: &'static str,
    asker: Asker,
    action: &'static str,
    right: &'static [(&'static str, &'static str)],
    wrong: &'static [(&'static str, &'static str, &'static str)],
}

/// Stands for a name of 300 characters with markup in it.
const LONG: &str = "LONG";
/// Stands for a field that was not sent.
const GONE: &str = "GONE";

const FORMS: [Rules; 14] = [
    Rules {
        route: "/{org}/j/{code}",
        query: "",
        asker: Asker::Nobody,
        action: "/riverside/j/",
        right: &[
            ("name", "Ana"),
            ("phone", "138 0000 4321"),
            ("phone_country", "CN"),
            ("membership", "on"),
        ],
        wrong: &[
            ("name", "", "name"),
            ("name", "\u{202e}\u{0} ", "name"),
            ("name", LONG, "name"),
            ("phone", "call me", "phone"),
            ("phone", "+34 600", "phone"),
            ("phone", "99999999999999999999", "phone"),
            ("phone_country", "XX", "phone"),
            ("phone_country", "ES", "phone"),
            ("membership", GONE, "membership"),
        ],
    },
    Rules {
        route: "/console/stores/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/stores",
        right: &[("name", "Sala Ríos"), ("lat", "31,2"), ("lon", "121.4")],
        wrong: &[
            ("name", "", "name"),
            ("name", LONG, "name"),
            ("address", LONG, "address"),
            ("lat", "north", "lat"),
            ("lat", "NaN", "lat"),
            ("lat", "91", "lat"),
            ("lon", "-181", "lon"),
            ("lon", "", "lon"),
            ("lat", "", "lat"),
            ("mon_from1", "25:00", "mon_from1"),
            ("mon_until1", "late", "mon_until1"),
            ("sun_from2", "09:30", "sun_until2"),
            ("code", "no code!", "code"),
        ],
    },
    Rules {
        route: "/console/series/draft",
        query: "?playbook=fresh-food",
        asker: Asker::Owner,
        action: "/console/series/preview",
        right: &[("name", "Frutas"), ("category", "Fruta")],
        wrong: &[
            ("name", "", "name"),
            ("name", LONG, "name"),
            ("category", LONG, "category"),
            ("capacity", "0", "capacity"),
            ("capacity", "-1", "capacity"),
            ("capacity", "many", "capacity"),
            ("capacity", "99999999999999999999", "capacity"),
            ("lang_of", "xx", "lang_of"),
            ("threshold", "xx", "threshold"),
            ("threshold", "question", "question"),
            ("second_group", "xx", "second_group"),
            ("template", "{nobody} {number}", "template"),
            ("template", "always the same", "template"),
            ("stores", "xx", "stores"),
        ],
    },
    Rules {
        route: "/console/gifts/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/gifts",
        right: &[("name_en", "Mango"), ("cost", "3.20")],
        wrong: &[
            ("name_en", "", "name_en"),
            ("name_en", LONG, "name_en"),
            ("name_es", LONG, "name_es"),
            ("packing_en", LONG, "packing_en"),
            ("kind", "xx", "kind"),
            ("cost", "", "cost"),
            ("cost", "cheap", "cost"),
            ("cost", "-1", "cost"),
            ("cost", "1e400", "cost"),
            ("cost", "99999999999999999999", "cost"),
            ("perceived", "dear", "perceived"),
            ("stock", "-1", "stock"),
            ("stock", "9223372036854775807", "stock"),
            ("per_member", "some", "per_member"),
            ("valid_days", "0", "valid_days"),
            ("valid_days", "2026-02-30", "valid_days"),
            ("stores", "xx", "stores"),
            ("series", "xx", "series"),
        ],
    },
    Rules {
        route: "/console/prices/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/prices",
        right: &[("name_en", "Member day"), ("terms.benefit.percent", "10")],
        wrong: &[
            ("name_en", "", "name_en"),
            ("name_en", LONG, "name_en"),
            ("name_zh", LONG, "name_zh"),
            ("terms.benefit", "xx", "terms.benefit"),
            ("terms.benefit.percent", "", "terms.benefit.percent"),
            ("terms.benefit.percent", "0", "terms.benefit.percent"),
            ("terms.benefit.percent", "101", "terms.benefit.percent"),
            ("terms.benefit.percent", "a lot", "terms.benefit.percent"),
            ("terms.benefit.most", "much", "terms.benefit.most"),
            ("terms.conditions.least", "-1", "terms.conditions.least"),
            ("terms.conditions.from", "2026-02-30", "terms.conditions.from"),
            ("hours.from", "25:00", "hours.from"),
            ("hours.until", "late", "hours.until"),
            ("whom", "xx", "whom"),
            ("stores", "xx", "stores"),
        ],
    },
    Rules {
        route: "/console/raffles/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/raffles",
        right: &[("name_en", "Autumn raffle")],
        wrong: &[
            ("name_en", "", "name_en"),
            ("name_zh", LONG, "name_zh"),
            ("style", "xx", "style"),
            ("style", "wheel", "plays"),
            ("gift_1", "xx", "gift_1"),
            ("gift_1", "", "gift_1"),
            ("quantity_1", "0", "quantity_1"),
            ("quantity_1", "many", "quantity_1"),
            ("quantity_1", "9223372036854775807", "quantity_1"),
            ("plays", "-1", "plays"),
            ("free", "11", "free"),
            ("free", "", "free"),
            ("per_member", "0", "per_member"),
            ("per_purchase", "free", "per_purchase"),
            ("wins", "0", "wins"),
            ("least_entrants", "1001", "least_entrants"),
            ("wait_minutes", "-1", "wait_minutes"),
            ("wait_minutes", "10081", "wait_minutes"),
            ("collect_days", "0", "collect_days"),
            ("input", "xx", "input"),
            ("unclaimed", "xx", "unclaimed"),
            ("opens_at", "tomorrow", "opens_at"),
            ("closes_at", "2020-01-01T10:00", "closes_at"),
            ("points", "5", "program"),
            ("budget", "a lot", "budget"),
            ("whom", "xx", "whom"),
        ],
    },
    Rules {
        route: "/console/flash-sales/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/flash-sales",
        right: &[("name_en", "Friday beans")],
        wrong: &[
            ("name_en", "", "name_en"),
            ("name_en", LONG, "name_en"),
            ("name_es", LONG, "name_es"),
            ("gift", "xx", "gift"),
            ("pieces", "0", "pieces"),
            ("pieces", "many", "pieces"),
            ("pieces", "9223372036854775807", "pieces"),
            ("per_member", "0", "per_member"),
            ("per_member", "-1", "per_member"),
            ("per_day", "1001", "per_day"),
            ("opens_at", "2026-02-30T10:00", "opens_at"),
            ("opens_at", "soon", "opens_at"),
            ("closes_at", "2020-01-01T10:00", "closes_at"),
            ("hold_minutes", "1", "hold_minutes"),
            ("offer_minutes", "1441", "offer_minutes"),
            ("points", "5", "program"),
            ("budget", "dear", "budget"),
            ("whom", "xx", "whom"),
        ],
    },
    Rules {
        route: "/console/red-packets/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/red-packets",
        right: &[("name_en", "Good luck"), ("total", "88.80"), ("shares", "20")],
        wrong: &[
            ("name_en", "", "name_en"),
            ("name_zh", LONG, "name_zh"),
            ("gives", "xx", "gives"),
            ("gives", GONE, "gives"),
            ("total", "", "total"),
            ("total", "0", "total"),
            ("total", "-5", "total"),
            ("total", "a lot", "total"),
            ("total", "0.19", "shares"),
            ("total", "8.888", "total"),
            ("total", "99999999999999999999", "total"),
            ("shares", "0", "shares"),
            ("shares", "-1", "shares"),
            ("shares", "many", "shares"),
            ("shares", "10001", "shares"),
            ("shares", "9223372036854775807", "shares"),
            ("split", "xx", "split"),
            ("least", "0", "least"),
            ("least", "4.45", "least"),
            ("least", "some", "least"),
            ("opens_at", "soon", "opens_at"),
            ("closes_at", "2020-01-01T10:00", "closes_at"),
            ("budget", "dear", "budget"),
            ("whom", "xx", "whom"),
        ],
    },
    Rules {
        route: "/console/group-buys/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/group-buys",
        right: &[
            ("name_en", "Beans together"),
            ("people_0", "3"),
            ("price_0", "9.90"),
            ("seats", "3"),
            ("people_1", ""),
            ("price_1", ""),
            ("most", "5"),
        ],
        wrong: &[
            ("name_en", "", "name_en"),
            ("name_en", LONG, "name_en"),
            ("name_es", LONG, "name_es"),
            ("gift", "xx", "gift"),
            ("seats", "0", "seats"),
            ("seats", "2", "seats"),
            ("seats", "many", "seats"),
            ("seats", "9223372036854775807", "seats"),
            ("people_0", "", "people_0"),
            ("people_0", "1", "people_0"),
            ("people_0", "-3", "people_0"),
            ("people_0", "some", "people_0"),
            ("price_0", "", "price_0"),
            ("price_0", "cheap", "price_0"),
            ("people_1", "4", "price_1"),
            ("price_1", "1.00", "people_1"),
            ("most", "1", "most"),
            ("most", "2", "most"),
            ("most", "101", "most"),
            ("team_hours", "0", "team_hours"),
            ("team_hours", "337", "team_hours"),
            ("collect_days", "93", "collect_days"),
            ("doors", "xx", "doors"),
            ("deposit", "0", "deposit"),
            ("deposit", "9.91", "deposit"),
            ("deposit", "some", "deposit"),
            ("per_member", "0", "per_member"),
            ("per_day", "1001", "per_day"),
            ("opens_at", "2026-02-30T10:00", "opens_at"),
            ("closes_at", "2020-01-01T10:00", "closes_at"),
            ("points", "5", "program"),
            ("budget", "dear", "budget"),
            ("whom", "xx", "whom"),
        ],
    },
    presales::RULES,
    Rules {
        route: "/console/allowances/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/allowances",
        right: &[("name", "Treats"), ("pieces", "5")],
        wrong: &[
            ("name", "", "name"),
            ("name", LONG, "name"),
            ("budget", "xx", "budget"),
            ("pieces", "0", "pieces"),
            ("pieces", "many", "pieces"),
            ("pieces", "10001", "pieces"),
            ("period", "xx", "period"),
            ("gifts", "xx", "gifts"),
            ("staff", "xx", "staff"),
        ],
    },
    Rules {
        route: "/console/plans/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/plans",
        right: &[("name_en", "Club"), ("price", "120")],
        wrong: &[
            ("name_en", "", "name_en"),
            ("name_en", LONG, "name_en"),
            ("name_es", LONG, "name_es"),
            ("price", "", "price"),
            ("price", "0", "price"),
            ("price", "-1", "price"),
            ("price", "dear", "price"),
            ("every", "xx", "every"),
            ("notice_days", "91", "notice_days"),
            ("grace_days", "some", "grace_days"),
            ("back", "xx", "back"),
            ("gift", "xx", "gift"),
        ],
    },
    Rules {
        route: "/console/staff/invitations/new",
        query: "",
        asker: Asker::Owner,
        action: "/console/staff/invitations",
        right: &[
            ("email", "nueva@riverside.example"),
            ("role", "cashier"),
            ("remit", "everything"),
        ],
        wrong: &[
            ("email", "", "email"),
            ("email", "nobody", "email"),
            ("email", LONG, "email"),
            ("email", "owner@riverside.example", "email"),
            ("role", "xx", "role"),
            ("role", "", "role"),
            ("remit", "xx", "remit"),
            ("remit", "stores", "stores"),
            ("remit", "groups", "groups"),
        ],
    },
    Rules {
        route: "/counter",
        query: "?q=M-CARD",
        asker: Asker::Counter,
        action: "/counter/operations",
        right: &[("amount", "12.50")],
        wrong: &[
            ("amount", "a lot", "amount"),
            ("amount", "-5", "amount"),
            ("amount", "99999999999999999999", "amount"),
            ("amount", "90071992547409.91", "amount"),
        ],
    },
];

fn escaped(text: &str) -> String {
    let marks = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")];
    marks.iter().fold(text.to_owned(), |text, (plain, mark)| text.replace(plain, mark))
}

/// Whether the answer names the field beside it and on top.
fn unnamed(heard: &Heard, field: &str) -> Option<String> {
    let id = format!("f-{}", field.replace('.', "-"));
    let beside = heard.text.contains(&format!("id=\"{id}-wrong\""));
    let described =
        heard.text.split("aria-describedby=\"").skip(1).any(|rest| {
            rest.split('"').next().unwrap_or_default().contains(&format!("{id}-wrong"))
        });
    let on_top = heard.text.contains(&format!("href=\"#{id}\""));
    let leads = heard.text.contains(&format!("id=\"{id}\""));
    let marked = heard.text.contains("aria-invalid=\"true\"");
    let fine = heard.status == 422 && beside && described && on_top && leads && marked;
    let summary = heard.text.split("role=\"alert\"").nth(1).unwrap_or_default();
    let summary: String = summary.chars().take(500).collect();
    (!fine).then(|| {
        format!("{field}: {} beside {beside} described {described} on top {on_top} leads {leads} {summary}", heard.status)
    })
}

async fn page(ground: &Ground, rules: &Rules) -> Sheet {
    let query = rules.query.replace("CARD", &ground.card);
    let path = format!("{}{query}", ground.path(rules.route));
    let heard = ground.send(Sent::get(path).by(ground.shows(rules.asker).await)).await;
    let sheets = scrape::sheets(&heard.text).into_iter();
    let sheet = sheets.into_iter().find(|sheet| sheet.action.starts_with(rules.action));
    sheet.unwrap_or_else(|| panic!("{}: {} {}", rules.route, heard.status, heard.text))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_value_is_named_beside_its_field_and_nothing_typed_is_lost() {
    on_each_engine(async |ground| {
        let long = format!("{MARKUP}💥مرحبا{}", "字 ".repeat(1300));
        for rules in &FORMS {
            let sheet = page(ground, rules).await.with(rules.right);
            for (at, (field, value, named)) in rules.wrong.iter().enumerate() {
                let value = if *value == LONG { &long } else { *value };
                let mut sheet = sheet.with(&[(field, value), ("once", &format!("rules-{at}"))]);
                if value == GONE {
                    sheet.fields.retain(|(name, _)| name != field);
                }
                let shown = ground.shows(rules.asker).await;
                let sent = Sent::post(&sheet.action, sheet.body()).by(shown).lang(at);
                let heard = ground.hold(sent).await;
                if let Some(why) = unnamed(&heard, named) {
                    ground.complain(heard.told(&format!("{field}={value:.20}: {why}")));
                }
                let typed = rules.right.iter().filter(|(name, _)| name != field);
                let lost = typed.filter(|(_, value)| !heard.text.contains(&escaped(value)));
                for (name, value) in lost {
                    ground.complain(
                        heard.told(&format!("{name} lost {value} when {field} was wrong")),
                    );
                }
                let text = !["xx", GONE, "question", "stores", "groups", "XX"].contains(&value);
                if text && !value.contains('\u{0}') && !heard.text.contains(&escaped(value)) {
                    ground.complain(heard.told(&format!("{field} lost its own {value:.20}")));
                }
            }
            let sheet = sheet.with(&[("once", "rules-right")]);
            let sent = Sent::post(&sheet.action, sheet.body()).by(ground.shows(rules.asker).await);
            let heard = ground.hold(sent).await;
            if heard.status >= 400 {
                ground.complain(
                    heard.told(&format!("what is right is {}: {}", heard.status, heard.text)),
                );
            }
        }
    })
    .await;
}

/// Names of every script, and markup that is only a name here; numbers of other countries.
#[tokio::test(flavor = "multi_thread")]
async fn people_of_everywhere_may_join() {
    on_each_engine(async |ground| {
        let rules = &FORMS[0];
        for (at, (name, country, phone)) in [
            ("عبد الله بن محمد", "AE", "050 123 4567"),
            ("👩‍👧 Mei 🥬", "CN", "13900001111"),
            ("<b>Ana</b> & \"Co\"", "ES", "612 34 56 78"),
            ("Ana", "ES", "+44 7911 123456"),
            ("O’Neil-Ñandú", "US", "(202) 555-0143"),
            ("שרה", "MX", "55 1234 5678"),
            ("ßö\u{301}", "DE", "0049 151 23456789"),
        ]
        .into_iter()
        .enumerate()
        {
            let sheet = page(ground, rules).await.with(rules.right);
            let sheet = sheet.with(&[
                ("once", &format!("everywhere-{at}")),
                ("name", name),
                ("phone", phone),
                ("phone_country", country),
            ]);
            let heard = ground.hold(Sent::post(&sheet.action, sheet.body()).lang(at)).await;
            if heard.status != 303 {
                let summary = heard.text.split("role=\"alert\"").nth(1).unwrap_or(&heard.text);
                ground.complain(heard.told(&format!("{name} {phone}: {} {summary}", heard.status)));
            }
        }
    })
    .await;
}
