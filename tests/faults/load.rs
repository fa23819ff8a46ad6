//! Customers of a shop who come by the API, one request after the other, and who ask again with the same
//! mark until they are answered; and the look at what became of it.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value as Json, json};
use tokio::time::Instant;

use crate::cli::rig::{Folder, Server, until};

const CUSTOMERS: usize = 6;
/// Fewer than are asked for, so that the last one is fought over.
pub const STOCK: usize = 10;
/// How long a customer waits for an answer before they ask again.
const HEARS_FOR: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(50);

/// What was asked for once, and its first answer.
#[derive(Debug, Clone)]
struct Done {
    path: &'static str,
    body: Json,
    mark: String,
    status: u16,
    answer: Json,
}

/// A shop that is open, and what its customers did.
pub struct Shop {
    pub folder: Folder,
    /// Where it is served, again after a restart.
    port: u16,
    /// What every command is told about where the data is.
    place: Vec<String>,
    key: String,
    store: String,
    gift: String,
    done: Mutex<Vec<Done>>,
    answered: AtomicUsize,
    repeats: AtomicUsize,
    closing: AtomicBool,
}

impl Shop {
    /// Opens a shop in this folder; `place` says where its data is, if not there.
    pub fn open(folder: Folder, port: u16, place: &[String]) -> (Self, Server) {
        let words: Vec<&str> = place.iter().map(String::as_str).collect();
        folder.setup(&words).fine();
        let key = [&words[..], &["api-key", "create", "--name", "till"]].concat();
        let key = folder.run(&key).fine().out.trim().to_owned();
        let mut shop = Self {
            folder,
            port,
            place: place.to_vec(),
            key,
            store: String::new(),
            gift: String::new(),
            done: Mutex::default(),
            answered: AtomicUsize::default(),
            repeats: AtomicUsize::default(),
            closing: AtomicBool::default(),
        };
        let server = shop.serve();
        let gift = json!({ "kind": "lead", "name": { "en": "Mango" }, "stock": STOCK, "per_member": 1,
                           "cost": { "amount": 300, "currency": "CNY" } });
        shop.store = shop.makes("stores", &json!({ "name": "Quay" }));
        shop.gift = shop.makes("gifts", &gift);
        (shop, server)
    }

    pub fn serve(&self) -> Server {
        let listen = format!("127.0.0.1:{}", self.port);
        let mut words = vec!["--listen", listen.as_str()];
        words.extend(self.place.iter().map(String::as_str));
        self.folder.serve(&words)
    }

    fn makes(&self, path: &'static str, body: &Json) -> String {
        let (status, answer) = self.send(path, body, path).expect("it is served");
        assert_eq!(status, 201, "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    /// Sends once. Nothing when there was no answer.
    fn send(&self, path: &str, body: &Json, mark: &str) -> Option<(u16, Json)> {
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        let mut stream = TcpStream::connect_timeout(&address, HEARS_FOR).ok()?;
        stream.set_read_timeout(Some(HEARS_FOR)).ok()?;
        let request = self.request(path, body, mark, "Connection: close\r\n");
        stream.write_all(request.as_bytes()).ok()?;
        let mut text = Vec::new();
        stream.read_to_end(&mut text).ok()?;
        let text = String::from_utf8_lossy(&text);
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        // An answer that was cut off is none.
        Some((status, serde_json::from_str(body).ok()?))
    }

    fn request(&self, path: &str, body: &Json, mark: &str, more: &str) -> String {
        let body = body.to_string();
        format!(
            "POST /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\n{more}\
             Authorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Idempotency-Key: {mark}\r\nContent-Length: {}\r\n\r\n{body}",
            self.key,
            body.len()
        )
    }

    /// A purchase by nobody in particular, as it is sent.
    pub fn purchase(&self, mark: &str) -> String {
        let amount = json!({ "amount": 100, "currency": "CNY" });
        self.request("purchases", &json!({ "store": self.store, "amount": amount }), mark, "")
    }

    /// The books are proven.
    pub fn audit(&self) {
        let words: Vec<&str> = self.place.iter().map(String::as_str).collect();
        self.folder.run(&[&words[..], &["audit"]].concat()).fine();
    }

    /// Asks until it is answered for good; nothing when the shop closes first.
    fn ask(&self, path: &'static str, body: Json, mark: String) -> Option<Json> {
        let patience = Instant::now() + Duration::from_secs(120);
        let mut first = true;
        while first || Instant::now() < patience {
            if !first {
                self.repeats.fetch_add(1, Ordering::SeqCst);
                thread::sleep(PAUSE);
            }
            first = false;
            let Some((status, answer)) = self.send(path, &body, &mark) else { continue };
            if status == 503 || status == 429 {
                continue;
            }
            assert!(status < 500, "{path} {mark}: {status} {answer}");
            self.answered.fetch_add(1, Ordering::SeqCst);
            let done = Done { path, body, mark, status, answer: answer.clone() };
            self.done.lock().unwrap().push(done);
            return (status == 201).then_some(answer);
        }
        panic!("{path} {mark} was never answered");
    }

    /// Joins, buys twice and wants the gift, again and again as somebody else.
    fn customer(&self, run: usize, customer: usize) {
        for visit in 0.. {
            if self.closing.load(Ordering::SeqCst) {
                return;
            }
            let mark = |what: &str| format!("{run}-{customer}-{visit}-{what}");
            let person = json!({ "name": format!("Person {run} {customer} {visit}") });
            let Some(member) = self.ask("members", person, mark("join")) else { return };
            let member = member["id"].clone();
            for n in 0..2 {
                let bought = json!({ "store": self.store, "member": member,
                    "amount": { "amount": 100 + n, "currency": "CNY" } });
                self.ask("purchases", bought, mark(&format!("buy{n}")));
            }
            self.ask("vouchers", json!({ "gift": self.gift, "member": member }), mark("gift"));
        }
    }

    /// Customers come, and something happens meanwhile. Afterwards everybody is served to the end.
    pub fn under_load<T>(&self, run: usize, happens: impl FnOnce(&Self) -> T) -> T {
        self.closing.store(false, Ordering::SeqCst);
        thread::scope(|scope| {
            for customer in 0..CUSTOMERS {
                scope.spawn(move || self.customer(run, customer));
            }
            self.served(20);
            // However it ends, nobody goes on for ever.
            let closing = Closing(&self.closing);
            let value = happens(self);
            drop(closing);
            value
        })
    }

    /// Waits until so many more were answered; how long it took.
    pub fn served(&self, more: usize) -> Duration {
        let (begun, before) = (Instant::now(), self.answered.load(Ordering::SeqCst));
        until("customers to be served", || {
            (self.answered.load(Ordering::SeqCst) >= before + more).then_some(())
        });
        begun.elapsed()
    }

    /// Somebody had to ask again, or nothing has happened.
    pub fn was_felt(&self) {
        assert!(self.repeats.load(Ordering::SeqCst) > 0, "everybody was answered at once");
    }

    /// Nothing that was answered is lost, nothing happened twice, no limit was passed, and the books
    /// are proven. `count` counts the rows of a table.
    pub fn check(&self, count: impl Fn(&str) -> usize) {
        let done = self.done.lock().unwrap().clone();
        for Done { path, body, mark, status, answer } in &done {
            if *status == 201 {
                let again = self.send(path, body, mark);
                assert_eq!(again, Some((201, answer.clone())), "{path} {mark}: the first answer");
            }
        }
        let made =
            |of: &str| done.iter().filter(|done| done.path == of && done.status == 201).count();
        for (table, path) in
            [("member", "members"), ("purchase", "purchases"), ("voucher", "vouchers")]
        {
            assert_eq!(count(table), made(path), "{table}: rows, and answers that told of one");
        }
        let wanted = done.iter().filter(|done| done.path == "vouchers").count();
        assert_eq!(made("vouchers"), wanted.min(STOCK), "the stock is given away, and no more");
        self.audit();
        println!(
            "{} answered, {} repeats, {} joins, {} purchases, {} gifts: all there once",
            done.len(),
            self.repeats.load(Ordering::SeqCst),
            made("members"),
            made("purchases"),
            made("vouchers"),
        );
    }
}

struct Closing<'a>(&'a AtomicBool);
impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
