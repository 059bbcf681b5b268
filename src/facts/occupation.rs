//! Occupation: who holds which office.
//!
//! Apposition and lists are read in `resolve::holders`, which references need too; here they become facts with modality, and the
//! verbs of holding and leading are added: «занимает пост», «возглавляет», «работает», «был министром», «станет директором».

use super::frames::{self, Filled, Form};
use super::{FactRule, Scene, clauses, fact, modality};
use crate::arbitrate::Mention;
use crate::lexicon::{Class, Pos, Table};
use crate::recognize::{Kind, Page, Sense};
use crate::resolve::{Entity, Holder};
use crate::sheet::{Args, Fact};
use std::collections::{BTreeMap, BTreeSet};

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "occupation.office-name",
        kind: "occupation",
        about: "An office right before a name.",
        takes: &[
            "Об этом сообщил [министр обороны Сергей Петров].",
            "[И.о. министра обороны Сергей Петров] уехал.",
            "Выиграл [директор «Аэрофлота» и Сбербанка Сергей Петров].",
            "Молчит [адвокат обвиняемого Сергей Петров].",
            "Молчит [адвокат Сергея Петрова Анна Козлова].",
            "Нет [советника Сергея Петрова Ивана Козлова].",
            "[Член президиума Экспертного совета при мэре Москвы Сергей Петров] уехал.",
        ],
        leaves: &[
            "Министр обороны встретил Сергея Петрова.",
            "Муж актрисы Сергей Петров уехал.",
            "Подруга актрисы Анна Козлова уехала.",
            "Задержали лидера протестующих против освобождения Анны Козловой.",
        ],
    },
    FactRule {
        name: "occupation.office-names",
        kind: "occupation",
        about: "An office in the plural before a list of names.",
        takes: &["Прибыли [министры Сергей Петров и Анна Козлова]."],
        leaves: &["Прибыли министры и гости."],
    },
    FactRule {
        name: "occupation.offices-name",
        kind: "occupation",
        about: "An office before another office and the name of who holds both.",
        takes: &[
            "Выступил [министр обороны, депутат парламента Сергей Петров].",
            "Умер [певец и актёр Сергей Петров].",
            "[Посол Казахстана и представитель Казахстана при ООН Сергей Петров] выступил.",
        ],
        leaves: &["Выступили лидер партии и депутат парламента Сергей Петров.", "Посол Казахстана и депутат парламента Сергей Петров выступили."],
    },
    FactRule {
        name: "occupation.name-comma-office",
        kind: "occupation",
        about: "An office after a name, between commas.",
        takes: &[
            "[Сергей Петров, министр обороны], уехал.",
            "[Сергей Петров, инженер] из цеха завода «Мотор», уехал.",
            "[Сергей Петров, 45 лет, инженер], уехал.",
            "[Сергей Петров (на фото), лидер партии], уехал.",
            "Дом [Сергея Петрова, тогда министра обороны], продан.",
        ],
        leaves: &["Сергей Петров, уехав, молчал."],
    },
    FactRule {
        name: "occupation.name-dash-office",
        kind: "occupation",
        about: "An office in the nominative after a name and a dash.",
        takes: &[
            "[Сергей Петров — министр обороны].",
            "[Сергей Петров — советский и российский актёр].",
            "Суд над [Сергеем Петровым — главой «Аэрофлота]» — идёт.",
        ],
        leaves: &["Сергей Петров — это загадка."],
    },
    FactRule {
        name: "occupation.name-bracket-office",
        kind: "occupation",
        about: "An office in brackets after a name.",
        takes: &["Выступил [Сергей Петров (министр обороны]) и гости."],
        leaves: &["Выступил Сергей Петров (Омск)."],
    },
    FactRule {
        name: "occupation.office-dash-name",
        kind: "occupation",
        about: "An office in the nominative, a dash and a name, as in lists of a government.",
        takes: &["[Министр обороны — Сергей Петров]."],
        leaves: &["О министре обороны — Сергей Петров."],
    },
    FactRule {
        name: "occupation.office-dash-subject",
        kind: "occupation",
        about: "An office in the instrumental, a dash for the verb of holding before it, and a name.",
        takes: &["Директором стал Сергей Петров, а [продюсером — Иван Козлов]."],
        leaves: &["Над директором — Сергей Петров.", "Стал Сергей Петров директором — и Иван Козлов уехал."],
    },
    FactRule {
        name: "occupation.office-comma-name",
        kind: "occupation",
        about: "An office that begins the sentence, and a name between commas behind it.",
        takes: &["[Пресс-секретарь, Сергей Петров], подтвердил это."],
        leaves: &["Пресс-секретарь, Сергей Петров, Анна Козлова и гости уехали."],
    },
    FactRule {
        name: "occupation.name-from",
        kind: "occupation",
        about: "A name, «из» and the organization where somebody works or plays.",
        takes: &["Это отметила [Анна Козлова из «Лукойла»]."],
        leaves: &["Анна Козлова уволилась из «Лукойла».", "Анна Козлова из «Лукойла» перешла в «Аэрофлот».", "Анна Козлова из Твери победила."],
    },
    FactRule {
        name: "occupation.copula",
        kind: "occupation",
        about: "A verb of holding an office between name and office.",
        takes: &["[Сергей Петров является директором] завода.", "[Сергей Петров занимает пост министра обороны]."],
        leaves: &["Сергей Петров встретил директора завода."],
    },
    FactRule {
        name: "occupation.verb",
        kind: "occupation",
        about: "A verb of holding an office, leading or working, with who and the office or organization.",
        takes: &[
            "[Анна Козлова возглавляет «Аэрофлот»].",
            "[Сергей Петров был директором завода].",
            "Приехала [Анна Козлова, которая руководит Сбербанком].",
            "[Сергей Петров работает в Сбербанке].",
            "Пост [министра обороны займёт Сергей Петров].",
            "[Во главе завода стоит Сергей Петров].",
            "Приехал [Сергей Петров, возглавляющий Сбербанк].",
            "Приехала [Анна Козлова, возглавлявшая Сбербанк].",
            "Сергей Петров сменил много мест: [был директором] завода.",
        ],
        leaves: &["Сергей Петров возглавляет колонну.", "Анна Козлова работает в саду."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "who" => &[Kind::Person],
        "office" => &[Kind::Office],
        _ => &[Kind::Organization],
    }
}

/// Whether the words before an office say that it is no longer held: «бывший», «экс-».
pub fn is_former(page: &Page<'_>, office: &Mention) -> bool {
    crate::resolve::offices::with_modifiers(page, office).any(|i| {
        page.form(i).is_some_and(|f| f.entries.iter().any(|e| e.table == Table::OfficeModifiers && e.cell("kind") == "former") || f.folded.starts_with("экс-"))
    })
}

/// «Петров, тогда министр», «Петров, в прошлом актёр»: behind a name the words before an office say when it was held.
fn is_past(page: &Page<'_>, h: &Holder, office: &Mention) -> bool {
    let start = crate::resolve::offices::with_modifiers(page, office).start;
    h.rule.starts_with("occupation.name-") && crate::resolve::offices::time_before(page, start).is_some_and(|(_, over)| over)
}

/// Finds who holds which office, each once.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let mut out: Vec<Fact> = Vec::new();
    let mut known: BTreeSet<(String, Option<String>, Option<String>)> = BTreeSet::new();
    // «губернатор Свердловской области» somewhere says what «губернатор Иванов» elsewhere means.
    let owned = |o: &crate::sheet::Office| o.organization.is_some() || o.place.is_some() || o.country.is_some();
    let full: BTreeSet<(usize, &str)> =
        r.holders.iter().filter(|h| owned(&r.offices[h.office.index])).map(|h| (h.person.index, r.offices[h.office.index].head.as_str())).collect();
    // The evidence is the place that says most.
    let said_in_full: BTreeSet<(usize, usize)> =
        r.holders.iter().filter(|h| is_said_in_full(page, &r.mentions[h.office_mention])).map(|h| (h.person.index, h.office.index)).collect();
    let home = homes(scene);
    let rows = Rows::new(scene);
    for h in &r.holders {
        let office = &r.mentions[h.office_mention];
        let held = &r.offices[h.office.index];
        let shorter = !is_former(page, office)
            && (!owned(held) && full.contains(&(h.person.index, held.head.as_str()))
                || said_in_full.contains(&(h.person.index, h.office.index)) && !is_said_in_full(page, office));
        if is_address(page, r, h) || shorter || clauses::is_post_of_another(page, r, h) || clauses::is_of_the_named(page, r, h) {
            continue;
        }
        let titled = crate::resolve::offices::with_modifiers(page, office);
        let evidence = titled.start.min(h.tokens.start)..h.tokens.end;
        let modality = match () {
            () if is_former(page, office) || is_past(page, h, office) || clauses::is_of_post(page, office) && scene.is_replaced(office.tokens.start) => {
                "former"
            }
            () if h.rule == "occupation.copula" => match modality::at(page, c, office.tokens.start) {
                "actual" if !is_lasting(&held.kind) && scene.is_past_holding(&h.tokens) => "former",
                other => other,
            },
            () => "actual",
        };
        let (mut organization, mut place) = (beside(scene, h), None);
        if let Some(owner) = own_share(scene, h, &rows) {
            match owner.kind {
                Kind::Organization => organization = Some(r.id(owner).to_string()),
                _ => place = Some(r.id(owner).to_string()),
            }
        }
        if organization.is_none() && place.is_none() {
            organization = of_office_before(scene, h, &rows);
        }
        if organization.is_none() && place.is_none() && is_of_state(scene, h) {
            place = home.get(&h.person.index).cloned();
        }
        let args = Args { who: Some(r.id(h.person).to_string()), office: Some(r.id(h.office).to_string()), organization, place, ..Args::default() };
        if known.insert((args.who.clone().unwrap_or_default(), args.office.clone(), None)) {
            out.push(fact(page, "occupation", modality, args, &evidence, h.rule));
        }
    }
    for (m, who) in (0..r.mentions.len()).filter(|m| r.mentions[*m].kind == Kind::Person).filter_map(|m| Some((m, r.entity_of[m]?))) {
        let tokens = &r.mentions[m].tokens;
        let Some(organization) = from_behind(scene, tokens.end) else { continue };
        let args = Args { who: Some(r.id(who).to_string()), organization: Some(r.id(organization).to_string()), ..Args::default() };
        let held = rows.named.contains(&(who, tokens.start)) || rows.named.contains(&(who, tokens.end));
        if !held && known.insert((args.who.clone().unwrap_or_default(), None, args.organization.clone())) {
            let end = r.within(&(tokens.end..page.sentence(tokens.end).end), Kind::Organization).next().map_or(tokens.end, |(n, _)| r.mentions[n].tokens.end);
            out.push(fact(page, "occupation", "actual", args, &(tokens.start..end), "occupation.name-from"));
        }
    }
    for filled in scene.filled("hold", &wanted).chain(scene.filled("copula", &wanted)) {
        let (Some(who), offices, organization) = (filled.role("who"), filled.ids(c, r, "office"), filled.id(c, r, "organization")) else { continue };
        let organization = organization.or_else(|| of_antecedent(scene, &filled));
        let offices: Vec<Option<String>> = if offices.is_empty() { vec![None] } else { offices.into_iter().map(Some).collect() };
        for (e, office) in frames::members(c, who).into_iter().flat_map(|e| offices.iter().map(move |o| (e, o))) {
            let args = Args { who: Some(r.id(e).to_string()), office: office.clone(), organization: organization.clone(), ..Args::default() };
            let key = (args.who.clone().unwrap_or_default(), args.office.clone(), if office.is_some() { None } else { args.organization.clone() });
            if !known.insert(key) {
                continue;
            }
            let mut new = scene.fact("occupation", &filled, args, "occupation.verb");
            let lasting = filled.entity(c, "office").is_some_and(|e| is_lasting(&r.offices[e.index].kind));
            if new.modality == "actual"
                && !lasting
                && (is_over(page, &filled.predicate)
                    || filled.role("office").and_then(|n| c.phrases[n].office).is_some_and(|m| is_former(page, &r.mentions[m])))
            {
                new.modality = "former".to_string();
            }
            out.push(new);
        }
    }
    out
}

/// Whether an office's own words say what it is of.
fn is_said_in_full(page: &Page<'_>, office: &Mention) -> bool {
    use crate::recognize::Role;
    office.parts.iter().any(|p| matches!(p.role, Role::Organization | Role::Place | Role::Country))
        || crate::resolve::offices::with_modifiers(page, office).start < office.tokens.start
}

/// «господин Петров»: a form of address is no occupation.
fn is_address(page: &Page<'_>, r: &crate::resolve::Resolved, h: &Holder) -> bool {
    page.form(r.mentions[h.office_mention].tokens.start).is_some_and(|f| f.word("form-of-address").is_some())
}

/// The organization named between office and name, or in the complement behind the office, where the office itself names none:
/// «директор по развитию «Мотора» Петров», «Петров, рабочий из цеха «Мотора»,».
fn beside(scene: &Scene<'_>, h: &Holder) -> Option<String> {
    let r = scene.r;
    let office = &r.offices[h.office.index];
    if office.organization.is_some() || office.place.is_some() || office.country.is_some() {
        return None;
    }
    let own = &r.mentions[h.office_mention].tokens;
    // Of two offices before a name the second one's organization is that of the first only where «и» joins them.
    if h.rule == "occupation.offices-name" && scene.page.has(own.end, Class::Comma) {
        return None;
    }
    let mut end = h.tokens.end;
    // «Сергей Петров — директор и совладелец «Мотора».»
    if matches!(h.rule, "occupation.name-comma-office" | "occupation.name-dash-office") {
        let limit = scene.page.sentence(own.start).end;
        while end < limit && !scene.page.any(end, &[Class::Comma, Class::Stop, Class::CloseBracket, Class::Dash]) {
            end += 1;
        }
    }
    r.within(&(own.end..end), Kind::Organization).next().map(|(_, e)| e).or_else(|| from_behind(scene, h.tokens.end)).map(|e| r.id(e).to_string())
}

/// The organization behind «из» right after a name: «экономист Козлова из «Мотора»»; «перешёл из «Мотора»» is a way out of it.
fn from_behind(scene: &Scene<'_>, end: usize) -> Option<Entity> {
    let (page, r) = (scene.page, scene.r);
    if end >= page.len() || !page.form(end)?.word("out-of").is_some() || !page.sentence(end - 1).contains(&end) {
        return None;
    }
    let (at, organization) = r.within(&(end + 1..page.sentence(end).end), Kind::Organization).next().filter(|(m, _)| r.mentions[*m].tokens.start == end + 1)?;
    let leaves = |v: &usize| page.form(*v).is_some_and(|f| ["visit", "appoint", "court", "change"].iter().any(|class| f.predicate(class).is_some()));
    let clause = scene.c.clause(end);
    (!clause.verbs.iter().any(leaves) && !r.mentions[at].tokens.is_empty()).then_some(organization)
}

/// «министры обороны России и Китая Петров и Ли»: of as many owners as names each has the one at its place.
fn own_share(scene: &Scene<'_>, h: &Holder, rows: &Rows) -> Option<Entity> {
    let r = scene.r;
    let office = &r.mentions[h.office_mention];
    let listed = rows.listed.get(&h.office_mention).filter(|l| l.len() > 1)?;
    let owner = |m: &Mention| matches!(m.kind, Kind::Organization | Kind::Country | Kind::Place) && m.tokens.start >= office.tokens.start;
    let mut owners: Vec<Entity> = Vec::new();
    let mut end = office.tokens.start;
    for (m, e) in r.mentions[h.office_mention..].iter().zip(&r.entity_of[h.office_mention..]).take_while(|(m, _)| m.tokens.end <= office.tokens.end) {
        if owner(m) && m.tokens.start >= end {
            owners.extend(*e);
            end = m.tokens.end;
        }
    }
    (owners.len() == listed.len()).then(|| listed.get(&h.person).map(|n| owners[*n])).flatten()
}

/// «представитель армии полковник Петров»: a rank is one in what the office before it is of.
fn of_office_before(scene: &Scene<'_>, h: &Holder, rows: &Rows) -> Option<String> {
    let r = scene.r;
    if r.offices[h.office.index].kind != "rank" {
        return None;
    }
    let office = rows.ending.get(&(h.person, r.mentions[h.office_mention].tokens.start))?;
    r.offices[*office].organization.clone()
}

/// The holders by what stands beside them.
#[derive(Default)]
struct Rows {
    /// Of every mention of an office its holders, each with its place in their row.
    listed: BTreeMap<usize, BTreeMap<Entity, usize>>,
    /// A person's office by the token behind its mention.
    ending: BTreeMap<(Entity, usize), usize>,
    /// Who is named with an office, by the first token and by the one behind the last of what says so.
    named: BTreeSet<(Entity, usize)>,
}

impl Rows {
    fn new(scene: &Scene<'_>) -> Rows {
        let mut out = Rows::default();
        for h in &scene.r.holders {
            let row = out.listed.entry(h.office_mention).or_default();
            let place = row.len();
            row.entry(h.person).or_insert(place);
            out.ending.insert((h.person, scene.r.mentions[h.office_mention].tokens.end), h.office.index);
            out.named.extend([(h.person, h.tokens.start), (h.person, h.tokens.end)]);
        }
        out
    }
}

/// Of the people whose country people.tsv knows and the text names that country: «президент Лукашенко» in a text about Belarus.
fn homes(scene: &Scene<'_>) -> BTreeMap<usize, String> {
    let r = scene.r;
    let mut out: BTreeMap<usize, String> = BTreeMap::new();
    for (m, e) in r.mentions.iter().zip(&r.entity_of) {
        let (Sense::Entry(known), Some(e)) = (&m.sense, e) else { continue };
        if m.kind == Kind::Person && known.table == Table::People {
            let country = format!("country:{}", known.cell("country"));
            if r.countries.iter().any(|c| c.id == country) {
                out.insert(e.index, country);
            }
        }
    }
    out
}

/// Whether an office that names nothing that it is of is one of a state: «президент», «глава государства».
fn is_of_state(scene: &Scene<'_>, h: &Holder) -> bool {
    let office = &scene.r.offices[h.office.index];
    let mention = &scene.r.mentions[h.office_mention];
    // «председатель» may be that of anything.
    let Sense::Entry(entry) = &mention.sense else { return false };
    if mention.cues.contains(&"relational-head") && !entry.cell("name").contains(' ') {
        return false;
    }
    let bare = office.organization.is_none() && office.place.is_none() && office.country.is_none() && office.title == entry.cell("name");
    bare && entry.cell("kind") == "office" && matches!(entry.cell("field"), "state" | "government") && entry.cell("of").split('|').any(|of| of == "country")
}

/// «завод «Мотор», директором которого стал Петров»: the organization that «который» behind the office stands for.
fn of_antecedent(scene: &Scene<'_>, filled: &Filled) -> Option<String> {
    let (c, r) = (&scene.c, scene.r);
    let office = &c.phrases[filled.role("office")?];
    let held = office.entity.filter(|e| e.kind == Kind::Office).map(|e| &r.offices[e.index])?;
    if held.organization.is_some() || held.place.is_some() || held.country.is_some() {
        return None;
    }
    let of = &c.phrases[c.phrase(office.tokens.end)?];
    let relative = of.stands_for.and(of.entity).filter(|e| e.kind == Kind::Organization && of.preposition.is_none())?;
    Some(r.id(relative).to_string())
}

/// «был», «работал», «возглавлял»: the past of a verb of holding says that it is over; that of beginning does not.
fn is_over(page: &Page<'_>, predicate: &frames::Predicate) -> bool {
    let current = predicate.entry.cell("detail") == "current";
    let past = page.form(predicate.head).is_some_and(|f| f.readings.iter().find(|x| matches!(x.pos, Pos::Verb | Pos::Participle)).is_some_and(|x| x.past));
    current && past && matches!(predicate.form, Form::Active | Form::ActiveParticiple)
}

/// A prize or a rank stays when its holder «был» it.
fn is_lasting(kind: &str) -> bool {
    matches!(kind, "honorific" | "rank")
}

impl Scene<'_> {
    /// Whether the clause of an office says that somebody follows another: «сменил на посту министра Петрова».
    fn is_replaced(&self, token: usize) -> bool {
        let verbs = &self.c.clause(token).verbs;
        let near = verbs.partition_point(|v| *v < token);
        verbs[..near].last().is_some_and(|v| self.page.form(*v).and_then(|f| f.predicate("appoint")).is_some_and(|e| e.cell("detail") == "replaced"))
    }

    /// Whether in a stretch of tokens a verb of holding an office stands in the past.
    fn is_past_holding(&self, tokens: &std::ops::Range<usize>) -> bool {
        let from = self.predicates.partition_point(|p| p.tokens.start < tokens.start);
        self.predicates[from..]
            .iter()
            .take_while(|p| p.tokens.start < tokens.end)
            .any(|p| matches!(p.entry.cell("class"), "hold" | "copula") && is_over(self.page, p))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, ingest::Document};

    #[test]
    fn what_is_over_is_former() {
        for (text, modality) in [
            ("Анна Козлова занимала должность министра финансов.", "former"),
            ("Анна Козлова осталась министром финансов.", "actual"),
            ("Иван Сидоров сменил на посту министра финансов Сергея Петрова.", "former"),
            ("Совет назначил на пост министра финансов Сергея Петрова.", "actual"),
            ("Приехал Сергей Петров, возглавлявший Сбербанк.", "former"),
            ("Приехал Сергей Петров, прежде министр обороны.", "former"),
            ("Закон приняли, ранее министр обороны Сергей Петров поддержал его.", "actual"),
            ("Сергей Петров перестанет быть министром финансов.", "denied"),
            ("В случае избрания Сергей Петров станет министром финансов.", "possible"),
        ] {
            let facts = Extractor::new().extract(&Document::new("1", text)).facts.unwrap_or_default();
            let held: Vec<&str> = facts.iter().filter(|f| f.kind == "occupation").map(|f| f.modality.as_str()).collect();
            assert_eq!(held, [modality], "{text}");
        }
    }

    #[test]
    fn a_president_known_to_the_world_is_that_of_a_country_of_the_text() {
        for (text, place) in [
            ("Власти Беларуси отвергли упрёки. Президент Александр Лукашенко выступил в парламенте.", Some("country:BY")),
            ("Президент Александр Лукашенко выступил в парламенте.", None),
            ("Власти Беларуси отвергли упрёки. Президент Сергей Петров выступил в парламенте.", None),
        ] {
            let facts = Extractor::new().extract(&Document::new("1", text)).facts.unwrap_or_default();
            let held: Vec<_> = facts.iter().filter(|f| f.kind == "occupation").map(|f| f.args.place.as_deref()).collect();
            assert_eq!(held, [place], "{text}");
        }
    }

    #[test]
    fn whose_advocate_somebody_is_is_no_advocate() {
        let text = "По словам адвоката Анны Козловой, она больна. Это подтвердил адвокат Сергей Петров.";
        let facts = Extractor::new().extract(&Document::new("1", text)).facts.unwrap_or_default();
        let held: Vec<_> = facts.iter().filter(|f| f.kind == "occupation").map(|f| f.args.who.as_deref()).collect();
        assert_eq!(held, [Some("person:sergey-petrov")]);
    }

    #[test]
    fn of_several_offices_in_one_word_each_has_its_own() {
        let sheet = Extractor::new().extract(&Document::new("1", "Президенты Казахстана и Франции Сергей Петров и Жак Дюпон провели переговоры."));
        let held: Vec<_> = sheet.facts.unwrap_or_default().into_iter().filter(|f| f.kind == "occupation").map(|f| (f.args.who, f.args.place)).collect();
        let held: Vec<_> = held.iter().map(|(who, place)| (who.as_deref(), place.as_deref())).collect();
        assert_eq!(held, [(Some("person:sergey-petrov"), Some("country:KZ")), (Some("person:zhak-dyupon"), Some("country:FR"))]);
    }

    #[test]
    fn a_name_in_the_genitive_is_not_the_holder() {
        let sheet = Extractor::new().extract(&Document::new("1", "Иван Сидоров работал телохранителем Сергея Петрова."));
        let people = sheet.people.unwrap_or_default();
        let held: Vec<_> = sheet.facts.unwrap_or_default().into_iter().filter(|f| f.kind == "occupation").filter_map(|f| f.args.who).collect();
        let named: Vec<&str> = held.iter().filter_map(|id| people.iter().find(|p| p.id == *id)).map(|p| p.name.as_str()).collect();
        assert_eq!(named, ["Иван Сидоров"]);
    }
}
