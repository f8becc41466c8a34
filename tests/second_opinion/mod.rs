//! Whether somebody who knows only the description of the decision comes to the engine's answers.

mod dice;
mod engine;
mod files;
mod generate;
mod naive;
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
                let other = &answers[0];
                let key = if other.verdict != told.verdict {
                    format!("{:?} / naive {:?}", told.verdict, other.verdict)
                } else {
                    format!("{:?}: doc {} contested {} held {} until {}", told.verdict, told.document == other.document, told.contested == other.contested, told.held == other.held, told.until == other.until)
                };
                let e = kinds.entry(key).or_insert((0, seed));
                e.0 += 1;
            }
        }
    }
    println!("{counts:#?}\n{kinds:#?}\n{bad} bad; {:?} loading {loading} asking {asking} naive {naives}", start.elapsed());
}
