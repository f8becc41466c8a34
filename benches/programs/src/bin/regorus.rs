//! The same question asked of the policy engine regorus: how many requirements of a deployment no key stands for.
//!
//!     regorus UNMET.rego KEYS.json|CLAIMS.json DEPLOY.json

use std::error::Error;
use std::fs;

use regorus::{Engine, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let [_, policy, known, deployment] =
        std::env::args().collect::<Vec<_>>().try_into().map_err(|_| "three files are wanted")?;
    let mut engine = Engine::new();
    engine.add_policy(policy.clone(), fs::read_to_string(policy)?)?;
    let known = fs::read_to_string(known)?;
    engine.add_data(Value::from_json_str(&format!("{{\"known\":{known}}}"))?)?;
    engine.set_input(Value::from_json_str(&fs::read_to_string(deployment)?)?);
    println!("{}", engine.eval_rule("data.unmet.total".to_owned())?);
    Ok(())
}
