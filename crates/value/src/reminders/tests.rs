use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use ::store::{jobs, testing::engines};
use jiff::tz::TimeZone;
use kernel::{Lang, MemberId, Note, Outlet, Post, Time, Unsent};
use people::members::{self, ConsentKind, ConsentState, Email, NewMember, actions};

use super::{letter, send::next};
use crate::{
    plans,
    points::{engine::Terms, tests as of_points},
    testing::Market,
    vouchers::{self, Give},
};

/// A road that keeps what is sent, or blocks.
#[derive(Default)]
struct Road {
    taken: Mutex<Vec<Note>>,
    blocked: Mutex<Option<Unsent>>,
}

impl Outlet for Road {
    fn send(&self, note: &Note) -> Result<(), Unsent> {
        match self.blocked.lock().unwrap().clone() {
            Some(why) => Err(why),
            None => {
                self.taken.lock().unwrap().push(note.clone());
                Ok(())
            }
        }
    }
}

impl Road {
    fn taken(&self) -> Vec<Note> {
        self.taken.lock().unwrap().clone()
    }
}

/// A market whose letters leave on a road, on each engine.
async fn markets() -> Vec<(Market, Arc<Road>)> {
    let mut all = Vec::new();
    for engine in engines() {
        let road = Arc::new(Road::default());
        let post =
            Post { email: Some(road.clone()), sms: None, site: "https://club.example".to_owned() };
        all.push((Market::open_where(engine, |world| world.with_post(post)).await, road));
    }
    all
}

/// Somebody who agrees to messages, with an address that is theirs.
async fn regular(market: &Market, name: &str, lang: Lang) -> MemberId {
    let email = Email::kept(format!("{}@example.com", name.to_lowercase()));
    let new = NewMember {
        name: name.into(),
        email: Some(email),
        lang: Some(lang),
        ..NewMember::default()
    };
    let agreed = [(ConsentKind::Messages, ConsentState::Given)];
    let new = new.from("counter").agreed("counter", &agreed);
    let added = market.turn(async |tx| {
        let id = actions::add(tx, new).await?;
        let member = members::require(tx, tx.org(), id).await?;
        actions::confirm_email(tx, &member).await?;
        Ok(id)
    });
    added.await.unwrap()
}

async fn hours(market: &Market, hours: u64) {
    for _ in 0..hours {
        market.ground.clock.advance(Duration::from_secs(3600));
        market.ground.db.settle().await.unwrap();
    }
}

/// Ends with the first of April: bought today for 30 days, and told of a week before.
async fn points(market: &Market, member: MemberId) {
    of_points::open(market, Terms { pending_days: 0, ..of_points::terms() }).await;
    of_points::buy(market, of_points::basket(market, member, &[("tea", 2, 5000)])).await;
}

/// A voucher for eggs, good for so many days.
async fn voucher(market: &Market, member: MemberId, days: u32) -> kernel::VoucherId {
    let gift = market.gift(5, |details| details.valid_days = Some(days)).await;
    let give = Give { gift, member, source: "hand", way: vouchers::model::Way::default() };
    market.turn(async |tx| vouchers::give(tx, give).await).await.unwrap().id
}

#[test]
fn letters_leave_at_ten_by_the_clock_of_the_place() {
    let at = |text: &str| Time::parse(text).unwrap();
    for (zone, now, then) in [
        ("Asia/Shanghai", "2026-03-02T01:59:59Z", "2026-03-02T02:00:00Z"),
        ("Asia/Shanghai", "2026-03-02T02:00:00Z", "2026-03-03T02:00:00Z"),
        // The clocks go forward in the night between.
        ("Europe/Madrid", "2026-03-28T09:00:00Z", "2026-03-29T08:00:00Z"),
        ("Europe/Madrid", "2026-10-24T08:00:00Z", "2026-10-25T09:00:00Z"),
        // A day that this place left out.
        ("Pacific/Apia", "2011-12-29T21:00:00Z", "2011-12-30T20:00:00Z"),
    ] {
        let zone = TimeZone::get(zone).unwrap();
        assert_eq!(next(at(now), &zone), at(then), "{now}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_letter_a_day_has_all_that_ends_soon() {
    for (market, road) in markets().await {
        let ana = regular(&market, "Ana", Lang::En).await;
        let bo = regular(&market, "Bo", Lang::En).await;
        points(&market, ana).await;
        hours(&market, 20 * 24).await;
        assert_eq!(road.taken().len(), 0, "nothing ends soon");
        // The voucher is told of on the fifth day from now, the points on the third.
        voucher(&market, ana, 8).await;
        voucher(&market, bo, 3).await;
        hours(&market, 10 * 24).await;
        let taken: Vec<(String, Vec<String>)> = road
            .taken()
            .into_iter()
            .map(|note| {
                let lines = note.text.lines().filter_map(|line| line.strip_prefix("- "));
                (note.to, lines.map(str::to_owned).collect())
            })
            .collect();
        let line = |text: &str| text.to_owned();
        let (eggs, points) =
            ("Half a dozen eggs: collect it until", "50 points can be spent until");
        assert_eq!(
            taken,
            [
                (line("bo@example.com"), vec![format!("{eggs} 25 March 2026")]),
                (line("ana@example.com"), vec![format!("{points} 1 April 2026")]),
                (
                    line("ana@example.com"),
                    vec![format!("{points} 1 April 2026"), format!("{eggs} 30 March 2026")]
                ),
            ]
        );
        let told = market.events().await.iter().filter(|kind| *kind == "reminders.sent").count();
        assert_eq!(told, 3);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_one_who_does_not_want_it_or_has_nothing_left() {
    type Change = for<'a> fn(&'a mut ::store::Tx, MemberId) -> ::store::Future<'a>;
    let refuses: Change = |tx, id| {
        Box::pin(async move {
            let no = [(ConsentKind::Messages, ConsentState::Withdrawn)];
            actions::agree(tx, id, "phone", &no).await
        })
    };
    let moves: Change = |tx, id| {
        Box::pin(async move {
            let mut member = members::require(tx, tx.org(), id).await?;
            member.email = Some(Email::kept("new@example.com".to_owned()));
            actions::change(tx, member).await.map(drop)
        })
    };
    let goes: Change = |tx, id| Box::pin(actions::erase(tx, id));
    let uses: Change = |tx, id| {
        Box::pin(async move {
            let held = vouchers::of_member(tx, tx.org(), id).await?;
            for voucher in held {
                vouchers::withdraw(tx, voucher.id).await?;
            }
            Ok(())
        })
    };
    let stays: Change = |_, _| Box::pin(async { Ok(()) });
    for (market, road) in markets().await {
        // Eleven: the next letters leave tomorrow.
        hours(&market, 2).await;
        for (what, change, letters) in [
            ("refuses", refuses, 0),
            ("has another address", moves, 0),
            ("is erased", goes, 0),
            ("has used it", uses, 0),
            ("only waits", stays, 1),
        ] {
            let before = road.taken().len();
            let who = regular(&market, &what.replace(' ', ""), Lang::En).await;
            voucher(&market, who, 2).await;
            hours(&market, 3).await;
            assert_eq!(road.taken().len() - before, 0, "{what}: it is not ten yet");
            market.turn(async |tx| change(tx, who).await).await.unwrap();
            hours(&market, 21).await;
            assert_eq!(road.taken().len() - before, letters, "{what}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_road_is_tried_again_and_a_closed_one_is_seen() {
    for (market, road) in markets().await {
        *road.blocked.lock().unwrap() = Some(Unsent::Later("the line is busy".into()));
        let ana = regular(&market, "Ana", Lang::En).await;
        hours(&market, 2).await;
        voucher(&market, ana, 2).await;
        hours(&market, 24).await;
        assert_eq!(road.taken().len(), 0);
        *road.blocked.lock().unwrap() = None;
        hours(&market, 2).await;
        assert_eq!(road.taken().len(), 1);

        *road.blocked.lock().unwrap() = Some(Unsent::Never("no such mailbox".into()));
        let bo = regular(&market, "Bo", Lang::En).await;
        voucher(&market, bo, 2).await;
        hours(&market, 30).await;
        let mut db = market.ground.db.read().await.unwrap();
        let dead = jobs::dead(&mut db, market.org, 10).await.unwrap();
        let [job] = dead.as_slice() else { panic!("{dead:?}") };
        assert_eq!(job.kind, super::send::JOB);
        assert!(job.trouble.contains("no such mailbox"), "{}", job.trouble);
        assert!(!job.trouble.contains("bo@"), "{}", job.trouble);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_language_says_what_ends_where_all_of_it_is_and_how_to_say_no() {
    for (market, _) in markets().await {
        let ana = regular(&market, "Ana", Lang::En).await;
        points(&market, ana).await;
        let club = plans::tests::club(&market).await;
        plans::tests::pay(&market, club, ana).await;
        // Of the thirty-one days of March, three are left.
        market.ground.clock.advance(Duration::from_secs(28 * 86_400));
        voucher(&market, ana, 2).await;
        let mut db = market.ground.db.read().await.unwrap();
        let shop = web::shops::require(&mut db, market.org).await.unwrap();
        let member = members::require(&mut db, market.org, ana).await.unwrap();
        let now = market.ground.world.now();
        let mut all = Vec::new();
        for lang in Lang::ALL {
            let lines = letter::lines(&mut db, &shop, (lang, ana), now).await.unwrap();
            assert_eq!(lines.len(), 3, "{lines:?}");
            let to = ("ana@example.com".to_owned(), &member);
            let note = letter::note(&shop, (lang, "https://club.example"), to, &lines);
            for line in &lines {
                assert!(
                    note.text.lines().any(|one| one.strip_prefix("- ") == Some(line)),
                    "{line}"
                );
            }
            for link in ["https://club.example/fresh/wallet", "https://club.example/fresh/me"] {
                assert!(note.text.contains(link), "{}", note.text);
            }
            assert!(note.subject.contains("Fresh Market") && note.text.contains("Ana"));
            assert!(!format!("{note:?}").contains("Ana"), "no log has it");
            all.push((note.subject, lines));
        }
        all.dedup();
        assert_eq!(all.len(), Lang::ALL.len(), "{all:?}");
    }
}
