//! Whether somebody who knows only the description of the decision comes to the engine's answers.

mod dice;
mod engine;
mod files;
mod generate;
mod naive;
mod smallest;
mod world;

use std::collections::BTreeMap;

use compliance_check::model::verdict::Verdict;
use engine::Engine;
use world::{Asked, Told, World};

fn agree(world: &World, engine: &Engine, asked: &Asked) -> Result<Told, (Told, Vec<Told>)> {
    let told = engine.tell(world, asked);
    let mut answers = naive::answers(world, asked);
    for answer in answers.iter_mut().filter(|answer| !engine::shows_end(answer.verdict)) {
        (answer.held, answer.until) = (None, None);
    }
    if answers.contains(&told) { Ok(told) } else { Err((told, answers)) }
}

#[test]
fn probe() {
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    let start = std::time::Instant::now();
    let (mut loading, mut asking, mut naives) = (0.0, 0.0, 0.0);
    let n: u64 = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let mut bad = 0;
    for seed in 0..n {
        let world = generate::world(seed);
        let a = std::time::Instant::now();
        let engine = Engine::new(&world);
        loading += a.elapsed().as_secs_f64();
        for asked in generate::questions(&world, seed, 200) {
            let a = std::time::Instant::now();
            let told = engine.tell(&world, &asked);
            asking += a.elapsed().as_secs_f64();
            let a = std::time::Instant::now();
            naive::answers(&world, &asked);
            naives += a.elapsed().as_secs_f64();
            *counts.entry(told.verdict).or_default() += 1;
            if let Err((told, answers)) = agree(&world, &engine, &asked) {
                bad += 1;
                let other = answers[0];
                let key = if other.verdict != told.verdict {
                    format!("{:?} / naive {:?}", told.verdict, other.verdict)
                } else {
                    format!(
                        "{:?}: doc {} contested {} held {} until {}",
                        told.verdict,
                        told.document == other.document,
                        told.contested == other.contested,
                        told.held == other.held,
                        told.until == other.until
                    )
                };
                let e = kinds.entry(key.clone()).or_insert((0, seed));
                e.0 += 1;
                if e.0 == 1 || std::env::var("KEY").is_ok_and(|k| key.contains(&k)) && e.0 < 4 {
                    let (v, n) = (told, answers[0]);
                    let (w, a) = smallest::smallest((world.clone(), asked.clone()), |(w, a)| {
                        let engine = Engine::new(w);
                        match agree(w, &engine, a) {
                            Err((t, m)) => {
                                t.verdict == v.verdict
                                    && m[0].verdict == n.verdict
                                    && (t.verdict != m[0].verdict
                                        || (
                                            t.document == m[0].document,
                                            t.contested == m[0].contested,
                                            t.held == m[0].held,
                                            t.until == m[0].until,
                                        ) == (
                                            v.document == n.document,
                                            v.contested == n.contested,
                                            v.held == n.held,
                                            v.until == n.until,
                                        ))
                            }
                            Ok(_) => false,
                        }
                    });
                    let engine = Engine::new(&w);
                    let (t, m) = agree(&w, &engine, &a).unwrap_err();
                    let text: Vec<_> = files::text(&w)
                        .lines()
                        .filter(|l| {
                            ![
                                "title",
                                "publisher",
                                "kind: example",
                                "as-of-basis",
                                "found-at",
                                "issuer",
                                "segment",
                                "jurisd",
                                "aliases",
                                "sources",
                                "name:",
                            ]
                            .iter()
                            .any(|x| l.starts_with(x))
                        })
                        .map(|l| l.replace(", stated-in: unverified", ""))
                        .collect();
                    println!(
                        "##### {key} seed {seed}\n{}\nASKED s{} c{} r{:?} {} third {} meets {:?} on {}\nengine {t:?}\nnaive {m:?}\n",
                        text.join("\n"),
                        a.service,
                        a.cloud,
                        a.region,
                        files::reference(&w, a.required),
                        a.third_party,
                        a.meets,
                        a.as_of
                    );
                }
            }
        }
    }
    println!(
        "{counts:#?}\n{kinds:#?}\n{bad} bad; {:?} loading {loading} asking {asking} naive {naives}",
        start.elapsed()
    );
}
