//! What fuzzing asserts, asserted of fixtures that are mutated by chance with a fixed seed: a short fuzz that needs no fuzzer and always tries the same.

#[path = "support/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;
use std::time::Instant;

/// A generator of numbers by chance: xorshift64*, so that no version of a library changes what is tried.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// A number below `n`; 0 for 0.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// What is put into texts, tables and dumps to break them.
const MISCHIEF: &[&[u8]] = &[
    "«".as_bytes(),
    "»".as_bytes(),
    "„".as_bytes(),
    b"\"",
    b"(",
    b")",
    "—".as_bytes(),
    b"\0",
    b"\r",
    b"\n",
    b"\r\n\r\n",
    b"\t",
    b"|",
    b"#",
    b",",
    b"{\"text\":",
    b"[[[[",
    b"\\u0000",
    b"\\ud800",
    b"\xff",
    b"\xd0",
    b"\x1f\x8b\x08",
    b"\xef\xbb\xbf",
    b"<b>",
    b"</article>",
    b"<script>",
    b"<pre>",
    b"&#0;",
    b"1e999",
    b"-0",
    b"99999999999999999999",
    "\u{202e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{301}".as_bytes(),
    "\u{a0}".as_bytes(),
    "😀".as_bytes(),
    "5 млн ".as_bytes(),
    "3:1".as_bytes(),
    "из 12, 4 и 5".as_bytes(),
    "А. Б. ".as_bytes(),
    "ООО «".as_bytes(),
    "президент ".as_bytes(),
    "Россия".as_bytes(),
    "сказал он".as_bytes(),
    "5 мая 2018 года".as_bytes(),
];

/// Some of a seed, with a few things done to it.
fn mutated(seeds: &[Vec<u8>], longest: usize, chance: &mut Chance) -> Vec<u8> {
    let seed = &seeds[chance.below(seeds.len())];
    // A seed's head has meaning, such as magic bytes: mostly kept.
    let from = if chance.below(2) == 0 { 0 } else { chance.below(seed.len()) };
    let length = 1 + chance.below(longest);
    let mut bytes = seed[from..seed.len().min(from + length)].to_vec();
    for _ in 0..chance.below(7) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(6) {
            0 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1 << (chance.below(8))),
            1 => drop(bytes.splice(at..at, chance.of(MISCHIEF).iter().copied())),
            2 => drop(bytes.drain(at..(at + 1 + chance.below(20)).min(bytes.len()).max(at))),
            3 => {
                let again = bytes[at..(at + 1 + chance.below(30)).min(bytes.len())].to_vec();
                let times = 1 + chance.below(4);
                bytes.splice(at..at, again.repeat(times));
            }
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let start = chance.below(other.len());
                bytes.splice(at..at, other[start..other.len().min(start + 1 + chance.below(60))].iter().copied());
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

/// The files of a folder of the project in order of their names, each with a prefix.
fn files(folder: &str, prefix: &[u8]) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).expect("a folder").map(|f| f.expect("a file").path()).filter(|p| p.is_file()).collect();
    paths.sort();
    paths.iter().map(|p| [prefix, &fs::read(p).expect("readable")].concat()).collect()
}

/// Asserts what the target does of so many inputs; of the first that it does not hold of, the input is told. SVODKA_MUTATED multiplies the runs and chooses
/// other numbers.
#[track_caller]
fn runs(target: &str, seeds: &[Vec<u8>], longest: usize, runs: usize) {
    let times: usize = std::env::var("SVODKA_MUTATED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let (_, body) = targets::ALL.iter().find(|(name, _)| *name == target).expect("a target");
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ times as u64);
    let began = Instant::now();
    for run in 0..runs * times {
        let input = mutated(seeds, longest, &mut chance);
        if let Err(panic) = std::panic::catch_unwind(|| body(&input)) {
            eprintln!("{target}, run {run}, of the input b\"{}\"", input.escape_ascii());
            std::panic::resume_unwind(panic);
        }
    }
    eprintln!("{target}: {} runs in {:.1} s", runs * times, began.elapsed().as_secs_f32());
}

#[test]
fn any_bytes_are_read() {
    let seeds = [files("fixtures/encodings", b""), files("fixtures/broken", b""), files("fixtures/rough", b"")].concat();
    runs("bytes", &seeds, 600, 10_000);
}

#[test]
fn any_text_makes_a_sheet() {
    runs("whole", &[files("fixtures/articles", b""), files("fixtures/rough", b"")].concat(), 500, 3000);
}

#[test]
fn words_of_news_in_any_order_make_a_sheet() {
    let mut chance = Chance(1);
    let seeds: Vec<Vec<u8>> = (0..50).map(|_| (0..200).map(|_| chance.next() as u8).collect()).collect();
    runs("pieces", &seeds, 120, 3000);
}

#[test]
fn any_gazetteer_is_taken_or_refused() {
    let tables = ["organizations.tsv", "people.tsv", "offices.tsv", "settlements-hand.tsv", "corrections.tsv", "words.tsv", "predicates.tsv"];
    let table = |(n, name): (usize, &&str)| {
        let content = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteers").join(name)).expect("a table");
        let rows: Vec<&str> = content.lines().skip_while(|l| l.starts_with('#')).skip(1).take(30).collect();
        [&[n as u8][..], rows.join("\n").as_bytes()].concat()
    };
    runs("gazetteer", &tables.iter().enumerate().map(table).collect::<Vec<_>>(), 800, 10_000);
}

#[test]
fn any_text_makes_a_page_of_the_templates_elements() {
    runs("html", &[files("fixtures/articles", b""), files("fixtures/rough", b""), files("fixtures/broken", b"")].concat(), 300, 2000);
}

#[test]
fn any_dump_has_sheets_or_causes() {
    let seeds: Vec<Vec<u8>> = (0..9u8).flat_map(|ending| files("fixtures/dumps", &[ending, 9])).collect();
    runs("dump", &seeds, 1500, 1000);
}

#[test]
fn any_two_files_of_sheets_become_each_other() {
    let mut chance = Chance(2);
    let values = b"1\n\"a\"\nnull\n{\"a\":[1,2]}\n[]\n1.0\n-1e5\n\xd0\x9e\xd1\x88\n\n{}".as_slice();
    let seeds: Vec<Vec<u8>> = (0..50).map(|_| [(0..62).map(|_| chance.next() as u8).collect::<Vec<u8>>().as_slice(), values].concat()).collect();
    runs("diff", &seeds, 160, 1000);
}
