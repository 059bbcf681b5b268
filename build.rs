//! Compiles `gazetteers/*.tsv` to one blob, and takes the files' hash for `--version` and the sheet's `producer`.

#[path = "src/lexicon/compile.rs"]
#[allow(dead_code)]
mod compile;
#[path = "src/lexicon/keys.rs"]
#[allow(dead_code, missing_docs)]
mod keys;

use sha2::{Digest, Sha256};
use std::{env, fs, path::Path, process::exit};

fn main() {
    println!("cargo::rerun-if-changed=gazetteers");
    println!("cargo::rerun-if-changed=src/lexicon/keys.rs");
    println!("cargo::rerun-if-changed=src/lexicon/compile.rs");
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
    for (spec, path, content) in &files {
        let (rows, refusals) = compile::read(Some(spec), path, content);
        for refusal in &refusals {
            eprintln!("{refusal}");
        }
        if !refusals.is_empty() {
            exit(1);
        }
        tables.add(path, rows);
    }
    let blob = tables.compile(&mut |word| compile::lemma_of(&morphology, word));
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("gazetteers.bin"), blob).expect("OUT_DIR can be written");
    let hash: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    println!("cargo::rustc-env=SVODKA_GAZETTEERS={hash}");
}
