//! The questions, in their order, and what an answer leads to.

use super::closed;
use super::offers::{Offers, id_in};
use super::services::{self, Found};
use crate::catalog::{Catalog, CloudName};
use crate::draft::{self, Wanted};
use crate::run::today;

/// One question.
#[derive(Debug)]
pub(super) struct Question<'q> {
    /// What is asked.
    pub(super) words: &'q str,
    /// What may be answered.
    pub(super) help: &'q str,
    /// The names that are offered.
    pub(super) offers: Offers,
    /// The answer that stands there already.
    pub(super) first: Option<&'q str>,
}

/// Somebody who answers.
pub(super) trait Answers {
    /// The answer; empty where there is none.
    fn answer(&mut self, question: &Question<'_>) -> Result<String, Stop>;

    /// Says what an answer lacks.
    fn say(&mut self, words: &str) -> Result<(), Stop>;
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Whoever was asked wants to stop.
    Cancelled,
    /// Nobody can be asked.
    Broken(String),
}

/// What is wanted, with the answers to all that was not given already.
pub(super) fn ask(
    given: &Wanted,
    folder: Option<&str>,
    catalog: &Catalog,
    answers: &mut dyn Answers,
) -> Result<Wanted, Stop> {
    let mut asking = Asking { catalog, answers };
    let mut wanted = given.clone();
    if wanted.name.is_none() {
        wanted.name = asking.own_words("Name of the deployment", folder)?;
    }
    if wanted.owner.is_none() {
        wanted.owner = asking.own_words("Who answers for it", None)?;
    }
    let cloud = asking.cloud(&mut wanted)?;
    asking.services(&mut wanted, cloud)?;
    if let Some(cloud) = cloud.filter(|_| wanted.regions.is_empty()) {
        asking.regions(&mut wanted, cloud)?;
    }
    if wanted.requires.is_empty() {
        asking.requires(&mut wanted)?;
    }
    Ok(wanted)
}

struct Asking<'a> {
    catalog: &'a Catalog,
    answers: &'a mut dyn Answers,
}

impl Asking<'_> {
    fn own_words(&mut self, words: &str, first: Option<&str>) -> Result<Option<String>, Stop> {
        let question = Question { words, help: "in your own words; empty for none", offers: Offers::Nothing, first };
        let answer = self.answers.answer(&question)?;
        Ok(Some(answer).filter(|answer| !answer.trim().is_empty()))
    }

    /// The cloud that is wanted; none where it is left to the services.
    fn cloud(&mut self, wanted: &mut Wanted) -> Result<Option<CloudName>, Stop> {
        if let Some(given) = &wanted.cloud {
            return Ok(draft::cloud(self.catalog, given).ok());
        }
        let question = Question {
            words: "Cloud",
            help: "type a part of its name, Tab takes the first; empty for the home of each service",
            offers: Offers::Clouds,
            first: None,
        };
        let catalog = self.catalog;
        let answer = self.known(&question, |text| closed::open_cloud(catalog, text, today()))?;
        wanted.cloud = answer.as_ref().map(|(text, _)| text.clone());
        Ok(answer.map(|(_, cloud)| cloud))
    }

    fn services(&mut self, wanted: &mut Wanted, cloud: Option<CloudName>) -> Result<(), Stop> {
        let catalog = self.catalog;
        let provider = cloud.map(|name| catalog.facts().clouds[name.cloud].provider);
        loop {
            let is_first = wanted.services.is_empty();
            let question = Question {
                words: if is_first { "Service" } else { "Another service" },
                help: if is_first {
                    "type a part of its name, Tab takes the first"
                } else {
                    "a part of its name; empty for no more"
                },
                offers: Offers::Services(provider),
                first: None,
            };
            match self.known(&question, |text| services::find(catalog, text, cloud))? {
                Some((service, Found::Known)) => wanted.services.push(service),
                Some((typed, Found::Guessed(service))) => {
                    let known = &catalog.facts().services[service];
                    self.answers.say(&format!("`{typed}` is taken for {}, which is {}", known.id, known.name))?;
                    wanted.services.push(known.id.to_string());
                }
                None if is_first => self.answers.say("a manifest needs one service at least")?,
                None => return Ok(()),
            }
        }
    }

    fn regions(&mut self, wanted: &mut Wanted, cloud: CloudName) -> Result<(), Stop> {
        let catalog = self.catalog;
        // A part of a cloud stands for its regions, and not every cloud has any.
        if cloud.part.is_some() || catalog.facts().clouds[cloud.cloud].regions.is_empty() {
            return Ok(());
        }
        loop {
            let question = Question {
                words: if wanted.regions.is_empty() { "Region" } else { "Another region" },
                help: "for all services; empty for no more",
                offers: Offers::Regions(cloud.cloud),
                first: None,
            };
            match self.known(&question, |text| draft::region(catalog, text, cloud.cloud))? {
                Some((region, _)) => wanted.regions.push(region),
                None => return Ok(()),
            }
        }
    }

    fn requires(&mut self, wanted: &mut Wanted) -> Result<(), Stop> {
        let catalog = self.catalog;
        loop {
            let question = Question {
                words: if wanted.requires.is_empty() { "Standard to be shown" } else { "Another standard" },
                help: "for all services, with an edition or a level where need be; empty for no more",
                offers: Offers::Standards,
                first: None,
            };
            match self.known(&question, |text| draft::standard(catalog, text))? {
                Some((standard, _)) => wanted.requires.push(standard),
                None => return Ok(()),
            }
        }
    }

    /// An answer that is known, with what it means; none where it is empty. It is asked again until it is either.
    fn known<T>(
        &mut self,
        question: &Question<'_>,
        find: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<(String, T)>, Stop> {
        loop {
            let answer = self.answers.answer(question)?;
            let id = id_in(&answer);
            if id.is_empty() {
                return Ok(None);
            }
            match find(id) {
                Ok(thing) => return Ok(Some((id.to_owned(), thing))),
                Err(complaint) => self.answers.say(&complaint)?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;
    use crate::run::carried;

    /// Answers that were written down, and what was asked and said.
    struct Script {
        answers: VecDeque<&'static str>,
        heard: Vec<String>,
    }

    impl Answers for Script {
        fn answer(&mut self, question: &Question<'_>) -> Result<String, Stop> {
            self.heard.push(format!("{}?", question.words));
            let answer = self.answers.pop_front().ok_or(Stop::Cancelled)?;
            Ok(if answer == "=" { question.first.unwrap_or_default() } else { answer }.to_owned())
        }

        fn say(&mut self, words: &str) -> Result<(), Stop> {
            self.heard.push(words.to_owned());
            Ok(())
        }
    }

    fn asked(given: &Wanted, answers: &[&'static str]) -> (Result<Wanted, Stop>, Vec<String>) {
        let mut script = Script { answers: answers.iter().copied().collect(), heard: Vec::new() };
        let wanted = ask(given, Some("desk"), &carried(), &mut script);
        assert!(wanted.is_err() || script.answers.is_empty(), "{:?}", script.answers);
        (wanted, script.heard)
    }

    #[test]
    fn each_thing_is_asked_once_and_lists_until_they_end() {
        let answers = [
            "=",
            "ops",
            "azure-public",
            "azure-bot-service · Azure Bot Service",
            "power bi",
            "",
            "East US",
            "",
            "soc-2",
            "fedramp@high",
            "",
        ];
        let (wanted, heard) = asked(&Wanted::default(), &answers);
        let wanted = wanted.expect("every question has an answer");
        assert_eq!((wanted.name.as_deref(), wanted.owner.as_deref()), (Some("desk"), Some("ops")));
        assert_eq!(wanted.cloud.as_deref(), Some("azure-public"));
        assert_eq!(wanted.services, ["azure-bot-service", "power bi"]);
        assert_eq!(
            (wanted.regions, wanted.requires),
            (vec!["East US".to_owned()], vec!["soc-2".to_owned(), "fedramp@high".to_owned()])
        );
        assert_eq!(
            heard,
            [
                "Name of the deployment?",
                "Who answers for it?",
                "Cloud?",
                "Service?",
                "Another service?",
                "Another service?",
                "Region?",
                "Another region?",
                "Standard to be shown?",
                "Another standard?",
                "Another standard?",
            ]
        );
    }

    #[test]
    fn what_is_not_known_is_told_with_the_nearest_and_asked_again() {
        let answers =
            ["", "", "azure-publc", "", "", "azure-bot-servce", "azure-bot-service", "", "soc-22", "soc-2", ""];
        let (wanted, heard) = asked(&Wanted::default(), &answers);
        let wanted = wanted.expect("every question has an answer");
        assert_eq!((wanted.name, wanted.cloud, wanted.regions), (None, None, Vec::new()));
        for words in ["`azure-public`", "a manifest needs one service at least", "`azure-bot-service`", "`soc-2`"] {
            assert!(heard.iter().any(|line| line.contains(words)), "{words}: {heard:#?}");
        }
    }

    #[test]
    fn a_closed_cloud_is_told_and_a_name_that_means_one_service_is_taken_for_it() {
        let answers = ["", "", "azure-germany", "aws", "s3", "", "", ""];
        let (wanted, heard) = asked(&Wanted::default(), &answers);
        let wanted = wanted.expect("every question has an answer");
        assert_eq!(wanted.cloud.as_deref(), Some("aws"));
        assert_eq!(wanted.services, ["amazon-simple-storage-service"]);
        for words in ["azure-germany was closed: its last day was 2021-10-29", "`s3` is taken for amazon-simple"] {
            assert!(heard.iter().any(|line| line.starts_with(words)), "{words}: {heard:#?}");
        }
    }

    #[test]
    fn what_was_given_is_not_asked() {
        let given = Wanted {
            name: Some("n".to_owned()),
            owner: Some("o".to_owned()),
            cloud: Some("azure-public".to_owned()),
            regions: vec!["eastus".to_owned()],
            requires: vec!["soc-2".to_owned()],
            ..Wanted::default()
        };
        let (wanted, heard) = asked(&given, &["power-bi", ""]);
        assert_eq!(wanted.map(|wanted| wanted.services), Ok(vec!["power-bi".to_owned()]));
        assert_eq!(heard, ["Service?", "Another service?"]);
    }

    #[test]
    fn whoever_stops_is_left_in_peace() {
        assert_eq!(asked(&Wanted::default(), &["n", "o"]).0, Err(Stop::Cancelled));
    }
}
