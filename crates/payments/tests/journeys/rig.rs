//! The double of the providers, and the ear that hears what they tell.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use kernel::{Money, SeededChance, TestClock, Time};
use payments::*;
use serde_json::{Value, json};

/// 2026-07-01, by every clock of these tests.
pub const NOW_S: i64 = 1_782_864_000;
pub const NOW: Time = Time::from_micros(NOW_S * 1_000_000);
/// Less than the double is late, for tests that wait until it is over.
pub const HASTE: Duration = Duration::from_millis(1_500);

pub struct Double {
    child: Child,
    url: String,
    side: &'static str,
}

impl Double {
    pub fn of(side: &'static str) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/payments/double.py");
        let mut child = Command::new("python3")
            .args([script, "--now", &NOW_S.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("listening ").expect(&line).to_owned();
        Self { child, url: format!("http://127.0.0.1:{port}"), side }
    }
    pub fn base(&self) -> Base {
        Base::read(&self.url).unwrap()
    }
    pub fn tell(&self, what: &str, said: Value) -> Value {
        let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
        let url = format!("{}/_/{}/{what}", self.url, self.side);
        let mut answer = agent.post(url).send(said.to_string().as_bytes()).unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }
    /// The answer to the next request of this method goes wrong.
    pub fn mishap(&self, what: &str, method: &str) {
        self.tell("mishap", json!({ "what": what, "method": method }));
    }
    /// How many payments and refunds it has.
    pub fn books(&self) -> (i64, i64) {
        let books = self.tell("books", json!({}));
        (books["payments"].as_i64().unwrap(), books["refunds"].as_i64().unwrap())
    }
    pub fn stripe(&self, key: &str) -> Stripe {
        let (api, webhook) = (key.to_owned(), "whsec_of_the_double".to_owned());
        let keys = stripe::Keys { api: Secret::new(api), webhook: Secret::new(webhook) };
        Stripe::new(self.base(), keys)
    }
    /// A merchant who signs with the key of this file under `vectors/keys`.
    pub fn wechat(&self, key: &str, chance: u64) -> WeChat {
        let merchant = wechat::Merchant {
            mchid: "1900000109".to_owned(),
            appid: "wxd678efh567hg6787".to_owned(),
            serial: "5157F09EFDC096DE15EBE81A47057A72".to_owned(),
            key: Secret::new(key.to_owned()),
            v3_key: Secret::new("0123456789abcdef0123456789ABCDEF".to_owned()),
            platform: BTreeMap::from([(
                "PUB_KEY_ID_0119000001092026070100000001".to_owned(),
                include_str!("../vectors/keys/platform.pub.pem").to_owned(),
            )]),
        };
        let (clock, chance) = (Arc::new(TestClock::at(NOW)), Arc::new(SeededChance::new(chance)));
        WeChat::new(self.base(), merchant, clock, chance).unwrap()
    }
}

impl Drop for Double {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Listens where callbacks go, reads them with the provider and answers as it would.
pub struct Ear {
    pub url: String,
    heard: Arc<Mutex<Vec<Result<Heard, NotTold>>>>,
    busy: Arc<Mutex<u32>>,
}

impl Ear {
    pub fn of(provider: Arc<dyn Provider>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/told", listener.local_addr().unwrap());
        let ear = Self { url, heard: Arc::default(), busy: Arc::default() };
        let (heard, busy) = (ear.heard.clone(), ear.busy.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let told = hear(&stream, &*provider);
                let mut busy = busy.lock().unwrap();
                let taken = match &told {
                    _ if *busy > 0 => {
                        *busy -= 1;
                        Taken::Later
                    }
                    Ok(_) => Taken::Well,
                    Err(why) => Taken::Refused(*why),
                };
                heard.lock().unwrap().push(told);
                answer(stream, &provider.answer(taken));
            }
        });
        ear
    }
    /// The next message cannot be written down.
    pub fn is_busy_once(&self) {
        *self.busy.lock().unwrap() = 1;
    }
    pub fn heard(&self) -> Vec<Result<Heard, NotTold>> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }
}

fn hear(stream: &TcpStream, provider: &dyn Provider) -> Result<Heard, NotTold> {
    let mut reader = BufReader::new(stream);
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ") {
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let mut body = vec![0; length.unwrap().1.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    provider.read(Callback { headers: &headers, body: &body }, NOW)
}

fn answer(mut stream: TcpStream, answer: &Answer) {
    let Answer { status, body } = answer;
    let length =
        if *status == 204 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    write!(stream, "HTTP/1.1 {status} Said\r\n{length}Connection: close\r\n\r\n{body}").unwrap();
}

pub fn key(text: &str) -> PayKey {
    text.parse().unwrap()
}

pub fn order(name: &str, currency: &str, told_url: &str) -> Order {
    Order {
        key: key(name),
        money: Money::new(1250, currency.parse().unwrap()),
        title: "Coffee beans, 一公斤".to_owned(),
        placed_at: NOW,
        expires_at: NOW.plus(Duration::from_secs(900)),
        back_url: "https://club.example/riverside/orders/1".to_owned(),
        told_url: told_url.to_owned(),
        payer: None,
    }
}

pub fn payment(order: &Order, started: &Started) -> Payment {
    Payment { key: order.key.clone(), money: order.money, theirs: started.theirs.clone() }
}

pub fn refund(payment: &Payment, name: &str, amount: i64, told_url: &str) -> Refund {
    let told_url = told_url.to_owned();
    Refund { key: key(name), payment: payment.clone(), amount, told_url }
}

/// The event and what it says, of a message that was believed.
pub fn fact(heard: &Result<Heard, NotTold>) -> (&str, &News) {
    match heard {
        Ok(Heard::Fact(fact)) => (&fact.event, &fact.news),
        other => panic!("no fact: {other:?}"),
    }
}
