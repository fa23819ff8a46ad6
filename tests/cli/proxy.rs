//! Behind nginx, with the configuration of docs/operators.md word for word but for ports, paths and
//! the name.

use std::{fs, process::Command, time::Duration};

use super::rig::{Folder, Running, answering, free_port, serving, tool};

const GUIDE: &str = include_str!("../../docs/operators.md");
const NAME: &str = "club.example";

/// The recipe of the guide: what stands between the fence that says nginx and its end.
fn recipe() -> &'static str {
    let (_, rest) = GUIDE.split_once("```nginx\n").expect("the guide has a recipe");
    rest.split_once("```").expect("which ends").0
}

struct Proxy {
    _nginx: Running,
    port: u16,
    plain: u16,
}

fn proxy(folder: &Folder, to: &str) -> Proxy {
    let (port, plain) = (free_port(), free_port());
    let here = folder.path("");
    let subject = ["-subj", "/CN=club.example", "-addext", "subjectAltName=DNS:club.example"];
    let make = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    let out = ["-nodes", "-days", "2", "-keyout", "own.key", "-out", "own.pem"];
    tool(&here, "openssl", &[&make[..], &out, &subject].concat());
    let mut site = recipe().to_owned();
    for (guide, test) in [
        ("listen 443 ssl", format!("listen 127.0.0.1:{port} ssl")),
        ("listen [::]:443 ssl;", String::new()),
        ("listen 80", format!("listen 127.0.0.1:{plain}")),
        ("listen [::]:80;", String::new()),
        (
            "/etc/letsencrypt/live/club.example/fullchain.pem",
            here.join("own.pem").display().to_string(),
        ),
        (
            "/etc/letsencrypt/live/club.example/privkey.pem",
            here.join("own.key").display().to_string(),
        ),
        ("127.0.0.1:8080", to.to_owned()),
    ] {
        assert!(site.contains(guide), "the recipe says nothing of {guide}");
        site = site.replace(guide, &test);
    }
    let folder_of = here.display();
    let temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {folder_of}/{kind};\n"))
        .concat();
    // Started by root, nginx would change to somebody who cannot write here.
    let root = tool(&here, "id", &["-u"]).trim() == "0";
    let user = if root { "user root;" } else { "" };
    folder.write(
        "nginx.conf",
        &format!(
            "daemon off; master_process off; {user} pid {folder_of}/nginx.pid; error_log {folder_of}/error.log;\n\
             events {{}}\nhttp {{\naccess_log off;\n{temp}{site}}}\n"
        ),
    );
    let nginx =
        serving(&here, "/usr/sbin/nginx", &["-p", ".", "-c", "nginx.conf", "-e", "error.log"], &[]);
    answering(port);
    Proxy { _nginx: nginx, port, plain }
}

fn curl(folder: &Folder, proxy: &Proxy, words: &[&str]) -> String {
    let resolve = format!("{NAME}:{}:127.0.0.1", proxy.port);
    let usual = ["-s", "--cacert", "own.pem", "--resolve", &resolve, "--max-time", "20"];
    tool(&folder.path(""), "curl", &[&usual[..], words].concat())
}

#[test]
fn the_recipe_of_the_guide_serves_https_and_passes_everything_on() {
    let folder = Folder::set_up();
    let to = format!("127.0.0.1:{}", free_port());
    let words = ["--listen", &to, "--behind-proxy", "--base-url", "https://club.example"];
    let _server = folder.serve(&words);
    let proxy = proxy(&folder, &to);
    let base = format!("https://{NAME}:{}", proxy.port);

    assert_eq!(curl(&folder, &proxy, &[&format!("{base}/healthz")]), "ok\n");
    let plain = format!("http://127.0.0.1:{}/console", proxy.plain);
    let said = curl(&folder, &proxy, &["-i", "-H", "Host: club.example", &plain]).to_lowercase();
    assert!(said.contains("location: https://club.example/console"), "{said}");
    let said = curl(&folder, &proxy, &["-i", &format!("{base}/metrics")]);
    assert!(said.starts_with("HTTP/1.1 404"), "the street sees no metrics: {said}");
    let said = curl(&folder, &proxy, &["-i", &format!("{base}/console/sign-in")]).to_lowercase();
    assert!(said.contains("strict-transport-security"), "{said}");

    // Eight megabytes reach the program, which says itself that nobody takes them here.
    fs::write(folder.path("big"), vec![0; 8 << 20]).unwrap();
    let upload = ["-o", "/dev/null", "-w", "%{http_code}", "-F", "file=@big", "-H"];
    let page = format!("{base}/console/sign-in");
    let origin = format!("Origin: {base}");
    let code = curl(&folder, &proxy, &[&upload[..], &[&origin, &page]].concat());
    assert_ne!(code, "413", "the proxy refuses what the program would take");

    // A certificate of one's own that no phone knows: the doctor says so.
    let said = folder.run(&["doctor", "--public", &format!("https://localhost:{}", proxy.port)]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("certificate"), "{said:?}");
}

#[test]
fn live_pages_pass_the_proxy_as_they_happen() {
    // What stands in for the program: it says one thing at once and the next never.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let to = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            use std::io::{Read as _, Write as _};
            let mut stream = stream;
            let _ = stream.read(&mut [0; 4096]);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: now\n\n";
            let _ = stream.write_all(head.as_bytes());
            std::thread::sleep(Duration::from_secs(30));
        }
    });
    let folder = Folder::new();
    let proxy = proxy(&folder, &to);
    let url = format!("https://{NAME}:{}/live", proxy.port);
    let resolve = format!("{NAME}:{}:127.0.0.1", proxy.port);
    let output = Command::new("curl")
        .args(["-sN", "--cacert", "own.pem", "--resolve", &resolve, "--max-time", "5", &url])
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "data: now\n\n");
}
