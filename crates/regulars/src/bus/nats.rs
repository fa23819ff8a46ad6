//! As much of the NATS client protocol as a bus of small messages needs
//! (<https://docs.nats.io/reference/reference-protocols/nats-protocol>): a few lines of text.

use std::{fmt, io, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Instant, timeout},
};

/// How long the server may take to let us in, and to take what we say.
const WAITS: Duration = Duration::from_secs(5);
/// How often it is asked whether it is there, and when it is given up.
const PING: Duration = Duration::from_secs(5);
const SILENT: Duration = Duration::from_secs(15);
/// The longest line and message; ours have a hundred bytes.
const LONGEST: usize = 64 << 10;

/// Where a server is, and who we are there. Shown without the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    address: String,
    user: Option<String>,
    password: Option<String>,
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

impl Server {
    /// `nats://[USER:PASSWORD@]HOST[:PORT]`; a lone word before the `@` is a token.
    pub fn parse(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("nats://")?.trim_end_matches('/');
        let (who, host) = match rest.rsplit_once('@') {
            Some((who, host)) => (Some(who), host),
            None => (None, rest),
        };
        if host.is_empty() || host.contains(['/', ',']) {
            return None;
        }
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let address = if has_port { host.to_owned() } else { format!("{host}:4222") };
        let (user, password) = match who.map(|who| who.split_once(':').ok_or(who)) {
            Some(Ok((user, password))) => (Some(user.to_owned()), Some(password.to_owned())),
            Some(Err(token)) => (Some(token.to_owned()), None),
            None => (None, None),
        };
        Some(Self { address, user, password })
    }

    fn connect(&self) -> String {
        // Our own messages need not come back.
        let mut words = serde_json::json!({
            "verbose": false, "pedantic": false, "tls_required": false, "echo": false,
            "lang": "rust", "name": "regulars", "protocol": 1,
        });
        if let (Some(user), Some(words)) = (&self.user, words.as_object_mut()) {
            match &self.password {
                Some(password) => {
                    words.insert("user".to_owned(), user.as_str().into());
                    words.insert("pass".to_owned(), password.as_str().into());
                }
                None => drop(words.insert("auth_token".to_owned(), user.as_str().into())),
            }
        }
        format!("CONNECT {words}\r\nPING\r\n")
    }
}

/// What a server says.
#[derive(Debug, PartialEq, Eq)]
enum Word {
    Info { wants_tls: bool },
    Message(Vec<u8>),
    Ping,
    Pong,
    Fine,
    Trouble(String),
}

/// A connection to a server.
pub struct Line {
    stream: TcpStream,
    read: Vec<u8>,
    heard: Instant,
    asked: Instant,
    /// The server asked whether we are there.
    pong: bool,
}

impl Line {
    pub async fn open(server: &Server) -> io::Result<Self> {
        let entering = async {
            let stream = TcpStream::connect(&server.address).await?;
            stream.set_nodelay(true)?;
            let (heard, asked) = (Instant::now(), Instant::now());
            let mut line = Self { stream, read: Vec::new(), heard, asked, pong: false };
            line.say(server.connect().as_bytes()).await?;
            loop {
                match line.word().await? {
                    Word::Info { wants_tls: true } => return Err(trouble("it wants TLS")),
                    Word::Trouble(what) => return Err(trouble(what)),
                    Word::Pong => return Ok(line),
                    Word::Ping => line.say(b"PONG\r\n").await?,
                    Word::Info { .. } | Word::Message(_) | Word::Fine => {}
                }
            }
        };
        timeout(WAITS, entering).await?
    }

    pub async fn subscribe(&mut self, subject: &str) -> io::Result<()> {
        self.say(format!("SUB {subject} 1\r\n").as_bytes()).await
    }

    pub async fn publish(&mut self, subject: &str, message: &[u8]) -> io::Result<()> {
        let head = format!("PUB {subject} {}\r\n", message.len());
        self.say(&[head.as_bytes(), message, b"\r\n"].concat()).await
    }

    /// The messages that come next, or none after a while. Nothing is lost when nobody waits for it to
    /// the end.
    pub async fn messages(&mut self) -> io::Result<Vec<Vec<u8>>> {
        self.fill().await?;
        let mut messages = Vec::new();
        while let Some(word) = word(&mut self.read)? {
            match word {
                Word::Message(message) => messages.push(message),
                Word::Ping => self.pong = true,
                Word::Trouble(what) => return Err(trouble(what)),
                Word::Info { .. } | Word::Pong | Word::Fine => {}
            }
        }
        Ok(messages)
    }

    /// Answers a server that asks, asks one that is silent, and gives it up in the end. Between any
    /// two calls of [`Line::messages`].
    pub async fn keep(&mut self) -> io::Result<()> {
        if self.heard.elapsed() > SILENT {
            return Err(trouble("it is silent"));
        }
        if std::mem::take(&mut self.pong) {
            self.say(b"PONG\r\n").await?;
        }
        if self.asked.elapsed() > PING {
            self.asked = Instant::now();
            self.say(b"PING\r\n").await?;
        }
        Ok(())
    }

    /// The next word, while nothing else goes on.
    async fn word(&mut self) -> io::Result<Word> {
        loop {
            if let Some(word) = word(&mut self.read)? {
                return Ok(word);
            }
            self.fill().await?;
        }
    }

    /// Reads what is there, and waits for it a while.
    async fn fill(&mut self) -> io::Result<()> {
        match timeout(PING, self.stream.read_buf(&mut self.read)).await {
            Ok(Ok(0)) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(Ok(_)) => {
                self.heard = Instant::now();
                Ok(())
            }
            Ok(Err(error)) => Err(error),
            Err(_) => Ok(()),
        }
    }

    async fn say(&mut self, words: &[u8]) -> io::Result<()> {
        timeout(WAITS, self.stream.write_all(words)).await?
    }
}

fn trouble(what: impl Into<String>) -> io::Error {
    io::Error::other(what.into())
}

/// Takes the next whole word off the front of what was read.
fn word(read: &mut Vec<u8>) -> io::Result<Option<Word>> {
    let Some(end) = read.windows(2).position(|pair| pair == b"\r\n") else {
        return if read.len() > LONGEST { Err(trouble("a line without end")) } else { Ok(None) };
    };
    let head = read.get(..end).unwrap_or_default();
    let line = String::from_utf8_lossy(head).into_owned();
    let (name, rest) = line.split_once([' ', '\t']).unwrap_or((&line, ""));
    let mut taken = end + 2;
    let word = match name.to_ascii_uppercase().as_str() {
        "MSG" => {
            let length = rest.rsplit(' ').next().and_then(|length| length.parse().ok());
            let length: usize = length.ok_or_else(|| trouble("a message without length"))?;
            if length > LONGEST {
                return Err(trouble("a message too long"));
            }
            let Some(message) = read.get(taken..taken + length) else { return Ok(None) };
            let message = message.to_vec();
            if read.len() < taken + length + 2 {
                return Ok(None);
            }
            taken += length + 2;
            Word::Message(message)
        }
        "INFO" => {
            let info: serde_json::Value = serde_json::from_str(rest).unwrap_or_default();
            let wants = info.get("tls_required").and_then(serde_json::Value::as_bool);
            Word::Info { wants_tls: wants == Some(true) }
        }
        "PING" => Word::Ping,
        "PONG" => Word::Pong,
        "+OK" => Word::Fine,
        "-ERR" => Word::Trouble(rest.trim_matches('\'').to_owned()),
        _ => return Err(trouble("it speaks another language")),
    };
    read.drain(..taken);
    Ok(Some(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_and_who() {
        let server = |address: &str, user: Option<&str>, password: Option<&str>| {
            let (user, password) = (user.map(str::to_owned), password.map(str::to_owned));
            Some(Server { address: address.to_owned(), user, password })
        };
        for (url, expected) in [
            ("nats://bus", server("bus:4222", None, None)),
            ("nats://bus:4333/", server("bus:4333", None, None)),
            ("nats://[::1]:4222", server("[::1]:4222", None, None)),
            ("nats://us:pa:ss@bus", server("bus:4222", Some("us"), Some("pa:ss"))),
            ("nats://token@bus:1", server("bus:1", Some("token"), None)),
            ("http://bus", None),
            ("nats://", None),
            ("nats://a,b", None),
        ] {
            assert_eq!(Server::parse(url), expected, "{url}");
        }
        assert_eq!(Server::parse("nats://us:secret@bus").unwrap().to_string(), "bus:4222");
    }

    #[test]
    fn words_are_read_whole_however_they_come() {
        let said = b"INFO {\"tls_required\":false}\r\nPING\r\nMSG a.b 1 5\r\nx\r\ny!\r\n+OK\r\n\
                     MSG a.b 1 reply 0\r\n\r\n-ERR 'no'\r\nPO";
        let mut read = Vec::new();
        let mut words = Vec::new();
        for byte in said {
            read.push(*byte);
            words.extend(word(&mut read).unwrap());
        }
        assert_eq!(
            words,
            [
                Word::Info { wants_tls: false },
                Word::Ping,
                Word::Message(b"x\r\ny!".to_vec()),
                Word::Fine,
                Word::Message(Vec::new()),
                Word::Trouble("no".to_owned()),
            ]
        );
        assert_eq!(read, b"PO");
        assert!(word(&mut b"HTTP/1.1 400 Bad Request\r\n".to_vec()).is_err());
        assert!(word(&mut b"MSG a 1 99999999\r\n".to_vec()).is_err());
        assert!(word(&mut vec![b'x'; LONGEST + 1]).is_err());
    }
}
