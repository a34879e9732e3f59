//! Counts of what has happened, faults above all: a run that hits none proves nothing.

use std::fmt;

macro_rules! counts {
    ($($name:ident $word:literal,)*) => {
        /// What is counted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Count {
            $(#[doc = $word] $name,)*
        }

        impl Count {
            /// Everything that is counted.
            pub const ALL: &'static [Count] = &[$(Count::$name,)*];

            /// In words.
            pub fn word(self) -> &'static str {
                match self {
                    $(Count::$name => $word,)*
                }
            }
        }
    };
}

counts! {
    Offered "submissions",
    Accepted "submissions answered OK",
    Refused "submissions refused",
    Unanswered "submissions never answered",
    Queries "queries",
    Cancels "cancellations",
    Told "receipts and texts told to customers",
    Copies "copies of parts in doubt",
    Taken "parts that operators took",
    Duplicates "of them taken before",
    Acknowledged "receipts and texts from operators acknowledged",
    FromPhones "texts from phones",
    Batches "batches",
    Crashes "crashes",
    CrashBefore "crashes before an append",
    CrashLost "crashes during an append that is lost",
    CrashKept "crashes during an append that is kept",
    CrashUntold "crashes behind an append, before its effects",
    CrashHalfTold "crashes amid the effects",
    DiskFaults "processes that died of the disk",
    DiskFull "appends refused for room",
    FaultLost "disk faults, the batch lost",
    FaultKept "disk faults, the batch kept",
    Cuts "connections cut",
    CutInPdu "of them amid a PDU",
    HalfOpen "connections of which one end knows the end",
    Silences "connections that went silent",
    Stalls "stalls of a direction",
    PartWrites "writes taken in part",
    ClockSteps "steps of the clock",
    ClockStops "stops of the clock",
    OperatorsDown "operators down",
    KnocksRefused "connections refused by operators",
    BindsRefused "binds refused by operators",
    CustomersAway "customers away",
    LateReplies "deliveries answered late",
    NoReplies "deliveries never answered",
    TemporaryReplies "deliveries refused for now",
    PermanentReplies "deliveries refused for good",
}

/// How often what has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally([u64; Count::ALL.len()]);

impl Tally {
    /// One more.
    pub fn add(&mut self, count: Count) {
        self.add_many(count, 1);
    }

    /// So many more.
    pub fn add_many(&mut self, count: Count, more: u64) {
        self.0[count as usize] += more;
    }

    /// How many.
    pub fn of(&self, count: Count) -> u64 {
        self.0[count as usize]
    }

    /// Those of another run too.
    pub fn join(&mut self, other: &Tally) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

impl Default for Tally {
    fn default() -> Tally {
        Tally([0; Count::ALL.len()])
    }
}

/// A line for each count.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Count::ALL
            .iter()
            .try_for_each(|count| writeln!(f, "{:>9}  {}", self.of(*count), count.word()))
    }
}
