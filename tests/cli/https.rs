//! HTTPS by itself, against Pebble: Let's Encrypt's own small test authority (Debian's `pebble`).

use std::fs;

use super::rig::{Folder, Running, answering, free_port, serving, tool, until};

const NAME: &str = "club.example";

const KEY: [&str; 5] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/// A root of our own: `ca.pem`.
pub fn root(folder: &Folder) {
    let root = ["-x509", "-days", "2", "-subj", "/CN=Test root", "-keyout", "ca.key"];
    let words = [&["req"][..], &KEY, &root, &["-out", "ca.pem"]].concat();
    tool(&folder.path(""), "openssl", &words);
}

/// A certificate for these names from the root in the folder: `own.pem`.
pub fn certify(folder: &Folder, names: &str) {
    let ext = "extendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n";
    folder.write("ext", &format!("subjectAltName={names}\n{ext}"));
    let here = folder.path("");
    let openssl = |words: &[&str]| tool(&here, "openssl", words);
    let request = ["-subj", "/CN=localhost", "-keyout", "own.key", "-out", "own.csr"];
    openssl(&[&["req"][..], &KEY, &request].concat());
    let sign = ["x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out"];
    openssl(
        &[&sign[..], &["own.pem", "-CAcreateserial", "-days", "2", "-extfile", "ext"]].concat(),
    );
}

/// The authority and the names it sees: all of them lead here.
struct Authority {
    _names: Running,
    _pebble: Running,
    directory: String,
    roots: String,
}

fn authority(folder: &Folder, tls_port: u16) -> Authority {
    // For its own address.
    root(folder);
    certify(folder, "DNS:localhost,IP:127.0.0.1");
    let [names, names_office, port, office] = [(); 4].map(|()| free_port());
    let at = |port: u16| format!("127.0.0.1:{port}");
    let words = ["-dns01", &at(names), "-management", &at(names_office), "-defaultIPv6", ""];
    let off = ["-http01", "", "-https01", "", "-tlsalpn01", ""];
    let here = folder.path("");
    let names_running = serving(&here, "pebble-challtestsrv", &[words, off].concat(), &[]);
    let config = serde_json::json!({ "pebble": {
        "listenAddress": at(port), "managementListenAddress": at(office),
        "certificate": "own.pem", "privateKey": "own.key",
        "httpPort": free_port(), "tlsPort": tls_port,
    } });
    folder.write("pebble.json", &config.to_string());
    let args = ["-config", "pebble.json", "-dnsserver", &at(names)];
    let quick = [("PEBBLE_VA_NOSLEEP", "1"), ("PEBBLE_WFE_NONCEREJECT", "0")];
    let pebble = serving(&here, "pebble", &args, &quick);
    answering(port);
    answering(office);
    Authority {
        _names: names_running,
        _pebble: pebble,
        directory: format!("https://localhost:{port}/dir"),
        roots: format!("https://localhost:{office}/roots/0"),
    }
}

#[test]
fn a_certificate_comes_by_itself_and_is_kept() {
    let folder = Folder::set_up();
    let (tls, plain) = (free_port(), free_port());
    let authority = authority(&folder, tls);
    let directory = authority.directory.clone();
    let (listen, from) = (format!("127.0.0.1:{tls}"), format!("127.0.0.1:{plain}"));
    let words = [
        "--listen",
        &listen,
        "--domain",
        NAME,
        "--redirect-from",
        &from,
        "--acme-directory",
        &directory,
        "--acme-root",
        "ca.pem",
    ];
    let here = folder.path("");
    let server = folder.serve(&words);
    assert_eq!(server.base, format!("https://{NAME}"));
    tool(&here, "curl", &["-s", "--cacert", "ca.pem", "-o", "root.pem", &authority.roots]);
    let url = format!("https://{NAME}:{tls}/healthz");
    let resolve = format!("{NAME}:{tls}:127.0.0.1");
    let secure = ["-s", "--cacert", "root.pem", "--resolve", &resolve, "--max-time", "5", &url];
    let ask = || {
        let output = std::process::Command::new("curl").args(secure).current_dir(&here).output();
        let output = output.unwrap();
        (output.stdout == b"ok\n").then_some(())
    };
    until("a page under the authority's certificate", ask);

    let said = tool(&here, "curl", &["-si", &format!("http://{from}/console?a=b")]).to_lowercase();
    assert!(said.starts_with("http/1.1 308"), "{said}");
    assert!(said.contains(&format!("location: https://{NAME}/console?a=b")), "{said}");

    let kept = || {
        let files = fs::read_dir(folder.path("regulars-data/certificates")).unwrap().flatten();
        let mut names: Vec<_> =
            files.map(|file| (file.file_name(), fs::read(file.path()).unwrap())).collect();
        names.sort();
        names
    };
    let before = kept();
    assert_eq!(before.len(), 2, "the account and the certificate");
    assert_eq!(server.end(), Some(0));
    // The authority has gone; the certificate that was kept serves on.
    drop(authority);
    let _server = folder.serve(&words);
    until("a page under the certificate that was kept", ask);
    assert_eq!(kept(), before);
}
