//! The fact sheet `svodka/1`: one serde model, from which the JSON and its schema are made.
//!
//! Plain data. Keys are always in the order of the fields here; lists are in order of first mention.

pub mod named;
pub mod offsets;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The contract that every sheet names.
pub const SCHEMA: &str = "svodka/1";

/// A position in a unit other than code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Offsets {
    /// First unit.
    pub start: usize,
    /// Unit after the last.
    pub end: usize,
}

/// A stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stretch {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The text between.
    pub text: String,
    /// UTF-8 bytes, with `--offsets`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Offsets>,
    /// UTF-16 code units, with `--offsets`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utf16: Option<Offsets>,
}

/// A part of a mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartOf {
    /// What it is: given, surname, patronymic, nickname, head, organization, country, place, descriptor, name, value, unit, preposition.
    pub role: String,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
}

/// Where and how the text names an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MentionOf {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The text between.
    pub text: String,
    /// The words in the nominative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub norm: Option<String>,
    /// Of a country or place: `name`, `adjective` or `demonym`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The rule that proposed it.
    pub rule: String,
    /// Its parts, by position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartOf>,
    /// UTF-8 bytes, with `--offsets`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Offsets>,
    /// UTF-16 code units, with `--offsets`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utf16: Option<Offsets>,
}

/// A pronoun or description that means the entity without naming it: «он», «казахстанский дипломат».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The text between.
    pub text: String,
    /// The rule that links it.
    pub rule: String,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// `person:` and the Latin name.
    pub id: String,
    /// The full name in the nominative.
    pub name: String,
    /// The name in Latin letters, BGN/PCGN or as the person is known.
    pub latin: String,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Patronymic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<String>,
    /// Surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// Nickname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// `male` or `female`, where the text or the name shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Other forms of the name in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// Ids of the offices held, by the facts.
    pub offices: Vec<String>,
    /// Where the text names the person.
    pub mentions: Vec<MentionOf>,
    /// Where the text means the person without a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
}

/// An office, a profession or a title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Office {
    /// `office:`, the country, the organization and the head in Latin letters.
    pub id: String,
    /// The title in the nominative.
    pub title: String,
    /// The head noun: «посол».
    pub head: String,
    /// The head in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// `office`, `profession`, `rank`, `honorific` or `role`.
    pub kind: String,
    /// The id of the organization that it is an office of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The id of the place that it is an office of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The id of the country that it is an office of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Where the text names the office.
    pub mentions: Vec<MentionOf>,
}

/// A country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Country {
    /// `country:` and the ISO code.
    pub id: String,
    /// The newsroom's name.
    pub name: String,
    /// ISO 3166 alpha-2; codes of disputed and former countries are listed in gazetteers/countries.tsv.
    pub iso: String,
    /// The name in English.
    pub gloss: String,
    /// Other forms of the name in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// Where the text names the country.
    pub mentions: Vec<MentionOf>,
    /// Where the text means the country without naming it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
}

/// One of the places that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceCandidate {
    /// The id that the place would have.
    pub id: String,
    /// The id of its country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The name of the place that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The name in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// Inhabitants, by the gazetteers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
}

/// A place that is no country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// `place:`, the country's code where it is known, and the Latin name.
    pub id: String,
    /// The name in the nominative.
    pub name: String,
    /// The name in Latin letters.
    pub latin: String,
    /// city, village, district, region, macroregion, continent, river, lake, sea, mountain, valley, desert, forest, island, peninsula, street, square,
    /// facility, museum, station, checkpoint, airport, planet, other.
    pub kind: String,
    /// The name in English, where the gazetteers have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// The id of the place that it lies in, where the text or the gazetteers say so and the text names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The id of its country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The places of this name between which the text does not decide; empty where it is known which is meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<PlaceCandidate>,
    /// Other forms of the name in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// Where the text names the place.
    pub mentions: Vec<MentionOf>,
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Organization {
    /// `organization:`, the country's code where it is known, and the Latin name.
    pub id: String,
    /// The name in the nominative.
    pub name: String,
    /// ministry, agency, parliament, government, court, party, company, bank, media, university, club …
    pub kind: String,
    /// The name in English, where the gazetteers have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// The id of its country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Other forms of the name in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// Where the text names the organization.
    pub mentions: Vec<MentionOf>,
    /// Where the text means the organization without naming it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
}

/// A number with what it means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// `figure:`, the kind, the value and what is counted.
    pub id: String,
    /// count, money, percent, measure, duration, age, ordinal, score …
    pub kind: String,
    /// The number; whole numbers without a point.
    pub value: serde_json::Number,
    /// The lower end of a range or first part of a score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<serde_json::Number>,
    /// The upper end of a range or second part of a score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<serde_json::Number>,
    /// exact, about, at_least, up_to, more_than, less_than, range.
    pub bound: String,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The unit's lemma.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What is counted, as a lemma phrase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<String>,
    /// What is counted or measured, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// Of money: the id of the same amount in another currency, where the text gives both: «1 млн долларов (74 млн рублей)».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equivalent: Option<String>,
    /// Where the text gives the figure.
    pub mentions: Vec<MentionOf>,
}

/// A date, a time or a span of time.
///
/// Values are ISO 8601, of the Gregorian calendar. What has a form of its own there is a point: `2018-06-04`, `2018-06`, `2018`, a week `2018-W22`,
/// a time `2018-06-04T11:30`, `T11:30+03:00` with a zone that has an offset. All else is the interval that it covers, both ends included, as exact as the words:
///
/// | text | value |
/// |---|---|
/// | «12–15 июня 2018 года» | `2018-06-12/2018-06-15` |
/// | «третий квартал 2018 года», «первое полугодие» | `2018-07/2018-09`, `--01/--06` |
/// | «летом 2018 года», «зимой 2018 года» | `2018-06/2018-08`, `2017-12/2018-02` (the winter that the year begins in) |
/// | «1990-е», «XXI век» | `1990/1999`, `2001/2100` |
/// | «первая половина мая 2018 года» | `2018-05-01/2018-05-15` |
/// | «с 2010 года по настоящее время» | `2010/..` |
/// | «в 44 году до н. э.» | `-0043` (the year 0 is 1 BC) |
///
/// A day or month without a known year has `--` in its place: `--06-04`, `--06`, `--06-12/--06-15`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Date {
    /// `date:` and the value, or the relative form, and the part.
    pub id: String,
    /// `date`, or `time` where the text gives a time of day.
    pub kind: String,
    /// ISO 8601; absent while a relative date has no anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// century, decade, year, half, quarter, season, month, week, day, time, range, recurrent.
    pub precision: String,
    /// Which part of the value is meant, where the text says so and no value can: `start`, `middle`, `end` («в начале 2010 года»),
    /// `morning`, `day`, `evening`, `night` («утром 5 мая»).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// A relative date as an ISO 8601 duration from the document's date, or from the date before in the text: `-P1D`, `P2Y`, `P0Y` (this year).
    /// `X` stands for a number that is not said, as in EDTF: `-PXD` («несколько дней назад»). `-W-2` is the last Tuesday, `W-2` the next.
    /// `-P3M/P0D` («за последние три месяца») has a distance at each end. «На 73-й минуте» counts from the beginning of what is told: `PT73M`. `R/P1Y`, `R/W-3` come back every year, every Wednesday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relative: Option<String>,
    /// What the value was found by, where the words alone do not give it: `document` (its own date, or `--date`), `dateline`,
    /// `text` (a date before).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Where the text gives the date.
    pub mentions: Vec<MentionOf>,
}

/// A part of a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountPart {
    /// The lemma of what that part does or is.
    pub state: String,
    /// The same in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// The figure's id.
    pub figure: String,
    /// The percent of the whole that the text gives for the part: a figure's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
}

/// The arguments of a fact: ids of entities and figures; which are there depends on the fact's kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Args {
    /// A person; of a deal the side that gives, lends, invests, fines or sues, or is named first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// An office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The organization where an office is held or somebody works, where the office's own words do not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The one whom somebody follows in an office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predecessor: Option<String>,
    /// Who appoints, dismisses, arrests, sentences, accuses, imposes or orders to pay: a person, organization, office or country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Of a kinship: the one whose spouse, child, parent … `who` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Those who met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participants: Option<Vec<String>>,
    /// The sides of a deal: the buyer or giver first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parties: Option<Vec<String>>,
    /// The one of the parties who buys, where the words say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<String>,
    /// The one of the parties who sells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seller: Option<String>,
    /// The other side of a deal: who gets, borrows, owes, is fined or sued, or is named second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// What a deal is about: an organization or place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The figure of money in a deal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Who owns, controls or founded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What is owned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// The figure of the share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// The figure of people killed, injured …; of meetings the one that counts or numbers them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// A place or country; of a location the place, building or organization that stands `within` it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The larger place or country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// A date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The figure of an age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<String>,
    /// The figure of a sentence's length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// What somebody is charged with, in the nominative, or the clause that says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// From what people died or were hurt, in the text's words, in the nominative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Whom sanctions are against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Who says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// What changes, in the text's words, as a lemma phrase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// The figure before, of a change; the number of casualties that a newer one replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The place or country of a visit, the figure after, of a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The figure by which something changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// `up` or `down`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// What is counted, as a lemma phrase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<String>,
    /// The figure of the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// The parts of the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<CountPart>>,
}

/// Something that the text says of entities and figures. By kind, with its arguments:
///
/// | kind | arguments | more |
/// |---|---|---|
/// | `occupation` | who, office; organization where the office's words do not name it, or instead of an office | |
/// | `appointment` | who, office, organization, predecessor, authority, date | `action`: appointed, elected, nominated, dismissed, resigned |
/// | `meeting` | participants, date, place, figure | `medium`: telephone, video, online |
/// | `statement` | speaker | `quote`, `segments`, `fragments`, `indirect`, `stance` |
/// | `visit` | who, to, date | `visit` |
/// | `deal` | parties, and which of them is buyer or seller, or who deals with whom; object, amount, authority | `action`: bought, sold, leased, invested, lent, owed, repaid, forgiven, paid, granted, sponsored, supplied, signed, agreed, terminated, fined, ordered, recovered, awarded, sued, won |
/// | `ownership` | owner, property, share | `action`: owns, founded |
/// | `casualties` | figure, place, date, cause, from | `state`: killed, injured, missing, ill, evacuated, detained |
/// | `life` | who, date, place, age, cause | `event`: born, died, aged |
/// | `location` | place or organization, within | |
/// | `kinship` | who, of | `relation`: spouse, child, parent, sibling … |
/// | `court` | who, authority, term, charge, date | `action`: detained, arrested, suspected, accused, charged, investigated, wanted, convicted, sentenced, acquitted, pardoned, released, extradited |
/// | `sanction` | target, authority, date | `action`: imposed, lifted |
/// | `count` | counted, total, parts | `balanced` |
/// | `change` | what, from, to, by, direction | |
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// `fact:`, the kind and a hash of the arguments and the evidence's words.
    pub id: String,
    /// occupation, appointment, meeting, statement, visit, deal, ownership, casualties, life, location, kinship, court, sanction, count, change.
    pub kind: String,
    /// actual, former, planned, possible, rumoured, asked, denied.
    pub modality: String,
    /// Its arguments.
    pub args: Args,
    /// Of a statement: the words said, without quotation marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Stretch>,
    /// Of an interrupted statement: its pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<Vec<Stretch>>,
    /// Of an indirect statement: words between quotation marks in it, which are the speaker's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fragments: Option<Vec<Stretch>>,
    /// Of a statement: told in the author's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indirect: Option<bool>,
    /// Of a statement: claim, deny, demand, promise, ask …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<String>,
    /// What was done: see the kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Of casualties: killed, injured, missing, ill, evacuated, detained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Of a life: born, died, aged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Of a kinship: what `who` is to `of`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// Of a meeting: telephone, where they did not meet in person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// Of a visit: state, official, working, private.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// Of a count: whether the parts add up to the total; of a change: whether `from` and `by` give `to`. Absent when the text does
    /// not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balanced: Option<bool>,
    /// Who says so, where it stands in somebody's words: the speaker of that statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said_by: Option<String>,
    /// It stands in somebody's words, and the text does not say whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<bool>,
    /// The words of the text that say it.
    pub evidence: Stretch,
    /// The rule that found it.
    pub rule: String,
}

/// Something to know about the input: what was replaced, cut or skipped, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// What it is and what was done.
    pub message: String,
    /// The first byte of the input that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
    /// The first code point of the text that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character: Option<u64>,
}

/// Which program and data made the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Producer {
    /// Version of svodka.
    pub svodka: String,
    /// Hash of the gazetteers.
    pub gazetteers: String,
}

/// The text that the sheet is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentOf {
    /// The record's id or the file's name.
    pub id: String,
    /// Its date, which relative dates count from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Code points.
    pub characters: usize,
    /// Sentences.
    pub sentences: usize,
    /// Tokens, white space apart.
    pub tokens: usize,
    /// The encoding that it was decoded from, when that was not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The text that offsets count in, when it is not the input itself: that of an HTML page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Which fields of a record the text was joined of, when there is more than one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldOf>,
    /// Of a record that repeats an earlier one of its dump, with `svodka batch --dedupe`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reprint: Option<Reprint>,
    /// Other fields of the record, with `svodka batch --keep`.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub kept: serde_json::Map<String, serde_json::Value>,
}

/// The part of the text that one field of a record gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldOf {
    /// The field's name in the record.
    pub field: String,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
}

/// What an article repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reprint {
    /// The id of the first document with this text.
    pub of: String,
    /// `exact`: the same words; `near`: a few changed.
    pub kind: String,
}

/// The fact sheet of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactSheet {
    /// `svodka/1`.
    pub schema: String,
    /// Which program and data made it.
    pub producer: Producer,
    /// The text that it is about.
    pub document: DocumentOf,
    /// People; absent when left out by `--only`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<Vec<Person>>,
    /// Offices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offices: Option<Vec<Office>>,
    /// Countries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<Country>>,
    /// Places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<Place>>,
    /// Organizations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizations: Option<Vec<Organization>>,
    /// Figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<Vec<Figure>>,
    /// Dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<Vec<Date>>,
    /// Facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<Vec<Fact>>,
    /// What was replaced, cut or skipped in the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// The parts of a sheet that `--only` knows.
pub const PARTS: &[&str] = &["people", "offices", "countries", "places", "organizations", "figures", "dates", "facts"];

impl FactSheet {
    /// Leaves out every part that `only` does not name.
    pub fn keep_only(&mut self, only: &[String]) {
        let keep = |name: &str| only.iter().any(|o| o == name);
        if !keep("people") {
            self.people = None;
        }
        if !keep("offices") {
            self.offices = None;
        }
        if !keep("countries") {
            self.countries = None;
        }
        if !keep("places") {
            self.places = None;
        }
        if !keep("organizations") {
            self.organizations = None;
        }
        if !keep("figures") {
            self.figures = None;
        }
        if !keep("dates") {
            self.dates = None;
        }
        if !keep("facts") {
            self.facts = None;
        }
    }
}

/// The JSON Schema of `svodka/1`, made from the model.
///
/// ```
/// let schema = svodka::sheet::json_schema();
/// assert_eq!(schema["title"], "FactSheet");
/// ```
pub fn json_schema() -> serde_json::Value {
    serde_json::to_value(schemars::schema_for!(FactSheet)).expect("a schema is JSON")
}
