//! Deals: «купила завод за», «подписали соглашение с», «продажа завода», «оштрафовала на», «подал в суд на».

use super::clauses::{VerbForm, verb_form};
use super::frames::{Filled, Form};
use super::{FactRule, Scene};
use crate::lexicon::{Case, Entry, Table};
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};
use std::collections::BTreeSet;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "deal.verb",
        kind: "deal",
        about: "A verb of buying, selling, signing, granting, suing or fining with its sides.",
        takes: &[
            "[«Лукойл» купил компанию «Самаранефтегаз» за 5 млн долларов].",
            "[Компания «Самаранефтегаз» куплена «Лукойлом»].",
            "[«Самаранефтегаз» продал «Лукойлу» 20% акций «Аэрофлота»].",
            "[«Лукойл» подписал соглашение с «Аэрофлотом»].",
            "[«Лукойл» и «Аэрофлот» подписали] договор.",
            "[«Лукойл» выдал кредит «Аэрофлоту»] на 5 млн рублей.",
            "[«Лукойл» взял у «Аэрофлота» крупный кредит].",
            "[«Лукойл» должен «Аэрофлоту» 5 млн рублей].",
            "[ФАС наложила на «Лукойл» штраф].",
            "[Еврокомиссия обязала «Лукойл»] выплатить 5 млн евро.",
            "[«Лукойл» выиграл тендер] Минобороны.",
            "[«Лукойл» подал иск к «Аэрофлоту»].",
        ],
        leaves: &[
            "Сергей Петров купил хлеб.",
            "Сбербанк подписал бумагу.",
            "Сергей Петров и Анна Козлова подписали бумагу.",
            "Россия предоставила Сергею Петрову убежище.",
            "Сергей Петров: решение суда не штрафовать «Аэрофлот» верно.",
            "Еврокомиссия обязала «Лукойл» ответить.",
        ],
    },
    FactRule {
        name: "deal.noun",
        kind: "deal",
        about: "A noun of a deal with its sides or object.",
        takes: &[
            "Газеты обсуждают [покупку «Аэрофлота» «Лукойлом»].",
            "Закрыт [долг «Лукойла» перед «Аэрофлотом»].",
            "[«Лукойл» ведёт переговоры о покупке «Аэрофлота»].",
            "Готовится [соглашение между Сбербанком и «Лукойлом»].",
            "[«Лукойл» объявил о покупке «Аэрофлота»].",
        ],
        leaves: &["Покупка хлеба удалась «Лукойлу».", "«Лукойл» рассказал о покупке «Аэрофлота»."],
    },
    FactRule {
        name: "deal.side",
        kind: "deal",
        about: "A verb of being or becoming with a noun for a side of a deal.",
        takes: &["[Покупателем «Аэрофлота» стал «Лукойл»].", "[Спонсором сборной России стала компания «Лукойл»].", "[«Лукойл» стал спонсором «Аэрофлота»]."],
        leaves: &["Покупателем хлеба стал «Лукойл»."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "object" => &[Kind::Organization, Kind::Place],
        "amount" => &[Kind::Figure],
        "a" | "b" | "both" | "giver" | "receiver" => &[Kind::Person, Kind::Organization, Kind::Country, Kind::Place],
        _ => &[Kind::Person, Kind::Organization, Kind::Country],
    }
}

/// Finds deals.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r) = (&scene.c, scene.r);
    let mut out: Vec<Fact> = Vec::new();
    let officials: BTreeSet<Entity> = r.holders.iter().map(|h| h.person).collect();
    for mut filled in scene.filled("deal", &wanted) {
        let noun = filled.predicate.form == Form::Noun;
        if noun && let Some(role) = only_told(scene, &filled) {
            filled.drop(role);
        }
        if filled.role("both").is_some() && !noun && is_people(scene, &filled, &officials) || is_sport(scene, &filled) {
            continue;
        }
        let money = |e: &Entity| e.kind == Kind::Figure && r.figures[e.index].kind == "money";
        let amount = filled.entity(c, "amount");
        // «получил от Петрова пять писем».
        if amount.is_some_and(|e| !money(&e)) && ["object", "noun"].iter().all(|role| filled.role(role).is_none()) {
            continue;
        }
        let amount = amount.filter(money).or_else(|| only_money(scene, filled.predicate.head));
        let detail = action(scene, &filled);
        let mut sides = Sides::of(scene, &filled);
        if filled.predicate.entry.cell("detail") == "ordered" && !sides.pays(scene, &filled) {
            continue;
        }
        if detail == "won" && sides.with.is_none() {
            sides.add_customer(scene, &filled);
        }
        if filled.predicate.entry.cell("detail") == "recovered"
            && let Some(id) = in_favour(scene, &filled)
        {
            sides.orders_for(id);
        }
        // «по соглашениям с «Лукойлом» и «Аэрофлотом»»: no deal between these two.
        let one_side = filled.role("b").is_some() && filled.role("a").is_none();
        let alone = match detail {
            "won" => filled.entity(c, "a").is_some_and(|e| e.kind != Kind::Person),
            "fined" => amount.is_some(),
            _ => false,
        };
        let object = filled.id(c, r, "object").filter(|o| !sides.all.contains(o));
        if one_side || sides.all.is_empty() || !alone && sides.all.len() + usize::from(object.is_some()) < 2 {
            continue;
        }
        let Sides { all, buyer, seller, who, with, authority } = sides;
        let amount = amount.map(|e| r.id(e).to_string());
        let args = Args { parties: Some(all), buyer, seller, who, with, authority, object, amount, ..Args::default() };
        let mut new = scene.fact("deal", &filled, args, if noun { "deal.noun" } else { "deal.verb" });
        new.action = Some(detail.to_string());
        if noun && new.modality == "actual" && is_negotiated(scene, filled.predicate.head) {
            new.modality = "possible".to_string();
        }
        out.push(new);
    }
    out.extend(by_side(scene));
    out
}

/// «Покупателем «Мотора» стал «Лукойл»», «Сбербанк выступил спонсором клуба»: a verb of being with a noun for a side of a deal and
/// whose it is.
fn by_side(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let mut out = Vec::new();
    for p in scene.predicates.iter().filter(|p| matches!(p.entry.cell("class"), "hold" | "copula") && p.entry.cell("frame").contains("office:ins")) {
        let Some(subject) = c.subject(page, p.head) else { continue };
        // «спонсором стала компания Nike».
        let subject = super::frames::named_by(page, c, subject, wanted("a")).unwrap_or(subject);
        let Some(who) = c.phrases[subject].entity.filter(|e| wanted("buyer").contains(&e.kind)) else { continue };
        let predicative = |n: &usize| c.phrases[*n].preposition.is_none() && c.phrases[*n].cases.has(Case::Ins) && c.phrases[*n].after.is_none();
        let noun = c.dependents(p.head).find(|n| predicative(n) && *n != subject);
        let Some(noun) = noun else { continue };
        let own = &c.phrases[noun];
        let row = page.form(own.head).and_then(|f| f.entries_of(Table::Predicates).find(|e| e.cell("class") == "deal-side"));
        let Some(row) = row else { continue };
        // «инвестор «Мотора»» may be read as an office.
        let inside = r.within(&own.tokens, Kind::Organization).last();
        let behind = c.phrases.get(noun + 1).filter(|q| q.after == Some(noun));
        let other = inside.map(|x| (x.1, own.tokens.end)).or_else(|| behind.and_then(|q| Some((q.entity?, q.tokens.end))));
        let Some((other, end)) = other.filter(|o| wanted("a").contains(&o.0.kind) && o.0 != who) else { continue };
        let (who, other) = (r.id(who).to_string(), r.id(other).to_string());
        let detail = row.cell("detail");
        let args = match row.cell("frame") {
            "buyer" => Args { parties: Some(vec![who.clone()]), buyer: Some(who), object: Some(other), ..Args::default() },
            "with" => Args { parties: Some(vec![other.clone(), who.clone()]), who: Some(other), with: Some(who), ..Args::default() },
            _ => Args { parties: Some(vec![who.clone(), other.clone()]), who: Some(who), with: Some(other), ..Args::default() },
        };
        let span = [&c.phrases[subject].tokens, &p.tokens, &(own.tokens.start..end)];
        let (start, end) = span.iter().fold((p.head, p.head), |at, t| (at.0.min(t.start), at.1.max(t.end)));
        let mut new = super::fact(page, "deal", super::modality::at(page, c, p.head), args, &super::trimmed(page, start..end), "deal.side");
        new.action = Some(detail.to_string());
        out.push(new);
    }
    out
}

/// Who takes part in a deal, and as what.
#[derive(Default)]
struct Sides {
    all: Vec<String>,
    buyer: Option<String>,
    seller: Option<String>,
    who: Option<String>,
    with: Option<String>,
    authority: Option<String>,
}

impl Sides {
    fn of(scene: &Scene<'_>, filled: &Filled) -> Sides {
        let (c, r) = (&scene.c, scene.r);
        let mut out = Sides::default();
        for role in ["buyer", "seller", "giver", "bank", "receiver", "a", "b", "both"] {
            // «договор между Москвой и Киевом»: cities and regions act, seas do not.
            let acts = |e: Entity| e.kind != Kind::Place || matches!(r.places[e.index].kind.as_str(), "city" | "village" | "region" | "district");
            if filled.entity(c, role).is_none_or(|e| !acts(e)) {
                continue;
            }
            let ids = filled.ids(c, r, role);
            let first = ids.first().cloned();
            match role {
                "buyer" => out.buyer = first,
                "seller" => out.seller = first,
                "giver" | "bank" | "a" if first.is_some() => out.who = first,
                "receiver" | "b" if first.is_some() => out.with = first,
                // «Россия и Индия подписали договор», «Россия и Индия договорились»: one with the other.
                "both" if ids.len() == 2 => (out.who, out.with) = (first, ids.last().cloned()),
                _ => {}
            }
            for id in ids {
                if !out.all.contains(&id) {
                    out.all.push(id);
                }
            }
        }
        if out.who == out.with {
            out.with = None;
        }
        out
    }

    /// «обязал «Лукойл» выплатить «Мотору» 5 млн»: whether it is paying that somebody is bound to. Where the words say to whom, the
    /// deal is between these two, and who binds them is the authority.
    fn pays(&mut self, scene: &Scene<'_>, filled: &Filled) -> bool {
        let (c, page) = (&scene.c, scene.page);
        let token = filled.predicate.head;
        let infinitive = c.clause(token).verbs.iter().copied().find(|v| *v > token && verb_form(page, *v) == Some(VerbForm::Infinitive));
        let Some(infinitive) = infinitive.filter(|v| page.form(*v).is_some_and(|f| f.word("pay").is_some())) else { return false };
        let to = c.dependents(infinitive).find(|n| {
            let p = &c.phrases[*n];
            p.head > infinitive && p.preposition.is_none() && p.cases.has(Case::Dat) && p.entity.is_some_and(|e| wanted("receiver").contains(&e.kind))
        });
        if let Some(to) = to.and_then(|n| c.phrases[n].entity) {
            self.orders_for(scene.r.id(to).to_string());
        }
        true
    }

    /// The one whom somebody is made to pay is the first side, and who makes him is the authority.
    fn orders_for(&mut self, to: String) {
        if !self.all.contains(&to) {
            self.authority = self.who.replace(to.clone());
            self.all.retain(|id| Some(id) != self.authority.as_ref());
            self.all.insert(0, to);
        }
    }

    /// «выиграл тендер Минобороны»: the other side is whose tender it is.
    fn add_customer(&mut self, scene: &Scene<'_>, filled: &Filled) {
        let c = &scene.c;
        let Some(noun) = filled.role("noun") else { return };
        let of = c.phrases.get(noun + 1).filter(|p| p.after == Some(noun)).and_then(|p| p.entity);
        let Some(id) = of.filter(|e| matches!(e.kind, Kind::Organization | Kind::Country)).map(|e| scene.r.id(e).to_string()) else { return };
        if !self.all.contains(&id) {
            self.all.push(id.clone());
            self.with = Some(id);
        }
    }
}

/// What is done: by the predicate's row, and of verbs that may be of anything by the noun that goes with them.
fn action(scene: &Scene<'_>, filled: &Filled) -> &'static str {
    let detail = filled.predicate.entry.cell("detail");
    let sort = filled.role("noun").and_then(|n| super::frames::sorts(scene.page, scene.c.phrases[n].head).next()).unwrap_or("");
    match (detail, sort) {
        ("granted" | "invested", "loan") => "lent",
        ("lent", "grant") => "granted",
        ("granted", "investment") => "invested",
        ("granted", "contract") => "won",
        ("lent", "lease") => "leased",
        ("paid", "debt") => "repaid",
        ("recovered", _) if in_favour(scene, filled).is_some() => "ordered",
        _ => detail,
    }
}

/// «взыскал с «Лукойла» 5 млн в пользу «Мотора»».
fn in_favour(scene: &Scene<'_>, filled: &Filled) -> Option<String> {
    let (c, page) = (&scene.c, scene.page);
    let noun = c
        .dependents(filled.predicate.head)
        .find(|n| c.phrases[*n].preposition.is_some() && page.form(c.phrases[*n].head).is_some_and(|f| f.has_lemma("польза")))?;
    let whose = c.phrases.get(noun + 1).filter(|p| p.after == Some(noun))?.entity?;
    wanted("receiver").contains(&whose.kind).then(|| scene.r.id(whose).to_string())
}

/// The only sum of money in a predicate's clause: «кредит в размере 5 млн рублей».
fn only_money(scene: &Scene<'_>, token: usize) -> Option<Entity> {
    let money = |e: &Entity| e.kind == Kind::Figure && scene.r.figures[e.index].kind == "money";
    let mut all = scene.c.near(token).filter_map(|p| p.entity).filter(money);
    let first = all.next()?;
    all.all(|e| e == first).then_some(first)
}

/// «Агентство сообщило о покупке «Мотора»»: a subject is a side of a deal named by a noun only where its verb makes the deal:
/// «объявил о покупке», «ведёт переговоры о продаже». The role of a subject that is none.
fn only_told(scene: &Scene<'_>, filled: &Filled) -> Option<&'static str> {
    let subject = scene.c.subject(scene.page, filled.predicate.head);
    let (role, side) =
        ["buyer", "seller", "giver", "a", "both"].into_iter().filter_map(|role| Some((role, filled.role(role)?))).find(|x| Some(x.1) == subject)?;
    let verb = || scene.c.governor(scene.page, filled.predicate.head).and_then(|v| scene.page.form(v)?.word("support-verb"));
    // «одобрил выделение кредита» makes the one who gives, «одобрил покупку» none who buys.
    let makes = || verb().is_some_and(|e| e.cell("note") != "giver" || role == "giver");
    let sort = |kind| scene.c.phrases[side].entity_is(kind);
    (!sort(Kind::Organization) && !sort(Kind::Country) && !sort(Kind::Person) || !makes()).then_some(role)
}

/// «ведёт переговоры о покупке»: what is talked about has not happened yet.
fn is_negotiated(scene: &Scene<'_>, noun: usize) -> bool {
    let (c, page) = (&scene.c, scene.page);
    let Some(preposition) = c.phrase(noun).and_then(|n| c.phrases[n].preposition) else { return false };
    let talks = |e: Entry| e.cell("class") == "meet" && e.cell("detail") == "talks" && e.cell("pos") == "noun";
    preposition > 0 && page.form(preposition - 1).is_some_and(|f| f.entries_of(Table::Predicates).any(talks))
}

/// Two people who signed something signed no deal with each other, unless they hold offices.
fn is_people(scene: &Scene<'_>, filled: &Filled, officials: &BTreeSet<Entity>) -> bool {
    filled.entity(&scene.c, "both").is_some_and(|e| e.kind == Kind::Person && !officials.contains(&e))
}

/// Clubs sign, buy and rent players: a transfer is no deal of this kind, but a club's contract with its sponsor is.
fn is_sport(scene: &Scene<'_>, filled: &Filled) -> bool {
    let all = || filled.roles.iter().filter_map(|x| scene.c.phrases[x.1].entity).filter(|e| !matches!(e.kind, Kind::Figure | Kind::Date));
    let club = |e: &Entity| e.kind == Kind::Organization && matches!(scene.r.organizations[e.index].kind.as_str(), "club" | "team" | "league");
    all().any(|e| club(&e)) && all().all(|e| club(&e) || e.kind == Kind::Person)
}
