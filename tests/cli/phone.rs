//! A member's phone as far as pages need it: keeps its cookies, follows where it is sent.

use std::{io::Read as _, thread, time::Duration};

use super::rig::{Folder, Server, write_request};

pub struct Phone<'s> {
    server: &'s Server,
    pub cookies: Vec<String>,
}

pub struct Page {
    pub status: u16,
    pub path: String,
    pub body: String,
}

impl<'s> Phone<'s> {
    pub fn new(server: &'s Server) -> Self {
        Self::with(server, Vec::new())
    }
    /// The same phone at a server that was started again.
    pub fn with(server: &'s Server, cookies: Vec<String>) -> Self {
        Self { server, cookies }
    }
    pub fn get(&mut self, path: &str) -> Page {
        self.ask("GET", path, "")
    }
    pub fn post(&mut self, path: &str, form: &str) -> Page {
        self.ask("POST", path, form)
    }
    fn ask(&mut self, method: &str, path: &str, form: &str) -> Page {
        let (mut method, mut path, mut form) = (method, path.to_owned(), form);
        for _ in 0..8 {
            let cookie = self.cookies.join("; ");
            let headers = [
                ("Cookie", cookie.as_str()),
                ("Sec-Fetch-Site", "same-origin"),
                ("Accept-Language", "en"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ];
            let mut stream = self.server.connect();
            write_request(&mut stream, method, &path, &headers, form);
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            let field = |name: &str| {
                let of = |line: &str| {
                    let (key, value) = line.split_once(": ")?;
                    key.eq_ignore_ascii_case(name).then(|| value.to_owned())
                };
                head.lines().filter_map(of).collect::<Vec<_>>()
            };
            for cookie in field("set-cookie") {
                let pair = cookie.split(';').next().unwrap().to_owned();
                let name = pair.split('=').next().unwrap().to_owned();
                self.cookies.retain(|kept| kept.split('=').next() != Some(&name));
                self.cookies.push(pair);
            }
            let status: u16 = head.split(' ').nth(1).unwrap().parse().unwrap();
            if status == 503 {
                // A crowded machine; repeating is always safe.
                thread::sleep(Duration::from_secs(1));
                continue;
            }
            match field("location").first() {
                Some(place) => (method, path, form) = ("GET", place.clone(), ""),
                None => {
                    return Page { status, path, body: body.to_owned() };
                }
            }
        }
        panic!("sent around in circles: {path}");
    }
    /// Whether the shop knows whose phone this is.
    pub fn known(&mut self, shop: &str) -> bool {
        let me = format!("{shop}/me");
        self.get(&me).path == me
    }
}

/// A brand with one member, and its path.
pub fn shop() -> (Folder, String) {
    let folder = Folder::new();
    let said = folder.setup(&[]).fine().out;
    let shop = said.split_whitespace().find(|word| word.starts_with('/')).unwrap().to_owned();
    folder.write("people.csv", "name,phone,email\nAna,13812345678,ana@fresh.example\n");
    folder.run(&["import", "members", "people.csv"]).fine();
    (folder, shop)
}

/// What follows this in a text, up to the next gap.
pub fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    let rest = text.split_once(mark).unwrap_or_else(|| panic!("no {mark} in {text}")).1;
    rest.split_whitespace().next().unwrap()
}
