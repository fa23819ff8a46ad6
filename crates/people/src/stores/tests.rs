use axum::http::StatusCode;
use jiff::civil::Weekday;
use kernel::{Error, Fields, Role, Scope};

use super::{Hours, NewStore, Opening, actions, minutes};
use crate::house::House;

fn opening(from: &str, until: &str) -> Opening {
    Opening { from: minutes(from).unwrap(), until: minutes(until).unwrap() }
}

#[test]
fn times_are_read_as_people_write_them() {
    for (typed, read) in [
        ("09:30", Some(570)),
        ("9:30", Some(570)),
        ("9：30", Some(570)),
        ("24:00", Some(1440)),
        ("00:00", Some(0)),
        ("24:01", None),
        ("9:60", None),
        ("nine", None),
        ("", None),
        ("99999:00", None),
        ("-1:00", None),
    ] {
        assert_eq!(minutes(typed), read, "{typed}");
    }
}

#[test]
fn a_bar_is_open_past_midnight() {
    let fri = vec![opening("11:00", "15:00"), opening("18:00", "02:00")];
    let hours = Hours { fri, ..Hours::default() };
    for (day, at, open) in [
        (Weekday::Friday, "10:59", false),
        (Weekday::Friday, "11:00", true),
        (Weekday::Friday, "15:00", false),
        (Weekday::Friday, "23:59", true),
        (Weekday::Saturday, "01:59", true),
        (Weekday::Saturday, "02:00", false),
        (Weekday::Friday, "01:00", false),
    ] {
        assert_eq!(hours.open_at(day, minutes(at).unwrap()), open, "{day:?} {at}");
    }
    assert!(Hours::daily(0, 0).open_at(Weekday::Sunday, 700), "round the clock");
}

#[test]
fn openings_of_a_day_do_not_meet() {
    for (day, wrong) in [
        (vec![opening("09:00", "13:00"), opening("17:00", "21:00")], false),
        (vec![opening("17:00", "21:00"), opening("09:00", "13:00")], false),
        (vec![opening("09:00", "13:00"), opening("13:00", "21:00")], false),
        (vec![opening("09:00", "14:00"), opening("13:00", "21:00")], true),
        (vec![opening("20:00", "02:00"), opening("21:00", "23:00")], true),
        (vec![], false),
    ] {
        let mut fields = Fields::default();
        Hours { mon: day.clone(), ..Hours::default() }.check(&mut fields);
        assert_eq!(!fields.is_empty(), wrong, "{day:?}");
    }
}

#[test]
fn hours_read_back_and_refuse_what_is_no_time() {
    let json = r#"{"mon":[{"from":"09:00","until":"24:00"}]}"#;
    let hours: Hours = serde_json::from_str(json).unwrap();
    let back: Hours = serde_json::from_str(&serde_json::to_string(&hours).unwrap()).unwrap();
    assert_eq!(hours, back);
    for bad in [r#"{"mon":[{"from":"25:00","until":"09:00"}]}"#, r#"{"monday":[]}"#, r#"{"mon":1}"#]
    {
        assert!(serde_json::from_str::<Hours>(bad).is_err(), "{bad}");
    }
}

#[tokio::test]
async fn codes_are_unique_in_a_brand_and_chosen_when_left_out() {
    for house in House::all().await {
        let (org, _) = house.brand("fresh").await;
        let scope = Scope::system(org);
        let open = async |name: &str, code: Option<&str>| {
            let new = NewStore { code: code.map(str::to_owned), ..NewStore::named(name) };
            let run = async |tx: &mut store::Tx| actions::open(tx, new.clone()).await;
            house.ground.db.write(&scope, run).await.map(|written| written.value)
        };
        open("Riverside", None).await.unwrap();
        let station = open("Station", Some("s2")).await.unwrap();
        open("Market", None).await.unwrap();
        let taken = open("Again", Some("S2")).await.unwrap_err();
        assert!(matches!(taken, Error::Invalid(f) if f.iter().any(|e| e.code == "taken")));
        let mut db = house.ground.db.read().await.unwrap();
        let all = super::list(&mut db, org).await.unwrap();
        let codes: Vec<_> = all.iter().map(|store| store.code.as_str()).collect();
        assert_eq!(codes, ["S3", "S1", "S2"]);
        assert_eq!(super::by_code(&mut db, org, " s2 ").await.unwrap().unwrap().id, station);
        drop(db);
        let close = async |tx: &mut store::Tx| actions::close(tx, station).await;
        house.ground.db.write(&scope, close).await.unwrap();
        let mut db = house.ground.db.read().await.unwrap();
        assert_eq!(super::list(&mut db, org).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_store_is_opened_changed_and_closed_by_its_pages() {
    let house = House::quick().await;
    let (org, _) = house.brand("fresh").await;
    house.brand("sport").await;
    let mut browser = house.signed_in("fresh@fresh.example").await;
    let page = browser.get("/console/stores/new").await;
    let once = page.once("/console/stores");
    let bad = [("name", ""), ("lat", "91"), ("mon_from1", "nine"), ("once", once.as_str())];
    let answer = browser.post("/console/stores", &bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("value=\"91\""), "what was typed is lost");
    let form = [
        ("name", "河滨店"),
        ("lat", "31.23"),
        ("lon", "121,47"),
        ("mon_from1", "09:00"),
        ("mon_until1", "21:00"),
        ("once", once.as_str()),
    ];
    let answer = browser.post("/console/stores", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let href = answer.to.clone();
    assert_eq!(browser.post("/console/stores", &form).await.to, href, "twice is once");
    let all = super::list(&mut house.ground.db.read().await.unwrap(), org).await.unwrap();
    assert_eq!((all.len(), all[0].lon), (1, Some(121.47)));
    // Nine in the morning on a Monday in Shanghai.
    assert!(browser.get("/console/stores").await.text.contains("open"));
    let mut other = house.signed_in("sport@fresh.example").await;
    for path in [href.clone(), format!("{href}/change")] {
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [href.clone(), format!("{href}/closing"), format!("{href}/reopening")] {
        let answer = other.post(&path, &[("name", "Stolen"), ("once", "x")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = browser.get(&href).await;
    let closing = format!("{href}/closing");
    let once = page.once(&closing);
    assert_eq!(browser.post(&closing, &[("once", &once)]).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/console/stores?closed=1").await.text.contains("河滨店"));
    let csv = browser.get("/console/stores?closed=1&csv=1").await;
    assert!(csv.text.starts_with("id,code,name") && csv.text.contains("河滨店"));
    house.person(org, "Li", Role::Cashier).await;
    let mut cashier = house.signed_in("li@staff.example").await;
    assert_eq!(cashier.get("/console/stores").await.status, StatusCode::OK);
    assert_eq!(cashier.get("/console/stores/new").await.status, StatusCode::FORBIDDEN);
}
