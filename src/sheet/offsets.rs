//! Byte and UTF-16 offsets beside those in code points.

use super::{FactSheet, MentionOf, Offsets, Stretch};

/// For every code point of a text, and for its end, the byte and UTF-16 unit where it begins.
struct Index {
    units: Vec<(usize, usize)>,
}

impl Index {
    fn new(text: &str) -> Index {
        let mut units = Vec::with_capacity(text.len() / 2 + 1);
        let mut utf16 = 0;
        for (byte, c) in text.char_indices() {
            units.push((byte, utf16));
            utf16 += c.len_utf16();
        }
        units.push((text.len(), utf16));
        Index { units }
    }

    fn of(&self, start: usize, end: usize) -> (Option<Offsets>, Option<Offsets>) {
        match (self.units.get(start), self.units.get(end)) {
            (Some(a), Some(b)) => (Some(Offsets { start: a.0, end: b.0 }), Some(Offsets { start: a.1, end: b.1 })),
            _ => (None, None),
        }
    }

    fn mentions<'m>(&self, mentions: impl Iterator<Item = &'m mut MentionOf>) {
        for m in mentions {
            (m.bytes, m.utf16) = self.of(m.start, m.end);
        }
    }

    fn stretch(&self, s: &mut Stretch) {
        (s.bytes, s.utf16) = self.of(s.start, s.end);
    }
}

/// Adds both offsets to every mention, quotation and evidence of a sheet of `text`.
pub fn add(sheet: &mut FactSheet, text: &str) {
    let index = Index::new(text);
    index.mentions(sheet.people.iter_mut().flatten().flat_map(|e| &mut e.mentions));
    index.mentions(sheet.offices.iter_mut().flatten().flat_map(|e| &mut e.mentions));
    index.mentions(sheet.countries.iter_mut().flatten().flat_map(|e| &mut e.mentions));
    index.mentions(sheet.places.iter_mut().flatten().flat_map(|e| &mut e.mentions));
    index.mentions(sheet.organizations.iter_mut().flatten().flat_map(|e| &mut e.mentions));
    index.mentions(sheet.figures.iter_mut().flatten().flat_map(|e| &mut e.mentions));
    index.mentions(sheet.dates.iter_mut().flatten().flat_map(|e| &mut e.mentions));
    for fact in sheet.facts.iter_mut().flatten() {
        index.stretch(&mut fact.evidence);
        fact.quote.iter_mut().for_each(|q| index.stretch(q));
        fact.segments.iter_mut().flatten().for_each(|s| index.stretch(s));
        fact.fragments.iter_mut().flatten().for_each(|s| index.stretch(s));
    }
}
