//! Files: read whole and within a limit, or piece by piece; written whole or not at all.

use super::Failure;
use super::stream::Bytes;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Who may read a file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The owner alone (0600): private keys and secrets.
    Private,
    /// Whoever the system allows.
    Shared,
}

/// Files and directories.
pub trait Files {
    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    /// If it is not there, cannot be read or is larger.
    fn read(&mut self, path: &Path, limit: u64) -> Result<Vec<u8>, Failure>;

    /// Opens a file of any size, to be read piece by piece.
    ///
    /// # Errors
    /// If it is not there or cannot be read.
    fn open(&mut self, path: &Path) -> Result<Bytes, Failure>;

    /// Returns how many bytes are in a file, as far as that can be told beforehand.
    fn length(&mut self, path: &Path) -> Option<u64>;

    /// Writes a file whole or not at all. An existing file is replaced only if `overwrite` says so.
    ///
    /// # Errors
    /// If the file exists and must not be replaced, or cannot be written.
    fn write(&mut self, path: &Path, bytes: &[u8], access: Access, overwrite: bool) -> Result<(), Failure>;

    /// Begins a file that is written piece by piece.
    ///
    /// # Errors
    /// If it cannot be written.
    fn create(&mut self, path: &Path, access: Access, overwrite: bool) -> Result<Box<dyn Draft>, Failure>;

    /// Returns whether both paths lead to the same file.
    fn is_same(&mut self, one: &Path, other: &Path) -> bool;

    /// Returns the files in a directory and below it, sorted; hidden ones are left out, and links out of it.
    ///
    /// # Errors
    /// If it cannot be read.
    fn list(&mut self, directory: &Path) -> Result<Vec<PathBuf>, Failure>;

    /// Makes a directory and those above it, as far as they are not there.
    ///
    /// # Errors
    /// If it cannot be made.
    fn make_directory(&mut self, path: &Path) -> Result<(), Failure>;

    /// Returns whether there is a file or directory here.
    fn exists(&mut self, path: &Path) -> bool;

    /// Returns whether there is a directory here.
    fn is_directory(&mut self, path: &Path) -> bool;

    /// Returns what tells a change of `paths`, as they are now.
    fn stamps(&mut self, paths: &[PathBuf]) -> Stamps;

    /// Waits until one of `paths` differs from its stamp. Returns `false` if waiting makes no sense here.
    fn wait_for_change(&mut self, paths: &[PathBuf], since: &Stamps) -> bool;
}

/// A file that is being written. Nobody sees it until it is kept, and if it is dropped before, nobody ever does.
pub trait Draft: Write {
    /// Puts the file where it belongs.
    ///
    /// # Errors
    /// If there is a file that must not be replaced, or it cannot be written.
    fn keep(self: Box<Self>) -> Result<(), Failure>;
}

/// When files were last written, and how long they were; `None` for a file that is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamps(Vec<Option<(Option<SystemTime>, u64)>>);

impl Stamps {
    /// Returns these stamps, one a file.
    pub fn of(stamps: Vec<Option<(Option<SystemTime>, u64)>>) -> Stamps {
        Stamps(stamps)
    }
}

/// The machine's file system.
pub struct Disk;

impl Files for Disk {
    fn read(&mut self, path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
        let file = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        let length = file.metadata().map_or(0, |metadata| metadata.len().min(limit));
        // One byte more than there are, so that the end shows without more room.
        let mut bytes = Vec::with_capacity(length as usize + 1);
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
        if bytes.len() as u64 > limit {
            return Err(Failure::input(format!("{} is larger than {limit} bytes", path.display()))
                .hint("the documents of a login are far smaller; HARs of any size go to `lpauth diagnose`"));
        }
        Ok(bytes)
    }

    fn open(&mut self, path: &Path) -> Result<Bytes, Failure> {
        let file = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        // A directory opens and only fails when it is read.
        match file.metadata() {
            Ok(facts) if facts.is_dir() => Err(unreadable(path, &ErrorKind::IsADirectory.into())),
            Ok(_) => Ok(Box::new(file)),
            Err(error) => Err(unreadable(path, &error)),
        }
    }

    fn length(&mut self, path: &Path) -> Option<u64> {
        std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|facts| facts.len())
    }

    fn write(&mut self, path: &Path, bytes: &[u8], access: Access, overwrite: bool) -> Result<(), Failure> {
        let mut draft = self.create(path, access, overwrite)?;
        draft.write_all(bytes).map_err(|error| unwritable(path, &error))?;
        draft.keep()
    }

    fn create(&mut self, path: &Path, access: Access, overwrite: bool) -> Result<Box<dyn Draft>, Failure> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // A temporary file is 0600 from its first byte, so a private key is never open to others, not even for a moment.
        let file = tempfile::NamedTempFile::new_in(directory).map_err(|error| unwritable(path, &error))?;
        Ok(Box::new(Temporary { file, path: path.to_owned(), access, overwrite }))
    }

    fn is_same(&mut self, one: &Path, other: &Path) -> bool {
        let same = |one: &Path, other: &Path| Some(one.canonicalize().ok()? == other.canonicalize().ok()?);
        same(one, other).unwrap_or(false)
    }

    fn list(&mut self, directory: &Path) -> Result<Vec<PathBuf>, Failure> {
        let mut found = Vec::new();
        let mut waiting = vec![directory.to_owned()];
        while let Some(current) = waiting.pop() {
            let entries = std::fs::read_dir(&current).map_err(|error| unreadable(&current, &error))?;
            for entry in entries {
                let entry = entry.map_err(|error| unreadable(&current, &error))?;
                let kind = entry.file_type().map_err(|error| unreadable(&current, &error))?;
                match (entry.file_name().as_encoded_bytes().starts_with(b"."), kind.is_dir()) {
                    (true, _) => {}
                    (false, true) => waiting.push(entry.path()),
                    (false, false) if kind.is_symlink() && !leads_inside(&entry.path(), directory) => {}
                    (false, false) => found.push(entry.path()),
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn make_directory(&mut self, path: &Path) -> Result<(), Failure> {
        std::fs::create_dir_all(path).map_err(|error| {
            let path = path.display();
            Failure::input(format!("the directory {path} cannot be made: {error}")).hint("choose another directory")
        })
    }

    fn exists(&mut self, path: &Path) -> bool {
        path.exists()
    }

    fn is_directory(&mut self, path: &Path) -> bool {
        path.is_dir()
    }

    fn stamps(&mut self, paths: &[PathBuf]) -> Stamps {
        let stamp = |path: &PathBuf| std::fs::metadata(path).map(|facts| (facts.modified().ok(), facts.len())).ok();
        Stamps(paths.iter().map(stamp).collect())
    }

    fn wait_for_change(&mut self, paths: &[PathBuf], since: &Stamps) -> bool {
        while self.stamps(paths) == *since {
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        true
    }
}

/// A file beside the one that it is to become.
struct Temporary {
    file: tempfile::NamedTempFile,
    path: PathBuf,
    access: Access,
    overwrite: bool,
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Draft for Temporary {
    fn keep(self: Box<Self>) -> Result<(), Failure> {
        let Temporary { file, path, access, overwrite } = *self;
        let failed = |error: &std::io::Error| unwritable(&path, error);
        file.as_file().sync_all().map_err(|error| failed(&error))?;
        if access == Access::Shared {
            share(file.as_file(), &path).map_err(|error| failed(&error))?;
        }
        let kept = if overwrite { file.persist(&path) } else { file.persist_noclobber(&path) };
        kept.map(|_| ()).map_err(|error| failed(&error.error))
    }
}

// A file that is replaced stays open to whom it was open before.
#[cfg(unix)]
fn share(file: &std::fs::File, path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_or(0o644, |before| before.permissions().mode() & 0o666);
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn share(_file: &std::fs::File, _path: &Path) -> std::io::Result<()> {
    Ok(())
}

// A directory that came from a stranger may hold links to whatever its reader may read.
fn leads_inside(link: &Path, directory: &Path) -> bool {
    let inside = |link: &Path| Some(link.canonicalize().ok()?.starts_with(directory.canonicalize().ok()?));
    inside(link).unwrap_or(false)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let path = path.display();
    match error.kind() {
        ErrorKind::NotFound => Failure::input(format!("there is no file {path}"))
            .hint("look at the name, and at the directory that you are in"),
        ErrorKind::PermissionDenied => Failure::input(format!("{path} may not be read: permission denied"))
            .hint("run it as whoever owns the file, or copy the file"),
        ErrorKind::IsADirectory => Failure::input(format!("{path} is a directory")).hint("name a file in it"),
        _ => Failure::input(format!("{path} cannot be read: {error}"))
            .hint("look whether it is a file, and whether the disk is there still"),
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    let directory = path.is_dir();
    let path = path.display();
    match error.kind() {
        _ if directory => Failure::input(format!("{path} is a directory")).hint("name the file to write in it"),
        ErrorKind::PermissionDenied => Failure::input(format!("{path} may not be written: permission denied"))
            .hint("choose another directory, or run it as whoever owns this one"),
        ErrorKind::AlreadyExists => {
            Failure::input(format!("{path} exists already")).hint("choose another --out, or pass --force to replace it")
        }
        ErrorKind::NotFound => Failure::input(format!("{path} cannot be written: there is no such directory"))
            .hint("make the directory first"),
        _ => {
            Failure::input(format!("{path} cannot be written: {error}")).hint("is the disk full? choose another place")
        }
    }
}
