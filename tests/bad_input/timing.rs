//! Too early, too late, twice, for somebody else, of something that is gone: asked of every kind of activity by
//! programs and from phones. Each is refused with its code, and nothing has changed.
//!
//! What a device says of its time is never asked: the server's clock decides, to the microsecond, whether a
//! job came in time or not. docs/testing.md has the table.

mod draws;
mod kinds;
mod numbers;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    http::{HeaderName, header},
};
use kernel::{Clock as _, MemberId, Permission as _, TestClock, Time, permission::ViewActivities};
use serde_json::{Value as Json, json};
use store::{Engine, Read as _, args, testing::engines};
use web::sessions::{Kind as Door, Opening};

use self::kinds::{Hours, KINDS, Kind};
use super::sent::{Heard, Sent};
use crate::{matrix::people, program::Program};

const HOUR: Duration = Duration::from_hours(1);
const FORM: &str = "application/x-www-form-urlencoded";

/// A shop with a store and three members, and a brand next door.
struct Stall {
    program: Program,
    clock: Arc<TestClock>,
    router: Router,
    members: Vec<String>,
    next_door: Program,
    /// May look, and not take part for anybody.
    looks: String,
}

/// What is answered: a status, and the code that a program reads; a page has none.
type Answer<'a> = (u16, &'a str);

impl Stall {
    async fn open(engine: Engine) -> Self {
        let (program, clock) = Program::by_clock(engine).await;
        program.makes("stores", json!({ "name": "Quay", "address": "Quay 1" })).await;
        let mut members = Vec::new();
        for name in ["Ana", "Bo", "Chen"] {
            members.push(program.makes("members", json!({ "name": name })).await);
        }
        let next_door = program.next_door("bakery").await;
        let looks = people::key(&program.house, program.org, &[ViewActivities::NAME]).await;
        let router = program.house.router();
        Self { program, clock, router, members, next_door, looks }
    }

    /// One that is planned, with what it is made of.
    async fn planned(&self, kind: &Kind, hours: Hours) -> String {
        let gift = kind.gift(&self.program).await;
        self.program.makes(kind.at, kind.plan(&gift, hours)).await
    }
    async fn step(&self, kind: &Kind, (id, noun): (&str, &str), body: Json) {
        self.program.does(("POST", &format!("{}/{id}/{noun}", kind.at)), body, 201).await;
    }
    /// The clock goes there, and whatever was due is done.
    async fn at(&self, time: Time) {
        self.clock.set(time);
        self.program.house.db().settle().await.unwrap();
    }

    /// All that could be another after a request: what is told of it, and how much happened in the shop.
    async fn stands(&self, kind: &Kind, id: &str) -> (Json, i64) {
        let told = self.program.reads(&format!("{}/{id}", kind.at)).await;
        let mut db = self.program.house.db().read().await.unwrap();
        let mut happened = 0;
        for table in ["event", "trail", "journal", "voucher"] {
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE org = $1");
            let row = db.row(&sql, args![self.program.org]).await.unwrap().unwrap();
            happened += row.get::<i64>("n").unwrap();
        }
        (told, happened)
    }

    /// What a program sends to let a member take part, under a key of its own.
    fn claim(&self, about: (&Kind, &str), body: &Json) -> Sent {
        self.unmarked(about, body).also("idempotency-key", self.program.mark())
    }
    fn unmarked(&self, (kind, id): (&Kind, &str), body: &Json) -> Sent {
        let json = ("application/json".to_owned(), body.to_string());
        Sent::post(format!("/api/v1/{}/{id}/claims", kind.at), json).by(bearer(self.program.key()))
    }
    /// What a phone sends to take part.
    fn tap(kind: &Kind, id: &str, (mark, more): (&str, &str)) -> Sent {
        let (noun, own) = kind.form;
        let form = (FORM.to_owned(), format!("once={mark}{own}{more}"));
        Sent::post(format!("/riverside/{}/{id}/{noun}", kind.page), form)
    }
    /// The session of a member of this shop on a phone of their own.
    async fn phone(&self, member: &str) -> Option<(HeaderName, String)> {
        Some((header::COOKIE, phone_of(&self.program, member.parse().unwrap()).await))
    }

    /// Asks, holds that it is answered so, and that nothing has changed. What was said.
    async fn refused(
        &self,
        (kind, id): (&Kind, &str),
        (what, sent): (&str, Sent),
        answer: Answer<'_>,
    ) -> String {
        let before = self.stands(kind, id).await;
        let heard = sent.to(&self.router).await;
        let what = format!("{}, {what}", kind.slice);
        let problem: Json = serde_json::from_str(&heard.text).unwrap_or_default();
        let said = (heard.status, problem["code"].as_str().unwrap_or_default());
        assert_eq!(said, answer, "{what}: {}", heard.text);
        assert_eq!(heard.wrong(), None, "{what}");
        assert_eq!(self.stands(kind, id).await, before, "{what}: nothing has changed");
        problem["detail"].as_str().unwrap_or_default().to_owned()
    }

    /// By a program and from a phone, each with its own time, with an hour more and an hour less.
    async fn whatever_the_device_says(
        &self,
        (kind, id): (&Kind, &str),
        (what, word): (&str, &str),
    ) {
        let body = kind.claim(&self.members[0]);
        let code = kind.code(word);
        for (n, (clock, date)) in dates(self.clock.now()).into_iter().enumerate() {
            let what = format!("{what}, {clock}");
            let sent = self.claim((kind, id), &body);
            let sent = sent.also("date", &date);
            let said = self.refused((kind, id), (&what, sent), (409, &code)).await;
            let more = format!("&at={}", date.replace(' ', "+"));
            let sent = Self::tap(kind, id, (&format!("late-{n}"), &more)).also("date", &date);
            let sent = sent.by(self.phone(&self.members[0]).await);
            let before = self.stands(kind, id).await;
            let page = sent.to(&self.router).await;
            told(&page, (422, &said), &format!("{}, {what}, on a phone", kind.slice));
            assert_eq!(self.stands(kind, id).await, before, "{what}: nothing has changed");
        }
        let mut timed = body.clone();
        timed["at"] = json!(self.clock.now().to_string());
        let sent = self.claim((kind, id), &timed);
        self.refused((kind, id), ("a time in the body", sent), (422, "invalid")).await;
    }
}

/// The page says in words what a program was told.
fn told(page: &Heard, (status, said): (u16, &str), what: &str) {
    assert_eq!(page.status, status, "{what}: {}", page.text);
    assert_eq!(page.wrong(), None, "{what}");
    assert!(!said.is_empty() && page.text.contains(said), "{what}: {said:?}: {}", page.text);
}

/// What a device may say the time is.
fn dates(now: Time) -> [(&'static str, String); 3] {
    let http = |time: Time| time.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    [
        ("with its own time", http(now)),
        ("an hour ahead", http(now.plus(HOUR + HOUR / 2))),
        ("an hour behind", http(now.minus(HOUR + HOUR / 2))),
    ]
}

fn bearer(key: &str) -> Option<(HeaderName, String)> {
    Some((header::AUTHORIZATION, format!("Bearer {key}")))
}

async fn phone_of(program: &Program, member: MemberId) -> String {
    let opening = people::opening(&program.house, Door::Member);
    let opening = Opening { subject: member.uuid(), ..opening };
    people::session(&program.house, program.org, opening).await
}

/// Everybody who has no business with it, while it is open.
async fn strangers(stall: &Stall, (kind, id): (&Kind, &str), other: &str) {
    let body = kind.claim(&stall.members[1]);
    let about = (kind, id);
    let asks = |id: &str| stall.claim((kind, id), &body);
    let (not_found, enough) = ((404, "not_found"), kind.code(kind.enough));
    stall.refused(about, ("of nothing", asks(kind.nobody)), not_found).await;
    stall.refused(about, ("of another kind", asks(other)), not_found).await;
    stall.refused(about, ("of no id", asks("mangoes")), not_found).await;
    let ghost = kind.claim("mbr_01J8ZQ4T5V6W7X8Y9ZABCDEFGH");
    let ghost = stall.claim(about, &ghost);
    stall.refused(about, ("for nobody", ghost), not_found).await;
    let next = asks(id).by(bearer(stall.next_door.key()));
    stall.refused(about, ("with the key of next door", next), not_found).await;
    let looks = asks(id).by(bearer(&stall.looks));
    stall.refused(about, ("with a key that may look", looks), (403, "forbidden")).await;
    let keyless = asks(id).by(None);
    stall.refused(about, ("without a key", keyless), (401, "unauthenticated")).await;
    let unmarked = stall.unmarked(about, &body);
    let missing = (400, "idempotency.key_missing");
    stall.refused(about, ("without an idempotency key", unmarked), missing).await;
    let more = stall.claim(about, &kind.claim(&stall.members[0]));
    stall.refused(about, ("once more", more), (409, &enough)).await;
}

/// Phones of people who are not the member that they would be.
async fn other_phones(stall: &Stall, (kind, id): (&Kind, &str)) {
    let before = stall.stands(kind, id).await;
    let stranger = stall.program.house.app.world().id();
    let next_door = phone_of(&stall.next_door, stranger).await;
    for (what, shown) in [
        ("nobody's phone", None),
        ("a phone of next door", Some((header::COOKIE, next_door))),
        ("a session that never was", Some((header::COOKIE, "regulars_member=abc".to_owned()))),
    ] {
        let heard = Stall::tap(kind, id, ("strange", "")).by(shown).to(&stall.router).await;
        assert_eq!(heard.status, 303, "{}, {what}: {}", kind.slice, heard.text);
        assert!(heard.location.starts_with("/riverside/return?"), "{what}: {}", heard.location);
    }
    let ana = stall.phone(&stall.members[0]).await;
    let page = Stall::tap(kind, kind.nobody, ("x", "")).by(ana).to(&stall.router).await;
    assert_eq!((page.status, page.wrong()), (404, None), "{}", kind.slice);
    assert_eq!(stall.stands(kind, id).await, before, "{}: nothing has changed", kind.slice);
}

/// One key is one effect, and a mark is of the phone that it came from.
async fn twice(stall: &Stall, (kind, id): (&Kind, &str)) {
    let [ana, bo, chen] = [0, 1, 2].map(|n| stall.members[n].as_str());
    let mark = stall.program.mark();
    let claim = |member: &str| {
        stall.unmarked((kind, id), &kind.claim(member)).also("idempotency-key", &mark)
    };
    let first = claim(ana).to(&stall.router).await;
    assert_eq!(first.status, 201, "{}: {}", kind.slice, first.text);
    let once = stall.stands(kind, id).await;
    let again = claim(ana).to(&stall.router).await;
    assert_eq!((again.status, again.text), (201, first.text), "{}: the same answer", kind.slice);
    assert_eq!(stall.stands(kind, id).await, once, "{}: one effect", kind.slice);
    let mismatch = (422, "idempotency.mismatch");
    stall.refused((kind, id), ("one key, another body", claim(bo)), mismatch).await;
    // A double tap; and the mark of it from another phone, which is another wish.
    let taps = [(bo, false), (bo, true), (chen, false)];
    let mut phones = Vec::new();
    for (member, again) in taps {
        if !again {
            phones.push(stall.phone(member).await);
        }
        let before = stall.stands(kind, id).await;
        let sent = Stall::tap(kind, id, ("tap", "")).by(phones.last().cloned().flatten());
        let heard = sent.to(&stall.router).await;
        assert_eq!(heard.status, 303, "{}: {}", kind.slice, heard.text);
        let after = stall.stands(kind, id).await;
        assert_eq!(after == before, again, "{}: {member} has one effect", kind.slice);
    }
}

/// From the draft until it is put away.
async fn walk(stall: &Stall, kind: &Kind, other: &str) {
    let opens_at = stall.clock.now().plus(HOUR);
    let closes_at = opens_at.plus(HOUR);
    let id = &stall.planned(kind, (opens_at, closes_at)).await;
    let about = (kind, id.as_str());
    let draft = stall.claim(about, &kind.claim(&stall.members[0]));
    let draft = draft;
    stall.refused(about, ("a draft", draft), (409, &kind.code("not_open"))).await;
    let ana = stall.phone(&stall.members[0]).await;
    let page = Stall::tap(kind, id, ("draft", "")).by(ana).to(&stall.router).await;
    assert_eq!((page.status, page.wrong()), (404, None), "{}: nobody sees it", kind.slice);

    stall.step(kind, (id, "schedule"), json!({})).await;
    stall.whatever_the_device_says(about, ("before the opening", "not_open")).await;
    stall.clock.set(opens_at.minus(Duration::from_micros(1)));
    stall.whatever_the_device_says(about, ("just before the opening", "not_open")).await;
    // Open by the clock, though no job has come by.
    stall.clock.set(opens_at);
    twice(stall, about).await;
    strangers(stall, about, other).await;
    other_phones(stall, about).await;
    stall.clock.set(closes_at);
    stall.whatever_the_device_says(about, ("at the closing", "closed")).await;
    stall.at(closes_at).await;
    stall.whatever_the_device_says(about, ("after the closing", "closed")).await;
    // Drawn, handed out, not collected, settled.
    for days in [1, 3, 30, 100] {
        stall.at(closes_at.plus_days(days)).await;
    }
    stall.step(kind, (id, "archiving"), json!({})).await;
    let late = stall.claim(about, &kind.claim(&stall.members[0]));
    stall.refused(about, ("put away", late), (409, &kind.code("closed"))).await;
    let ana = stall.phone(&stall.members[0]).await;
    let page = Stall::tap(kind, id, ("away", "")).by(ana).to(&stall.router).await;
    assert_eq!((page.status, page.wrong()), (404, None), "{}: nobody sees it", kind.slice);
}

/// Called off while it is on.
async fn called_off(stall: &Stall, (kind, noun): (&Kind, &str)) {
    let now = stall.clock.now();
    let id = &stall.planned(kind, (now, now.plus(HOUR))).await;
    stall.step(kind, (id, "opening"), json!({})).await;
    stall.step(kind, (id, noun), json!({ "reason": "The frost" })).await;
    stall.whatever_the_device_says((kind, id), ("called off", "closed")).await;
    stall.at(now).await;
    stall.whatever_the_device_says((kind, id), ("called off and done", "closed")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_clock_decides_and_whoever_is_refused_changed_nothing() {
    for engine in engines() {
        let stall = Stall::open(engine).await;
        let mut other = KINDS[4].nobody.to_owned();
        for kind in &KINDS {
            walk(&stall, kind, &other).await;
            if let Some(noun) = kind.call_off {
                called_off(&stall, (kind, noun)).await;
            }
            let now = stall.clock.now();
            other = stall.planned(kind, (now, now.plus(HOUR))).await;
        }
        let mut db = stall.program.house.db().read().await.unwrap();
        let report = ledger::audit(&mut db, stall.program.org, |_| {}).await.unwrap();
        assert_eq!(report.difference, None);
    }
}
