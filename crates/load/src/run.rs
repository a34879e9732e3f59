//! A run, from the first bind to the last unbind.

use crate::book::Book;
use crate::line::{Line, Shared};
use crate::plan::Plan;
use crate::tally::{Report, Second, Tally};
use link::Time;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{sleep, sleep_until, timeout};

/// Why there was no run.
#[derive(Debug)]
pub enum LoadError {
    /// What the plan says cannot be.
    Plan(&'static str),
    /// A session could not be bound.
    Bind(String),
    /// The system gives no sockets or timers.
    System(std::io::Error),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Plan(wrong) => f.write_str(wrong),
            LoadError::Bind(words) => f.write_str(words),
            LoadError::System(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}

const SECOND: Duration = Duration::from_secs(1);
const GLANCE: Duration = Duration::from_millis(20);
const UNBIND_MAX: Duration = Duration::from_secs(5);

/// Binds, submits, waits for what is missing, unbinds. `progress` hears the counts once a second.
///
/// # Errors
/// A session could not be bound: then nothing was submitted.
pub fn run(plan: Plan, mut progress: impl FnMut(&Second, &Tally)) -> Result<Report, LoadError> {
    check(&plan)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(LoadError::System)?;
    let book = RefCell::new(Book::new(plan.receipts));
    let shared = Rc::new(Shared { plan, time: Time::new(), book, number: Cell::new(0) });
    let report = LocalSet::new().block_on(&runtime, all(shared, &mut progress))?;
    Ok(report)
}

fn check(plan: &Plan) -> Result<(), LoadError> {
    match plan {
        Plan { logins, .. } if logins.is_empty() => Err(LoadError::Plan("nobody is to bind")),
        Plan { sessions: 0, .. } => Err(LoadError::Plan("at least one session is needed")),
        Plan { window: 1..=10_000, .. } => Ok(()),
        Plan { .. } => Err(LoadError::Plan("a window has 1 to 10000 places")),
    }
}

async fn all(
    shared: Rc<Shared>,
    progress: &mut impl FnMut(&Second, &Tally),
) -> Result<Report, LoadError> {
    let plan = &shared.plan;
    let mut lines = Vec::new();
    for (index, login) in plan.logins.iter().cycle().take(plan.sessions).enumerate() {
        let line = Line::bind(Rc::clone(&shared), login, index).await;
        lines.push(line.map_err(LoadError::Bind)?);
    }
    shared.book.borrow_mut().tally.sessions = lines.len();
    let begin = shared.time.mono();
    let mut tasks = JoinSet::new();
    for line in lines {
        tasks.spawn_local(line.run());
    }
    let mut seconds = Seconds { begin, lines: Vec::new() };
    seconds.until(begin + plan.lasting, &shared, progress).await;
    shared.book.borrow_mut().is_closing = true;
    let heard = seconds.until_all_is_there(&shared, progress).await;
    shared.book.borrow_mut().is_over = true;
    let unbound = async { while tasks.join_next().await.is_some() {} };
    let _ = timeout(UNBIND_MAX, unbound).await;
    let book = shared.book.borrow();
    let mut tally = book.tally.clone();
    tally.surplus += book.unknown();
    tally.receipts -= book.unknown();
    let submitting = heard.saturating_sub(begin);
    Ok(Report { tally, seconds: seconds.lines, submitting, missing: book.missing() })
}

/// The counts, second by second.
struct Seconds {
    begin: Duration,
    lines: Vec<Second>,
}

impl Seconds {
    async fn until(
        &mut self,
        end: Duration,
        shared: &Shared,
        progress: &mut impl FnMut(&Second, &Tally),
    ) {
        while shared.time.mono() < end && shared.book.borrow().tally.sessions > 0 {
            self.look(shared, progress);
            let next = self.begin + SECOND * u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
            sleep_until(shared.time.at(next.min(end))).await;
        }
        self.look(shared, progress);
    }

    fn look(&mut self, shared: &Shared, progress: &mut impl FnMut(&Second, &Tally)) {
        let book = shared.book.borrow();
        let at = shared.time.mono().saturating_sub(self.begin);
        let (accepted, receipts) = (book.tally.accepted, book.tally.receipts);
        let second = Second { at, accepted, receipts };
        progress(&second, &book.tally);
        self.lines.push(second);
    }

    /// Every answer and every receipt; or nothing more comes. Answers when the last submission was
    /// answered.
    async fn until_all_is_there(
        &mut self,
        shared: &Shared,
        progress: &mut impl FnMut(&Second, &Tally),
    ) -> Duration {
        let mut answered = shared.time.mono();
        loop {
            let now = shared.time.mono();
            {
                let book = shared.book.borrow();
                let unanswered = book.tally.unanswered();
                if unanswered > 0 {
                    answered = now;
                }
                let waits = unanswered > 0 || (book.receipts && book.missing_any());
                let is_silent = now.saturating_sub(book.heard) > shared.plan.patience;
                if !waits || is_silent || book.tally.sessions == 0 {
                    return answered;
                }
            }
            let next = self.begin + SECOND * u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
            if now >= next {
                self.look(shared, progress);
            }
            sleep(GLANCE).await;
        }
    }
}
