//! The program's own answers for a small catalogue, put like those of the second opinion.

use compliance_check::catalog::{Answer, Catalog, Note, Opinion, Question};
use compliance_check::load::catalogue::{self, CatalogueFile};
use compliance_check::model::deployment::LeastAssurance;
use compliance_check::model::id::{Id, Slug};
use compliance_check::model::provider::{Cloud, Region, Service};
use compliance_check::model::standard::{Standard, StandardRef};
use compliance_check::model::table::Table;
use compliance_check::model::verdict::Verdict;
use compliance_check::text::{Span, Spanned};

use super::files;
use super::world::{Asked, Ref, Said, Told, World};
use crate::common;

/// The engine over a small catalogue, with what it calls the catalogue's things.
pub struct Engine {
    pub catalog: Catalog,
    clouds: Vec<Id<Cloud>>,
    regions: Vec<Id<Region>>,
    services: Vec<Id<Service>>,
    standards: Vec<Id<Standard>>,
}

/// The things of a table in the order of the numbers that end their names.
fn numbered<T>(table: &Table<T>, id: impl Fn(&T) -> &Slug) -> Vec<Id<T>> {
    let mut all: Vec<_> = table.iter().map(|(at, one)| (number(id(one)), at)).collect();
    all.sort_unstable();
    all.into_iter().map(|(_, at)| at).collect()
}

fn number(id: &Slug) -> usize {
    id.as_str()[1..].parse().expect("a letter and a number")
}

impl Engine {
    pub fn new(world: &World) -> Self {
        Self::of_files(&files::files(world), || files::text(world))
    }

    /// Over files in this order; `text` is what they say, for the message where they can't be read.
    pub fn of_files(files: &[CatalogueFile], text: impl Fn() -> String) -> Self {
        let facts = catalogue::load(files);
        let facts = facts.unwrap_or_else(|problems| panic!("{}\n{}", common::lines(problems), text()));
        Self::of_catalog(Catalog::new(facts))
    }

    pub fn of_catalog(catalog: Catalog) -> Self {
        let facts = catalog.facts();
        Self {
            clouds: numbered(&facts.clouds, |one| &one.id),
            regions: numbered(&facts.regions, |one| &one.id),
            services: numbered(&facts.services, |one| &one.id),
            standards: numbered(&facts.standards, |one| &one.id),
            catalog,
        }
    }

    /// The whole answer, handed to `look`.
    pub fn ask<T>(&self, world: &World, asked: &Asked, look: impl FnOnce(&Question<'_>, &Answer) -> T) -> T {
        let condition = |number: &usize| Slug::new(&format!("k{number}")).expect("it is fit");
        let meets: Vec<_> = asked.meets.iter().map(|number| Spanned::new(condition(number), Span::default())).collect();
        let question = Question {
            service: self.services[asked.service],
            cloud: self.clouds[asked.cloud],
            region: asked.region.map(|region| self.regions[region]),
            required: self.reference(world, asked.required),
            assurance: if asked.third_party { LeastAssurance::ThirdParty } else { LeastAssurance::Any },
            meets: &meets,
            as_of: asked.as_of,
        };
        look(&question, &self.catalog.resolve(&question))
    }

    pub fn tell(&self, world: &World, asked: &Asked) -> Told {
        self.ask(world, asked, |_, answer| self.told(world, answer))
    }

    fn told(&self, world: &World, answer: &Answer) -> Told {
        let facts = self.catalog.facts();
        let held = self.catalog.held(answer);
        Told {
            verdict: answer.verdict,
            document: answer.deciding.as_ref().map(|opinion| number(&facts.documents[opinion.document].id)),
            contested: !answer.contested_by.is_empty(),
            held: held.map(|held| self.named(world, held)),
            until: answer.deciding.as_ref().and_then(|opinion| opinion.until).filter(|_| shows_end(answer.verdict)),
            said: answer.deciding.as_ref().filter(|_| shows_end(answer.verdict)).map(said).unwrap_or_default(),
        }
    }

    /// What a small catalogue calls a reference.
    fn named(&self, world: &World, of: StandardRef) -> Ref {
        let facts = self.catalog.facts();
        let standard = number(&facts.standards[of.standard].id);
        let name = of.level.map(|level| number(&facts.levels[level].id));
        let levels = &world.standards[standard].levels;
        Ref {
            standard,
            edition: of.edition.map(|edition| number(&facts.editions[edition].id)),
            level: name.and_then(|name| levels.iter().position(|level| level.name == name)),
        }
    }

    fn reference(&self, world: &World, of: Ref) -> StandardRef {
        let facts = self.catalog.facts();
        let standard = self.standards[of.standard];
        let found = &facts.standards[standard];
        let edition = |wanted| {
            *found.editions.iter().find(|&&one| number(&facts.editions[one].id) == wanted).expect("it is there")
        };
        let level =
            |wanted| *found.levels.iter().find(|&&one| number(&facts.levels[one].id) == wanted).expect("it is there");
        StandardRef {
            standard,
            edition: of.edition.map(edition),
            level: of.level.map(|place| level(world.standards[of.standard].levels[place].name)),
        }
    }
}

fn said(opinion: &Opinion) -> Said {
    let mut said = Said::default();
    for note in &opinion.notes {
        match note {
            Note::CloudInferred => said.cloud_is_inferred = true,
            Note::LevelBasis { basis, .. } => said.basis = Some(*basis),
            Note::EditionOver(_) => said.edition_is_over = true,
            Note::NewestLeavesRegionOut(_) => said.is_handed_over = true,
        }
    }
    said
}

/// Whether a verdict rests on something that is in scope here, so that an edition, a level and an end belong to it.
pub fn shows_end(verdict: Verdict) -> bool {
    use Verdict::{
        Conditional, Covered, CoveredByRelation, EditionDiffers, EditionRetired, EditionUnstated, KindTooWeak, Lapsed,
        LevelTooLow, LevelUnstated,
    };
    let in_scope = [
        Covered,
        Conditional,
        CoveredByRelation,
        Lapsed,
        EditionRetired,
        EditionDiffers,
        EditionUnstated,
        LevelTooLow,
        LevelUnstated,
        KindTooWeak,
    ];
    in_scope.contains(&verdict)
}
