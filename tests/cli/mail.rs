//! Mail through the real program and a mail server of ours: by STARTTLS and TLS, and whatever a server
//! may answer instead of taking it. What fails for good is seen by staff, and holds nothing that opens
//! a door.

use std::{fs, sync::Arc};

use tokio_rustls::rustls::ServerConfig;

use super::{
    https::{certify, root},
    phone::{Phone, after, shop},
    post::{Manner, Office, Speaks, gateway, identity},
    rig::{Folder, PATIENCE, Server, tool, until},
};

/// What a mail server is like, what the settings say of it, and what comes of a mail.
struct Case {
    what: &'static str,
    speaks: Speaks,
    tls: &'static str,
    /// Whose name its certificate has, and whether the settings know who signed it.
    certified: Certified,
    answers: &'static [(&'static str, &'static str)],
    /// What it may hear in the clear.
    plain: &'static [&'static str],
    /// Why no mail comes; empty when one does.
    why: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certified {
    Rightly,
    ByStrangers,
    AsAnother,
}

const FINE: Case = Case {
    what: "starttls",
    speaks: Speaks::Starttls,
    tls: "starttls",
    certified: Certified::Rightly,
    answers: &[],
    plain: &["EHLO", "STARTTLS"],
    why: "",
};

const DISTRUSTED: &str = "the mail server does not prove that it is";

const CASES: [Case; 11] = [
    FINE,
    Case { what: "tls at once", speaks: Speaks::Tls, tls: "tls", plain: &[], ..FINE },
    Case {
        what: "no starttls although it is asked for",
        speaks: Speaks::Plain,
        plain: &["EHLO"],
        why: "STARTTLS is not supported",
        ..FINE
    },
    Case {
        what: "a stranger's certificate",
        certified: Certified::ByStrangers,
        why: DISTRUSTED,
        ..FINE
    },
    Case {
        what: "another's certificate",
        certified: Certified::AsAnother,
        why: DISTRUSTED,
        ..FINE
    },
    Case {
        what: "another's certificate at once",
        speaks: Speaks::Tls,
        tls: "tls",
        certified: Certified::AsAnother,
        plain: &[],
        why: DISTRUSTED,
        ..FINE
    },
    Case {
        what: "a wrong password",
        answers: &[("AUTH", "535 5.7.8 club@fresh.example may not")],
        why: "refused it with 535 5.7.8",
        ..FINE
    },
    Case {
        what: "nobody of that name",
        answers: &[("RCPT", "550 5.1.1 <ana@fresh.example>: no such person")],
        why: "refused it with 550 5.1.1",
        ..FINE
    },
    Case {
        what: "a letter it does not like",
        answers: &[("DATA", "554 <ana@fresh.example> gets no links from you")],
        why: "refused it with 554",
        ..FINE
    },
    Case {
        what: "later, please",
        answers: &[("RCPT", "451 4.7.1 greylisted, ana@fresh.example")],
        ..FINE
    },
    Case {
        what: "busy",
        answers: &[("EHLO", "421 4.3.2 come back")],
        plain: &["EHLO", "STARTTLS"],
        ..FINE
    },
];

/// The same name twice, by different authorities, and another name.
struct Papers {
    right: (Folder, Arc<ServerConfig>),
    strangers: (Folder, Arc<ServerConfig>),
    another: Arc<ServerConfig>,
}

impl Papers {
    fn made() -> Self {
        let made = |names: &str| {
            let folder = Folder::new();
            root(&folder);
            certify(&folder, names);
            let identity = identity(&folder.path(""));
            (folder, identity)
        };
        let right = made("DNS:localhost,IP:127.0.0.1");
        let strangers = made("DNS:localhost,IP:127.0.0.1");
        // Of the authority that is known.
        certify(&right.0, "DNS:mail.example");
        let another = identity(&right.0.path(""));
        Self { right, strangers, another }
    }
    fn of(&self, case: &Case) -> Arc<ServerConfig> {
        match case.certified {
            Certified::Rightly => self.right.1.clone(),
            Certified::ByStrangers => self.strangers.1.clone(),
            Certified::AsAnother => self.another.clone(),
        }
    }
}

/// A shop that sends text messages, and mail by this server.
fn settings(folder: &Folder, papers: &Papers, case: &Case, office: u16, texts: u16) {
    let root = papers.right.0.path("ca.pem");
    folder.write(
        "regulars.toml",
        &format!(
            "[mail]\nhost = \"localhost\"\nport = {office}\ntls = \"{}\"\nuser = \"club\"\n\
             password_file = \"mail-password\"\nfrom = \"Fresh <club@fresh.example>\"\nroot = {root:?}\n\
             [sms]\nurl = \"http://127.0.0.1:{texts}/send\"\n",
            case.tls
        ),
    );
}

/// The cookies of Ana, whose phone is proven by a text message.
fn ana(
    server: &Server,
    shop: &str,
    texts: &std::sync::mpsc::Receiver<(String, serde_json::Value)>,
) -> Vec<String> {
    let mut phone = Phone::new(server);
    phone.post(&format!("{shop}/return"), "who=138+1234+5678");
    phone.post(&format!("{shop}/return/message"), "way=sms");
    let (_, text) = texts.recv_timeout(PATIENCE).unwrap();
    let code = text["text"].as_str().unwrap().split(' ').next().unwrap().to_owned();
    let hint = phone.get(&format!("{shop}/return/answer"));
    assert!(hint.body.contains("Nothing came after a minute or two?"), "what to do is said");
    phone.post(&format!("{shop}/return/answer"), &format!("code={code}"));
    assert!(phone.known(shop));
    phone.cookies
}

fn owner(server: &Server) -> Vec<String> {
    let mut console = Phone::new(server);
    let form =
        "email=owner%40fresh.example&password=correct+horse+battery&once=owner-signs-in-to-see-it";
    let seen = console.post("/console/sign-in", form);
    assert_eq!(seen.status, 200, "{}", seen.path);
    console.cookies
}

#[test]
fn mail_goes_only_where_it_is_safe_and_what_is_refused_is_seen_by_staff() {
    let (folder, shop) = shop();
    let (papers, (texts_port, texts)) = (Papers::made(), gateway());
    folder.write("mail-password", "open sesame\n");
    let mut people = None;
    for (at, case) in CASES.iter().enumerate() {
        let office = Office::open(Manner {
            speaks: case.speaks,
            identity: Some(papers.of(case)),
            answers: case.answers.to_vec(),
        });
        settings(&folder, &papers, case, office.port, texts_port);
        let server = folder.serve(&[]);
        let (ana, owner) =
            people.get_or_insert_with(|| (ana(&server, &shop, &texts), owner(&server))).clone();
        let mut phone = Phone::with(&server, ana);
        phone.post(&format!("{shop}/me/email"), &format!("once=mail-{at}-mail-{at}-mail-{at}"));
        if case.why.is_empty() {
            let mail = office
                .mails
                .recv_timeout(PATIENCE)
                .unwrap_or_else(|_| panic!("no mail: {}", case.what));
            assert!(mail.signed_in && mail.to.contains("<ana@fresh.example>"), "{}", case.what);
            let link = after(&mail.text, &server.base).to_owned();
            assert!(Phone::new(&server).get(&link).body.contains("Is this address yours?"));
            until("the job to go", || jobs(&folder).is_empty().then_some(()));
        } else {
            fails(&folder, &server, case, owner);
        }
        assert_eq!(office.heard("plain"), case.plain, "in the clear: {}", case.what);
        assert_eq!(server.end(), Some(0));
    }
}

/// What is kept of work that is not done.
fn jobs(folder: &Folder) -> String {
    let sql = "SELECT kind, dead, data, trouble FROM job WHERE kind LIKE 'proofs.%'";
    tool(&folder.path("regulars-data"), "sqlite3", &["regulars.db", sql])
}

/// The owner sees it on Today and among what failed, and lets it go.
fn fails(folder: &Folder, server: &Server, case: &Case, owner: Vec<String>) {
    let mut console = Phone::with(server, owner);
    let list = "/console/failures";
    let page = until(case.what, || {
        let page = console.get(list);
        page.body.contains("A code or a link for a member").then_some(page)
    });
    assert!(page.body.contains(case.why), "{}: {}", case.what, page.body);
    assert!(
        page.body.contains("regulars doctor") && !page.body.contains("/attempts"),
        "it is over"
    );
    assert!(console.get("/console").body.contains("One thing failed for good"));
    let kept = jobs(folder);
    for secret in ["@", "/return/", "Ana", "138"] {
        assert!(!kept.contains(secret), "{}: {secret} in {kept}", case.what);
        assert!(secret != "@" || !page.body.split("<main").nth(1).unwrap().contains(secret));
    }
    let (_, id) = page.body.split_once("/console/failures/job_").unwrap();
    let id = id.split('/').next().unwrap();
    let once = format!("once=gone-{id}");
    let gone = console.post(&format!("{list}/job_{id}/removal"), &once);
    assert!(gone.body.contains("Nothing failed"), "{}", gone.body);
    assert_eq!(jobs(folder), "");
}

#[test]
fn a_root_that_is_none_is_named_before_anything_is_sent() {
    let folder = Folder::new();
    let mail =
        "[mail]\nhost = \"mail.example\"\nfrom = \"club@fresh.example\"\nroot = \"root.pem\"\n";
    folder.write("regulars.toml", mail);
    assert!(folder.run(&["doctor"]).out.contains("root.pem"));
    fs::write(folder.path("root.pem"), "no certificate").unwrap();
    let said = folder.run(&["doctor"]).out;
    assert!(said.contains("root.pem is no certificate"), "{said}");
}
