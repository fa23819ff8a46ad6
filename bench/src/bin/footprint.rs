//! P10: how long the program takes to its first page, how much memory it holds when nobody asks for
//! anything, how large it is, and how long the demo takes to be ready the first time.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, bail, ensure};
use bench::{Stopwatch, median, quantile, rounded, say};
use clap::Parser;
use serde_json::{Value, json};

/// Size, start and idle memory of the program.
#[derive(Parser)]
struct Args {
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// How long the demo may take to be ready
    #[arg(long, default_value_t = 300)]
    seconds: u64,
    /// The program that is measured
    #[arg(long, default_value = "target/release/regulars")]
    program: PathBuf,
}

const STARTS: usize = 9;
const IDLE: Duration = Duration::from_secs(3);
const PAGE: &str = "/console/sign-in";
const MEGABYTE: f64 = 1024.0 * 1024.0;

/// The program, serving; ended when this goes.
struct Served {
    child: Child,
    to_first_page: Duration,
    page_bytes: usize,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    /// Starts it and asks for a page until the whole page is there.
    fn start(args: &Args, command: &str, folder: &Path) -> anyhow::Result<Self> {
        let address = free_address()?;
        let watch = Stopwatch::new();
        let child = Command::new(&args.program)
            .args([command, "--listen", &address.to_string(), "--data"])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", args.program.display()))?;
        let mut served = Self { child, to_first_page: Duration::ZERO, page_bytes: 0 };
        while watch.elapsed() < Duration::from_secs(args.seconds) {
            if let Some(bytes) = page(address) {
                served.to_first_page = watch.elapsed();
                served.page_bytes = bytes;
                return Ok(served);
            }
            if let Some(status) = served.child.try_wait()? {
                bail!("{command} ended by itself: {status}");
            }
            thread::sleep(Duration::from_millis(1));
        }
        bail!("{command} was not ready after {} seconds", args.seconds)
    }

    /// What it holds in memory, in bytes, after some seconds in which nobody asked.
    fn idle_memory(&self) -> anyhow::Result<f64> {
        thread::sleep(IDLE);
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        let kilobytes: f64 = kilobytes.context("VmRSS in /proc")?.parse()?;
        Ok(kilobytes * 1024.0)
    }
}

fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// The length of the page, once it is answered whole and with 200.
fn page(address: SocketAddr) -> Option<usize> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!("GET {PAGE} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    (head.starts_with("HTTP/1.1 200") && body.contains("</html>")).then_some(body.len())
}

fn set_up(args: &Args, folder: &Path) -> anyhow::Result<()> {
    let done = Command::new(&args.program)
        .args(["setup", "--name", "Footprint", "--currency", "EUR", "--time-zone", "Europe/Madrid"])
        .args(["--email", "owner@footprint.example", "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("starting {}", args.program.display()))?;
    ensure!(done.success(), "the brand was not set up");
    Ok(())
}

fn measure(args: &Args) -> anyhow::Result<Value> {
    let binary = fs::metadata(&args.program)
        .with_context(|| format!("{}: build it first", args.program.display()))?
        .len() as f64;
    let folder = tempfile::tempdir()?;
    let brand = folder.path().join("brand");
    set_up(args, &brand)?;
    let (mut starts, mut idle, mut bytes) = (Vec::new(), 0.0, 0);
    for number in 0..STARTS {
        let served = Served::start(args, "serve", &brand)?;
        starts.push(served.to_first_page.as_secs_f64() * 1000.0);
        bytes = served.page_bytes;
        if number + 1 == STARTS {
            idle = served.idle_memory()?;
        }
    }
    let chain = folder.path().join("demo");
    let first = Served::start(args, "demo", &chain)?.to_first_page.as_secs_f64();
    let again = Served::start(args, "demo", &chain)?;
    let demo_idle = again.idle_memory()?;
    let data = fs::metadata(chain.join("regulars.db"))?.len() as f64;
    Ok(json!({
        "P10": {
            "start_to_first_page_ms": rounded(median(&starts), 1),
            "idle_memory_mb": rounded(idle / MEGABYTE, 1),
            "binary_mb": rounded(binary / MEGABYTE, 1),
        },
        "starts_ms": starts.iter().map(|ms| rounded(*ms, 1)).collect::<Vec<_>>(),
        "slowest_start_ms": rounded(quantile(&starts, 1.0), 1),
        "page": PAGE,
        "page_bytes": bytes,
        "durability": "as shipped: SQLite, synchronous=FULL; the demo's history is made without \
            waiting for the disk",
        "demo_first_start_s": rounded(first, 1),
        "demo_next_start_ms": rounded(again.to_first_page.as_secs_f64() * 1000.0, 1),
        "demo_idle_memory_mb": rounded(demo_idle / MEGABYTE, 1),
        "demo_file_mb": rounded(data / MEGABYTE, 1),
    }))
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let result = measure(&args)?;
    if args.json {
        say(result);
    } else {
        say(format!("{result:#}"));
    }
    Ok(())
}
