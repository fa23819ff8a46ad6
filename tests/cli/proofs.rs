//! Members who lost their session come back by message: through the real program, a mail server and a
//! gateway that speak as real ones do.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::Duration,
};

use serde_json::Value as Json;

use super::rig::{Folder, PATIENCE, Server, write_request};

/// Takes connections one after another, as long as the test lives.
fn listens<T: Send + 'static>(
    serve: impl Fn(TcpStream, &Sender<T>) + Send + 'static,
) -> (u16, Receiver<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, taken) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            serve(stream, &sender);
        }
    });
    (port, taken)
}

/// A mail as a server took it.
struct Mail {
    signed_in: bool,
    to: String,
    text: String,
}

/// RFC 5321 as far as one message needs it.
fn mail_server() -> (u16, Receiver<Mail>) {
    listens(|stream, taken| {
        let mut out = stream.try_clone().unwrap();
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        let mut mail = Mail { signed_in: false, to: String::new(), text: String::new() };
        out.write_all(b"220 mail.example\r\n").unwrap();
        while let Some(line) = lines.next() {
            let answer = match line.get(..4).unwrap_or_default() {
                "EHLO" => "250-mail.example\r\n250 AUTH PLAIN",
                "AUTH" => {
                    mail.signed_in = line.ends_with("AGNsdWIAb3BlbiBzZXNhbWU=");
                    if mail.signed_in { "235 welcome" } else { "535 no" }
                }
                "RCPT" => {
                    mail.to = line;
                    "250 yes"
                }
                "DATA" => {
                    out.write_all(b"354 go on\r\n").unwrap();
                    let body: Vec<_> = lines.by_ref().take_while(|line| line != ".").collect();
                    // Quoted-printable: a line that ends with = goes on.
                    mail.text = body.join("\n").replace("=\n", "").replace("=3D", "=");
                    "250 taken"
                }
                "QUIT" => break,
                _ => "250 yes",
            };
            out.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
        }
        if !mail.text.is_empty() {
            taken.send(mail).unwrap();
        }
    })
}

/// A gateway that is busy at first: what it was sent, with the head of the request.
fn gateway() -> (u16, Receiver<(String, Json)>) {
    let busy = std::sync::atomic::AtomicBool::new(true);
    listens(move |stream, taken| {
        let mut out = stream.try_clone().unwrap();
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
        let head = head.to_lowercase();
        let length = head.split("content-length: ").nth(1).unwrap().lines().next().unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        reader.read_exact(&mut body).unwrap();
        let busy = busy.swap(false, std::sync::atomic::Ordering::SeqCst);
        let status = if busy { "503 Busy" } else { "200 OK" };
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        out.write_all(answer.as_bytes()).unwrap();
        if !busy {
            taken.send((head, serde_json::from_slice(&body).unwrap())).unwrap();
        }
    })
}

/// A browser: keeps its cookies, follows where it is sent.
struct Phone<'s> {
    server: &'s Server,
    cookies: Vec<String>,
}

struct Page {
    status: u16,
    path: String,
    body: String,
}

impl<'s> Phone<'s> {
    fn new(server: &'s Server) -> Self {
        Self { server, cookies: Vec::new() }
    }
    fn get(&mut self, path: &str) -> Page {
        self.ask("GET", path, "")
    }
    fn post(&mut self, path: &str, form: &str) -> Page {
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
    fn known(&mut self, shop: &str) -> bool {
        let me = format!("{shop}/me");
        self.get(&me).path == me
    }
}

/// A brand with one member, and its path.
fn shop() -> (Folder, String) {
    let folder = Folder::new();
    let said = folder.setup(&[]).fine().out;
    let shop = said.split_whitespace().find(|word| word.starts_with('/')).unwrap().to_owned();
    folder.write("people.csv", "name,phone,email\nAna,13812345678,ana@fresh.example\n");
    folder.run(&["import", "members", "people.csv"]).fine();
    (folder, shop)
}

/// What follows this in a text, up to the next gap.
fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    let rest = text.split_once(mark).unwrap_or_else(|| panic!("no {mark} in {text}")).1;
    rest.split_whitespace().next().unwrap()
}

#[test]
fn a_lost_session_comes_back_by_text_message_and_by_a_link() {
    let (folder, shop) = shop();
    let ((mail_port, mails), (sms_port, texts)) = (mail_server(), gateway());
    folder.write("mail-password", "open sesame\n");
    folder.write("sms-secret", "gateway secret\n");
    folder.write(
        "regulars.toml",
        &format!(
            "[mail]\nhost = \"127.0.0.1\"\nport = {mail_port}\ntls = \"none\"\nuser = \"club\"\n\
             password_file = \"mail-password\"\nfrom = \"Fresh <club@fresh.example>\"\n\
             [sms]\nurl = \"http://127.0.0.1:{sms_port}/send\"\nsecret_file = \"sms-secret\"\n"
        ),
    );
    let doctor = folder.run(&["doctor"]).out;
    assert!(doctor.contains("mail goes by 127.0.0.1") && !doctor.contains("sesame"), "{doctor}");
    let server = folder.serve(&[]);

    // By text message: the gateway is busy at first and gets it a little later.
    let mut first = Phone::new(&server);
    let shown = first.post(&format!("{shop}/return"), "who=138+1234+5678");
    assert!(shown.body.contains("value=\"sms\"") && shown.body.contains("value=\"email\""));
    assert!(!first.known(&shop), "typed is not proven");
    first.post(&format!("{shop}/return/message"), "way=sms");
    let (head, text) = texts.recv_timeout(PATIENCE).unwrap();
    assert!(head.contains("authorization: bearer gateway secret"), "{head}");
    assert_eq!(text["to"], "+8613812345678");
    let code = text["text"].as_str().unwrap().split(' ').next().unwrap().to_owned();
    let answer = format!("{shop}/return/answer");
    assert_eq!(first.post(&answer, "code=000000").status, 422);
    first.post(&answer, &format!("code={code}"));
    assert!(first.known(&shop), "the code of the message opens");

    // The address is confirmed by a link, and only then brings anybody back.
    let mut second = Phone::new(&server);
    second.post(&format!("{shop}/return"), "who=ana%40fresh.example");
    second.post(&format!("{shop}/return/message"), "way=email");
    first.post(&format!("{shop}/me/email"), "once=confirm-1-confirm-1-conf");
    let mail = mails.recv_timeout(PATIENCE).unwrap();
    assert!(mail.signed_in && mail.to.contains("<ana@fresh.example>"));
    let confirm = after(&mail.text, &server.base).to_owned();
    let stranger = Phone::new(&server).get(&confirm);
    assert!(stranger.body.contains("Is this address yours?"), "the first mail: {}", mail.text);
    assert!(Phone::new(&server).post(&confirm, "").body.contains("confirmed"));

    second.post(&format!("{shop}/return/message"), "way=email");
    let mail = mails.recv_timeout(PATIENCE).unwrap();
    let link = after(&mail.text, &server.base).to_owned();
    let mut third = Phone::new(&server);
    assert_eq!(third.get(&link).status, 200, "looking uses nothing up");
    third.post(&link, "");
    assert!(third.known(&shop), "who holds the mail is back");
    assert!(!second.known(&shop), "who only typed the address is not");
    let again = Phone::new(&server).post(&link, "");
    assert_eq!(again.status, 404, "a link serves once");
    let code = after(&mail.text, "Market: ").to_owned();
    assert_eq!(second.post(&answer, &format!("code={code}")).status, 422, "nor does its code");
    assert_eq!(server.end(), Some(0));
}

#[test]
fn a_shop_that_sends_nothing_says_what_works_instead() {
    let (folder, shop) = shop();
    let doctor = folder.run(&["doctor"]).out;
    assert!(doctor.contains("no mail is configured"), "{doctor}");
    let server = folder.serve(&[]);
    let mut phone = Phone::new(&server);
    assert!(phone.get(&format!("{shop}/return")).body.contains("This shop sends no messages"));
    let shown = phone.post(&format!("{shop}/return"), "who=13812345678");
    assert!(shown.body.contains("at the counter") && !shown.body.contains("value=\"sms\""));
    assert_eq!(server.end(), Some(0));
    // A setting that would show the password on its way, or lacks something, is refused by name.
    folder.write("regulars.toml", "[mail]\nhost = \"mail.example\"\n");
    let said = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    said.failed("from is missing");
    folder.write("regulars.toml", "[sms]\nurl = \"http://gateway.example/send\"\n");
    assert!(folder.run(&["doctor"]).out.contains("https://"));
}
