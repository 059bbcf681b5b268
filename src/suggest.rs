//! The right word for a misspelt one.

/// The most similar of the words that may stand here, if one is similar at all: by edits, a swap of neighbours being one.
pub fn similar<'w>(word: &str, words: &[&'w str]) -> Option<&'w str> {
    let lower = word.to_lowercase();
    let most = (lower.chars().count() / 3).max(1);
    words.iter().map(|w| (edits(&lower, &w.to_lowercase()), *w)).filter(|(n, _)| *n <= most).min_by_key(|(n, _)| *n).map(|(_, w)| w)
}

/// ` (did you mean «…»?)`, or nothing.
pub fn did_you_mean(word: &str, words: &[&str]) -> String {
    similar(word, words).map_or_else(String::new, |w| format!(" (did you mean «{w}»?)"))
}

/// Optimal string alignment distance.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_and_other_words_are_not() {
        let words = ["person", "place", "organization"];
        assert_eq!(similar("persno", &words), Some("person"));
        assert_eq!(similar("Organisation", &words), Some("organization"));
        assert_eq!(similar("event", &words), None);
        assert_eq!(did_you_mean("plce", &words), " (did you mean «place»?)");
    }
}
