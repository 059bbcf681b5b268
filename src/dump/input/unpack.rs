//! Compressions taken off a stream, by its first bytes.

use super::kind::Layer;
use super::limits::{Counted, Guard, Limits, Weight};
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// Kilobytes of memory for unpacking .xz: the dictionary of `xz -9` takes 64 MB.
const XZ_MEMORY: u32 = 128 << 10;

/// Bytes by which a compression is seen.
const MAGIC: u64 = 10;

/// The endings that names of a compression's files have, and what stands instead of them without it; of an archive none.
pub(super) fn endings(layer: Layer) -> &'static [(&'static str, &'static str)] {
    match layer {
        Layer::Gzip => &[(".gz", ""), (".tgz", ".tar")],
        Layer::Bzip2 => &[(".bz2", ""), (".tbz2", ".tar"), (".tbz", ".tar")],
        Layer::Zstd => &[(".zst", ""), (".zstd", ""), (".tzst", ".tar")],
        Layer::Xz => &[(".xz", ""), (".txz", ".tar")],
        Layer::Tar | Layer::Zip => &[],
    }
}

/// What is inside a compression, guarded against more than the limits' ratio for the weight of the whole; of an archive, which is
/// no stream, nothing.
///
/// # Errors
/// Those of the decoder's making.
pub(super) fn decoder<'r>(layer: Layer, packed: impl BufRead + 'r, weight: &Weight, limits: &Limits) -> io::Result<Option<Box<dyn Read + 'r>>> {
    Ok(Some(match layer {
        Layer::Gzip => Box::new(Guard::new(flate2::bufread::MultiGzDecoder::new(packed), weight, limits)),
        Layer::Bzip2 => Box::new(Guard::new(bzip2::bufread::MultiBzDecoder::new(packed), weight, limits)),
        Layer::Zstd => Box::new(Guard::new(zstd::stream::read::Decoder::with_buffer(packed)?, weight, limits)),
        Layer::Xz => Box::new(Guard::new(lzma_rust2::XzReader::new_mem_limit(packed, true, XZ_MEMORY), weight, limits)),
        Layer::Tar | Layer::Zip => return Ok(None),
    }))
}

/// Reads a stream as what it holds, whether packed as .gz, .bz2, .zst or .xz or not, and says whether it was.
///
/// # Errors
/// Those of reading the first bytes.
///
/// ```
/// use std::io::Read;
/// let packed = zstd::bulk::compress("Мост открыт.".as_bytes(), 1)?;
/// let (mut source, was_packed) = svodka::dump::unpacked(packed.as_slice())?;
/// let mut text = String::new();
/// source.read_to_string(&mut text)?;
/// assert_eq!((text.as_str(), was_packed), ("Мост открыт.", true));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn unpacked<'r>(mut source: impl Read + 'r) -> io::Result<(Box<dyn BufRead + 'r>, bool)> {
    let mut head = Vec::new();
    source.by_ref().take(MAGIC).read_to_end(&mut head)?;
    let layer = Layer::of(&head);
    let whole = Cursor::new(head).chain(source);
    let Some(layer) = layer.filter(|l| !endings(*l).is_empty()) else { return Ok((Box::new(BufReader::new(whole)), false)) };
    let weight = Weight::default();
    let inside = decoder(layer, BufReader::new(Counted::new(whole, &weight.fed)), &weight, &Limits::default())?.unwrap_or_else(|| Box::new(io::empty()));
    Ok((Box::new(BufReader::new(inside)), true))
}

/// A name without the ending of a compression: «сводки.jsonl.zst» is «сводки.jsonl».
pub fn unpacked_name(name: &str) -> &str {
    [Layer::Gzip, Layer::Bzip2, Layer::Zstd, Layer::Xz].iter().flat_map(|l| endings(*l)).find_map(|(ending, _)| name.strip_suffix(ending)).unwrap_or(name)
}
