//! Makes a perfect table of the keys that `benches/generate` wrote into the file that `KEYS` names.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=KEYS");
    let keys = match env::var("KEYS") {
        Ok(path) => {
            println!("cargo::rerun-if-changed={path}");
            fs::read_to_string(path).expect("the file of keys can be read")
        }
        Err(_) => String::new(),
    };
    // A JSON list of plain strings: every second piece between quotes is one.
    let mut table = phf_codegen::Set::new();
    keys.split('"').skip(1).step_by(2).for_each(|key| {
        table.entry(key);
    });
    let code = format!("static KEYS: phf::Set<&'static str> = {};\n", table.build());
    fs::write(Path::new(&env::var_os("OUT_DIR").expect("cargo sets it")).join("keys.rs"), code)
        .expect("it can be written");
}
