//! The program with a shop in it, and many phones that ask it at once.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::{Value as Json, json};
use store::{Engine, testing};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

use super::nodes::{Nodes, Trouble};
use crate::{
    cli::rig::Folder,
    wire::{Answer, Line},
};

/// Connections at once; each takes the next request when its last was answered.
const LINES: usize = 256;
/// How often one request is sent before it is given up: a program that is full says "again".
const TRIES: usize = 600;

/// A request of a phone, with the mark that makes it one however often it is sent.
#[derive(Debug, Clone)]
pub struct Wish {
    pub path: String,
    pub body: Json,
    pub mark: String,
}

/// What was answered, and when: from the moment at which everybody began.
#[derive(Debug)]
pub struct Told {
    pub status: u16,
    pub body: Json,
    pub took: Duration,
}

impl Told {
    pub fn code(&self) -> &str {
        if self.status < 400 { "" } else { self.body["code"].as_str().unwrap_or("") }
    }
}

pub struct Field {
    nodes: Arc<Nodes>,
    key: String,
    marks: AtomicU64,
    engine: Engine,
}

pub fn cny(minor: i64) -> Json {
    json!({ "amount": minor, "currency": "CNY" })
}

impl Field {
    pub async fn open(engine: Engine, trouble: (Trouble, u64)) -> Self {
        let folder = Folder::new();
        let config = folder.write("open.toml", "[limits]\nopen = true\n").display().to_string();
        let mut place = vec!["--config".to_owned(), config];
        if engine == Engine::Postgres {
            place.extend(["--database".to_owned(), testing::database().await.unwrap()]);
        }
        let words: Vec<&str> = place.iter().map(String::as_str).collect();
        folder.setup(&words).fine();
        let key = [&["api-key", "create", "--name", "field"], &words[..]].concat();
        let key = folder.run(&key).fine().out.trim().to_owned();
        let nodes = Arc::new(Nodes::start(folder, place, trouble));
        Self { nodes, key, marks: AtomicU64::new(0), engine }
    }

    pub fn wish(&self, path: impl Into<String>, body: Json) -> Wish {
        let mark = format!("field-{}", self.marks.fetch_add(1, Ordering::Relaxed));
        Wish { path: path.into(), body, mark }
    }

    fn request(&self, method: &str, wish: &Wish) -> String {
        let body = if wish.body.is_null() { String::new() } else { wish.body.to_string() };
        format!(
            "{method} /api/v1/{} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nIdempotency-Key: {}\r\nContent-Length: {}\r\n\r\n{body}",
            wish.path,
            self.key,
            wish.mark,
            body.len()
        )
    }

    /// Asks until it is answered for good: a line that broke is laid anew, to the next program, and who is
    /// sent away comes again.
    async fn ask(nodes: &Nodes, line: &mut (usize, Option<Line>), request: &str) -> Answer {
        for _ in 0..TRIES {
            if line.1.is_none() {
                line.1 = Line::to(nodes.addresses[line.0 % nodes.addresses.len()]).await;
            }
            let answer = match &mut line.1 {
                Some(open) => open.ask(request).await,
                None => None,
            };
            match answer {
                Some(answer) if !answer.is_busy() => return answer,
                Some(_) => sleep(Duration::from_millis(200)).await,
                None => {
                    *line = (line.0 + 1, None);
                    sleep(Duration::from_millis(50)).await;
                }
            }
        }
        panic!("never answered: {request}");
    }

    async fn ask_once(&self, request: &str) -> Answer {
        Self::ask(&self.nodes, &mut (0, None), request).await
    }

    /// All at once; the answers in the order of the wishes.
    pub async fn all(&self, wishes: Vec<Wish>) -> Vec<Told> {
        self.each("POST", wishes).await
    }

    /// As [`Self::all`], by another method.
    pub async fn each(&self, method: &str, wishes: Vec<Wish>) -> Vec<Told> {
        let requests = wishes.iter().map(|wish| self.request(method, wish));
        let next = Arc::new(Mutex::new(requests.collect::<Vec<_>>().into_iter().enumerate()));
        let begun = Instant::now();
        let mut lines = JoinSet::new();
        for number in 0..LINES {
            let (next, nodes) = (next.clone(), self.nodes.clone());
            lines.spawn(async move {
                let (mut line, mut told) = ((number, None), Vec::new());
                loop {
                    let taken = next.lock().unwrap().next();
                    let Some((number, request)) = taken else { return told };
                    let answer = Self::ask(&nodes, &mut line, &request).await;
                    told.push((number, answer, begun.elapsed()));
                    nodes.answered().await;
                }
            });
        }
        let mut all = BTreeMap::new();
        while let Some(told) = lines.join_next().await {
            for (number, answer, took) in told.unwrap() {
                let body = serde_json::from_str(&answer.body).unwrap_or(Json::Null);
                all.insert(number, Told { status: answer.status, body, took });
            }
        }
        assert_eq!(all.len(), wishes.len(), "everybody is answered");
        all.into_values().collect()
    }

    /// All at once, while what the field fears befalls the programs.
    pub async fn rush(&self, wishes: Vec<Wish>, kills: usize) -> Vec<Told> {
        let before = self.nodes.killed();
        self.nodes.dread(wishes.len(), kills);
        let told = self.all(wishes).await;
        let feared = if self.nodes.trouble == Trouble::None { 0 } else { kills };
        assert_eq!(self.nodes.killed() - before, feared, "as often as it was to be");
        told
    }

    /// Now, while nobody but its own jobs is at work.
    pub async fn stumble(&self) {
        self.nodes.kill().await;
    }

    /// All at once, and all of it done; the ids of what was made.
    pub async fn made(&self, wishes: Vec<Wish>) -> Vec<Json> {
        let told = self.all(wishes).await;
        told.into_iter()
            .map(|one| {
                assert!(matches!(one.status, 200 | 201), "{} {}", one.status, one.body);
                one.body
            })
            .collect()
    }

    pub async fn make(&self, path: &str, body: Json) -> String {
        let made = self.made(vec![self.wish(path, body)]).await;
        made[0]["id"].as_str().unwrap_or_default().to_owned()
    }

    pub async fn put(&self, path: &str, body: Json) {
        let request = self.request("PUT", &self.wish(path, body));
        let answer = self.ask_once(&request).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }

    /// Looks again and again until it is so.
    pub async fn until(&self, what: &str, so: impl AsyncFn() -> bool) {
        for _ in 0..TRIES {
            if so().await {
                return;
            }
            sleep(Duration::from_millis(200)).await;
        }
        panic!("waited in vain for {what}");
    }

    pub async fn read(&self, path: &str) -> Json {
        let request = self.request("GET", &self.wish(path, Json::Null));
        let answer = self.ask_once(&request).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// So many members, by name.
    pub async fn people(&self, many: usize) -> Vec<String> {
        let wish = |n| self.wish("members", json!({ "name": format!("Guest {n}") }));
        let made = self.made((0..many).map(wish).collect()).await;
        made.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    }

    /// An hour ago and tomorrow, by the clock of the program.
    pub async fn hours(&self) -> (String, String) {
        let gift = json!({ "kind": "lead", "name": { "en": "Clock" }, "stock": 1, "per_member": 1,
                           "cost": cny(0) });
        let gift = self.make("gifts", gift).await;
        let made = self.read(&format!("gifts/{gift}")).await;
        let now = kernel::Time::parse(made["created_at"].as_str().unwrap()).unwrap();
        (now.to_string(), now.plus_days(1).to_string())
    }

    /// How many seconds so many people have to ask for something, and after how many everything is over.
    pub fn patience(&self, people: usize) -> (u64, u64) {
        let each = u64::try_from(people).unwrap() / 40;
        let trouble = if self.nodes.trouble == Trouble::None { 0 } else { 15 };
        let asking = 12 + each + trouble;
        (asking, asking * 2 + each)
    }

    /// Says what a case was like.
    pub fn report(&self, case: &str, told: &[Told]) {
        let mut codes: BTreeMap<String, usize> = BTreeMap::new();
        for one in told {
            *codes.entry(format!("{} {}", one.status, one.code())).or_default() += 1;
        }
        let mut took: Vec<Duration> = told.iter().map(|one| one.took).collect();
        took.sort_unstable();
        let last = took.last().copied().unwrap_or_default();
        let rate = told.len() as f64 / last.as_secs_f64();
        println!("{} · {case}: {codes:?}, {last:.1?} in all, {rate:.0} a second", self.name());
    }

    fn name(&self) -> String {
        format!("{}, {:?}", self.engine.name(), self.nodes.trouble)
    }

    /// The books are proven, whole.
    pub fn reconcile(&self) {
        let said = self.nodes.run(&["audit"]).fine();
        println!("{} · audit: {}", self.name(), said.out.trim().replace('\n', " · "));
    }
}
