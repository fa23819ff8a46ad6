//! Many at once against every limit: what has a bound is asked for by two dozen programs and phones at the
//! same moment, each of them twice as after a double tap. As many succeed as the bound allows, the others
//! are told why, nothing is lost, and the books agree.
//!
//! The three attacks of Warszawski and Bailis, "`ACIDRain`: Concurrency-Related Attacks on Database-Backed
//! Web Applications" (SIGMOD 2017), are among them: a voucher that is used too often, stock that is sold
//! twice, a basket that is changed while it is ordered.

mod group_buys;
mod packets;
mod presales;
mod raffles;

use std::collections::BTreeMap;

use futures::future::join_all;
use kernel::MemberId;
use serde_json::{Value as Json, json};
use store::testing::engines;
use web::sessions::{Kind, Opening};

use crate::{
    matrix::people,
    nodes::rig::Chain,
    program::{Program, cny, id},
};

const CROWD: usize = 24;

/// What everybody asks for at once.
struct Rush {
    what: &'static str,
    asked: Vec<(String, Json)>,
    /// How many may have it.
    wins: usize,
    /// What the others are told.
    told: &'static [&'static str],
    /// What is there afterwards: a path, where in its answer, and the value.
    then: Option<(String, &'static str, Json)>,
}

/// A shop with a store and as many members as come at once.
pub struct Shop {
    pub program: Program,
    pub store: String,
    pub members: Vec<String>,
}

impl Shop {
    pub async fn open(program: Program) -> Self {
        let store = program.makes("stores", json!({ "name": "Quay", "address": "Quay 1" })).await;
        let mut members = Vec::new();
        for n in 0..CROWD {
            let person = json!({ "name": format!("Person {n}") });
            members.push(program.makes("members", person).await);
        }
        Self { program, store, members }
    }

    pub fn first(&self) -> &str {
        self.members.first().unwrap()
    }

    /// The same by each member.
    fn each(&self, path: &str, body: impl Fn(&str) -> Json) -> Vec<(String, Json)> {
        self.members.iter().map(|member| (path.to_owned(), body(member))).collect()
    }

    /// The same by one member again and again.
    fn again(path: &str, body: &Json) -> Vec<(String, Json)> {
        vec![(path.to_owned(), body.clone()); CROWD]
    }

    pub async fn gift(&self, stock: i64, per_member: i64) -> String {
        let gift = json!({ "kind": "lead", "name": { "en": "Mango" }, "cost": cny(300),
                           "stock": stock, "per_member": per_member });
        self.program.makes("gifts", gift).await
    }

    /// An open one of so many, and how many each member may have.
    pub async fn flash_sale(&self, pieces: i64, each: i64, cost: Option<(&str, i64)>) -> String {
        let gift = self.gift(pieces, 0).await;
        // By the clock of whoever serves it.
        let made = self.program.reads(&format!("gifts/{gift}")).await;
        let now = kernel::Time::parse(made["created_at"].as_str().unwrap()).unwrap();
        let cost = cost.map(|(program, points)| json!({ "program": program, "points": points }));
        let sale = json!({ "name": { "en": "Mangoes at noon" }, "gift": gift, "pieces": pieces,
            "opens_at": now.to_string(), "closes_at": now.plus_days(1).to_string(),
            "cost": cost, "limits": { "per_member": each } });
        let sale = self.program.makes("flash-sales", sale).await;
        self.program.does(("POST", &format!("flash-sales/{sale}/opening")), json!({}), 201).await;
        sale
    }

    pub async fn product(&self, pieces: i64) -> String {
        let berries = json!({ "name": { "en": "Berries" }, "price": cny(500) });
        let product = self.program.makes("products", berries).await;
        let more = json!({ "store": self.store, "pieces": pieces, "reason": "Monday" });
        self.program.does(("POST", &format!("products/{product}/restocks")), more, 201).await;
        product
    }

    pub fn order(&self, member: &str, product: &str) -> Json {
        json!({ "member": member, "store": self.store,
                "lines": [{ "product": product, "quantity": 1 }] })
    }

    pub async fn points(&self, points: i64) -> String {
        let program = json!({ "name": { "en": "Leaves" }, "terms": {
            "unit": { "en": "leaves" }, "rules": [], "expiry": { "kind": "never" },
            "returns": "within_balance" } });
        let program = self.program.makes("points-programs", program).await;
        let given = json!({ "program": program, "member": self.first(), "points": points,
                            "reason": "A welcome" });
        self.program.does(("POST", "points/adjustments"), given, 201).await;
        program
    }

    /// All ask at once, each twice with one mark.
    async fn rush(&self, rush: &Rush) {
        let twice = rush.asked.iter().flat_map(|(path, body)| {
            let mark = self.program.mark();
            [mark.clone(), mark].map(|mark| {
                let (program, path, body) = (self.program.clone(), path.clone(), body.clone());
                spawned(async move {
                    let answer = program.send_marked("POST", &path, Some(body), &mark).await;
                    (mark, answer)
                })
            })
        });
        let mut answers: BTreeMap<String, Vec<(u16, Json)>> = BTreeMap::new();
        for (mark, answer) in join_all(twice).await {
            answers.entry(mark).or_default().push(answer);
        }
        let (mut won, mut told) = (0, BTreeMap::new());
        for (first, second) in answers.values().map(|both| (&both[0], &both[1])) {
            match first.0 {
                200 | 201 => {
                    assert_eq!(first, second, "{}: a double tap has one answer", rush.what);
                    won += 1;
                }
                409 | 422 => {
                    let code = |answer: &Json| {
                        let code = answer.pointer("/errors/0/code").unwrap_or(&answer["code"]);
                        code.as_str().unwrap_or("").to_owned()
                    };
                    assert_eq!(second.0, first.0, "{}: {} {}", rush.what, first.1, second.1);
                    *told.entry(code(&first.1)).or_insert(0) += 1;
                }
                status => panic!("{}: {status} {}", rush.what, first.1),
            }
        }
        assert_eq!(won, rush.wins, "{}: {told:?}", rush.what);
        for code in told.keys() {
            assert!(rush.told.contains(&code.as_str()), "{}: {told:?}", rush.what);
        }
        if let Some((path, place, value)) = &rush.then {
            let answer = self.program.reads(path).await;
            assert_eq!(answer.pointer(place), Some(value), "{}: {answer}", rush.what);
        }
    }

    async fn audited(&self) {
        let mut db = self.program.house.db().read().await.unwrap();
        let report = ledger::audit(&mut db, self.program.org, |_| {}).await.unwrap();
        assert_eq!(report.difference, None);
    }
}

/// On a task of its own, so that many really run at once.
#[expect(clippy::disallowed_methods, reason = "tasks of a test end with it")]
async fn spawned<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> T {
    tokio::spawn(task).await.unwrap()
}

async fn gifts(shop: &Shop) -> Vec<Rush> {
    let (few, plenty, one) =
        (shop.gift(5, 1).await, shop.gift(1000, 3).await, shop.gift(9, 1).await);
    let first = shop.first();
    let voucher = json!({ "gift": one, "member": first });
    let voucher = shop.program.makes("vouchers", voucher).await;
    let redeemed = json!({ "voucher": voucher, "store": shop.store });
    vec![
        Rush {
            what: "the last of a gift",
            asked: shop.each("vouchers", |member| json!({ "gift": few, "member": member })),
            wins: 5,
            told: &["gifts.sold_out"],
            then: Some((format!("gifts/{few}"), "/left", json!(0))),
        },
        Rush {
            what: "three per member",
            asked: Shop::again("vouchers", &json!({ "gift": plenty, "member": first })),
            wins: 3,
            told: &["gifts.already_had"],
            then: Some((format!("gifts/{plenty}"), "/left", json!(997))),
        },
        Rush {
            what: "one voucher at every counter",
            asked: Shop::again("redemptions", &redeemed),
            wins: 1,
            told: &["vouchers.already_redeemed"],
            then: Some((format!("vouchers/{voucher}"), "/state", json!("redeemed"))),
        },
    ]
}

async fn flash_sales(shop: &Shop) -> Vec<Rush> {
    let (few, cheap) = (shop.flash_sale(6, 1, None).await, shop.points(50).await);
    let each = shop.flash_sale(100, 3, None).await;
    let bought = shop.flash_sale(100, 100, Some((&cheap, 15))).await;
    let claims = |sale: &str| format!("flash-sales/{sale}/claims");
    let by = |member: &str| json!({ "member": member });
    vec![
        Rush {
            what: "the last of a flash sale",
            asked: shop.each(&claims(&few), by),
            wins: 6,
            told: &["flash_sales.sold_out"],
            then: Some((format!("flash-sales/{few}"), "/left", json!(0))),
        },
        Rush {
            what: "three of a flash sale each",
            asked: Shop::again(&claims(&each), &by(shop.first())),
            wins: 3,
            told: &["flash_sales.limit_reached"],
            then: Some((format!("flash-sales/{each}"), "/figures/held", json!(3))),
        },
        Rush {
            what: "points for a flash sale",
            asked: Shop::again(&claims(&bought), &by(shop.first())),
            wins: 3,
            told: &["flash_sales.too_few_points"],
            then: Some((format!("flash-sales/{bought}"), "/left", json!(97))),
        },
    ]
}

async fn sales(shop: &Shop) -> Vec<Rush> {
    let (few, plenty) = (shop.product(7).await, shop.product(1000).await);
    let ten = json!({ "kind": "lead", "name": { "en": "Ten off" }, "cost": cny(0), "stock": 9,
                      "per_member": 1, "terms": { "benefit": { "kind": "percent", "percent": 10 } } });
    let ten = shop.program.makes("gifts", ten).await;
    let coupon = json!({ "gift": ten, "member": shop.first() });
    let coupon = shop.program.makes("vouchers", coupon).await;
    let mut ordered = shop.order(shop.first(), &plenty);
    ordered["vouchers"] = json!([coupon]);
    let bought = json!({ "store": shop.store, "member": shop.first(), "amount": cny(1000),
                         "vouchers": [coupon] });
    let mut both = Shop::again("orders", &ordered);
    both.truncate(CROWD / 2);
    both.extend(Shop::again("purchases", &bought).into_iter().take(CROWD / 2));
    let whole = json!({ "store": shop.store, "member": shop.first(), "amount": cny(1000) });
    let whole = shop.program.makes("purchases", whole).await;
    let back = json!({ "store": shop.store, "amount": cny(400) });
    vec![
        Rush {
            what: "the last of a product",
            asked: shop.each("orders", |member| shop.order(member, &few)),
            wins: 7,
            told: &["pieces_left"],
            then: Some((format!("products/{few}"), "/left", json!(0))),
        },
        Rush {
            what: "one voucher with orders and purchases",
            asked: both,
            wins: 1,
            told: &["bills.not_applicable"],
            then: None,
        },
        Rush {
            what: "more back than was bought",
            asked: Shop::again(&format!("purchases/{whole}/returns"), &back),
            wins: 2,
            told: &["return_amount"],
            then: Some((format!("purchases/{whole}"), "/returned/amount", json!(800))),
        },
    ]
}

async fn balances(shop: &Shop) -> Vec<Rush> {
    let first = shop.first();
    let (program, gift) = (shop.points(50).await, shop.gift(1000, 1000).await);
    let price = format!("points-programs/{program}/prices/{gift}");
    shop.program.does(("PUT", &price), json!({ "points": 15 }), 200).await;
    let swap = json!({ "program": program, "member": first, "gift": gift });
    let other = shop.points(55).await;
    let gives =
        |member: &str| json!({ "program": other, "from": first, "to": member, "points": 10 });
    let asked: Vec<_> = shop.each("points/transfers", gives).into_iter().skip(1).collect();
    let plan = json!({ "state": "open", "spending": "bonus_first", "forfeits": "proportion",
        "least": cny(100), "most": cny(50_000), "cap_named": cny(500_000), "cap_unnamed": cny(100_000) });
    shop.program.does(("PUT", "wallets/plan"), plan, 200).await;
    let top_up = json!({ "member": first, "amount": cny(1000), "store": shop.store });
    shop.program.does(("POST", "top-ups"), top_up, 201).await;
    vec![
        Rush {
            what: "points for gifts",
            asked: Shop::again("points/swaps", &swap),
            wins: 3,
            told: &["points.not_enough"],
            then: Some((format!("gifts/{gift}"), "/left", json!(997))),
        },
        Rush {
            what: "points to friends",
            asked,
            wins: 5,
            told: &["points.not_enough"],
            then: None,
        },
        Rush {
            what: "a wallet paid out",
            asked: Shop::again(&format!("wallets/{first}/refunds"), &json!({ "amount": cny(300) })),
            wins: 3,
            told: &["wallets.not_enough"],
            then: Some((format!("wallets/{first}"), "/principal/amount", json!(100))),
        },
    ]
}

async fn places(shop: &Shop) -> Vec<Rush> {
    let gift = shop.gift(1000, 1000).await;
    let staff = shop.program.reads("staff").await["items"][0].clone();
    let treats = json!({ "name": "Treats", "budget": { "kind": "pieces", "pieces": 4 },
                         "period": "month" });
    let allowance = shop.program.makes("allowances", treats).await;
    let gives = |member: &str| json!({ "allowance": allowance, "staff": id(&staff), "member": member, "gift": gift });
    let week: Vec<Json> = (0..7)
        .map(|day| json!({ "day": day, "from": "17:00", "until": "19:00", "room": 3 }))
        .collect();
    let point = json!({ "kind": "point", "name": "Garden Street", "store": shop.store,
        "windows": week, "fee": cny(0), "address": "Garden Street 3" });
    let outlet = shop.program.makes("outlets", point).await;
    let slots = shop.program.reads(&format!("outlets/{outlet}/slots")).await;
    let slot = slots["items"][1]["slot"].clone();
    let product = shop.product(1000).await;
    let fetches = |member: &str| {
        json!({ "member": member, "outlet": outlet, "slot": slot,
                "lines": [{ "product": product, "quantity": 1 }] })
    };
    let order = shop.program.makes("orders", shop.order(shop.first(), &product)).await;
    // Every counter hands it over while somebody calls it off.
    let mut ends = Shop::again(&format!("orders/{order}/collection"), &json!({}));
    ends.insert(1, (format!("orders/{order}/cancellation"), json!({})));
    vec![
        Rush {
            what: "an employee's allowance",
            asked: shop.each("givings", gives),
            wins: 4,
            told: &["allowances.used_up"],
            then: None,
        },
        Rush {
            what: "the last room of a slot",
            asked: shop.each("orders", fetches),
            wins: 3,
            told: &["outlets.full"],
            then: None,
        },
        Rush {
            what: "an order handed over and called off",
            asked: ends,
            wins: 1,
            told: &["orders.not_now"],
            then: None,
        },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_pass_no_limit_and_lose_nothing() {
    for engine in engines() {
        everything(&Shop::open(Program::on(engine).await).await).await;
    }
}

/// The same at three nodes, each request at another of them.
#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_at_three_nodes_pass_no_limit_and_lose_nothing() {
    if engines().len() < 2 {
        return;
    }
    let mut chain = Chain::open(1).await;
    everything(&Shop::open(Program::across(&chain)).await).await;
    chain.end_all();
    chain.audited();
}

async fn everything(shop: &Shop) {
    let mut rushes = gifts(shop).await;
    rushes.extend(sales(shop).await);
    rushes.extend(flash_sales(shop).await);
    rushes.extend(packets::rushes(shop).await);
    rushes.extend(raffles::rushes(shop).await);
    rushes.extend(group_buys::rushes(shop).await);
    rushes.extend(presales::rushes(shop).await);
    rushes.extend(balances(shop).await);
    rushes.extend(places(shop).await);
    // One after the other, then the books; what each is about is nobody else's.
    for rush in &rushes {
        shop.rush(rush).await;
    }
    shop.audited().await;
}

/// Whoever sees the price of one piece and changes the basket to nine while it is ordered does not get
/// nine for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_basket_that_is_changed_while_it_is_ordered_costs_no_more_than_was_shown() {
    const PRICE: i64 = 500;
    const STOCK: i64 = 1000;
    const ROUNDS: usize = 12;
    for engine in engines() {
        let shop = Shop::open(Program::on(engine).await).await;
        let product = shop.product(STOCK).await;
        let member: MemberId = shop.first().parse().unwrap();
        let house = &shop.program.house;
        let opening = Opening { subject: member.uuid(), ..people::opening(house, Kind::Member) };
        let cookie = people::session(house, shop.program.org, opening).await;
        let send = |path: &'static str, form: String| {
            let (program, cookie) = (shop.program.clone(), cookie.clone());
            spawned(async move { program.phone(&cookie, path, &form).await })
        };
        let sets = |once: String, quantity: i64| {
            let form = format!("once={once}&product={product}&quantity={quantity}");
            send("/riverside/shop/basket/quantities", form)
        };
        let buys = |once: String| {
            let form = format!("once={once}&store={}&shown={PRICE}", shop.store);
            send("/riverside/shop/orders", form)
        };
        let puts = |once: String| {
            send("/riverside/shop/basket", format!("once={once}&product={product}&quantity=1"))
        };
        // Nine in the basket, one shown: nothing is ordered, and the basket says why.
        assert_eq!(puts("the-first-basket".into()).await.0, 303);
        assert_eq!(sets("nine-in-the-basket".into(), 9).await.0, 303);
        let (status, leads) = buys("nine-for-one-please".into()).await;
        assert_eq!((status, leads.contains("/shop/basket")), (303, true), "{leads}");

        let mut ordered = 0;
        for round in 0..ROUNDS {
            let once = |what: &str, n: usize| format!("{what}-{round:03}-{n:03}-attack");
            assert_eq!(puts(once("put", 0)).await.0, 303);
            assert_eq!(sets(once("one", 0), 1).await.0, 303);
            let changes: Vec<_> = (0..6).map(|n| sets(once("set", n), [9, 1][n % 2])).collect();
            let orders: Vec<_> = (0..6).map(|n| buys(once("buy", n))).collect();
            let (changed, bought) = futures::join!(join_all(changes), join_all(orders));
            // After an order the basket is empty: its product is put in again by a change.
            assert!(changed.iter().all(|(status, _)| *status == 303), "{changed:?}");
            assert!(bought.iter().all(|(status, _)| matches!(status, 303 | 422)), "{bought:?}");
            ordered +=
                bought.iter().filter(|(_, leads)| leads.contains("/shop/orders/ord_")).count();
        }
        let orders = shop.program.reads("orders?limit=200").await;
        let orders = orders["items"].as_array().unwrap();
        assert_eq!(orders.len(), ordered);
        assert!(ordered >= ROUNDS / 2, "{ordered} orders: the attack did not get through");
        let mut pieces = 0;
        for order in orders {
            let lines = order["lines"].as_array().unwrap();
            let quantity: i64 = lines.iter().map(|line| line["quantity"].as_i64().unwrap()).sum();
            assert_eq!(order["amount"]["amount"], json!(quantity * PRICE), "{order}");
            assert_eq!(quantity, 1, "one was shown: {order}");
            pieces += quantity;
        }
        let shelf = shop.program.reads(&format!("products/{product}")).await;
        assert_eq!(shelf["left"], json!(STOCK - pieces), "{shelf}");
        shop.audited().await;
    }
}
