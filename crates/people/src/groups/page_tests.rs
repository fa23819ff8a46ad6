//! The pages and the API, asked as a browser and a program ask.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use kernel::{GroupId, Role, SeriesId, scope::Remit};
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;
use web::{App, Settings, sessions};

use super::tests::{Town, towns};

struct House {
    town: Town,
    router: Router,
    cookie: String,
    key: String,
}

struct Answer {
    status: StatusCode,
    body: String,
    location: String,
}

impl Answer {
    fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl House {
    async fn over(town: Town) -> Self {
        let slices = vec![
            crate::orgs::slice(),
            crate::stores::slice(),
            crate::playbooks::slice(),
            crate::series::slice(),
            super::slice(),
        ];
        let settings = Settings {
            base_url: "https://fresh.example".into(),
            behind_proxy: false,
            rates: web::rates::Limits::default(),
        };
        let app = App::new(town.ground.db.clone(), settings, &slices);
        let describe = utoipa::openapi::OpenApi::default;
        let router = web::server::build(app, slices, describe);
        let cookie = Self::signed_in(&town, Role::Owner, Remit::Everything).await;
        let scopes = ["groups:read".to_owned(), "groups:write".to_owned()];
        let key =
            town.act(async |tx| web::keys::create(tx, "till", &scopes).await).await.unwrap().1;
        Self { town, router, cookie, key }
    }
    async fn signed_in(town: &Town, role: Role, remit: Remit) -> String {
        let opening = sessions::Opening {
            kind: sessions::Kind::Staff,
            subject: town.owner.uuid(),
            name: "Mei".into(),
            role: Some(role),
            remit,
            proven: true,
            store: None,
            device: String::new(),
        };
        let token = town.act(async |tx| sessions::open(tx, opening).await).await.unwrap();
        format!("regulars_staff={token}")
    }
    async fn ask(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let location = answer.headers().get(header::LOCATION);
        let location = location.map_or_else(String::new, |at| at.to_str().unwrap().to_owned());
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Answer { status, body: String::from_utf8_lossy(&bytes).into_owned(), location }
    }
    async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_once(path, fields, &path.replace('/', "-")).await
    }
    async fn post_once(&self, path: &str, fields: &[(&str, &str)], once: &str) -> Answer {
        let pairs = fields.iter().copied().chain([("once", once)]);
        let body: Vec<String> =
            pairs.map(|(k, v)| format!("{k}={}", web::kit::links::encode(v))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body.join("&"))).unwrap()).await
    }
    async fn api(&self, method: &str, path: &str, body: Option<Json>) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key))
            .header(header::CONTENT_TYPE, "application/json");
        let body = body.map_or_else(Body::empty, |json| Body::from(json.to_string()));
        self.ask(request.body(body).unwrap()).await
    }
}

async fn house() -> House {
    House::over(towns().await.remove(0)).await
}

/// What every page must be, in all three languages.
async fn sound(house: &House, path: &str) -> String {
    let mut first = String::new();
    for lang in ["en", "zh-CN", "es"] {
        let mark = if path.contains('?') { '&' } else { '?' };
        let answer = house.get(&format!("{path}{mark}lang={lang}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {lang} {}", answer.body);
        let page = answer.body;
        assert_eq!(page.matches("<h1").count(), 1, "{path}: one h1");
        assert!(page.len() < 50_000, "{path} {lang}: {} bytes", page.len());
        assert!(!page.contains(" style="), "{path}: inline style");
        for slice in ["groups-", "series-", "playbooks-", "refusal-", "field-"] {
            let text = page.split('>').filter_map(|part| part.split('<').next());
            let missing: Vec<_> = text.filter(|text| text.trim().starts_with(slice)).collect();
            assert!(missing.is_empty(), "{path} {lang}: {missing:?}");
        }
        if lang == "en" {
            first = page;
        }
    }
    first
}

#[tokio::test]
async fn every_page_stands_in_three_languages() {
    let house = house().await;
    let series = house.town.series(50, &[house.town.riverside]).await;
    let group = house.town.groups(series).await[0].id;
    let mut pages = vec![
        "/console/playbooks".to_owned(),
        "/console/series".to_owned(),
        "/console/series/new".to_owned(),
        "/console/series/draft?playbook=fresh-food".to_owned(),
        "/console/series/draft".to_owned(),
        format!("/console/series/{series}"),
        format!("/console/series/{series}/plan"),
        format!("/console/series/{series}/settings"),
        format!("/console/series/{series}/stores"),
        "/console/groups".to_owned(),
        "/console/groups?q=nothing".to_owned(),
        "/console/groups?fill=full&place=outside&sort=-members".to_owned(),
        "/console/groups/adoption".to_owned(),
        format!("/console/groups/{group}"),
    ];
    pages.extend(crate::playbooks::all().iter().map(|b| format!("/console/playbooks/{}", b.id)));
    for page in pages {
        sound(&house, &page).await;
    }
    let sketch =
        house.get("/console/series/sketch?playbook=sports&lang_of=es&category=Correr").await;
    assert!(sketch.body.contains("Unirme"), "{}", sketch.body);
}

#[tokio::test]
async fn empty_lists_teach_the_one_step() {
    let house = house().await;
    assert!(sound(&house, "/console/series").await.contains("/console/series/new"));
    assert!(sound(&house, "/console/groups").await.contains("/console/series/new"));
}

#[tokio::test]
async fn a_series_is_opened_in_three_steps_and_once() {
    let house = house().await;
    let draft = house.get("/console/series/draft?playbook=fresh-food").await.body;
    assert!(draft.contains("Fresh Today") && draft.contains("Riverside"));
    let (river, station) = (house.town.riverside.to_string(), house.town.station.to_string());
    let mut fields = vec![
        ("playbook", "fresh-food"),
        ("lang_of", "en"),
        ("name", "Fresh Today"),
        ("category", "Fresh Today"),
        ("template", "{brand} {store} {category} {number}"),
        ("where", "stores"),
        ("stores", river.as_str()),
        ("stores", station.as_str()),
        ("capacity", "200"),
        ("second_group", "refuse"),
        ("threshold", "question"),
        ("question", "What do you cook most?"),
    ];
    let preview = house.post("/console/series/preview", &fields).await;
    assert_eq!(preview.status, StatusCode::OK);
    for part in ["Fresh Riverside Fresh Today 1", "Fresh Station Fresh Today 1", "Evening bag"] {
        assert!(preview.body.contains(part), "{part}");
    }
    // Going back keeps everything; nothing was opened.
    let back = house.post("/console/series/draft", &fields).await;
    assert!(back.body.contains("What do you cook most?") && back.body.contains("value=\"200\""));
    let opened = house.post_once("/console/series", &fields, "abc").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let again = house.post_once("/console/series", &fields, "abc").await;
    assert_eq!(again.location, opened.location);
    let id: SeriesId = opened.location.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(house.town.groups(id).await.len(), 2);
    sound(&house, &opened.location).await;
    fields[8].1 = "9000";
    fields[10].1 = "magic";
    let wrong = house.post("/console/series/preview", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"9000\"") && wrong.body.contains("2 to 500"), "kept");
    let none: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "stores").collect();
    let wrong = house.post("/console/series", &none).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Tick at least one store"));
}

#[tokio::test]
async fn plan_and_settings_are_changed_and_kept_when_wrong() {
    let house = house().await;
    let id = house.town.series(50, &[house.town.riverside]).await;
    let plan = format!("/console/series/{id}/plan");
    let kept = house.post(&plan, &[("promise", "One post."), ("rules", "Be kind."), ("rules", "")]);
    assert_eq!(kept.await.status, StatusCode::SEE_OTHER);
    let page = sound(&house, &format!("/console/series/{id}")).await;
    assert!(page.contains("One post.") && page.contains("Be kind."));
    let long = "x".repeat(700);
    let wrong = house.post_once(&plan, &[("promise", &long), ("rules", "Kept?")], "two").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Kept?") && wrong.body.contains("At most 600"));
    let settings = format!("/console/series/{id}/settings");
    let fields = |template| {
        vec![
            ("name", "Produce"),
            ("category", "Produce"),
            ("template", template),
            ("capacity", "80"),
            ("threshold", "approval"),
            ("question", ""),
            ("decides_after_hours", "12"),
            ("second_group", "move"),
        ]
    };
    let wrong = house.post(&settings, &fields("{brand} {weather}")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Nobody knows {weather}"), "{}", wrong.body);
    let kept = house.post_once(&settings, &fields("{store} {number}"), "two").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let station = house.town.station.to_string();
    let stores = format!("/console/series/{id}/stores");
    assert_eq!(house.post(&stores, &[("store", &station)]).await.status, StatusCode::SEE_OTHER);
    let owner = house.town.owner.to_string();
    let hosts = [("store", station.as_str()), ("host", owner.as_str()), ("backup", "none")];
    let hosted = house.post(&format!("/console/series/{id}/hosts"), &hosts).await;
    assert_eq!(hosted.status, StatusCode::SEE_OTHER);
    let closed = house.post(&format!("/console/series/{id}/closing"), &[]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert!(sound(&house, &format!("/console/series/{id}")).await.contains("Closed"));
}

#[tokio::test]
async fn a_group_is_hosted_sized_closed_and_opened_again() {
    let house = house().await;
    let series = house.town.series(50, &[house.town.riverside]).await;
    let group = house.town.groups(series).await[0].id;
    let at = format!("/console/groups/{group}");
    let owner = house.town.owner.to_string();
    let hosts = [("host", owner.as_str()), ("backup", "none")];
    assert_eq!(house.post(&format!("{at}/hosts"), &hosts).await.status, StatusCode::SEE_OTHER);
    assert!(sound(&house, &at).await.contains("Mei"));
    let wrong = house.post(&format!("{at}/capacity"), &[("capacity", "1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = house.post_once(&format!("{at}/capacity"), &[("capacity", "60")], "x").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(house.post(&format!("{at}/closing"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(sound(&house, &at).await.contains("Nobody joins any more"));
    assert_eq!(house.post(&format!("{at}/opening"), &[]).await.status, StatusCode::SEE_OTHER);
    let unmarked = Request::post(format!("{at}/closing"))
        .header(header::COOKIE, &house.cookie)
        .header("sec-fetch-site", "same-origin");
    let unmarked = house.ask(unmarked.body(Body::empty()).unwrap()).await;
    assert_eq!(unmarked.status, StatusCode::BAD_REQUEST, "a form without its mark does nothing");
    for bad in ["/console/groups/grp_x", "/console/groups/x", "/console/series/ser_y"] {
        assert_eq!(house.get(bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
    let csv = house.get("/console/groups?csv=1").await;
    assert!(csv.body.contains("Fresh Riverside Fresh Today 1"), "{}", csv.body);
}

#[tokio::test]
async fn who_works_for_one_store_sees_only_its_groups() {
    let mut house = house().await;
    let series = house.town.series(50, &[house.town.riverside, house.town.station]).await;
    let groups = house.town.groups(series).await;
    let of = |store| groups.iter().find(|group| group.store == Some(store)).unwrap().id;
    let remit = Remit::Stores(vec![house.town.riverside]);
    house.cookie = House::signed_in(&house.town, Role::Manager, remit).await;
    let list = house.get("/console/groups").await.body;
    assert!(list.contains("Fresh Riverside") && !list.contains("Fresh Station"));
    let csv = house.get("/console/groups?csv=1").await.body;
    assert!(!csv.contains("Fresh Station"));
    let theirs = of(house.town.station);
    for path in ["", "/code"] {
        let seen = house.get(&format!("/console/groups/{theirs}{path}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
    }
    let closing = house.post(&format!("/console/groups/{theirs}/closing"), &[]).await;
    assert_eq!(closing.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get("/console/series/new").await.status, StatusCode::FORBIDDEN);
    house.cookie = House::signed_in(&house.town, Role::Cashier, Remit::Everything).await;
    assert_eq!(house.get("/console/groups").await.status, StatusCode::FORBIDDEN);
    house.cookie = String::new();
    assert_eq!(house.get("/console/groups").await.status, StatusCode::SEE_OTHER);
}

/// A picture of a code as a phone takes it.
fn photo(text: &str) -> Vec<u8> {
    let code = qrcode::QrCode::new(text).unwrap();
    let (side, colors) = (code.width(), code.to_colors());
    let scale = 8;
    let size = u32::try_from((side + 8) * scale).unwrap();
    let image = image::GrayImage::from_fn(size, size, |x, y| {
        let at = |n: u32| (n as usize / scale).checked_sub(4).filter(|n| *n < side);
        let dark =
            at(x).zip(at(y)).is_some_and(|(x, y)| colors[y * side + x] == qrcode::Color::Dark);
        image::Luma([if dark { 0 } else { 255 }])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    image.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

fn multipart(fields: &[(&str, &str)], picture: &[u8]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    let head = "--xyz\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"c.png\"\r\nContent-Type: image/png\r\n\r\n";
    body.extend(head.bytes());
    body.extend(picture);
    body.extend(b"\r\n--xyz--\r\n");
    ("multipart/form-data; boundary=xyz".to_owned(), body)
}

async fn upload(house: &House, path: &str, fields: &[(&str, &str)], picture: &[u8]) -> Answer {
    let (kind, body) = multipart(fields, picture);
    let request = Request::post(path)
        .header(header::COOKIE, &house.cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, kind);
    house.ask(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_chat_group_is_adopted_with_a_picture_that_nobody_can_scrape() {
    let house = house().await;
    let series = house.town.series(50, &[house.town.riverside]).await.to_string();
    let store = house.town.station.to_string();
    let fields = |once, name| {
        vec![
            ("once", once),
            ("name", name),
            ("app", "微信"),
            ("limit", "500"),
            ("members", "476"),
            ("series", series.as_str()),
            ("store", store.as_str()),
            ("owner", "Mei"),
            ("host", "none"),
            ("link", ""),
            ("ends", "2026-03-03"),
        ]
    };
    let bad = upload(&house, "/console/groups/adoption", &fields("a", "Hood"), b"no picture").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("no picture we can read") && bad.body.contains("value=\"Hood\""));
    let png = photo("https://weixin.example/g/abc");
    let done = upload(&house, "/console/groups/adoption", &fields("b", "Neighbours"), &png).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = sound(&house, &done.location).await;
    for part in ["https://weixin.example/g/abc", "476", "As told by Mei", "ends in", "Nearly full"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    let id: GroupId = done.location.rsplit('/').next().unwrap().parse().unwrap();
    let mut db = house.town.ground.db.read().await.unwrap();
    let shop = web::shops::require(&mut db, house.town.org).await.unwrap();
    let now = house.town.ground.world.now();
    let live = super::outside::live_code(&mut db, &shop, id, now).await.unwrap().unwrap();
    let href = live.image_href.unwrap();
    let shown = house.ask(Request::get(&href).body(Body::empty()).unwrap()).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        super::outside::picture_of(&mut db, shop.org, id).await.unwrap().unwrap().len()
            <= 300 << 10
    );
    let bare = href.split('?').next().unwrap().to_owned();
    let forged = href.replace("proof=", "proof=0");
    let longer = href.replace("until=1", "until=2");
    for stolen in [bare, forged, longer] {
        let answer = house.ask(Request::get(&stolen).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{stolen}");
    }
    house.town.ground.clock.advance(std::time::Duration::from_secs(3600));
    let late = house.ask(Request::get(&href).body(Body::empty()).unwrap()).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    counted(&house, id).await;
}

/// The host's tap, and what is no number.
async fn counted(house: &House, id: GroupId) {
    let counts = format!("/console/groups/{id}/counts");
    let more = house.post_once(&counts, &[("members", "476"), ("step", "1")], "t1").await;
    assert_eq!(more.status, StatusCode::SEE_OTHER);
    let mut db = house.town.ground.db.read().await.unwrap();
    let group = super::require(&mut db, house.town.org, id).await.unwrap();
    assert_eq!(group.count(), 477);
    for bad in ["", "many", "-3", "501", "9999999999999999999999"] {
        let wrong = house.post_once(&counts, &[("members", bad), ("step", "0")], bad.trim()).await;
        let expected =
            if bad.is_empty() { StatusCode::BAD_REQUEST } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(wrong.status, expected, "{bad:?}");
    }
    let code = format!("/console/groups/{id}/code");
    let none = upload(house, &code, &[("once", "c1"), ("link", ""), ("ends", "")], b"").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.body);
    let link = [("once", "c2"), ("link", "https://chat.example/x"), ("ends", "")];
    assert_eq!(upload(house, &code, &link, b"").await.status, StatusCode::SEE_OTHER);
    let huge = vec![0u8; 300];
    let bomb = upload(house, &code, &[("once", "c3"), ("link", ""), ("ends", "soon")], &huge).await;
    assert!(bomb.body.contains("2026-11-22"), "the date is named too");
}

#[tokio::test]
async fn programs_open_change_and_list() {
    let house = house().await;
    let river = house.town.riverside;
    let body = json!({ "playbook": "clothing", "stores": [river], "capacity": 20, "lang": "es" });
    let made = house.api("POST", "/api/v1/series", Some(body)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let series = made.json()["id"].as_str().unwrap().to_owned();
    let one = house.api("GET", &format!("/api/v1/series/{series}"), None).await.json();
    assert_eq!((&one["capacity"], &one["lang"]), (&json!(20), &json!("es")));
    let list = house.api("GET", &format!("/api/v1/groups?series={series}"), None).await.json();
    let group = list["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(list["items"][0]["number"], 1);
    let next = json!({ "series": series, "store": river });
    let next = house.api("POST", "/api/v1/groups", Some(next)).await;
    assert_eq!((next.status, &next.json()["number"]), (StatusCode::CREATED, &json!(2)));
    let at = format!("/api/v1/groups/{group}");
    let hosted = json!({ "host": house.town.owner, "capacity": 30 });
    let hosted = house.api("PATCH", &at, Some(hosted)).await.json();
    assert_eq!((&hosted["host"], &hosted["capacity"]), (&json!(house.town.owner), &json!(30)));
    let freed = house.api("PATCH", &at, Some(json!({ "host": null, "state": "closed" }))).await;
    assert_eq!((&freed.json()["host"], &freed.json()["state"]), (&Json::Null, &json!("closed")));
    let told = house.api("POST", &format!("{at}/counts"), Some(json!({ "members": 3 }))).await;
    assert_eq!(
        (told.status, &told.json()["code"]),
        (StatusCode::CONFLICT, &json!("groups.not_outside"))
    );
    let path = format!("/api/v1/series/{series}");
    let renamed = house.api("PATCH", &path, Some(json!({ "name": "Ropa" }))).await;
    assert_eq!(renamed.json()["name"], "Ropa");
    for (method, path, body, status) in [
        ("POST", "/api/v1/series", json!({ "playbook": "nobody" }), 422),
        ("POST", "/api/v1/series", json!({ "playbook": "sports", "surprise": 1 }), 422),
        ("POST", "/api/v1/series", json!({}), 422),
        ("POST", "/api/v1/groups", json!({ "series": "ser_x" }), 422),
        (
            "POST",
            "/api/v1/groups",
            json!({ "series": SeriesId::from_uuid(uuid::Uuid::nil()) }),
            404,
        ),
        ("PATCH", "/api/v1/groups/grp_x", json!({}), 404),
        ("PATCH", at.as_str(), json!({ "capacity": "many" }), 422),
    ] {
        let answer = house.api(method, path, Some(body.clone())).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path} {body} {}", answer.body);
    }
    for query in ["sort=luck", "limit=0", "cursor=zz", "series=x", "state=half", "place=moon"] {
        let answer = house.api("GET", &format!("/api/v1/groups?{query}"), None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
}
