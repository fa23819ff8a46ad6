//! Doubles of what messages leave by: a mail server that speaks SMTP in the clear, by STARTTLS and by
//! TLS from the first byte, and a gateway for text messages.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use serde_json::Value as Json;
use tokio_rustls::rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use super::rig::PATIENCE;

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
pub struct Mail {
    pub signed_in: bool,
    pub to: String,
    pub text: String,
}

/// When a mail server speaks TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    Plain,
    Starttls,
    Tls,
}

/// What a mail server is like.
pub struct Manner {
    pub speaks: Speaks,
    /// Its certificate and key, if it has any.
    pub identity: Option<Arc<ServerConfig>>,
    /// What it answers to a verb instead of its usual word, one after another.
    pub answers: Vec<(&'static str, &'static str)>,
}

impl Manner {
    pub fn plain() -> Self {
        Self { speaks: Speaks::Plain, identity: None, answers: Vec::new() }
    }
}

/// The certificate `own.pem` with `own.key` of this folder.
pub fn identity(folder: &Path) -> Arc<ServerConfig> {
    let chain = CertificateDer::pem_file_iter(folder.join("own.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("own.key")).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    Arc::new(config.with_single_cert(chain.map(Result::unwrap).collect(), key).unwrap())
}

/// A mail server at work.
pub struct Office {
    pub port: u16,
    pub mails: Receiver<Mail>,
    /// Every line that it was told, with `secure` or `plain` before it.
    heard: Arc<Mutex<Vec<String>>>,
}

impl Office {
    pub fn open(manner: Manner) -> Self {
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let answers = Mutex::new(manner.answers.into_iter().collect::<VecDeque<_>>());
        let (speaks, identity, lines) = (manner.speaks, manner.identity, heard.clone());
        let (port, mails) = listens(move |stream, taken| {
            let mut talk = Talk {
                speaks,
                identity: identity.clone(),
                answers: &answers,
                heard: &lines,
                secure: false,
            };
            // A client that does not trust us goes without a word.
            if let Ok(Some(mail)) = talk.serve(stream) {
                taken.send(mail).unwrap();
            }
        });
        Self { port, mails, heard }
    }
    /// The verbs it heard in the clear (`plain`) or by TLS (`secure`), each once, in order; but
    /// for the goodbye.
    pub fn heard(&self, how: &str) -> Vec<String> {
        let lines = self.heard.lock().unwrap();
        let said = lines.iter().filter_map(|line| line.strip_prefix(how)?.strip_prefix(' '));
        said.fold(Vec::new(), |mut verbs, verb| {
            if verb != "QUIT" && !verbs.iter().any(|known| known == verb) {
                verbs.push(verb.to_owned());
            }
            verbs
        })
    }
}

trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

/// One connection, RFC 5321 and 3207 as far as one message needs them.
struct Talk<'t> {
    speaks: Speaks,
    identity: Option<Arc<ServerConfig>>,
    answers: &'t Mutex<VecDeque<(&'static str, &'static str)>>,
    heard: &'t Mutex<Vec<String>>,
    secure: bool,
}

impl Talk<'_> {
    fn wrap(&mut self, wire: Box<dyn Wire>) -> Box<dyn Wire> {
        self.secure = true;
        let session = ServerConnection::new(self.identity.clone().unwrap()).unwrap();
        Box::new(StreamOwned::new(session, wire))
    }

    fn serve(&mut self, stream: TcpStream) -> std::io::Result<Option<Mail>> {
        let mut plain: Box<dyn Wire> = Box::new(stream);
        if self.speaks == Speaks::Tls {
            plain = self.wrap(plain);
        }
        let mut wire = BufReader::new(plain);
        let mut mail = Mail { signed_in: false, to: String::new(), text: String::new() };
        wire.get_mut().write_all(b"220 mail.example\r\n")?;
        loop {
            let mut line = String::new();
            if wire.read_line(&mut line)? == 0 {
                break;
            }
            let line = line.trim_end().to_owned();
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_owned();
            let how = if self.secure { "secure" } else { "plain" };
            self.heard.lock().unwrap().push(format!("{how} {verb}"));
            let answer = self.answer(&verb, &line, &mut mail);
            wire.get_mut().write_all(format!("{answer}\r\n").as_bytes())?;
            wire.get_mut().flush()?;
            match verb.as_str() {
                "STARTTLS" if answer.starts_with("220") => {
                    wire = BufReader::new(self.wrap(wire.into_inner()));
                }
                "DATA" if answer.starts_with("354") => {
                    mail.text = body(&mut wire)?;
                    wire.get_mut().write_all(b"250 taken\r\n")?;
                }
                "QUIT" => break,
                _ => {}
            }
        }
        Ok((!mail.text.is_empty()).then_some(mail))
    }

    fn answer(&self, verb: &str, line: &str, mail: &mut Mail) -> &'static str {
        let mut answers = self.answers.lock().unwrap();
        if answers.front().is_some_and(|(due, _)| *due == verb) {
            return answers.pop_front().unwrap().1;
        }
        match verb {
            "EHLO" if self.speaks == Speaks::Starttls && !self.secure => {
                "250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN"
            }
            "EHLO" => "250-mail.example\r\n250 AUTH PLAIN",
            "STARTTLS" => "220 go on",
            "AUTH" => {
                mail.signed_in = line.ends_with("AGNsdWIAb3BlbiBzZXNhbWU=");
                if mail.signed_in { "235 welcome" } else { "535 5.7.8 no" }
            }
            "RCPT" => {
                line.clone_into(&mut mail.to);
                "250 yes"
            }
            "DATA" => "354 go on",
            _ => "250 yes",
        }
    }
}

/// Up to the dot; quoted-printable: a line that ends with = goes on.
fn body(wire: &mut BufReader<Box<dyn Wire>>) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if wire.read_line(&mut line)? == 0 || line.trim_end() == "." {
            return Ok(text.replace("=\n", "").replace("=3D", "="));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// A gateway that is busy at first: what it was sent, with the head of the request.
pub fn gateway() -> (u16, Receiver<(String, Json)>) {
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
