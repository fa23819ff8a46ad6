//! regulars: turn walk-ins into regulars.
//!
//! This is the front door: the command line, configuration, the real clock and chance, and the one
//! list of slices ([`house`]). Everything else comes in from here.

mod bus;
mod commands;
mod config;
pub mod door;
pub mod house;
mod nodes;
mod paying;
mod post;
mod rehearse;
mod say;
mod serve;
mod socket;
mod tls;
mod world;

use std::{io::IsTerminal as _, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    config::Where,
    say::{Say, Terminal, Word},
};

#[derive(Debug, Parser)]
#[command(
    name = "regulars",
    version,
    about = "Turn walk-ins into regulars.",
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    place: Where,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a demo chain if there is none, say how to look at it, and serve it
    Demo(serve::Demo),
    /// Serve: console, counter, member pages and API
    Serve(serve::Serve),
    /// Serve a copy of the shop on a clock that you move, to see what a year would bring
    Rehearse(serve::Rehearse),
    #[command(flatten)]
    Job(commands::Job),
    /// Put a backup in the place of the data; the server must not run
    Restore(commands::restore::Restore),
    /// Playbooks as files
    Playbook(commands::playbook::Playbook),
    /// Raffles that anybody can check
    Raffle(commands::raffle::Raffle),
    /// See what is wrong: the data, the machine, and with --public what a phone outside sees
    Doctor(commands::doctor::Doctor),
}

/// Reads the command line and does what it says; 0 done, 1 failed, 2 misunderstood.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("REGULARS_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,regulars=info")),
        )
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            Terminal::default().say(Word::Trouble(format!("regulars cannot start: {error}")));
            return ExitCode::FAILURE;
        }
    };
    let mut terminal = Terminal::default();
    let done = runtime.block_on(run(cli, &mut terminal));
    // A rehearsal may still wait for a line to be typed.
    runtime.shutdown_background();
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            terminal.say(Word::Trouble(format!("error: {error:#}")));
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli, terminal: &mut Terminal) -> anyhow::Result<u8> {
    match cli.command {
        Command::Demo(demo) => demo.run(&cli.place, terminal).await,
        Command::Rehearse(rehearse) => rehearse.run(&cli.place, terminal).await,
        Command::Serve(serve) => serve.run(&cli.place, terminal).await,
        Command::Job(job) => commands::run(job, &cli.place, terminal).await,
        Command::Restore(restore) => restore.run(&cli.place, terminal),
        Command::Playbook(playbook) => playbook.run(&cli.place, terminal),
        Command::Raffle(raffle) => raffle.run(&cli.place, terminal),
        Command::Doctor(doctor) => doctor.run(&cli.place, terminal).await,
    }
}
