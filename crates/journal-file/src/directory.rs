//! The real disk.

use crate::disk::{Disk, DiskFile};
use crate::finding::OpenError;
use rustix::fs::{FallocateFlags, fallocate, statvfs};
use rustix::io::{Errno, retry_on_intr};
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::{Path, PathBuf};

const DAMAGED: &str = "damaged";
/// Octets written at a time where space cannot be reserved otherwise.
const ZEROS: usize = 1 << 20;

/// A directory of a file system. As long as it is in use, be it by a reader that has outlived its
/// journal, nobody else can have it.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    /// Open for its lock and for syncing names.
    handle: File,
}

impl Directory {
    /// Opens `path`, made if it is missing, and locks it.
    pub fn open(path: &Path) -> Result<Directory, OpenError> {
        let failed = |what| move |cause| OpenError::disk(what, &path.display().to_string(), cause);
        create_durably(path).map_err(failed("making"))?;
        let handle = File::open(path).map_err(failed("opening"))?;
        match handle.try_lock() {
            Ok(()) => Ok(Directory { path: path.to_owned(), handle }),
            Err(TryLockError::WouldBlock) => Err(OpenError::Busy { directory: path.to_owned() }),
            Err(TryLockError::Error(cause)) => Err(failed("locking")(cause)),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Makes a directory and those above it as needed. Its own name is synced even if it was there: a
/// crash may have come between.
fn create_durably(path: &Path) -> io::Result<()> {
    let parent = match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Ok(()),
    };
    if !path.exists() {
        create_durably(parent)?;
        DirBuilder::new().mode(0o700).create(path)?; // messages are nobody else's business
    }
    File::open(parent)?.sync_all()
}

impl Disk for Directory {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            // A name that is not UTF-8 is not one of ours.
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let path = self.file(name);
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
        Ok(Box::new(RealFile(file)))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let file = OpenOptions::new().read(true).write(true).open(self.file(name))?;
        Ok(Box::new(RealFile(file)))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.file(from), self.file(to))
    }

    fn set_aside(&self, name: &str) -> io::Result<()> {
        let damaged = self.file(DAMAGED);
        fs::create_dir_all(&damaged)?;
        fs::rename(self.file(name), damaged.join(name))?;
        File::open(damaged)?.sync_all()
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.file(name))
    }

    fn sync_dir(&self) -> io::Result<()> {
        self.handle.sync_all()
    }

    fn free(&self) -> io::Result<u64> {
        let space = statvfs(&self.path)?;
        Ok(space.f_bavail.saturating_mul(space.f_frsize))
    }
}

/// A file of a file system.
struct RealFile(File);

impl DiskFile for RealFile {
    fn size(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn allocate(&self, octets: u64) -> io::Result<()> {
        match retry_on_intr(|| fallocate(&self.0, FallocateFlags::empty(), 0, octets)) {
            Err(Errno::OPNOTSUPP) => self.fill(octets), // NFS before 4.2, ext3
            answer => Ok(answer?),
        }
    }

    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut filled = 0;
        while filled < into.len() {
            match self.0.read_at(&mut into[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(octets) => filled += octets,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()> {
        self.0.write_all_at(octets, offset)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}

impl RealFile {
    fn fill(&self, octets: u64) -> io::Result<()> {
        let zeros = vec![0; ZEROS];
        let mut at = 0;
        while at < octets {
            let now = zeros.len().min(usize::try_from(octets - at).unwrap_or(usize::MAX));
            self.0.write_all_at(&zeros[..now], at)?;
            at += now as u64;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process;

    #[test]
    fn where_space_cannot_be_reserved_zeros_are_written() {
        let path = std::env::temp_dir().join(format!("whimbrel-fill-{}", process::id()));
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path);
        let file = RealFile(file.expect("the folder for temporary files is writable"));
        fs::remove_file(&path).expect("it was made just now"); // it lives on until it is closed
        let octets = 3 * ZEROS as u64 + 5;
        assert!(file.fill(octets).is_ok());
        assert_eq!(file.size().ok(), Some(octets));
        let mut read = vec![1; 4 * ZEROS];
        assert_eq!(file.read_at(&mut read, 0).ok(), Some(3 * ZEROS + 5));
        assert!(read[..3 * ZEROS + 5].iter().all(|&octet| octet == 0));
    }
}
