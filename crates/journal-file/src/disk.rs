//! What the engine needs of a disk: little enough to be simulated in full.

use std::io;

/// One directory of files. Names are plain file names in it.
///
/// What `create`, `rename`, `set_aside` and `remove` did survives a power cut only after
/// [`Disk::sync_dir`].
pub trait Disk: Send + Sync {
    /// Names of all files.
    fn list(&self) -> io::Result<Vec<String>>;

    /// A new empty file; an error if there is one of that name.
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    /// A file that is there.
    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    /// Gives a file another name. A file that had that name is gone.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Moves a file out of the way, into the folder `damaged` beside the others.
    fn set_aside(&self, name: &str) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Makes names durable.
    fn sync_dir(&self) -> io::Result<()>;

    /// Octets that the medium has left.
    fn free(&self) -> io::Result<u64>;
}

/// One file. What was written survives a power cut only after [`DiskFile::sync_data`].
pub trait DiskFile: Send {
    /// Its length in octets.
    fn size(&self) -> io::Result<u64>;

    /// Gives an empty file this many octets, all zero, and the space for them.
    /// `StorageFull` or `QuotaExceeded` if there is not enough.
    fn allocate(&self, octets: u64) -> io::Result<()>;

    /// Reads at `offset` until `into` is full or the file ends; answers how many octets.
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes all of `octets` at `offset`.
    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()>;

    /// Makes what was written, and the length, durable (`fdatasync`).
    fn sync_data(&self) -> io::Result<()>;
}
