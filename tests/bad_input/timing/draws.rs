//! A raffle's draw: before its time, twice, with too few people, and with more prizes than people.

use fair::{Proof, Verified};
use kernel::{Clock as _, Time};
use serde_json::{Value as Json, json};
use store::testing::engines;

use super::{
    HOUR, Stall,
    kinds::{KINDS, Kind},
};

const RAFFLE: &Kind = &KINDS[2];

impl Stall {
    /// An open one, with what is said otherwise, and its gift.
    async fn raffle(&self, otherwise: Json) -> (String, String) {
        let (gift, now) = (RAFFLE.gift(&self.program).await, self.clock.now());
        let mut plan = RAFFLE.plan(&gift, (now, now.plus(HOUR)));
        for (name, value) in otherwise.as_object().unwrap() {
            plan[name] = value.clone();
        }
        let id = self.program.makes("raffles", plan).await;
        self.step(RAFFLE, (&id, "opening"), json!({})).await;
        (id, gift)
    }
    async fn enters(&self, raffle: &str, (n, nonce): (usize, Option<&str>)) {
        let claim = json!({ "member": self.members[n], "nonce": nonce });
        self.step(RAFFLE, (raffle, "claims"), claim).await;
    }
    /// The draw, asked for with this key.
    async fn draw(&self, raffle: &str, (body, mark): (Json, &str)) -> (u16, Json) {
        let path = format!("raffles/{raffle}/draw");
        self.program.send_marked("POST", &path, Some(body), mark).await
    }
    /// Asked for in vain, with this code; nothing has changed.
    async fn not_drawn(&self, raffle: &str, (what, body): (&str, Json), code: &str) {
        let before = self.stands(RAFFLE, raffle).await;
        let (status, told) = self.draw(raffle, (body, &self.program.mark())).await;
        assert_eq!((status, &told["code"]), (409, &json!(code)), "{what}: {told}");
        assert_eq!(self.stands(RAFFLE, raffle).await, before, "{what}: nothing has changed");
    }
    async fn left(&self, gift: &str) -> i64 {
        self.program.reads(&format!("gifts/{gift}")).await["left"].as_i64().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_waits_for_its_time_and_is_drawn_once() {
    for engine in engines() {
        let stall = Stall::open(engine).await;
        let (raffle, gift) = stall.raffle(json!({})).await;
        let draft = RAFFLE.plan(&gift, (stall.clock.now(), stall.clock.now().plus(HOUR)));
        let draft = stall.program.makes("raffles", draft).await;
        stall.not_drawn(&draft, ("a draft", json!({})), "raffles.wrong_state").await;
        stall.enters(&raffle, (0, None)).await;
        // Keeps a nonce to themselves, for which the draw waits.
        stall.enters(&raffle, (1, Some(&"5a".repeat(32)))).await;
        stall.not_drawn(&raffle, ("open", json!({})), "raffles.wrong_state").await;
        stall.step(RAFFLE, (&raffle, "closing"), json!({ "reason": "A full house" })).await;
        stall.not_drawn(&raffle, ("a nonce waits", json!({})), "raffles.too_early").await;
        let beacon = json!({ "beacon": "ab".repeat(48) });
        stall.not_drawn(&raffle, ("a beacon", beacon), "raffles.input_wrong").await;
        let told = stall.program.reads(&format!("raffles/{raffle}")).await;
        let at = Time::parse(told["draws_at"].as_str().unwrap()).unwrap();
        stall.clock.set(at.minus(std::time::Duration::from_micros(1)));
        stall.not_drawn(&raffle, ("just before", json!({})), "raffles.too_early").await;
        stall.clock.set(at);
        let (status, drawn) = stall.draw(&raffle, (json!({}), "once")).await;
        assert_eq!(status, 201, "{drawn}");
        let picks = format!("raffles/{raffle}/winners");
        let (stands, won) =
            (stall.stands(RAFFLE, &raffle).await, stall.program.reads(&picks).await);
        assert_eq!(
            stall.draw(&raffle, (json!({}), "once")).await,
            (201, drawn),
            "one key, one draw"
        );
        assert_eq!(stall.stands(RAFFLE, &raffle).await, stands);
        stall.not_drawn(&raffle, ("once more", json!({})), "raffles.already_drawn").await;
        assert_eq!(stall.program.reads(&picks).await, won, "the same winners");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_fewer_people_than_were_promised_it_is_called_off() {
    for engine in engines() {
        let stall = Stall::open(engine).await;
        let (raffle, gift) = stall.raffle(json!({ "least_entrants": 3 })).await;
        for n in [0, 1] {
            stall.enters(&raffle, (n, None)).await;
        }
        stall.step(RAFFLE, (&raffle, "closing"), json!({ "reason": "It rains" })).await;
        stall.not_drawn(&raffle, ("two of three", json!({})), "raffles.too_few_entrants").await;
        stall.at(stall.clock.now().plus(HOUR)).await;
        let told = stall.program.reads(&format!("raffles/{raffle}")).await;
        assert!(told["called_off_at"].is_string() && told["drawn_at"].is_null(), "{told}");
        assert_eq!(stall.left(&gift).await, 5, "every prize is the shop's again");
        stall.not_drawn(&raffle, ("called off", json!({})), "raffles.wrong_state").await;
    }
}

/// Two people and four prizes: each wins once, as was announced, and the proof has two picks of four pieces.
#[tokio::test(flavor = "multi_thread")]
async fn prizes_for_which_there_is_nobody_stay_with_the_shop_and_the_proof_shows_it() {
    for engine in engines() {
        let stall = Stall::open(engine).await;
        let (raffle, gift) = stall.raffle(json!({})).await;
        for n in [0, 1] {
            stall.enters(&raffle, (n, None)).await;
        }
        assert_eq!(stall.left(&gift).await, 1, "four lie aside");
        stall.step(RAFFLE, (&raffle, "closing"), json!({ "reason": "A full house" })).await;
        assert_eq!(stall.draw(&raffle, (json!({}), "once")).await.0, 201);
        stall.at(stall.clock.now()).await;
        let proof = stall.program.reads(&format!("raffles/{raffle}/proof")).await.to_string();
        let told = Proof::read(proof.as_bytes()).unwrap();
        let pieces: u64 = told.prizes.iter().map(|prize| prize.quantity).sum();
        assert_eq!((told.entries.len(), told.picks.len(), pieces), (2, 2, 4));
        let winners: std::collections::BTreeSet<_> =
            told.picks.iter().map(|pick| pick.entry).collect();
        assert_eq!(winners.len(), 2, "each of them once");
        assert!(matches!(fair::verify(proof.as_bytes(), None), Ok(Verified::Draw(_))));
        // Nobody comes for theirs either: with the last day to collect all five lie on the shelf.
        stall.at(stall.clock.now().plus_days(8)).await;
        let told = stall.program.reads(&format!("raffles/{raffle}")).await;
        assert_eq!((&told["state"], &told["figures"]["lapsed"]), (&json!("settled"), &json!(2)));
        assert_eq!(stall.left(&gift).await, 5, "the shop's again");
    }
}
