//! The verifiers in other languages, kept running: a line in, a line out.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
};

use fair::testing::Case;
use serde_json::json;

/// One verifier, reading cases until it is dropped.
pub struct Verifier {
    pub name: &'static str,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Verifier {
    /// `docs/fair_draws.py` and `assets/draws/draw-check.js`, from the top of the house.
    pub fn others(root: &Path) -> io::Result<Vec<Self>> {
        Ok(vec![
            Self::begin("Python", root, "python3", &["docs/fair_draws.py", "batch"])?,
            Self::begin("the browser's", root, "node", &["tests/draws/batch.mjs"])?,
        ])
    }
    fn begin(name: &'static str, root: &Path, program: &str, args: &[&str]) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(args).current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (input, output) = pipes.ok_or_else(|| io::Error::other("no pipes"))?;
        Ok(Self { name, child, input, output: BufReader::new(output) })
    }
    /// What it says of each; they are few enough for the answers to fit into the pipe.
    fn said(&mut self, cases: &[Case]) -> io::Result<Vec<String>> {
        for case in cases {
            let line = json!({ "proof": case.proof, "receipt": case.receipt });
            writeln!(self.input, "{line}")?;
        }
        self.input.flush()?;
        let mut said = Vec::new();
        for _ in cases {
            let mut line = String::new();
            self.output.read_line(&mut line)?;
            said.push(line.trim_end().to_owned());
        }
        Ok(said)
    }
}

impl Drop for Verifier {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks all verifiers at the same time, ours too; the first that does not say what is expected.
pub fn disagreement(others: &mut [Verifier], cases: &[Case]) -> io::Result<Option<String>> {
    let ours = |case: &Case| {
        let receipt = case.receipt.as_ref().map(String::as_bytes);
        match fair::verify(case.proof.as_bytes(), receipt) {
            Ok(_) => "ok".to_owned(),
            Err(fault) => fault.code().to_owned(),
        }
    };
    let all = thread::scope(|scope| {
        let asked: Vec<_> = others
            .iter_mut()
            .map(|other| (other.name, scope.spawn(|| other.said(cases))))
            .collect();
        let mut all = vec![("Rust", cases.iter().map(ours).collect())];
        for (name, asked) in asked {
            let said = asked.join().map_err(|_| io::Error::other("a verifier's thread fell"))?;
            all.push((name, said?));
        }
        Ok::<Vec<(&str, Vec<String>)>, io::Error>(all)
    })?;
    for (name, said) in all {
        if let Some((case, said)) =
            cases.iter().zip(said).find(|(case, said)| case.expected != said)
        {
            let Case { proof, receipt, expected, what } = case;
            return Ok(Some(format!(
                "{what}: {name} says {said:?}, expected {expected}\n{proof}\n{}",
                receipt.as_deref().unwrap_or("no receipt")
            )));
        }
    }
    Ok(None)
}
