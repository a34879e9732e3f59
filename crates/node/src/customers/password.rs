//! Passwords: Argon2id, and what was right already.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use hmac::{Hmac, KeyInit, Mac};
use registry::name::Secret;
use sha2::Sha256;
use std::collections::{HashSet, VecDeque};

/// Passwords that were right before, so that a program which binds again costs nothing. Only their
/// HMAC is kept, under a key that nobody else ever sees.
pub(super) struct Passwords {
    key: [u8; 32],
    right: HashSet<[u8; 32]>,
    /// The oldest first.
    order: VecDeque<[u8; 32]>,
    nobody: Secret,
}

/// Passwords that are remembered.
const RIGHT_MAX: usize = 10_000;

impl Passwords {
    pub(super) fn new() -> Passwords {
        let mut key = [0; 32];
        getrandom::fill(&mut key).expect("the system has random numbers");
        Passwords {
            key,
            right: HashSet::new(),
            order: VecDeque::new(),
            nobody: hash(&Secret::new("nobody has this one")),
        }
    }

    /// What the password of a system_id that nobody has is checked with.
    pub(super) fn nobody(&self) -> Secret {
        self.nobody.clone()
    }

    /// Was it right before, with the same verifier?
    pub(super) fn knows(
        &self,
        system_id: &str,
        verifier: Option<&Secret>,
        password: &Secret,
    ) -> bool {
        verifier.is_some_and(|it| self.right.contains(&self.digest(system_id, it, password)))
    }

    /// It is right.
    pub(super) fn learn(&mut self, system_id: &str, verifier: &Secret, password: &Secret) {
        let digest = self.digest(system_id, verifier, password);
        if self.right.insert(digest) {
            self.order.push_back(digest);
        }
        if self.order.len() > RIGHT_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.right.remove(&oldest);
        }
    }

    fn digest(&self, system_id: &str, verifier: &Secret, password: &Secret) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("a key may have any length");
        for text in [system_id, verifier.expose(), password.expose()] {
            mac.update(&(text.len() as u64).to_be_bytes());
            mac.update(text.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}

/// What a password is checked with. Takes 20 ms on purpose.
pub(crate) fn hash(password: &Secret) -> Secret {
    let hash = Argon2::default().hash_password(password.expose().as_bytes());
    Secret::new(hash.expect("a password of any length can be hashed").to_string())
}

/// Is it the password? Takes 20 ms on purpose.
pub(super) fn verify(verifier: &Secret, password: &Secret) -> bool {
    PasswordHash::new(verifier.expose()).is_ok_and(|hash| {
        Argon2::default().verify_password(password.expose().as_bytes(), &hash).is_ok()
    })
}
