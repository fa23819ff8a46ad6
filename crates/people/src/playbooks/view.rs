//! How playbooks look: cards to choose from, and one long page to read before deciding.

use kernel::{Currency, Lang, Money};
use maud::{Markup, html};
use web::{
    kit::{
        Tone, format, icons,
        parts::{self, Button, Head, card, chip},
        words,
    },
    t,
};

use super::model::{Day, Gift, Playbook, Slot, Text};

/// The name of a trade; a file from elsewhere may be of a trade that has none yet.
pub fn trade(lang: Lang, playbook: &Playbook) -> String {
    let key = format!("playbooks-trade-{}", playbook.trade.replace('_', "-"));
    if words::has(lang, &key) { words::say(lang, &key, vec![]) } else { playbook.trade.clone() }
}

fn word(lang: Lang, kind: &str, word: &str) -> String {
    words::say(lang, &format!("playbooks-{kind}-{word}"), vec![])
}

/// The three letters of the file as a person writes a weekday.
pub fn day(lang: Lang, day: Day) -> String {
    word(lang, "day", &format!("{day:?}").to_lowercase())
}

/// All playbooks beside each other, to choose one from.
pub struct Chooser<'p> {
    pub lang: Lang,
    pub playbooks: &'p [Playbook],
    /// Whether the person may open a series from one.
    pub opens: bool,
}

impl Chooser<'_> {
    pub fn all(&self) -> Markup {
        let lang = self.lang;
        html! {
            (Head::new(t!(lang, "playbooks-title")).note(t!(lang, "playbooks-lead")))
            ul.playbooks {
                @for playbook in self.playbooks { li { (self.one(playbook)) } }
            }
        }
    }

    fn one(&self, playbook: &Playbook) -> Markup {
        let lang = self.lang;
        let href = format!("/console/playbooks/{}", playbook.id);
        let (useful, selling) = playbook.balance();
        html! {
            section.card.playbook {
                p.over { (trade(lang, playbook)) }
                h2 { a href=(href) { (playbook.name.in_(lang)) } }
                p { (playbook.summary.in_(lang)) }
                p.promise { (playbook.promise.in_(lang)) }
                p.playbook-numbers {
                    (t!(lang, "playbooks-numbers", posts = useful + selling, gifts = playbook.gifts.len(), seats = playbook.capacity))
                }
                div.actions {
                    @if self.opens {
                        (Button::link(format!("/console/series/draft?playbook={}", playbook.id), t!(lang, "playbooks-use")))
                    }
                    a.quiet-link href=(href) { (t!(lang, "playbooks-read")) }
                }
            }
        }
    }
}

/// One playbook, to read and to print.
pub struct Page<'p> {
    pub lang: Lang,
    pub playbook: &'p Playbook,
    pub currency: Currency,
    pub opens: bool,
}

impl Page<'_> {
    pub fn all(&self) -> Markup {
        let (lang, book) = (self.lang, self.playbook);
        let text = |text: &Text| text.in_(lang).to_owned();
        let head = Head::new(text(&book.name))
            .back("/console/playbooks", &t!(lang, "playbooks-title"))
            .note(text(&book.summary));
        let use_it = format!("/console/series/draft?playbook={}", book.id);
        let head = if self.opens {
            head.aside(Button::primary(t!(lang, "playbooks-use")).href(use_it))
        } else {
            head
        };
        html! {
            (head)
            p.playbook-chips {
                (chip(Tone::Accent, &trade(lang, book)))
                (chip(Tone::Plain, &word(lang, "demand", &lower(&book.demand))))
                (chip(Tone::Plain, &word(lang, "purpose", &lower(&book.purpose))))
                (chip(Tone::Plain, &t!(lang, "playbooks-version", version = book.version.as_str())))
            }
            div.columns {
                div {
                    (card(&t!(lang, "playbooks-positioning"), html! {}, html! { p { (text(&book.positioning)) } }))
                    (card(&t!(lang, "playbooks-promise"), html! {}, html! { p.promise { (text(&book.promise)) } p.hint { (t!(lang, "playbooks-promise-why")) } }))
                    (self.persona())
                }
                div { (self.tone()) (self.rules()) }
            }
            (self.week())
            (self.texts())
            (self.gifts())
            (super::view_games::games(lang, book))
            (self.start())
        }
    }

    fn persona(&self) -> Markup {
        let (lang, persona) = (self.lang, &self.playbook.persona);
        card(
            &t!(lang, "playbooks-persona"),
            html! {},
            html! {
                p { strong { (persona.name.in_(lang)) } }
                p { (persona.who.in_(lang)) }
                div.playbook-two {
                    div {
                        h3 { (t!(lang, "playbooks-needs")) }
                        ul.plain-list { @for one in &persona.needs { li { (icons::CHECK) span { (one.in_(lang)) } } } }
                    }
                    div {
                        h3 { (t!(lang, "playbooks-pains")) }
                        ul.plain-list { @for one in &persona.pains { li { (icons::MINUS) span { (one.in_(lang)) } } } }
                    }
                }
            },
        )
    }

    fn tone(&self) -> Markup {
        let (lang, tone) = (self.lang, &self.playbook.tone);
        card(
            &t!(lang, "playbooks-tone"),
            html! {},
            html! {
                p { (tone.voice.in_(lang)) }
                div.playbook-two {
                    div {
                        h3 { (t!(lang, "playbooks-say")) }
                        @for one in &tone.say { blockquote.say { (one.in_(lang)) } }
                    }
                    div {
                        h3 { (t!(lang, "playbooks-avoid")) }
                        @for one in &tone.avoid { blockquote.avoid { (one.in_(lang)) } }
                    }
                }
            },
        )
    }

    fn rules(&self) -> Markup {
        let lang = self.lang;
        card(
            &t!(lang, "playbooks-rules"),
            html! {},
            html! {
                ol.house-rules { @for rule in &self.playbook.rules { li { (rule.text.in_(lang)) } } }
            },
        )
    }

    fn week(&self) -> Markup {
        let lang = self.lang;
        let (useful, selling) = self.playbook.balance();
        html! {
            section.playbook-part aria-labelledby="week" {
                h2 id="week" { (t!(lang, "playbooks-week")) }
                p.lead { (t!(lang, "playbooks-week-lead", useful = useful, selling = selling)) }
                (week(lang, self.playbook))
            }
        }
    }

    /// Every text in full, in the order of the week.
    fn texts(&self) -> Markup {
        let lang = self.lang;
        let mut slots: Vec<&Slot> = self.playbook.slots.iter().collect();
        slots.sort_by_key(|slot| (slot.days.iter().min().copied(), slot.at));
        html! {
            section.playbook-part aria-labelledby="texts" {
                h2 id="texts" { (t!(lang, "playbooks-texts")) }
                p.lead { (t!(lang, "playbooks-texts-lead")) }
                div.slot-texts { @for slot in slots { (self.slot(slot)) } }
            }
        }
    }

    fn slot(&self, slot: &Slot) -> Markup {
        let lang = self.lang;
        let days: Vec<String> = slot.days.iter().map(|d| day(lang, *d)).collect();
        html! {
            article.slot-text id={ "slot-" (slot.key) } {
                p.over { (format::list(lang, &days)) " " time { (slot.at) } }
                h3 { (slot.title.in_(lang)) }
                p { (kind(lang, slot)) }
                ol { @for text in &slot.texts { li { (text.in_(lang)) } } }
                @if let Some(picture) = &slot.picture {
                    p.hint { (icons::CAMERA) span { (picture.in_(lang)) } }
                }
                @if let Some(tip) = &slot.tip { p.hint { (icons::IDEA) span { (tip.in_(lang)) } } }
            }
        }
    }

    fn gifts(&self) -> Markup {
        let lang = self.lang;
        let card_ = &self.playbook.stamp_card;
        let reward = self.playbook.gift(&card_.gift).map_or("", |gift| gift.name.in_(lang));
        html! {
            section.playbook-part aria-labelledby="gifts" {
                h2 id="gifts" { (t!(lang, "playbooks-gifts")) }
                p.lead { (t!(lang, "playbooks-gifts-lead")) }
                div.playbook-gifts { @for gift in &self.playbook.gifts { (self.gift(gift)) } }
                p { (icons::STAMP) " " strong { (card_.title.in_(lang)) } ". "
                    (t!(lang, "playbooks-stamps", stamps = card_.stamps, gift = reward, each = lower(&card_.each))) }
            }
        }
    }

    fn gift(&self, gift: &Gift) -> Markup {
        let lang = self.lang;
        let money = |prices: &super::model::Prices| {
            let of = prices.amount(self.currency).map(|amount| Money::new(amount, self.currency));
            match of {
                Some(money) => format::money(lang, money),
                // The shop's money is none of the three: show what the file says.
                None => prices
                    .all()
                    .into_iter()
                    .filter_map(|(code, amount)| Some(Money::new(amount, code.parse().ok()?)))
                    .map(|money| format::money(lang, money))
                    .collect::<Vec<_>>()
                    .join(" / "),
            }
        };
        html! {
            section.card {
                p.over { (word(lang, "gift", gift.kind.word())) }
                h3 { (gift.name.in_(lang)) }
                p { (gift.packing.in_(lang)) }
                (parts::facts([
                    (t!(lang, "playbooks-cost"), html! { (money(&gift.cost)) }),
                    (t!(lang, "playbooks-perceived"), html! { (money(&gift.perceived)) }),
                    (t!(lang, "playbooks-stock"), html! { (format::number(lang, gift.stock)) }),
                    (t!(lang, "playbooks-per-member"), html! { (format::number(lang, gift.per_member)) }),
                    (t!(lang, "playbooks-valid"), html! { (t!(lang, "playbooks-days", days = gift.valid_days)) }),
                ]))
            }
        }
    }

    fn start(&self) -> Markup {
        let (lang, start) = (self.lang, &self.playbook.cold_start);
        html! {
            section.playbook-part aria-labelledby="start" {
                h2 id="start" { (t!(lang, "playbooks-start", people = start.regulars_to_invite)) }
                p.lead { (start.summary.in_(lang)) }
                ol.cold-start {
                    @for step in &start.steps {
                        li {
                            span.step-day.num { (t!(lang, "playbooks-step-day", day = format::signed(lang, step.day))) }
                            div { h3 { (step.title.in_(lang)) } p { (step.text.in_(lang)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The week at a glance: a column per day on the desk, a list of days on the phone.
pub fn week(lang: Lang, playbook: &Playbook) -> Markup {
    html! {
        ol.playbook-week {
            @for one in Day::ALL {
                li {
                    h3 { (day(lang, one)) }
                    @let slots = playbook.on(one);
                    @if slots.is_empty() { p.hint { (t!(lang, "playbooks-quiet-day")) } }
                    ul {
                        @for slot in slots {
                            li.selling[slot.selling] {
                                time.num { (slot.at) }
                                span.slot-title { (slot.title.in_(lang)) }
                                (kind(lang, slot))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What kind of post it is; those that sell say so in words.
fn kind(lang: Lang, slot: &Slot) -> Markup {
    let tone = if slot.selling { Tone::Gold } else { Tone::Plain };
    chip(tone, &word(lang, "slot", slot.kind.word()))
}

fn lower(word: &impl std::fmt::Debug) -> String {
    format!("{word:?}").to_lowercase()
}
