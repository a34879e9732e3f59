//! Folders on the real disk.

use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is removed with its owner. A test that fails leaves it for looking at.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// An empty one; its name must be used by one test only.
    pub(crate) fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if path.exists() {
            fs::remove_dir_all(&path).expect("what the last run left can be removed");
        }
        fs::create_dir_all(&path).expect("a folder can be made under target");
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Names and contents of its files, by name.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(&self.0).expect("the folder is there");
        let paths = entries.map(|entry| entry.expect("the folder can be read").path());
        let mut files: Vec<_> = paths
            .filter(|path| path.is_file())
            .map(|path| {
                let name = path.file_name().expect("a file has a name").to_string_lossy();
                (name.into_owned(), fs::read(&path).expect("the file can be read"))
            })
            .collect();
        files.sort();
        files
    }

    /// Makes it hold exactly these files.
    pub(crate) fn set_files(&self, files: &[(String, Vec<u8>)]) {
        fs::remove_dir_all(&self.0).expect("the folder can be removed");
        fs::create_dir(&self.0).expect("the folder can be made again");
        for (name, octets) in files {
            fs::write(self.0.join(name), octets).expect("the file can be written");
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            fs::remove_dir_all(&self.0).expect("the folder can be removed");
        }
    }
}
