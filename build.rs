//! Compiles `gazetteers/*.tsv` and `weights.tsv` to a blob each, and takes the files' hash for `--version` and the sheet's `producer`.

#[path = "src/lexicon/class.rs"]
#[allow(dead_code)]
mod class;
#[path = "src/lexicon/compile.rs"]
#[allow(dead_code)]
mod compile;
#[path = "src/lexicon/keys.rs"]
#[allow(dead_code, missing_docs)]
mod keys;
#[path = "src/resolve/latin.rs"]
#[allow(dead_code)]
mod latin;
#[path = "src/lexicon/rows.rs"]
#[allow(dead_code)]
mod rows;
#[path = "src/arbitrate/table.rs"]
#[allow(dead_code)]
mod table;
#[path = "src/recognize/vocabulary.rs"]
#[allow(dead_code)]
mod vocabulary;

use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    env, fs,
    path::Path,
    process::exit,
};

fn main() {
    println!("cargo::rerun-if-changed=gazetteers");
    println!("cargo::rerun-if-changed=src/lexicon/keys.rs");
    println!("cargo::rerun-if-changed=src/lexicon/compile.rs");
    println!("cargo::rerun-if-changed=src/lexicon/rows.rs");
    println!("cargo::rerun-if-changed=src/resolve/latin.rs");
    println!("cargo::rerun-if-changed=src/arbitrate/weights.tsv");
    println!("cargo::rerun-if-changed=src/arbitrate/table.rs");
    println!("cargo::rerun-if-changed=src/recognize/vocabulary.rs");
    println!("cargo::rerun-if-changed=src/lexicon/class.rs");
    let morphology = rumorph::Dictionary::bundled().expect("the dictionary inside rumorph is whole");
    let mut hash = Sha256::new();
    let files: Vec<(&compile::Spec, String, String)> = compile::SPECS
        .iter()
        .flat_map(|spec| spec.files.iter().map(move |file| (spec, file)))
        .map(|(spec, file)| {
            let path = Path::new("gazetteers").join(file);
            let content = fs::read_to_string(&path).unwrap_or_else(|error| {
                eprintln!("{}: {error}", path.display());
                exit(1);
            });
            hash.update(file.as_bytes());
            hash.update(content.as_bytes());
            (spec, path.display().to_string(), content)
        })
        .collect();
    let mut tables = compile::Tables::default();
    let lemma = |word: &str| compile::lemma_of(&morphology, word);
    let mut lemmas = compile::Lemmas::new(&lemma);
    // Nouns of offices and bodies, which have weights of their own, by the row that they are in.
    let mut nouns: HashMap<String, u64> = HashMap::new();
    let mut sounds: BTreeMap<u64, u32> = BTreeMap::new();
    let mut shorts: BTreeSet<u64> = BTreeSet::new();
    for (spec, path, content) in &files {
        let (rows, refusals) = rows::read(Some(spec), path, content);
        for refusal in &refusals {
            eprintln!("{refusal}");
        }
        if !refusals.is_empty() {
            exit(1);
        }
        let prefix = match spec.table {
            compile::Table::Offices => "office",
            compile::Table::Descriptors => "body",
            _ => "",
        };
        if !prefix.is_empty() {
            nouns.extend(rows.iter().enumerate().map(|(n, r)| (format!("{prefix}/{}", r.cells[0]), (spec.table as u64) << 32 | n as u64)));
        }
        match spec.table {
            // people.tsv is one file, whose rows are numbered as they stand; of the same name the last one is meant.
            compile::Table::People => sounds.extend((0u32..).zip(&rows).map(|(n, r)| (keys::pair(&latin::sound(r.cells[1]), &latin::sound(r.cells[2])), n))),
            compile::Table::Given => rows.iter().for_each(|r| shorts.extend(short_forms(r.cells[0], r.cells[2]))),
            _ => {}
        }
        tables.file(path);
        tables.add(compile::Part::new(&rows, &mut lemmas));
    }
    let blob = tables.compile();
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("gazetteers.txt"), blob.heap).expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("gazetteers.bin"), blob.numbers).expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("weights.bin"), weights(&nouns)).expect("OUT_DIR can be written");
    let sounds: Vec<u8> = sounds.into_iter().flat_map(|(key, row)| key.to_le_bytes().into_iter().chain(row.to_le_bytes())).collect();
    fs::write(Path::new(&out).join("sounds.bin"), sounds).expect("OUT_DIR can be written");
    let shorts: Vec<u8> = shorts.into_iter().flat_map(u64::to_le_bytes).collect();
    fs::write(Path::new(&out).join("short-names.bin"), shorts).expect("OUT_DIR can be written");
    let hash: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    println!("cargo::rustc-env=SVODKA_GAZETTEERS={hash}");
}

/// The weights as a blob. A line that names no cue is left out with a warning, so that after a change of names the program that
/// fits the weights can be built; a test refuses it.
fn weights(nouns: &HashMap<String, u64>) -> Vec<u8> {
    let text = fs::read_to_string("src/arbitrate/weights.tsv").expect("the weights stand beside their reader");
    let noun = |name: &str| nouns.get(name).copied();
    let lines = table::read(&text, &noun).filter_map(|line| line.inspect_err(|error| println!("cargo::warning={error}")).ok());
    table::blob(lines)
}

/// A given name with each of its short forms, both ways, by their stems.
fn short_forms(name: &str, short: &str) -> Vec<u64> {
    let (name, stem) = (keys::fold(name), |word: &str| keys::stem(word).to_string());
    let pairs = short.split('|').filter(|s| !s.is_empty()).map(|s| (stem(&name), stem(&keys::fold(s))));
    pairs.flat_map(|(a, b)| [keys::pair(&a, &b), keys::pair(&b, &a)]).collect()
}
