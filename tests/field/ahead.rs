//! A pre-sale that more people want than there is of it: at two prices, in three windows with room. Some step
//! back, half of the rest pay their balance at the counter, and what nobody fetches ends by the rule.
//!
//! The hours are real and short. Whoever asks too late for one, because the machine is busy, is told so, and
//! the books must be right all the same.

use std::collections::BTreeMap;

use kernel::Time;
use serde_json::{Value as Json, json};

use super::{
    Scale,
    rig::{Field, Told, Wish, cny},
};

const PRICE: i64 = 4_900;
const EARLY: i64 = 3_900;
/// Odd, so that half of it is not half.
const DEPOSIT: i64 = 701;
const PURSE: i64 = 1_000;

/// The sale, and how much there is of it.
struct Sale<'a> {
    field: &'a Field,
    id: String,
    gift: String,
    store: String,
    pieces: usize,
    early: usize,
    /// Of each window.
    room: usize,
}

/// What became of everybody who has a piece, by the answers that people had.
#[derive(Default)]
struct Books {
    /// Reservations by id: whose, whether paid in cash.
    all: BTreeMap<String, (String, bool)>,
    /// Cents that came back, those that are owed in cash, and those that the shop kept.
    back: i64,
    owed: i64,
    kept: i64,
}

pub async fn replay(field: &Field, scale: Scale) {
    let Scale { ahead: people, kills, .. } = scale;
    let store = field.make("stores", json!({ "name": "Quay", "address": "Quay 1" })).await;
    let plan = json!({ "state": "open", "spending": "bonus_first", "forfeits": "proportion",
        "least": cny(100), "most": cny(50_000), "cap_named": cny(500_000), "cap_unnamed": cny(100_000) });
    field.put("wallets/plan", plan).await;
    let members = field.people(people).await;
    // Every second one has a wallet; the others pay in cash.
    let purse = json!({ "amount": cny(PURSE), "store": store });
    let top_up = |member: &String| {
        let mut body = purse.clone();
        body["member"] = json!(member);
        field.wish("top-ups", body)
    };
    field.made(members.iter().step_by(2).map(top_up).collect()).await;

    let sale = Sale::open(field, store, people).await;
    let mut books = sale.reserve(&members, kills).await;
    let stepped = sale.step_back(&mut books).await;
    sale.ready(books.all.len()).await;
    let fetched = sale.fetch(&mut books).await;
    // Tickets end in turns of their own.
    field.stumble().await;
    sale.lapse(&mut books, (stepped, fetched)).await;
    sale.purses(&members, &books).await;
}

impl<'a> Sale<'a> {
    /// Three pieces for four people, a fifth of them early, and windows for all pieces but none to spare.
    async fn open(field: &'a Field, store: String, people: usize) -> Self {
        let (pieces, early) = (people * 3 / 4, people * 3 / 20);
        let room = pieces.div_ceil(3);
        let terms = json!({ "benefit": { "kind": "price", "each": PRICE },
                            "conditions": { "goods": { "products": ["Plums"] } } });
        let gift = json!({ "kind": "lead", "name": { "en": "A box of plums" }, "cost": cny(2_000),
                           "stock": pieces, "per_member": 0, "terms": terms });
        let gift = field.make("gifts", gift).await;
        let (now, _) = field.hours().await;
        let now = Time::parse(&now).unwrap();
        let at = |seconds: u64| now.plus(std::time::Duration::from_secs(seconds)).to_string();
        let (closes, over) = field.patience(people);
        let window =
            json!({ "from": at(closes), "until": at(over), "capacity": room, "store": store });
        let sale = json!({ "name": { "en": "The first plums" }, "gift": gift, "pieces": pieces,
            "price": cny(PRICE), "early": { "pieces": early, "price": cny(EARLY) },
            // Whoever steps back has half of it back, from the first moment on.
            "deposit": cny(DEPOSIT), "cancel_by": at(0), "after": "half",
            "opens_at": at(0), "closes_at": at(closes), "ready_at": at(closes),
            "windows": [window, window, window], "limits": { "per_member": 1 } });
        let id = field.make("presales", sale).await;
        field.make(&format!("presales/{id}/opening"), json!({})).await;
        Self { field, id, gift, store, pieces, early, room }
    }

    async fn figures(&self) -> Json {
        self.field.read(&format!("presales/{}", self.id)).await["figures"].clone()
    }

    /// Everybody wants one, a third of them in each window.
    async fn reserve(&self, members: &[String], kills: usize) -> Books {
        let claim = |(n, member): (usize, &String)| {
            let paid = if n % 2 == 0 { "wallet" } else { "cash" };
            let body = json!({ "member": member, "window": 1 + n % 3, "paid": paid });
            self.field.wish(format!("presales/{}/claims", self.id), body)
        };
        let wishes: Vec<Wish> = members.iter().enumerate().map(claim).collect();
        let told = self.field.rush(wishes, kills).await;
        self.field.report("a pre-sale's claims", &told);
        let got: Vec<&Told> = told.iter().filter(|one| one.status == 201).collect();
        let refused = told.iter().filter(|one| one.status != 201).map(Told::code);
        let late = refused.clone().any(|code| code == "presales.closed");
        for code in refused {
            let told =
                ["presales.sold_out", "presales.window_full", "presales.closed"].contains(&code);
            assert!(told, "{code}");
        }
        // Windows have room for all pieces together, so that both are full at the same time.
        if !late {
            assert_eq!(got.len(), self.pieces, "every piece, and not one more");
        }
        let early = got.iter().filter(|one| one.body["rate"] == "early").count();
        assert_eq!(early, self.early.min(got.len()), "exactly so many at the early price");
        for window in 1..=3 {
            let come = got.iter().filter(|one| one.body["window"] == window).count();
            assert!(come <= self.room, "window {window}: {come}");
        }
        let text = |one: &Told, what: &str| one.body[what].as_str().unwrap().to_owned();
        let all = got
            .iter()
            .map(|one| (text(one, "id"), (text(one, "member"), one.body["paid"] == "cash")));
        Books { all: all.collect(), ..Books::default() }
    }

    /// Every fifth changes their mind; how many did.
    async fn step_back(&self, books: &mut Books) -> usize {
        let ids: Vec<String> = books.all.keys().step_by(5).cloned().collect();
        let wish = |id: &String| self.field.wish(format!("presale-reservations/{id}"), Json::Null);
        let told = self.field.each("DELETE", ids.iter().map(wish).collect()).await;
        let mut many = 0;
        for (id, one) in ids.iter().zip(&told) {
            if one.status == 200 {
                assert_eq!(one.body["deposit_back"], cny(DEPOSIT / 2 + 1), "{}", one.body);
                books.ends(id);
                many += 1;
            } else {
                assert_eq!(one.code(), "presales.too_late_to_cancel");
            }
        }
        many
    }

    /// The goods are there, and everybody who waits has a ticket.
    async fn ready(&self, waiting: usize) {
        self.field
            .until("tickets", async || {
                let now = self.figures().await;
                // A late machine ends some while it makes the last.
                let (held, lapsed) = (now["held"].as_u64(), now["lapsed"].as_u64());
                held.unwrap() + lapsed.unwrap() == waiting as u64
            })
            .await;
    }

    /// Every second pays the rest at the counter and has their box; how many did.
    async fn fetch(&self, books: &mut Books) -> usize {
        let ids: Vec<String> = books.all.keys().step_by(2).cloned().collect();
        let mut wishes = Vec::new();
        for id in &ids {
            let one = self.field.read(&format!("presale-reservations/{id}")).await;
            let body = json!({ "store": self.store, "member": one["member"], "amount": cny(PRICE),
                "lines": [{ "product": "Plums", "amount": cny(PRICE) }], "vouchers": [one["voucher"]] });
            wishes.push(self.field.wish("purchases", body));
        }
        let told = self.field.all(wishes).await;
        let mut many = 0;
        for (id, one) in ids.iter().zip(&told) {
            if one.status == 201 {
                let paid = one.body["amount"]["amount"].as_i64().unwrap();
                assert!([PRICE - DEPOSIT, EARLY - DEPOSIT].contains(&paid), "{}", one.body);
                books.all.remove(id);
                many += 1;
            } else {
                assert!(
                    one.code().starts_with("vouchers.") || one.code().starts_with("bills."),
                    "{}",
                    one.body
                );
            }
        }
        many
    }

    /// Nobody comes for the rest: half of what they paid comes back.
    async fn lapse(&self, books: &mut Books, (stepped, fetched): (usize, usize)) {
        let rest: Vec<String> = books.all.keys().cloned().collect();
        for id in &rest {
            books.ends(id);
        }
        let settled =
            async || self.field.read(&format!("presales/{}", self.id)).await["state"] == "settled";
        self.field.until("the end", settled).await;
        let now = self.figures().await;
        let expected = [
            ("reserved", 0),
            ("held", 0),
            ("cancelled", stepped),
            ("collected", fetched),
            ("lapsed", rest.len()),
        ];
        for (what, many) in expected {
            assert_eq!(now[what].as_u64(), Some(many as u64), "{what}: {now}");
        }
        let cents = |what: &str| now[what].as_i64().unwrap();
        let is = (cents("deposits_ahead"), cents("deposits_kept"), cents("deposits_owed"));
        assert_eq!(is, (0, books.kept, books.owed), "to the cent");
        let gift = self.field.read(&format!("gifts/{}", self.gift)).await;
        let left = gift["left"].as_u64();
        assert_eq!(left, Some((self.pieces - fetched) as u64), "the rest is on the shelf: {gift}");
        println!("{stepped} stepped back, {fetched} fetched, {} did not come", rest.len());
    }

    /// What people paid out of wallets is gone, or half of it back: all of them together, to the cent.
    async fn purses(&self, members: &[String], books: &Books) {
        let mut have = 0;
        for member in members.iter().step_by(2) {
            let wallet = self.field.read(&format!("wallets/{member}")).await;
            have += wallet["principal"]["amount"].as_i64().unwrap();
        }
        let began = PURSE * i64::try_from(members.len().div_ceil(2)).unwrap();
        let ahead = self.paid_ahead().await;
        assert_eq!(have, began - ahead + books.back, "wallets, to the cent");
    }

    /// What reservations took out of wallets, as their rows say it.
    async fn paid_ahead(&self) -> i64 {
        let (mut sum, mut cursor) = (0, String::new());
        loop {
            let path = format!("presales/{}/claims?limit=200&cursor={cursor}", self.id);
            let page = self.field.read(&path).await;
            let wallet = |one: &&Json| one["paid"] == "wallet";
            let many = page["items"].as_array().unwrap().iter().filter(wallet).count();
            sum += DEPOSIT * i64::try_from(many).unwrap();
            match page["next_cursor"].as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => return sum,
            }
        }
    }
}

impl Books {
    /// A reservation ends without its piece: half comes back, and the odd cent is the member's.
    fn ends(&mut self, id: &str) {
        let (_, cash) = self.all.remove(id).unwrap();
        let back = DEPOSIT / 2 + 1;
        self.kept += DEPOSIT - back;
        if cash { self.owed += back } else { self.back += back }
    }
}
