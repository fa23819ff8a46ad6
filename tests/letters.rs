//! Codes and links on their way out, over the whole house with roads of our own: what is kept of a
//! letter that waits, what becomes of one that cannot leave, and which of several counts.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use kernel::{
    Lang, MemberId, Note, OrgId, Outlet, Post, Scope, SeededChance, SessionId, TestClock, Unsent,
    World,
};
use people::{
    joining::{
        letters::{LIVES, Wording},
        returns,
    },
    members::{self, Member, NewMember, proof::Way},
    orgs,
};
use regulars::house::{self, House};
use store::{
    Config, Engine, Limits, Place, Read as _, Tx, args, jobs,
    testing::{self, MORNING, engines},
};
use web::{
    Settings, rates,
    sessions::{self, Kind, Opening},
};

/// A road that does as it is told, and remembers what it took.
#[derive(Default)]
struct Road {
    /// What it answers next; nothing means that it takes the message.
    answers: Mutex<VecDeque<Option<Unsent>>>,
    taken: Mutex<Vec<String>>,
}

impl Road {
    fn will(&self, answers: impl IntoIterator<Item = Option<Unsent>>) {
        self.answers.lock().unwrap().extend(answers);
    }
    /// The codes that left since this was asked last.
    fn codes(&self) -> Vec<String> {
        let taken = std::mem::take(&mut *self.taken.lock().unwrap());
        taken.iter().map(|text| text.split(' ').next().unwrap().to_owned()).collect()
    }
}

impl Outlet for Road {
    fn send(&self, note: &Note) -> Result<(), Unsent> {
        let answer = self.answers.lock().unwrap().pop_front().flatten();
        // A receipt that is lost on its way back: the message arrived all the same.
        if answer.is_none() || answer == lost() {
            self.taken.lock().unwrap().push(note.text.clone());
        }
        answer.map_or(Ok(()), Err)
    }
}

fn later() -> Option<Unsent> {
    Some(Unsent::Later("put off".into()))
}

fn lost() -> Option<Unsent> {
    Some(Unsent::Later("no receipt".into()))
}

struct Stage {
    house: House,
    clock: Arc<TestClock>,
    road: Arc<Road>,
    org: OrgId,
    ana: Member,
    session: SessionId,
    #[expect(dead_code, reason = "held: the folder goes with the stage")]
    folder: tempfile::TempDir,
}

impl Stage {
    async fn on(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, road) = (Arc::new(TestClock::at(MORNING)), Arc::new(Road::default()));
        let world = World::new(clock.clone(), Arc::new(SeededChance::new(7)));
        let world =
            world.with_post(Post { email: None, sms: Some(road.clone()), ..Post::default() });
        let place = match engine {
            Engine::Sqlite => Place::File(folder.path().join("regulars.db")),
            Engine::Postgres => Place::Postgres(testing::database().await.unwrap()),
        };
        let limits = Limits { idle_for: Duration::from_secs(20), ..Limits::DEFAULT };
        let settings = Settings {
            base_url: "https://club.example".into(),
            behind_proxy: false,
            rates: rates::Limits::OPEN,
        };
        let config = Config { place, limits, durable: false };
        let house = house::open(&config, settings, world).await.unwrap();
        let set_up = orgs::SetUp {
            name: "Fresh".into(),
            slug: Some("fresh".into()),
            currency: "CNY".into(),
            time_zone: "Asia/Shanghai".into(),
            country: "CN".into(),
            owner_name: "Mei".into(),
            email: "mei@fresh.example".into(),
            password: "corner shop 7".into(),
            ..orgs::SetUp::default()
        };
        let (org, _) = orgs::set_up(house.db(), set_up).await.unwrap();
        let scope = Scope::system(org);
        let made = house.db().write(&scope, async |tx| {
            let id = add(tx).await?;
            let ana = members::find(tx, org, id).await?.unwrap();
            let opening = Opening::member(id, "Chrome");
            let token = sessions::open(tx, opening).await?;
            let now = tx.now();
            let session = sessions::find(tx, Kind::Member, &token, now).await?.unwrap();
            Ok((ana, session.id))
        });
        let (ana, session) = made.await.unwrap().value;
        Self { house, clock, road, org, ana, session, folder }
    }

    async fn turn<T: Send>(&self, run: impl AsyncFnOnce(&mut Tx) -> kernel::Result<T>) -> T {
        self.house.db().write(&Scope::system(self.org), run).await.unwrap().value
    }
    /// Ana's device asks for a code.
    async fn asks(&self) {
        let wording = Wording { lang: Lang::En, base: "https://club.example/fresh".into() };
        self.turn(async |tx| {
            returns::send(tx, Way::Sms, self.session, Some(&self.ana), &wording).await
        })
        .await;
    }
    /// Everything that is due now.
    async fn settle(&self) {
        self.house.db().settle().await.unwrap();
    }
    /// Whether the code opens; it is used by that.
    async fn opens(&self, code: &str) -> bool {
        self.turn(async |tx| returns::answer(tx, self.session, code).await).await.is_some()
    }
    /// The data of all letters' jobs, as they lie in the table.
    async fn kept(&self) -> Vec<String> {
        let sql = "SELECT data FROM job WHERE org = $1 AND kind = 'proofs.letter' ORDER BY id";
        let rows = self.house.db().read().await.unwrap().rows(sql, args![self.org]).await.unwrap();
        rows.iter().map(|row| row.get("data").unwrap()).collect()
    }
    async fn dead(&self) -> Vec<(i64, String)> {
        let mut db = self.house.db().read().await.unwrap();
        let dead = jobs::dead(&mut db, self.org, 9).await.unwrap();
        dead.into_iter().map(|job| (job.attempts, job.trouble)).collect()
    }
}

async fn add(tx: &mut Tx) -> kernel::Result<MemberId> {
    let phone = members::E164::read("138 1234 5678", "CN").ok();
    let new = NewMember { name: "Ana".into(), phone, ..NewMember::default() };
    members::actions::add(tx, new).await
}

/// The check on a stage of its own, engine by engine.
async fn on_each_engine(check: impl AsyncFn(&Stage)) {
    for engine in engines() {
        check(&Stage::on(engine).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_waits_is_an_order_and_opens_nothing() {
    on_each_engine(async |stage| {
        stage.road.will([later()]);
        stage.asks().await;
        stage.settle().await;
        let kept = stage.kept().await;
        assert_eq!(kept.len(), 1, "it is tried again later");
        stage.clock.advance(jobs::backoff(1));
        stage.settle().await;
        let codes = stage.road.codes();
        assert_eq!(codes.len(), 1);
        for secret in [codes[0].as_str(), "1381234", "Ana"] {
            assert!(!kept[0].contains(secret), "{secret} in {kept:?}");
        }
        assert!(stage.kept().await.is_empty(), "what left is kept nowhere");
        assert!(stage.opens(&codes[0]).await);
        assert!(!stage.opens(&codes[0]).await, "once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_nobody_takes_in_time_lies_dead_with_what_the_last_one_said() {
    on_each_engine(async |stage| {
        stage.road.will(std::iter::repeat_n(later(), 9));
        stage.asks().await;
        let mut attempts = 0;
        while stage.dead().await.is_empty() {
            assert!(attempts < 9, "it ends");
            stage.settle().await;
            attempts += 1;
            stage.clock.advance(jobs::backoff(attempts));
        }
        let dead = stage.dead().await;
        assert_eq!(dead, [(attempts, "broken: put off".to_owned())]);
        assert!(stage.road.codes().is_empty());
        let pauses: Duration = (1..attempts).map(jobs::backoff).sum();
        assert!(pauses >= LIVES, "not before its time was over");
        assert!(!stage.kept().await[0].contains("1381234"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_refused_lies_dead_at_once() {
    on_each_engine(async |stage| {
        stage.road.will([Some(Unsent::Never("no such person".into()))]);
        stage.asks().await;
        stage.settle().await;
        assert_eq!(stage.dead().await, [(1, "no such person".to_owned())]);
        // Asking again is a new letter.
        stage.asks().await;
        stage.settle().await;
        assert!(stage.opens(&stage.road.codes()[0]).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_arrived_twice_is_good_whichever_is_read() {
    for read in [0, 1] {
        on_each_engine(async |stage| {
            stage.road.will([lost()]);
            stage.asks().await;
            stage.settle().await;
            stage.clock.advance(jobs::backoff(1));
            stage.settle().await;
            let codes = stage.road.codes();
            assert_eq!(codes.len(), 2);
            assert!(stage.opens(&codes[read]).await);
            assert!(!stage.opens(&codes[1 - read]).await, "the first that is used ends both");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_again_or_used_or_over_is_not_drawn_any_more() {
    on_each_engine(async |stage| {
        // Put off, and then asked again: only the newer one leaves.
        stage.road.will([later()]);
        stage.asks().await;
        stage.settle().await;
        stage.asks().await;
        stage.clock.advance(jobs::backoff(1));
        stage.settle().await;
        let codes = stage.road.codes();
        assert_eq!(codes.len(), 1);
        assert!(stage.kept().await.is_empty() && stage.dead().await.is_empty());
        // It is good for ten minutes from when it was asked for.
        stage.clock.advance(LIVES);
        assert!(!stage.opens(&codes[0]).await);
        // The receipt is lost, the code is used: no second one follows.
        stage.road.will([lost()]);
        stage.asks().await;
        stage.settle().await;
        assert!(stage.opens(&stage.road.codes()[0]).await);
        stage.clock.advance(jobs::backoff(1));
        stage.settle().await;
        assert!(stage.road.codes().is_empty() && stage.kept().await.is_empty());
    })
    .await;
}
