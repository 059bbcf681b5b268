//! From an input as given to the files inside: folders, compressions, archives.

use super::kind::{self, Kind, Layer};
use super::limits::{Counted, Guard, Weight};
use super::{Halt, Item, Name, Options, Raw, Sink, lines, table, unpack, values, warc};
use crate::ingest::Html;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes by which a file's kind is seen.
const HEAD: usize = 1 << 16;

/// Goes through inputs and gives their records to a sink.
pub struct Opener<'a> {
    options: &'a Options,
    sink: &'a mut dyn Sink,
    /// Bytes of the inputs that were read, packed as they are.
    read: Arc<AtomicU64>,
    /// Files of the input at hand.
    files: u64,
    /// What the file at hand weighs, with all that is packed in it.
    weight: Weight,
}

impl<'a> Opener<'a> {
    /// Reads into `sink`; `read` grows by the bytes that were read of the inputs.
    pub fn new(options: &'a Options, sink: &'a mut dyn Sink, read: Arc<AtomicU64>) -> Opener<'a> {
        Opener { options, sink, read, files: 0, weight: Weight::default() }
    }

    /// Reads all of these: files, folders, `-`.
    ///
    /// # Errors
    /// [`Halt::Stop`] when the sink wants no more. What cannot be read is told to the sink.
    pub fn all(&mut self, inputs: &[String]) -> Result<(), Halt> {
        for input in inputs {
            let mut name = Name::of(input);
            name.among = inputs.len() > 1;
            self.files = 0;
            if input == "-" {
                self.stream(&name, &mut io::stdin(), None, 0)?;
            } else {
                self.path(&name, Path::new(input))?;
            }
        }
        Ok(())
    }

    fn fail(&mut self, name: &Name, cause: impl ToString) -> Result<(), Halt> {
        self.sink.take(Item { place: name.place(0, None), content: Err(cause.to_string()) })
    }

    fn path(&mut self, name: &Name, path: &Path) -> Result<(), Halt> {
        match fs::metadata(path) {
            Ok(is) if is.is_dir() => self.folder(name, path, ""),
            Ok(_) => match File::open(path) {
                Ok(mut file) => {
                    let again = file.try_clone().ok().filter(|f| f.metadata().is_ok_and(|m| m.is_file()));
                    self.stream(name, &mut file, again, 0)
                }
                Err(error) => self.fail(name, error),
            },
            Err(error) => self.fail(name, error),
        }
    }

    /// Files in the order of their names, each folder at its place among them. Hidden files are left alone; so are links to
    /// folders, which may lead in a circle.
    fn folder(&mut self, top: &Name, path: &Path, below: &str) -> Result<(), Halt> {
        let mut entries: Vec<OsString> = Vec::new();
        let listed: Result<(), io::Error> = fs::read_dir(path).and_then(|list| {
            for entry in list {
                let entry = entry?.file_name();
                if !entry.as_encoded_bytes().starts_with(b".") {
                    entries.push(entry);
                }
                if entries.len() as u64 > self.options.limits.files {
                    return Err(io::Error::other(format!("more than {} files; raise --max-files", self.options.limits.files)));
                }
            }
            Ok(())
        });
        if let Err(error) = listed {
            let name = if below.is_empty() { top.clone() } else { top.member(below) };
            return self.fail(&name, error);
        }
        entries.sort();
        for entry in entries {
            let path = path.join(&entry);
            let below = if below.is_empty() { entry.to_string_lossy().into_owned() } else { format!("{below}/{}", entry.to_string_lossy()) };
            let name = top.member(&below);
            let link = fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink());
            if path.is_dir() {
                if link {
                    self.fail(&name, "a link to a folder is not followed")?;
                } else {
                    self.folder(top, &path, &below)?;
                }
            } else if self.counted(&name)? {
                self.path(&name, &path)?;
            }
        }
        Ok(())
    }

    /// Whether another file may be read of this input.
    fn counted(&mut self, name: &Name) -> Result<bool, Halt> {
        self.files += 1;
        if self.files == self.options.limits.files + 1 {
            self.fail(name, format!("more than {} files; this one and those after it are left out; raise --max-files", self.options.limits.files))?;
        }
        Ok(self.files <= self.options.limits.files)
    }

    /// A stream of whatever kind; `file` is the same once more, where it can be seeked.
    fn stream(&mut self, name: &Name, source: &mut dyn Read, file: Option<File>, depth: u8) -> Result<(), Halt> {
        let mut source = Metered { inner: source, total: (depth == 0).then(|| Arc::clone(&self.read)), late: None };
        let head = match head(&mut source) {
            Ok(head) => head,
            Err(error) => return self.fail(name, error),
        };
        let Some(layer) = Layer::of(&head) else {
            return self.leaf(name, head, &mut source, file);
        };
        if depth >= self.options.limits.nesting {
            return self.fail(name, format!("more than {} archives inside each other", self.options.limits.nesting));
        }
        if depth == 0 {
            self.weight = Weight::default();
        }
        let (limits, weight) = (&self.options.limits, self.weight.clone());
        // Only what is read of the file itself counts as fed: what is packed in it is made.
        let counted = if depth == 0 { &weight.fed } else { &Rc::default() };
        let packed = BufReader::with_capacity(HEAD, Counted::new(Cursor::new(head).chain(&mut source as &mut dyn Read), counted));
        match layer {
            Layer::Tar => self.tar(name, packed, depth),
            Layer::Zip => match file {
                Some(file) => self.zip(name, file, depth),
                None => match spool(packed) {
                    Ok(file) => self.zip(name, file, depth),
                    Err(error) => self.fail(name, error),
                },
            },
            Layer::Gzip | Layer::Bzip2 | Layer::Zstd | Layer::Xz => {
                let name = name.unpacked(unpack::endings(layer));
                match unpack::decoder(layer, packed, &weight, limits) {
                    Ok(Some(mut inside)) => self.stream(&name, &mut inside, None, depth + 1),
                    Ok(None) => Ok(()),
                    Err(error) => self.fail(&name, error),
                }
            }
        }
    }

    fn tar(&mut self, name: &Name, packed: impl Read, depth: u8) -> Result<(), Halt> {
        let mut archive = tar::Archive::new(packed);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.fail(name, error),
        };
        for entry in entries {
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.fail(name, format!("the archive: {error}; the rest of it is left out")),
            };
            let member = name.member(&String::from_utf8_lossy(&entry.path_bytes()));
            match entry.header().entry_type() {
                t if t.is_file() || t.is_contiguous() || t.is_gnu_sparse() => {}
                t if t.is_symlink() || t.is_hard_link() => {
                    self.fail(&member, "a link in an archive is not followed")?;
                    continue;
                }
                _ => continue,
            }
            if !self.counted(&member)? {
                break;
            }
            // A sparse member is nearly all holes.
            self.stream(&member, &mut Guard::new(&mut entry, &self.weight.clone(), &self.options.limits), None, depth + 1)?;
        }
        Ok(())
    }

    fn zip(&mut self, name: &Name, file: File, depth: u8) -> Result<(), Halt> {
        let size = file.metadata().map_or(0, |m| m.len());
        let mut archive = match zip::ZipArchive::new(BufReader::new(file)) {
            Ok(archive) => archive,
            Err(error) => return self.fail(name, format!("the archive: {error}")),
        };
        if depth == 0 {
            self.weight.fed.set(size);
        }
        for i in 0..archive.len() {
            let mut entry = match archive.by_index(i) {
                Ok(entry) => entry,
                Err(error) => {
                    self.fail(&name.member(&format!("entry {i}")), error)?;
                    continue;
                }
            };
            if entry.is_dir() {
                continue;
            }
            let path = entry.name().map_or_else(|_| format!("entry {i}"), |path| path.into_owned());
            let member = name.member(&path);
            if entry.is_symlink() {
                self.fail(&member, "a link in an archive is not followed")?;
                continue;
            }
            if !self.counted(&member)? {
                break;
            }
            self.stream(&member, &mut Guard::new(&mut entry, &self.weight.clone(), &self.options.limits), None, depth + 1)?;
        }
        if depth == 0 {
            self.read.fetch_add(size.saturating_sub(HEAD as u64), Ordering::Relaxed);
        }
        Ok(())
    }

    /// A file with records.
    fn leaf(&mut self, name: &Name, head: Vec<u8>, source: &mut dyn Read, file: Option<File>) -> Result<(), Halt> {
        let kind = self.options.kind.unwrap_or_else(|| Kind::of(name, &head));
        let (limits, sink) = (&self.options.limits, &mut *self.sink);
        if matches!(kind, Kind::Text | Kind::Html) && kind::is_no_text(&head) {
            return self.fail(name, "this is no text");
        }
        let separator = table::separator(&head);
        let mut source = Cursor::new(head).chain(source);
        let done = catch_unwind(AssertUnwindSafe(|| match kind {
            Kind::Jsonl => lines::read(&mut source, name, limits, sink),
            Kind::Json => values::read(&mut source, name, limits, sink),
            Kind::Csv => table::read(&mut source, name, if separator == b'\t' { b',' } else { separator }, limits, sink),
            Kind::Tsv => table::read(&mut source, name, b'\t', limits, sink),
            Kind::Warc => warc::read(&mut source, name, limits, sink),
            Kind::Text => whole(&mut source, name, Html::Auto, limits.record, sink),
            Kind::Html => whole(&mut source, name, Html::Yes, limits.record, sink),
            #[cfg(feature = "parquet")]
            Kind::Parquet => match file {
                Some(file) => super::columns::read(file, name, &self.options.names, limits, sink),
                None => match spool(&mut source) {
                    Ok(file) => super::columns::read(file, name, &self.options.names, limits, sink),
                    Err(error) => name.broken(0, &error.to_string(), sink),
                },
            },
            #[cfg(not(feature = "parquet"))]
            Kind::Parquet => {
                drop(file);
                name.broken(0, "this svodka was built without Parquet", sink)
            }
        }));
        done.unwrap_or_else(|_| self.fail(name, "svodka failed on this input; please report it"))
    }
}

/// A whole file as one document.
fn whole(source: &mut dyn Read, name: &Name, html: Html, max: usize, sink: &mut dyn Sink) -> Result<(), Halt> {
    let mut bytes = Vec::new();
    let content = match source.take(max as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > max => Err(format!("a document of more than {max} bytes; raise --max-record")),
        Ok(_) => Ok(Raw::File { id: name.id.clone(), bytes, html, fields: serde_json::Map::new() }),
        Err(error) => Err(error.to_string()),
    };
    sink.take(Item { place: name.place(0, None), content })
}

/// The first bytes: enough to see the kind, and no more than is there without waiting.
fn head(source: &mut Metered<'_>) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let mut length = 0;
    while length < HEAD {
        match source.read(&mut head[length..]) {
            Ok(0) => break,
            Ok(n) => length += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if length == 0 => return Err(error),
            // What could be read is good: the error comes after it.
            Err(error) => {
                source.late = Some(error);
                break;
            }
        }
        // Of text the first lines tell; only archives need a header of full length.
        if head[..length].contains(&b'\n') && !head[..length.min(512)].contains(&0) {
            break;
        }
    }
    head.truncate(length);
    Ok(head)
}

/// All of a stream in a temporary file without a name.
fn spool(mut source: impl Read) -> io::Result<File> {
    let named = |error: io::Error| {
        let folder = std::env::temp_dir();
        io::Error::new(error.kind(), format!("no temporary file in {}, which archives in a stream need; set TMPDIR: {error}", folder.display()))
    };
    let mut file = tempfile::tempfile().map_err(named)?;
    io::copy(&mut source, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// Adds what is read to a total, and keeps an error for its place.
struct Metered<'a> {
    inner: &'a mut dyn Read,
    total: Option<Arc<AtomicU64>>,
    /// An error that was met while looking ahead.
    late: Option<io::Error>,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = self.late.take() {
            return Err(error);
        }
        let n = self.inner.read(buffer)?;
        if let Some(total) = &self.total {
            total.fetch_add(n as u64, Ordering::Relaxed);
        }
        Ok(n)
    }
}
