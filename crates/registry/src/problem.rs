//! What is wrong with a draft, for whoever wrote it.

use std::fmt;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// With which object.
    pub object: Object,
    /// With which of its fields: `limits.window`, `logins[0].networks[2]`.
    pub field: String,
    /// In which way.
    pub fault: Fault,
    /// What stands there; never a secret.
    pub given: Option<String>,
    /// What may stand there.
    pub expected: String,
    /// What may have been meant.
    pub nearest: Option<String>,
}

/// An object of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// Its place in the draft's list, from 0.
    pub index: usize,
    /// Its name, as it was written.
    pub name: String,
}

words! {
    /// What an object is.
    Kind {
        Account "account" "A customer.";
        Operator "operator" "An upstream message centre.";
        Service "service" "What to do with texts from phones.";
        Number "number" "What is leased to an account.";
        Rule "rule" "A line of the routing table.";
    }

    /// In which way something is wrong.
    Fault {
        Missing "missing" "It must be there, and is not.";
        Malformed "malformed" "It has not the form that it must have.";
        Unknown "unknown" "It is none of the words or names that it could be.";
        OutOfRange "out_of_range" "It is too small or too large.";
        Duplicate "duplicate" "Another one has it.";
        Overlap "overlap" "It is a part of what another account has.";
        Foreign "foreign" "It belongs to another account.";
        Cycle "cycle" "It leads back to itself.";
        TooMany "too_many" "There are more than there may be.";
    }
}

impl fmt::Display for Problem {
    /// `rule "uk": groups[0][1].operator: "mno-B" is unknown; expected an operator; did you mean
    /// "mno-b"?`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { object, field, fault, given, expected, nearest } = self;
        write!(f, "{} {:?}: {field}: ", object.kind.name(), object.name)?;
        if let Some(given) = given {
            write!(f, "{given:?} ")?;
        }
        let what = match fault {
            Fault::Missing => "is missing",
            Fault::Malformed => "is malformed",
            Fault::Unknown => "is unknown",
            Fault::OutOfRange => "is out of range",
            Fault::Duplicate => "is taken",
            Fault::Overlap => "is a part of what another account has",
            Fault::Foreign => "belongs to another account",
            Fault::Cycle => "leads back to itself",
            Fault::TooMany => "is beyond the limit",
        };
        write!(f, "{what}; expected {expected}")?;
        match nearest {
            Some(nearest) => write!(f, "; did you mean {nearest:?}?"),
            None => Ok(()),
        }
    }
}
