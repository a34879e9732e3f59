//! The journal on file systems of the kernel that are full, that fail, and that lose power. Root
//! is needed to mount them.

mod mounts;
mod load;
mod full;
mod error;
mod power_cut;
