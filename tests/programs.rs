//! A program opens a shop and runs its week by the API alone, from the store to the statement.

use serde_json::{Value as Json, json};
use store::Engine;

use crate::program::{Program, cny, id};

async fn opened() -> Program {
    Program::on(Engine::Sqlite).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_plans_the_week_of_a_series() {
    let program = opened().await;
    let store = id(&program.does(("POST", "stores"), json!({ "name": "Quay" }), 201).await);
    let books = program.reads("playbooks").await;
    assert_eq!(books["items"].as_array().unwrap().len(), 6);
    let file = program.reads("playbooks/sports").await;
    assert!(file.as_str().unwrap().contains("id = \"sports\""), "the file itself");
    assert_eq!(program.send("GET", "playbooks/nothing", None).await.0, 404);

    let plan = json!({ "playbook": "sports", "stores": [store], "lang": "en" });
    let series = id(&program.does(("POST", "series"), plan, 201).await);
    let week = format!("slots?series={series}");
    let slots = program.reads(&week).await;
    let first = slots["items"][0].clone();
    let at = format!("slots/{}", id(&first));
    let later = json!({ "at": "06:15", "selling": true });
    let changed = program.does(("PATCH", &at), later, 200).await;
    assert_eq!((&changed["at"], &changed["selling"]), (&json!("06:15"), &json!(true)));
    assert_eq!(changed["texts"], first["texts"], "what was left out stays");
    assert_eq!(program.reads(&at).await, changed);
    assert_eq!(program.send("DELETE", &at, None).await.0, 204);
    let left = program.reads(&week).await["items"].as_array().unwrap().len();
    assert_eq!(left, slots["items"].as_array().unwrap().len() - 1);
    let again = program.does(("PATCH", &at), json!({ "at": "07:15" }), 409).await;
    assert_eq!(again["code"], "programmes.ended");

    let new = |day: &str| {
        let (title, text) = (json!({ "en": "Run club" }), json!({ "en": "Six at the door." }));
        let days = [day];
        json!({ "series": series, "days": days, "at": "17:40", "kind": "gathering",
                "title": title, "texts": [text] })
    };
    let mut taken = Vec::new();
    for _ in 0..4 {
        let (status, answer) = program.send("POST", "slots", Some(new("sun"))).await;
        taken.push((status, answer["errors"][0]["code"].clone()));
    }
    assert!(taken.iter().any(|(status, _)| *status == 201), "{taken:?}");
    assert_eq!(taken.last().unwrap(), &(422, json!("day_full")), "three a day at most");
    for wrong in [json!({ "at": "25:00" }), json!({ "days": [] }), json!({ "days": ["someday"] })] {
        let mut body = new("mon");
        body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        program.does(("POST", "slots"), body, 422).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_adopts_a_group_and_decides_who_comes_in() {
    let program = opened().await;
    let store = id(&program.does(("POST", "stores"), json!({ "name": "Quay" }), 201).await);
    let threshold = json!({ "kind": "approval", "decides_after_hours": 24 });
    let plan = json!({ "name": "Runners", "stores": [store], "threshold": threshold });
    let series = id(&program.does(("POST", "series"), plan, 201).await);

    let chat = |limit: i64| {
        json!({ "series": series, "store": store, "name": "Quay runners", "app": "WhatsApp",
                "members": 212, "limit": limit, "link": "https://chat.example/abcdef" })
    };
    let full = program.does(("POST", "groups/adoptions"), chat(100), 422).await;
    assert_eq!(full["errors"][0]["field"], "members");
    let group = program.does(("POST", "groups/adoptions"), chat(1024), 201).await;
    assert_eq!((&group["place"], &group["told"]["members"]), (&json!("outside"), &json!(212)));
    let code = format!("groups/{}/code", id(&group));
    let gone = json!({ "link": "https://chat.example/new", "expires_at": "2020-01-01T00:00:00Z" });
    assert_eq!(program.does(("PUT", &code), gone, 422).await["errors"][0]["code"], "ends_past");
    let ends = json!({ "link": "https://chat.example/new", "expires_at": "2030-01-01T00:00:00Z" });
    let renewed = program.does(("PUT", &code), ends, 200).await;
    assert_eq!(renewed["code_expires_at"], "2030-01-01T00:00:00Z");

    let mut asked = Vec::new();
    for name in ["Ana", "Ben"] {
        let wish = json!({ "series": series, "name": name });
        let joined = program.does(("POST", "memberships"), wish, 201).await;
        assert_eq!(joined["outcome"], "waiting");
        asked.push(joined["application"].as_str().unwrap().to_owned());
    }
    let waiting = program.reads("applications").await;
    let ids: Vec<_> = waiting["items"].as_array().unwrap().iter().map(id).collect();
    assert_eq!(ids, asked, "who waits longest comes first");
    let at = |id: &str, what: &str| format!("applications/{id}/{what}");
    let none = Json::Null;
    let admitted = program.does(("POST", &at(&asked[0], "admission")), none.clone(), 201).await;
    assert_eq!(admitted["state"], "admitted");
    let refused = program.does(("POST", &at(&asked[1], "refusal")), none.clone(), 201).await;
    assert_eq!(refused["state"], "refused");
    let twice = program.does(("POST", &at(&asked[1], "admission")), none, 409).await;
    assert_eq!(twice["code"], "joining.decided");
    let one = program.reads(&format!("applications/{}", asked[1])).await;
    assert_eq!((&one["state"], &one["decided_by"]), (&json!("refused"), &Json::Null));
    assert_eq!(program.reads("applications").await["items"], json!([]));
    let members = format!("members/{}/memberships", admitted["member"].as_str().unwrap());
    assert_eq!(program.reads(&members).await["items"][0]["series"], json!(series));

    let people = program.reads("staff?role=owner").await;
    let owner = &people["items"][0];
    assert_eq!((&owner["role"], &owner["stores"]), (&json!("owner"), &Json::Null));
    assert_eq!(&program.reads(&format!("staff/{}", id(owner))).await, owner);
    assert_eq!(program.send("GET", "staff?role=king", None).await.0, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_gives_and_its_statement_adds_up() {
    let program = opened().await;
    let store = id(&program.does(("POST", "stores"), json!({ "name": "Quay" }), 201).await);
    let bag = json!({ "kind": "stamp", "name": { "en": "A bag" }, "cost": cny(500), "stock": 5,
                      "per_member": 0 });
    let gift = id(&program.does(("POST", "gifts"), bag, 201).await);
    let at = format!("gifts/{gift}");
    let dearer = json!({ "cost": cny(650), "valid_days": 30, "stores": [store] });
    let changed = program.does(("PATCH", &at), dearer, 200).await;
    assert_eq!((&changed["cost"], &changed["valid_days"]), (&cny(650), &json!(30)));
    assert_eq!((&changed["left"], &changed["name"]), (&json!(5), &json!({ "en": "A bag" })));
    let forever = program.does(("PATCH", &at), json!({ "valid_days": null }), 200).await;
    assert_eq!(forever["valid_days"], Json::Null, "null takes away");
    for (wrong, field) in [
        (json!({ "cost": { "amount": 1, "currency": "EUR" } }), "cost.currency"),
        (json!({ "stores": ["sto_0000000000000000000000000"] }), "stores"),
        (json!({ "stores": ["sto_01JZ0000000000000000000000"] }), "stores"),
        (json!({ "series": "ser_01JZ0000000000000000000000" }), "series"),
        (json!({ "valid_days": 0 }), "valid_days"),
        (json!({ "colour": "red" }), "colour"),
    ] {
        let (status, answer) = program.send("PATCH", &at, Some(wrong)).await;
        assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!(field)), "{answer}");
    }
    let nobodys = json!({ "name": { "en": "Bags" }, "needs": 3, "each": "visit",
                          "gift": "gft_01JZ0000000000000000000000" });
    let told = program.does(("POST", "stamp-cards"), nobodys.clone(), 422).await;
    assert_eq!(told["errors"][0]["field"], "gift");
    let mut plan = nobodys;
    plan["gift"] = json!(gift);
    let card = program.does(("POST", "stamp-cards"), plan.clone(), 201).await;
    let twice = program.does(("POST", "stamp-cards"), plan.clone(), 409).await;
    assert_eq!(twice["code"], "stamp_cards.one_is_open");
    let card = format!("stamp-cards/{}", id(&card));
    program.does(("PATCH", &card), json!({ "needs": 2, "state": "closed" }), 200).await;
    program.does(("POST", "stamp-cards"), plan, 201).await;
    let reopened = program.does(("PATCH", &card), json!({ "state": "open" }), 409).await;
    assert_eq!(reopened["code"], "stamp_cards.one_is_open");
    assert_eq!(program.reads(&card).await["needs"], 2);

    let ana = id(&program.does(("POST", "members"), json!({ "name": "Ana" }), 201).await);
    let give = json!({ "gift": gift, "member": ana });
    program.does(("POST", "vouchers"), give, 201).await;
    let balances = program.reads(&format!("members/{ana}/balances")).await;
    assert_eq!(balances["items"].as_array().unwrap().len(), 1, "{balances}");
    let (account, unit) = (&balances["items"][0]["account"], &balances["items"][0]["unit"]);
    assert_eq!((account, unit), (&json!(format!("gifts/{ana}/{gift}")), &json!(gift)));
    let lines = program.reads(&format!("members/{ana}/statement")).await;
    let lines = lines["items"].as_array().unwrap();
    let sum: i64 = lines.iter().map(|line| line["amount"].as_i64().unwrap()).sum();
    assert_eq!(sum, balances["items"][0]["balance"].as_i64().unwrap());
    assert_eq!(lines[0]["reason"], "gifts.given");
    for what in ["balances", "statement"] {
        let nobody = format!("members/mbr_01JZ0000000000000000000000/{what}");
        assert_eq!(program.send("GET", &nobody, None).await.0, 404);
    }
}

fn terms() -> Json {
    json!({
        "unit": { "en": "points" },
        "rules": [
            { "earn": { "for": "amount", "points": 1, "per": 100 } },
            { "earn": { "for": "item", "points": 5, "of": { "categories": ["fruit"] } } },
        ],
        "expiry": { "kind": "rolling", "days": 30 },
        "returns": "within_balance",
        "worth": { "points": 10, "amount": 100, "most_percent": 50 },
    })
}

/// A till with a store, two members and a points program.
struct Counting {
    till: Program,
    store: String,
    ana: String,
    bo: String,
    made: Json,
}

async fn counting() -> Counting {
    let till = opened().await;
    let store = id(&till.does(("POST", "stores"), json!({ "name": "Riverside" }), 201).await);
    let ana = id(&till.does(("POST", "members"), json!({ "name": "Ana" }), 201).await);
    let bo = id(&till.does(("POST", "members"), json!({ "name": "Bo" }), 201).await);
    let new = json!({ "name": { "en": "Thank you" }, "terms": terms() });
    let made = till.does(("POST", "points-programs"), new, 201).await;
    Counting { till, store, ana, bo, made }
}

impl Counting {
    fn program(&self) -> String {
        id(&self.made)
    }
    async fn buys(&self, lines: Vec<Json>, amount: i64, points: Json, status: u16) -> Json {
        let body = json!({ "store": self.store, "member": self.ana, "amount": cny(amount),
            "lines": lines, "points": points });
        self.till.does(("POST", "purchases"), body, status).await
    }
    async fn has(&self) -> Json {
        self.till.reads(&format!("members/{}/points", self.ana)).await["items"][0].clone()
    }
}

fn goods(category: &str, quantity: i64, amount: i64) -> Json {
    json!({ "product": "p", "category": category, "quantity": quantity, "amount": cny(amount) })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_opens_changes_and_closes_points() {
    let shop = counting().await;
    let (there, made) = (format!("points-programs/{}", shop.program()), shop.made.clone());
    let wrong = json!({ "name": { "en": "x" }, "terms": { "unit": { "en": "x" }, "rules": [
        { "earn": { "for": "visit", "points": 0 } } ], "expiry": { "kind": "never" },
        "returns": "into_debt" } });
    let wrong = shop.till.does(("POST", "points-programs"), wrong, 422).await;
    assert_eq!(wrong["errors"][0]["field"], "rules.1.points");
    assert_eq!(made["terms"]["pending_days"], 0);
    assert_eq!(shop.till.reads(&there).await, made);
    assert_eq!(shop.till.reads("points-programs").await["items"], json!([made]));
    let patch = ("PATCH", there.as_str());
    let closed = shop.till.does(patch, json!({ "state": "closed" }), 200).await;
    assert_eq!((&closed["state"], &closed["terms"]), (&json!("closed"), &made["terms"]));
    shop.till.does(patch, json!({ "terms": { "unit": {} } }), 422).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_says_what_was_bought_and_which_points_pay() {
    let shop = counting().await;
    let (fruit, tea) = (goods("fruit", 2, 2000), goods("tea", 1, 3000));
    let sum = shop.buys(vec![fruit.clone(), tea.clone()], 4000, Json::Null, 422).await;
    assert_eq!(sum["errors"][0]["field"], "amount", "{sum}");
    let euro = json!({ "quantity": 1, "amount": { "amount": 1, "currency": "EUR" } });
    let euro = shop.buys(vec![tea.clone(), euro], 3001, Json::Null, 422).await;
    assert_eq!(euro["errors"][0]["field"], "lines.2.amount.currency", "{euro}");
    let bought = shop.buys(vec![fruit, tea.clone()], 5000, Json::Null, 201).await;
    assert_eq!((&bought["items"], &bought["returned"]), (&json!(3), &cny(0)));
    let has = shop.has().await;
    assert_eq!((&has["balance"], &has["worth"], &has["owed"]), (&json!(60), &cny(600), &json!(0)));
    assert_eq!((&has["lots"][0]["points"], &has["lots"][0]["idle"]), (&json!(60), &json!(false)));
    let program = shop.program();
    let offer = |points: i64| json!({ "program": program, "points": points });
    let more = shop.buys(vec![tea.clone()], 3000, offer(1000), 409).await;
    assert_eq!(more["code"], "points.not_enough");
    shop.buys(vec![tea], 3000, offer(25), 201).await;
    // Twenty-five pay 2.50 of thirty, and the rest earns.
    assert_eq!(shop.has().await["balance"], 60 - 25 + 27);
}

#[tokio::test(flavor = "multi_thread")]
async fn points_by_hand_and_between_members_stand_in_the_history() {
    let shop = counting().await;
    shop.buys(vec![goods("fruit", 2, 5000)], 5000, Json::Null, 201).await;
    let (program, ana, bo) = (shop.program(), shop.ana.clone(), shop.bo.clone());
    let by = |member: &str, points: i64, reason: &str| json!({ "program": program, "member": member, "points": points, "reason": reason });
    let hand = ("POST", "points/adjustments");
    let given = shop.till.does(hand, by(&ana, 12, "a spilt cup"), 201).await;
    assert_eq!((&given["points"], &given["member"]), (&json!(12), &json!(ana)));
    for (body, status, code) in [
        (by(&ana, -500, "why"), 409, "points.not_enough"),
        (by(&ana, 0, "why"), 422, "invalid"),
        (by(&ana, 5, ""), 422, "invalid"),
        (by("mbr_x", 5, "why"), 422, "invalid"),
        (by(&shop.store.replace("sto", "mbr"), 5, "why"), 404, "not_found"),
    ] {
        assert_eq!(shop.till.does(hand, body.clone(), status).await["code"], code, "{body}");
    }
    let give = |from: &str, to: &str, points: i64| json!({ "program": program, "from": from, "to": to, "points": points });
    let over = ("POST", "points/transfers");
    assert_eq!(shop.till.does(over, give(&ana, &bo, 30), 201).await["points"], -30);
    assert_eq!(shop.till.does(over, give(&ana, &ana, 1), 422).await["code"], "points.same_member");
    assert_eq!(shop.till.does(over, give(&bo, &ana, 31), 409).await["code"], "points.not_enough");

    let entries = format!("members/{ana}/points/entries");
    let history = format!("{entries}?program={program}");
    let mut path = format!("{history}&limit=2");
    let mut seen = Vec::new();
    loop {
        let page = shop.till.reads(&path).await;
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{history}&limit=2&cursor={cursor}");
    }
    let told = seen.iter().map(|row| (row["kind"].as_str().unwrap(), row["points"].as_i64()));
    let expected = [("sent", Some(-30)), ("adjusted", Some(12)), ("earned", Some(60))];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    assert_eq!(seen[2]["rules"], json!([{ "rule": 1, "points": 50 }, { "rule": 2, "points": 10 }]));
    assert_eq!(seen[1]["note"], "a spilt cup");
    let all = shop.till.reads(&history).await;
    assert_eq!(shop.till.reads(&entries).await, all, "the only program is meant");
    let second = json!({ "name": { "en": "Beans" }, "terms": terms() });
    shop.till.does(("POST", "points-programs"), second, 201).await;
    let (status, which) = shop.till.send("GET", &entries, None).await;
    assert_eq!((status, which["errors"][0]["field"].as_str()), (422, Some("program")));
}
