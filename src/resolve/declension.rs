//! The nominative and the gender of a person's name, decided by all its mentions together.
//!
//! A hypothesis is a nominative for every part and a gender. Every mention says how well it fits: the likeliest case in which all
//! its parts agree, by the readings of their forms and by the cases that the words around ask for. The hypothesis that explains
//! the mentions best, taken together, is the name: a form that it cannot explain speaks against it as strongly as one that it can for it.

use crate::lexicon::{Case, Gender, NameReading, keys};

/// The parts of one mention, each with its readings (none where the mention lacks the part), and the cases that its place asks for.
pub struct Sighting {
    /// Given name, patronymic, surname.
    pub parts: [Vec<NameReading>; 3],
    /// The cases that the words around leave possible.
    pub around: Option<Vec<Case>>,
    /// How often the text has it so.
    pub times: f32,
}

/// A name decided.
#[derive(Debug, Default, PartialEq)]
pub struct Decided {
    /// Given name, patronymic, surname in the nominative.
    pub parts: [Option<String>; 3],
    /// The bearer's gender, where the forms show it.
    pub gender: Option<Gender>,
}

/// What a form weighs that a hypothesis does not explain: misprints and unknown declensions occur, less often than any reading.
const UNEXPLAINED: f32 = 0.02;
/// Of the nominatives of one part those that the forms speak for most are tried.
const TRIED: usize = 8;
/// A case that the place of the mention asks for, and one that it does not ask for.
const ASKED: f32 = 3.0;
const NOT_ASKED: f32 = 0.4;

const CASES: [Case; 6] = [Case::Nom, Case::Gen, Case::Dat, Case::Acc, Case::Ins, Case::Loc];

/// Decides; `gender` where it is known from elsewhere.
pub fn decide(sightings: &[Sighting], gender: Option<Gender>) -> Decided {
    let names: [Vec<String>; 3] = [0, 1, 2].map(|p| candidates(sightings, p));
    let mut best: Option<(f32, [Option<String>; 3], Gender)> = None;
    let mut rival = f32::NEG_INFINITY;
    for g in [Gender::Masc, Gender::Fem] {
        if gender.is_some_and(|known| known != g) {
            continue;
        }
        let own = best_of(sightings, &names, g);
        match &mut best {
            Some(held) if own.0 <= held.0 + 1e-3 => rival = rival.max(own.0),
            _ => {
                rival = rival.max(best.as_ref().map_or(f32::NEG_INFINITY, |b| b.0));
                best = Some((own.0, own.1, g));
            }
        }
    }
    let Some((score, parts, g)) = best else { return Decided::default() };
    // Forms that fit both as well show no gender.
    let shown = gender.is_some() || score - rival > 0.05;
    Decided { parts, gender: shown.then_some(g) }
}

/// The nominatives of a part that the sightings speak for most, spellings with «ё» first.
fn candidates(sightings: &[Sighting], part: usize) -> Vec<String> {
    let mut out: Vec<(String, String, f32)> = Vec::new();
    for s in sightings {
        for r in &s.parts[part] {
            let key = keys::fold(&r.name);
            match out.iter_mut().find(|o| o.1 == key) {
                Some(held) => {
                    held.2 += r.weight * s.times;
                    if r.name.contains('ё') && !held.0.contains('ё') {
                        held.0 = r.name.clone();
                    }
                }
                None => out.push((r.name.clone(), key, r.weight * s.times)),
            }
        }
    }
    // Of equal ones the shorter, then by the alphabet: the order of mention must not matter.
    out.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.1.chars().count().cmp(&b.1.chars().count())).then_with(|| a.1.cmp(&b.1)));
    out.truncate(TRIED);
    out.into_iter().map(|o| o.0).collect()
}

/// How well a part's form fits a nominative in a case.
fn fit(readings: &[NameReading], folded: &[String], key: Option<&String>, case: Case, gender: Gender) -> f32 {
    let Some(key) = key else { return 1.0 };
    if readings.is_empty() {
        return 1.0;
    }
    let fits = |(r, own): &(&NameReading, &String)| r.case.is_none_or(|c| c == case) && r.gender.is_none_or(|g| g == gender) && *own == key;
    readings.iter().zip(folded).filter(fits).map(|(r, _)| r.weight).fold(UNEXPLAINED, f32::max)
}

fn best_of(sightings: &[Sighting], names: &[Vec<String>; 3], gender: Gender) -> (f32, [Option<String>; 3]) {
    // Weights of every part, nominative and case of every sighting, worked out once.
    let keys: [Vec<String>; 3] = [0, 1, 2].map(|p| names[p].iter().map(|n| keys::fold(n)).collect());
    let tables: Vec<[Vec<[f32; 6]>; 3]> = sightings
        .iter()
        .map(|s| {
            [0, 1, 2].map(|p| {
                let all: Vec<Option<&String>> = if keys[p].is_empty() { vec![None] } else { keys[p].iter().map(Some).collect() };
                let folded: Vec<String> = s.parts[p].iter().map(|r| keys::fold(&r.name)).collect();
                all.into_iter().map(|k| CASES.map(|c| fit(&s.parts[p], &folded, k, c, gender))).collect()
            })
        })
        .collect();
    let around: Vec<[f32; 6]> = sightings
        .iter()
        .map(|s| {
            CASES.map(|c| match &s.around {
                Some(cases) if cases.contains(&c) => ASKED,
                Some(_) => NOT_ASKED,
                None => 1.0,
            })
        })
        .collect();
    let mut best = (f32::NEG_INFINITY, [0; 3]);
    for given in 0..keys[0].len().max(1) {
        for patronymic in 0..keys[1].len().max(1) {
            for surname in 0..keys[2].len().max(1) {
                let mut score = 0.0;
                for ((s, t), a) in sightings.iter().zip(&tables).zip(&around) {
                    let by_case = (0..6).map(|c| a[c] * t[0][given][c] * t[1][patronymic][c] * t[2][surname][c]);
                    score += s.times * by_case.fold(f32::MIN_POSITIVE, f32::max).ln();
                }
                if score > best.0 + 1e-4 {
                    best = (score, [given, patronymic, surname]);
                }
            }
        }
    }
    let at = |p: usize| names[p].get(best.1[p]).cloned();
    (best.0, [at(0), at(1), at(2)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(name: &str, case: Option<Case>, gender: Option<Gender>, weight: f32) -> NameReading {
        NameReading { name: name.into(), case, gender, weight }
    }

    fn surname(readings: Vec<NameReading>, around: Option<Vec<Case>>) -> Sighting {
        Sighting { parts: [Vec::new(), Vec::new(), readings], around, times: 1.0 }
    }

    #[test]
    fn a_form_that_the_likelier_reading_cannot_explain_speaks_against_it() {
        // «Хичкока» alone could be she, «Хичкоком» is he.
        let a = surname(vec![reading("Хичкока", Some(Case::Nom), Some(Gender::Fem), 0.5), reading("Хичкок", Some(Case::Gen), Some(Gender::Masc), 0.4)], None);
        let om = surname(vec![reading("Хичкок", Some(Case::Ins), Some(Gender::Masc), 0.4)], None);
        let decided = decide(&[a, om], None);
        assert_eq!(decided.parts[2].as_deref(), Some("Хичкок"));
        assert_eq!(decided.gender, Some(Gender::Masc));
    }

    #[test]
    fn forms_of_both_genders_show_none() {
        let decided = decide(&[surname(vec![reading("Трюдо", None, None, 0.5)], None)], None);
        assert_eq!((decided.parts[2].as_deref(), decided.gender), (Some("Трюдо"), None));
    }
}
