//! The sheet for a reader at a terminal: people with their offices, places, organizations, figures with what they count, dates, facts as
//! short sentences, quotations with their speakers.

use super::sentence::{self, Piece};
use crate::sheet::{Fact, FactSheet, MentionOf};
use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

/// How the table looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether kinds have colours.
    pub color: bool,
    /// Whether characters that steer a terminal or turn the direction of writing are taken out: set when a terminal shows it.
    pub guard: bool,
}

const TITLE: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// The colour of a kind of entity, here and wherever else kinds have colours.
fn style(kind: &str) -> Style {
    let color = match kind {
        "person" => AnsiColor::Cyan,
        "office" => AnsiColor::Blue,
        "country" | "place" => AnsiColor::Green,
        "organization" => AnsiColor::Magenta,
        _ => AnsiColor::Yellow,
    };
    Style::new().fg_color(Some(color.into()))
}

struct Table<'o, 's> {
    out: &'o mut dyn Write,
    look: Look,
    names: HashMap<&'s str, (&'static str, Cow<'s, str>)>,
}

/// Writes the table.
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut names: HashMap<&str, (&'static str, Cow<'_, str>)> = HashMap::new();
    for n in sheet.mentions() {
        names.entry(n.id).or_insert((n.kind, n.name));
    }
    let mut table = Table { out, look, names };
    let d = &sheet.document;
    // Ids and dates are a stranger's too.
    let date = d.date.as_ref().map_or(String::new(), |date| format!(", {date}"));
    table.line(0, &format!("{}{date}: {}, {}", table.paint(TITLE, &d.id), counted(d.characters, "character"), counted(d.sentences, "sentence")))?;
    table.people(sheet)?;
    table.places(sheet)?;
    table.organizations(sheet)?;
    table.values(sheet)?;
    table.facts(sheet)?;
    for w in &sheet.warnings {
        let at = w.byte.map_or(String::new(), |b| format!(" (byte {b})"));
        table.line(0, &format!("warning: {}{at}", w.message))?;
    }
    writeln!(table.out)
}

impl<'s> Table<'_, 's> {
    fn people(&mut self, sheet: &'s FactSheet) -> io::Result<()> {
        let people = sheet.people.as_deref().unwrap_or(&[]);
        self.title("People", people.len())?;
        let mut held: HashSet<&str> = HashSet::new();
        for p in people {
            let offices: Vec<String> = p.offices.iter().map(|o| self.name(o)).collect();
            held.extend(p.offices.iter().map(String::as_str));
            let latin = if p.latin == p.name { String::new() } else { format!("  {}", self.paint(FAINT, &p.latin)) };
            self.line(2, &format!("{}{latin}{}", self.paint(style("person"), &p.name), self.times(p.mentions.len() + p.references.len())))?;
            if !offices.is_empty() {
                self.line(6, &offices.join("; "))?;
            }
        }
        let others: Vec<&crate::sheet::Office> = sheet.offices.iter().flatten().filter(|o| !held.contains(o.id.as_str())).collect();
        self.title("Offices of nobody named", others.len())?;
        for o in others {
            let of = [&o.organization, &o.place, &o.country].into_iter().flatten().next().map(|id| self.name(id));
            let of = of.filter(|of| !o.title.contains(of.as_str())).map_or(String::new(), |of| format!("  {}", self.paint(FAINT, &of)));
            self.line(2, &format!("{}{of}{}", self.paint(style("office"), &o.title), self.times(o.mentions.len())))?;
        }
        Ok(())
    }

    fn places(&mut self, sheet: &'s FactSheet) -> io::Result<()> {
        let countries = sheet.countries.as_deref().unwrap_or(&[]);
        let places = sheet.places.as_deref().unwrap_or(&[]);
        self.title("Countries and places", countries.len() + places.len())?;
        for c in countries {
            let code = self.paint(FAINT, &c.iso);
            self.line(2, &format!("{}  {code}{}", self.paint(style("country"), &c.name), self.times(c.mentions.len())))?;
        }
        for p in places {
            let within: Vec<String> = [&p.within, &p.country].into_iter().flatten().map(|id| self.name(id)).collect();
            let kind = if p.kind == "other" { "place" } else { &p.kind };
            let what = std::iter::once(kind.to_string()).chain(within).collect::<Vec<_>>().join(", ");
            self.line(2, &format!("{}  {}{}", self.paint(style("place"), &p.name), self.paint(FAINT, &what), self.times(p.mentions.len())))?;
        }
        Ok(())
    }

    fn organizations(&mut self, sheet: &'s FactSheet) -> io::Result<()> {
        let all = sheet.organizations.as_deref().unwrap_or(&[]);
        self.title("Organizations", all.len())?;
        for o in all {
            let country = o.country.as_ref().map_or(String::new(), |c| format!(", {}", self.name(c)));
            let kind = if o.kind == "other" { "organization" } else { &o.kind };
            let what = self.paint(FAINT, &format!("{kind}{country}"));
            self.line(2, &format!("{}  {what}{}", self.paint(style("organization"), &o.name), self.times(o.mentions.len())))?;
        }
        Ok(())
    }

    fn values(&mut self, sheet: &'s FactSheet) -> io::Result<()> {
        let figures = sheet.figures.as_deref().unwrap_or(&[]);
        self.title("Figures", figures.len())?;
        for f in figures {
            let words = self.words(&f.mentions);
            self.line(2, &format!("{}  {words}", self.paint(style("figure"), &f.describe())))?;
        }
        let dates = sheet.dates.as_deref().unwrap_or(&[]);
        self.title("Dates", dates.len())?;
        for d in dates {
            let told = d.mentions.iter().all(|m| m.text == d.describe());
            let words = if told { String::new() } else { format!("  {}", self.words(&d.mentions)) };
            self.line(2, &format!("{}{words}", self.paint(style("date"), d.describe())))?;
        }
        Ok(())
    }

    fn facts(&mut self, sheet: &'s FactSheet) -> io::Result<()> {
        let facts = sheet.facts.as_deref().unwrap_or(&[]);
        let (said, others): (Vec<&Fact>, Vec<&Fact>) = facts.iter().partition(|f| f.kind == "statement");
        self.title("Facts", others.len())?;
        for f in others {
            let sentence = self.sentence(f);
            self.line(2, &sentence)?;
        }
        self.title("Statements", said.len())?;
        for f in said {
            let speaker = f.args.speaker.as_ref().map_or("?".into(), |id| self.name(id));
            let words = match (&f.quote, &f.segments) {
                (Some(q), _) if f.indirect == Some(true) => q.text.clone(),
                (Some(q), _) => format!("«{}»", q.text),
                (None, Some(s)) => format!("«{}»", s.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" … ")),
                (None, None) => f.evidence.text.clone(),
            };
            let words = self.guarded(&words);
            self.line(2, &format!("{speaker}: {words}"))?;
        }
        Ok(())
    }

    /// «Касым-Жомарт Токаев to visit Бишкек», and whose words that is.
    fn sentence(&self, fact: &Fact) -> String {
        let mut out: String = sentence::pieces(fact)
            .into_iter()
            .map(|piece| match piece {
                Piece::Words(words) => self.paint(FAINT, &words),
                // A part of a count is its state and an id.
                Piece::Value(value) => match value.rsplit_once(' ') {
                    Some((state, id)) if self.names.contains_key(id) => format!("{} {}", self.guarded(state), self.name(id)),
                    _ => self.name(&value),
                },
            })
            .collect();
        if fact.balanced == Some(false) {
            out.push_str(" — does not add up");
        }
        match (&fact.said_by, fact.reported) {
            (Some(id), _) => out.push_str(&format!(" ({} {})", self.paint(FAINT, "according to"), self.name(id))),
            (None, Some(true)) => out.push_str(&format!(" ({})", self.paint(FAINT, "it is said"))),
            _ => {}
        }
        out
    }

    fn name(&self, id: &str) -> String {
        match self.names.get(id) {
            Some((kind, name)) => self.paint(style(kind), name),
            // A country that the gazetteers know of and the text does not name.
            None => self.guarded(id.strip_prefix("country:").unwrap_or(id)),
        }
    }

    /// How the text puts it, each wording once.
    fn words(&self, mentions: &[MentionOf]) -> String {
        let mut seen: Vec<&str> = Vec::new();
        for m in mentions {
            if !seen.contains(&m.text.as_str()) {
                seen.push(&m.text);
            }
        }
        self.paint(FAINT, &seen.join(" | "))
    }

    fn times(&self, n: usize) -> String {
        if n > 1 { self.paint(FAINT, &format!("  ×{n}")) } else { String::new() }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        let text = self.guarded(text);
        if self.look.color { format!("{style}{text}{style:#}") } else { text }
    }

    fn guarded(&self, text: &str) -> String {
        if !self.look.guard {
            return text.split(['\n', '\r']).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ");
        }
        text.chars().filter_map(guard).collect()
    }

    fn title(&mut self, title: &str, count: usize) -> io::Result<()> {
        if count == 0 {
            return Ok(());
        }
        writeln!(self.out)?;
        let title = self.paint(TITLE, title);
        writeln!(self.out, "{title}")
    }

    fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        let (first, next) = (" ".repeat(indent), " ".repeat(indent + 4));
        let options = textwrap::Options::new(self.look.width.max(20)).initial_indent(&first).subsequent_indent(&next).break_words(false);
        for line in textwrap::wrap(text, options) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}

/// Nothing for what steers a terminal or turns the direction of writing, a space for line ends and tabs.
pub fn guard(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if c.is_control() => None,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' => None,
        c => Some(c),
    }
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("{n} {what}") } else { format!("{n} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, ingest::Document};

    fn table(text: &str, look: Look) -> String {
        let sheet = Extractor::new().extract(&Document::new("статья", text));
        let mut out = Vec::new();
        write(&sheet, look, &mut out).expect("memory takes all");
        String::from_utf8(out).expect("UTF-8")
    }

    const PLAIN: Look = Look { width: 80, color: false, guard: true };

    #[test]
    fn a_person_stands_above_the_office() {
        let table = table("Президент Казахстана Касым-Жомарт Токаев прибыл в Ош.", PLAIN);
        assert!(table.contains("  Касым-Жомарт Токаев  Kasym-Zhomart Tokayev\n      президент Казахстана\n"), "{table}");
        assert!(table.contains("Касым-Жомарт Токаев is президент Казахстана\n"), "{table}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_but_for_a_long_word() {
        let text = "Министр обороны Сергей Петров заявил: «Мы сделали всё, что могли, и будем делать это впредь, пока хватит сил и средств у всех нас».";
        for line in table(text, Look { width: 40, ..PLAIN }).lines() {
            assert!(line.chars().count() <= 40, "{line}");
        }
    }

    #[test]
    fn escapes_of_a_strangers_text_do_not_reach_the_terminal() {
        let text = "Министр Сергей Петров заявил: «Это \u{1b}[31mкрасное\u{202e} слово, и его надо знать».";
        for look in [PLAIN, Look { color: true, ..PLAIN }] {
            let table = table(text, look);
            assert!(!table.contains("\u{1b}[31m"), "{table}");
            assert!(!table.contains('\u{202e}'), "{table}");
        }
    }
}
