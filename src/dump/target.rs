//! Where output and errors go. A file appears under its name when it is whole; until then it is `NAME.part`, with `NAME.state` beside it.

#[cfg(feature = "parquet")]
use super::output::Form;
use super::output::{Output, Sheets};
#[cfg(feature = "parquet")]
use super::parquet;
use super::state::{State, Tally, sync_folder};
use super::work::{Failure, Made};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Time between states on disk: what a kill costs at most, besides the blocks under way.
const INTERVAL: Duration = Duration::from_millis(500);

/// Why a run cannot begin or go on.
#[derive(Debug)]
pub enum DumpError {
    /// What was asked for cannot be done; the message says what to do.
    Refused(String),
    /// A file cannot be written.
    Io {
        /// The file.
        name: String,
        /// What the system says.
        error: io::Error,
    },
}

impl DumpError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> DumpError {
        let name = path.display().to_string();
        move |error| DumpError::Io { name, error }
    }
}

impl fmt::Display for DumpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DumpError::Refused(message) => f.write_str(message),
            DumpError::Io { name, error } => write!(f, "{name}: {error}"),
        }
    }
}

impl std::error::Error for DumpError {}

/// Where the sheets go, and what is done with what is there.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// The file of sheets; none is a stream that the caller gives.
    pub output: Option<PathBuf>,
    /// The file of failed records, a JSON object a line; none is for the caller to tell.
    pub errors: Option<PathBuf>,
    /// Overwrite.
    pub force: bool,
    /// Go on with an interrupted run.
    pub resume: bool,
}

/// An open target.
pub struct Target<'w> {
    stream: Option<&'w mut dyn Write>,
    file: Option<Part>,
    errors: Option<(PathBuf, File)>,
    output: Output,
    /// How far it is.
    pub state: State,
}

/// The unfinished file.
struct Part {
    path: PathBuf,
    part: PathBuf,
    state: PathBuf,
    file: File,
    /// Of Parquet: the footers of the row groups, for a run that goes on.
    footers: Option<(PathBuf, File)>,
    saved: Instant,
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    path.with_file_name(name)
}

impl<'w> Target<'w> {
    /// Opens everything; nothing for a run that was whole already: then there is only its tally.
    ///
    /// # Errors
    /// When something is there that must not be overwritten, or the system refuses.
    pub fn open(paths: &Paths, output: Output, settings: BTreeMap<String, String>, stream: &'w mut dyn Write) -> Result<Result<Target<'w>, Tally>, DumpError> {
        let mut state = State::new(settings);
        if paths.resume && paths.output.is_none() {
            return Err(DumpError::Refused("only a file can be resumed: name it with -o".into()));
        }
        // The whole file takes the place of what has its name: of a device like /dev/null too, for all who use it.
        if let Some(path) = paths.output.as_ref().filter(|path| fs::metadata(path).is_ok_and(|there| !there.is_file())) {
            return Err(DumpError::Refused(format!("{} is no file that could be replaced; leave -o out and send standard output there", path.display())));
        }
        if let Some(path) = &paths.output
            && paths.resume
        {
            let at = beside(path, ".state");
            match State::load(&at, &state.settings) {
                Ok(before) => state = before,
                Err(message) if at.exists() => return Err(DumpError::Refused(format!("{}: {message}", at.display()))),
                Err(_) if path.exists() => {
                    return Err(DumpError::Refused(format!("{} is whole: there is nothing to resume; --force makes it anew", path.display())));
                }
                Err(_) => {}
            }
            if state.whole {
                if beside(path, ".part").exists() {
                    finish(path)?;
                }
                clean(path);
                return Ok(Err(state.tally));
            }
        } else if let Some(path) = &paths.output
            && !paths.force
        {
            if path.exists() {
                let name = path.display();
                return Err(DumpError::Refused(format!("{name} exists; remove it, name another file, or overwrite it with --force")));
            }
            if beside(path, ".state").exists() {
                let name = path.display();
                return Err(DumpError::Refused(format!("{name}.part is of an interrupted run; go on with it with --resume, or begin anew with --force")));
            }
        }
        if let Some(path) = &paths.errors
            && path.exists()
            && !paths.force
            && !paths.resume
        {
            return Err(DumpError::Refused(format!("{} exists; remove it, name another file, or overwrite it with --force", path.display())));
        }
        let mut target = Target { stream: None, file: None, errors: None, output, state };
        match &paths.output {
            Some(path) => target.file = Some(Part::open(path, output, &target.state)?),
            None => target.stream = Some(stream),
        }
        if let Some(path) = &paths.errors {
            target.errors = Some((path.clone(), cut(path, target.state.errors)?));
        }
        if target.state.output == 0 {
            target.begin()?;
        }
        // From now on the part is known to belong to these settings.
        target.save()?;
        Ok(Ok(target))
    }

    fn begin(&mut self) -> Result<(), DumpError> {
        #[cfg(feature = "parquet")]
        if self.output.form == Form::Parquet {
            self.write(parquet::MAGIC)?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), DumpError> {
        match (&mut self.file, &mut self.stream) {
            (Some(part), _) => part.file.write_all(bytes).map_err(DumpError::io(&part.part))?,
            (None, Some(stream)) => stream.write_all(bytes).and_then(|()| stream.flush()).map_err(DumpError::io(Path::new("standard output")))?,
            (None, None) => {}
        }
        self.state.output += bytes.len() as u64;
        Ok(())
    }

    /// Writes a block.
    ///
    /// # Errors
    /// Those of the file system. What was written of the block is cut off when the run is resumed.
    pub fn block(&mut self, made: &Made) -> Result<(), DumpError> {
        self.sheets(&made.bytes)?;
        if let Some((path, file)) = &mut self.errors {
            let lines: String = made.failures.iter().map(Failure::line).collect();
            file.write_all(lines.as_bytes()).map_err(DumpError::io(path))?;
            self.state.errors += lines.len() as u64;
        }
        let tally = &mut self.state.tally;
        tally.sheets += made.sheets;
        tally.failed += made.failures.len() as u64;
        tally.reprints += made.reprints;
        tally.warnings += made.warnings;
        self.state.blocks = made.number + 1;
        self.state.digest = made.digest;
        match &self.file {
            Some(part) if part.saved.elapsed() >= INTERVAL => self.save(),
            _ => Ok(()),
        }
    }

    #[cfg(feature = "parquet")]
    fn sheets(&mut self, bytes: &[u8]) -> Result<(), DumpError> {
        if self.output.form != Form::Parquet || bytes.is_empty() {
            return self.write(bytes);
        }
        let piece = parquet::piece(bytes);
        let start = self.state.output;
        if let Some(Part { footers: Some((path, file)), .. }) = &mut self.file {
            let entry = [&start.to_le_bytes()[..], &(piece.footer.len() as u64).to_le_bytes(), piece.footer].concat();
            file.write_all(&entry).map_err(DumpError::io(path))?;
            self.state.footers += entry.len() as u64;
        }
        self.write(piece.bytes)
    }

    #[cfg(not(feature = "parquet"))]
    fn sheets(&mut self, bytes: &[u8]) -> Result<(), DumpError> {
        self.write(bytes)
    }

    /// Makes what is written lasting, and the point one that a run can be taken up at.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save(&mut self) -> Result<(), DumpError> {
        let Some(part) = &mut self.file else { return Ok(()) };
        part.file.sync_data().map_err(DumpError::io(&part.part))?;
        if let Some((path, file)) = &part.footers {
            file.sync_data().map_err(DumpError::io(path))?;
        }
        if let Some((path, file)) = &self.errors {
            file.sync_data().map_err(DumpError::io(path))?;
        }
        self.state.save(&part.state).map_err(DumpError::io(&part.state))?;
        part.saved = Instant::now();
        Ok(())
    }

    /// Ends the output: it is whole now.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn end(mut self) -> Result<Tally, DumpError> {
        // Until the end is written whole, a run can be taken up before it.
        let end = self.ending()?;
        self.save()?;
        self.write(&end)?;
        self.state.whole = true;
        self.save()?;
        if let Some(part) = &self.file {
            finish(&part.path)?;
        }
        Ok(self.state.tally)
    }

    fn ending(&mut self) -> Result<Vec<u8>, DumpError> {
        #[cfg(feature = "parquet")]
        if self.output.form == Form::Parquet {
            let mut footer = parquet::Footer::default();
            if let Some(Part { footers: Some((path, file)), .. }) = &mut self.file {
                let damaged = |message: String| DumpError::Refused(format!("{}: {message}; begin anew with --force", path.display()));
                let mut entries = Vec::new();
                file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut entries)).map_err(DumpError::io(path))?;
                let mut rest = entries.as_slice();
                while let Some((head, behind)) = rest.split_at_checked(16) {
                    let number = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().expect("eight bytes"));
                    let (bytes, behind) = behind.split_at_checked(number(8) as usize).ok_or_else(|| damaged("it is cut".into()))?;
                    footer.add(bytes, number(0)).map_err(damaged)?;
                    rest = behind;
                }
            }
            return footer.end().map_err(DumpError::Refused);
        }
        if self.state.output > 0 {
            return Ok(Vec::new());
        }
        // A table without rows has its header, and an empty file is of no compression.
        let header = self.output.form.block(true).and_then(Sheets::end).map_err(DumpError::Refused)?;
        self.output.packing.member(header).map_err(DumpError::io(Path::new("output")))
    }
}

impl Part {
    fn open(path: &Path, output: Output, state: &State) -> Result<Part, DumpError> {
        let part = beside(path, ".part");
        #[cfg(feature = "parquet")]
        let footers = match output.form {
            Form::Parquet => {
                let path = beside(path, ".footers");
                let file = cut(&path, state.footers)?;
                Some((path, file))
            }
            _ => None,
        };
        #[cfg(not(feature = "parquet"))]
        let (footers, _) = (None, output);
        Ok(Part { file: cut(&part, state.output)?, path: path.into(), state: beside(path, ".state"), part, footers, saved: Instant::now() })
    }
}

/// A file of which only so many bytes count, ready for more.
fn cut(path: &Path, length: u64) -> Result<File, DumpError> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(DumpError::io(path))?;
    // A device has no length to cut, and none to miss.
    let is_file = file.metadata().map_err(DumpError::io(path))?;
    if !is_file.is_file() {
        return Ok(file);
    }
    if is_file.len() < length {
        return Err(DumpError::Refused(format!("{} is shorter than its run left it; begin anew with --force", path.display())));
    }
    file.set_len(length).and_then(|()| file.seek(SeekFrom::End(0))).map_err(DumpError::io(path))?;
    Ok(file)
}

/// Gives the whole file its name, and takes away what is no longer needed.
fn finish(path: &Path) -> Result<(), DumpError> {
    fs::rename(beside(path, ".part"), path).and_then(|()| sync_folder(path)).map_err(DumpError::io(path))?;
    clean(path);
    Ok(())
}

fn clean(path: &Path) {
    for ending in [".footers", ".state"] {
        let _ = fs::remove_file(beside(path, ending));
    }
}
