//! The rules of statements, with what they take and leave.

use crate::facts::FactRule;

const KIND: &str = "statement";

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "statement.quotation-then-speaker",
        kind: KIND,
        about: "A quotation, then a verb of speech with its speaker, or the author's words inside it.",
        takes: &[
            "[«Мы построим новую школу за год», – сказал Сергей Петров].",
            "[«Мы построим школу, – сказал Сергей Петров. – Это займёт год»].",
            "[\"Мы построим новую школу за год\", сообщили в Минобрнауки].",
        ],
        leaves: &["Сергей Петров смотрел фильм «Мы построим новый дом».", "Роман «Мы построим новый дом» – о том, как говорил с людьми Сергей Петров."],
    },
    FactRule {
        name: "statement.speaker-then-quotation",
        kind: KIND,
        about: "A speaker with a verb of speech and a colon, or a person who does something and a colon, then the quotation.",
        takes: &["[Сергей Петров сказал: «Мы построим новую школу за год»]."],
        leaves: &["Сергей Петров открыл магазин «Мир новых вещей и книг».", "Сергей Петров заявил, что проект «угрожает всем жителям города»."],
    },
    FactRule {
        name: "statement.quotation-continued",
        kind: KIND,
        about: "A quotation right behind another that has a speaker.",
        takes: &["«Мы построим новую школу за год», – сказал Сергей Петров. [«Людям нужна эта школа»]."],
        leaves: &["«Мы построим новую школу за год», – сказал Сергей Петров и показал фильм «Наша школа и мы»."],
    },
    FactRule {
        name: "statement.block",
        kind: KIND,
        about: "A verb of speech with a colon at the end of a paragraph, then the words said without marks.",
        takes: &["[Сергей Петров написал на своей странице:\nМы построим новую школу за год]."],
        leaves: &["Сергей Петров построил:\nшколу, мост и дорогу."],
    },
    FactRule {
        name: "statement.turn",
        kind: KIND,
        about: "A paragraph that begins with a dash, with the author's words between dashes.",
        takes: &["– [Мы построим новую школу, – сказал Сергей Петров]."],
        leaves: &["Сергей Петров ушёл – и вернулся."],
    },
    FactRule {
        name: "statement.interview",
        kind: KIND,
        about: "A name and a colon at the beginning of a paragraph; «Ответ:» where one person is asked.",
        takes: &["[Сергей Петров: Мы построим новую школу за год].", "Сергей Петров: Мы рады вам.\n\n[С. П.: Построим школу за год]."],
        leaves: &["Итог: школа будет построена."],
    },
    FactRule {
        name: "statement.headline",
        kind: KIND,
        about: "A headline that begins with a name and a colon.",
        takes: &["[Сергей Петров: школу построят за год]\n\nВ городе прошло собрание."],
        leaves: &["Школа: итоги года\n\nВ городе прошло собрание."],
    },
    FactRule {
        name: "statement.that-clause",
        kind: KIND,
        about: "A verb, adjective or noun of speech with its speaker and «что».",
        takes: &[
            "[Сергей Петров заявил, что школу построят за год].",
            "[Сергей Петров уверен, что школу построят за год].",
            "[Сергей Петров не исключил, что школу построят за год].",
        ],
        leaves: &[
            "Сергей Петров знает, что школу построят.",
            "Сергей Петров не сообщил, что школу построят.",
            "Адвокат Анны Козловой заявил, что школу построят.",
        ],
    },
    FactRule {
        name: "statement.infinitive",
        kind: KIND,
        about: "A demand or promise with an infinitive.",
        takes: &["[Сергей Петров пообещал построить школу за год].", "[Сергей Петров призвал жителей построить школу за год]."],
        leaves: &["Сергей Петров хочет построить школу."],
    },
    FactRule {
        name: "statement.according-to",
        kind: KIND,
        about: "«По словам», «по данным», «со слов» with the speaker in the genitive.",
        takes: &["[По словам Сергея Петрова, школу построят за год].", "[Школу построят за год, по мнению Сергея Петрова]."],
        leaves: &["По дороге Сергея Петрова встретили друзья."],
    },
    FactRule {
        name: "statement.as-says",
        kind: KIND,
        about: "«Как сообщил» with the speaker.",
        takes: &["[Как сообщил Сергей Петров, школу построят за год].", "[Школу, как считает Сергей Петров, построят за год]."],
        leaves: &["Как известно, Сергей Петров построил школу."],
    },
    FactRule {
        name: "statement.says-behind",
        kind: KIND,
        about: "A verb of speech with its speaker behind a comma.",
        takes: &["[Школу построят за год, сообщил Сергей Петров].", "[Школу, отметил Сергей Петров, построят за год]."],
        leaves: &["Сергей Петров приехал в Омск, рассказал детям сказку."],
    },
    FactRule {
        name: "statement.about-this",
        kind: KIND,
        about: "«Об этом сообщил» with the speaker of the sentence before.",
        takes: &["[Школу построят за год. Об этом сообщил Сергей Петров]."],
        leaves: &["Школу построят за год. Об этом мечтал Сергей Петров."],
    },
];
