//! A raffle that breaks a law is stopped, is told why and what would be lawful, and is mended.

use kernel::RaffleId;
use value::laws;

use super::{actions, model::Prize};
use crate::testing::{Fair, House};

impl Fair {
    async fn keeps_to(&self, packs: &[&str]) {
        let packs: Vec<String> = packs.iter().map(|one| (*one).to_owned()).collect();
        self.turn(async |tx| laws::actions::choose(tx, &self.shop, &packs).await.map(drop))
            .await
            .unwrap();
    }
    /// A draft whose only tickets are those that purchases give.
    async fn bought_only(&self) -> RaffleId {
        let mut draft = self.raffle_draft(1);
        (draft.terms.free, draft.terms.per_purchase) = (0, Some(1000));
        self.turn(async |tx| actions::create(tx, &self.shop, draft).await).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_no_purchase_may_be_needed_the_way_out_is_one_tap_away() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let id = fair.bought_only().await;
    let path = format!("/console/raffles/{id}");
    fair.keeps_to(&["us"]).await;
    let stopped = house.post(staff, &format!("{path}/schedule"), "").await;
    assert_eq!(stopped.status, 422, "{}", stopped.body);
    assert!(stopped.body.contains("18 U.S.C. §§ 1301–1304"), "where it stands: {}", stopped.body);
    let way = format!("{path}/details?instead=free");
    assert!(stopped.body.contains(&way), "the way out: {}", stopped.body);
    let free = |page: &str| {
        let field = page.split("name=\"free\"").nth(1).unwrap();
        field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(free(&house.get(staff, &format!("{path}/details")).await.body), "0");
    assert_eq!(
        free(&house.get(staff, &way).await.body),
        "1",
        "the form begins with what is lawful"
    );
    // In a country whose law says nothing of it, it is announced as it is.
    fair.keeps_to(&["eu"]).await;
    assert_eq!(house.post(staff, &format!("{path}/schedule"), "").await.status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prize_above_the_cap_is_named_while_it_is_planned_and_cannot_be_announced() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let car = crate::testing::gift_worth(fair, 5_000_001).await;
    let mut draft = fair.raffle_draft(1);
    draft.terms.prizes = vec![Prize { gift: car, quantity: 1 }];
    let id = fair.turn(async |tx| actions::create(tx, &fair.shop, draft).await).await.unwrap();
    let path = format!("/console/raffles/{id}");
    let query = format!(
        "name_en=Car&style=scheduled&gift_1={car}&quantity_1=1&opens_at=2026-03-02T10:00&\
         closes_at=2026-03-02T12:00&per_member=1&free=1&wins=1&least_entrants=1&input=nonces&\
         wait_minutes=10&collect_days=7&unclaimed=shelf&whom=members"
    );
    let preview = house.get(staff, &format!("/console/raffles/preview?lang=en&{query}")).await;
    assert!(preview.body.contains("第十七条"), "the preview says it: {}", preview.body);
    let stopped = house.post(staff, &format!("{path}/schedule"), "").await;
    assert!(stopped.status == 422 && stopped.body.contains("50000.00"), "{}", stopped.body);
    fair.keeps_to(&[]).await;
    assert_eq!(house.post(staff, &format!("{path}/schedule"), "").await.status, 303);
}
