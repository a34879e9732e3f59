//! The system from outside. The scenarios are in `tests/`, one file each.
