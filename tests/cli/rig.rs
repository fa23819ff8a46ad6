//! The real program in a folder of its own, on free loopback ports; nothing is waited for without
//! an end.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use serde_json::Value as Json;
use tempfile::TempDir;

/// Crowded test machines are slow; nothing here takes a tenth of it on a quiet one.
pub const PATIENCE: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_millis(20);
const PASSWORD: &str = "correct horse battery";

/// Looks again and again until there is something.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..PATIENCE.as_millis() / STEP.as_millis() {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(STEP);
    }
    panic!("waited in vain for {what}");
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    #[track_caller]
    pub fn fine(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }
    /// Failed with 1, naming this.
    #[track_caller]
    pub fn failed(self, naming: &str) -> Self {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(self.err.contains(naming), "{naming} is not named: {self:?}");
        self
    }
    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

/// Ends with its owner, whatever happens.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    pub fn ended(&mut self) -> Option<i32> {
        let status = until("the program's end", || self.0.try_wait().unwrap());
        status.code()
    }
}

/// The program of this build, or another one that is named: an optimized one, for long runs.
#[expect(clippy::disallowed_methods, reason = "another program is named by the environment")]
fn program() -> PathBuf {
    let named = std::env::var_os("REGULARS_TEST_PROGRAM").map(PathBuf::from);
    named.unwrap_or_else(|| env!("CARGO_BIN_EXE_regulars").into())
}

/// A folder to run the program in.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }
    /// With a brand in it.
    pub fn set_up() -> Self {
        let folder = Self::new();
        folder.setup(&[]).fine();
        folder
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }
    pub fn setup(&self, more: &[&str]) -> Said {
        let usual = ["--name", "Fresh Market", "--currency", "CNY", "--time-zone", "Asia/Shanghai"];
        let owner = ["--email", "owner@fresh.example", "--password-stdin"];
        // A flag that is given again below takes the place of the usual one.
        let given = |flag: &str| more.contains(&flag);
        let kept = usual.chunks(2).filter(|pair| !given(pair[0])).flatten().copied();
        let owner = owner.into_iter().skip(if given("--email") { 2 } else { 0 });
        let args: Vec<&str> =
            ["setup"].into_iter().chain(kept).chain(owner).chain(more.iter().copied()).collect();
        self.typed(&args, PASSWORD)
    }
    pub fn run(&self, args: &[&str]) -> Said {
        self.typed(args, "")
    }
    /// Runs a command with this typed into it.
    pub fn typed(&self, args: &[&str], input: &str) -> Said {
        let mut child = self.start(args);
        child.0.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let mut out = child.0.stdout.take().unwrap();
        let mut err = child.0.stderr.take().unwrap();
        let read = |pipe: &mut dyn std::io::Read| {
            let mut text = String::new();
            pipe.read_to_string(&mut text).map(|_| text).unwrap_or_default()
        };
        let (out, err) = thread::scope(|scope| {
            let out = scope.spawn(move || read(&mut out));
            let err = scope.spawn(move || read(&mut err));
            child.ended();
            (out.join().unwrap(), err.join().unwrap())
        });
        Said { code: child.ended(), out, err }
    }
    pub fn start(&self, args: &[&str]) -> Running {
        let mut command = Command::new(program());
        command.args(args).current_dir(self.0.path());
        for name in ["DATA", "DATABASE", "ORG", "CONFIG", "LISTEN", "BASE_URL", "DOMAIN", "LOG"] {
            command.env_remove(format!("REGULARS_{name}"));
        }
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Running(command.spawn().unwrap())
    }
    /// Serves on a free port; back when it says so.
    pub fn serve(&self, more: &[&str]) -> Server {
        let args: Vec<&str> = ["serve", "--listen", "127.0.0.1:0"]
            .into_iter()
            .filter(|word| !(more.contains(&"--listen") && *word != "serve"))
            .chain(more.iter().copied())
            .collect();
        Server::of(self.start(&args))
    }
    /// Serves a copy on a clock that is moved by lines.
    pub fn rehearse(&self) -> Server {
        Server::of(self.start(&["rehearse", "--listen", "127.0.0.1:0"]))
    }
}

/// A serving program.
pub struct Server {
    pub running: Running,
    pub base: String,
    /// The lines before `serving`.
    pub greeting: Vec<String>,
    /// What it says later.
    lines: Receiver<String>,
    /// Held as well because a program whose log nobody takes would stop.
    log: Receiver<String>,
}

impl Server {
    fn of(mut running: Running) -> Self {
        let lines = listen(running.0.stdout.take().unwrap());
        let log = listen(running.0.stderr.take().unwrap());
        let mut greeting = Vec::new();
        loop {
            match lines.recv_timeout(PATIENCE) {
                Ok(line) => match line.strip_prefix("serving ") {
                    Some(base) => {
                        let base = base.to_owned();
                        return Self { running, base, greeting, lines, log };
                    }
                    None => greeting.push(line),
                },
                Err(
                    std::sync::mpsc::RecvTimeoutError::Timeout
                    | std::sync::mpsc::RecvTimeoutError::Disconnected,
                ) => panic!("it does not serve: {:?}", log.try_iter().collect::<Vec<_>>()),
            }
        }
    }
    /// What it has written to its log since this was last asked.
    pub fn logged(&self) -> Vec<String> {
        self.log.try_iter().collect()
    }
    /// Types a line; what it says then, or its trouble.
    pub fn types(&mut self, line: &str) -> Result<String, String> {
        let stdin = self.running.0.stdin.as_mut().unwrap();
        writeln!(stdin, "{line}").unwrap();
        until("an answer to the line", || {
            self.lines.try_recv().map(Ok).or_else(|_| self.log.try_recv().map(Err)).ok()
        })
    }
    pub fn address(&self) -> SocketAddr {
        self.base.strip_prefix("http://").unwrap().parse().unwrap()
    }
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = self.connect();
        write_request(&mut stream, method, path, headers, body);
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        Answer::of(&String::from_utf8_lossy(&text))
    }
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address(), PATIENCE).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }
    /// SIGTERM; nothing is waited for.
    pub fn terminate(&self) {
        let id = self.running.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }
    /// SIGTERM; the exit code.
    pub fn end(mut self) -> Option<i32> {
        self.terminate();
        self.running.ended()
    }
    /// SIGKILL.
    pub fn kill(mut self) {
        self.running.0.kill().unwrap();
        self.running.ended();
    }
}

pub fn write_request(
    stream: &mut TcpStream,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) {
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(text.as_bytes()).unwrap();
}

fn listen(pipe: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Answer {
    fn of(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        Self { status, body: body.to_owned() }
    }
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

/// Runs a tool of the machine; its standard output.
#[track_caller]
pub fn tool(folder: &Path, name: &str, args: &[&str]) -> String {
    let output = Command::new(name).args(args).current_dir(folder).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {args:?}: {err}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Starts a tool that serves.
pub fn serving(folder: &Path, name: &str, args: &[&str], env: &[(&str, &str)]) -> Running {
    let mut command = Command::new(name);
    command.args(args).current_dir(folder).envs(env.iter().copied());
    Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

/// Waits until somebody answers there.
pub fn answering(port: u16) {
    until("a port that answers", || TcpStream::connect(("127.0.0.1", port)).ok());
}
