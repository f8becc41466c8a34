//! The floor: a program that starts and touches every byte of its input. Nothing that reads it can be quicker.

use std::io::Read;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let mut buffer = Vec::new();
    let mut sum = 0_u64;
    for path in std::env::args().skip(1) {
        add(Path::new(&path), &mut buffer, &mut sum)?;
    }
    // What is printed depends on every byte, so that none can be left out.
    println!("{sum}");
    Ok(())
}

/// Adds the bytes of a file, or of every `deploy.toml` beneath a folder.
fn add(path: &Path, buffer: &mut Vec<u8>, sum: &mut u64) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            let path = entry?.path();
            if path.is_dir() || path.file_name().is_some_and(|name| name == "deploy.toml") {
                add(&path, buffer, sum)?;
            }
        }
        return Ok(());
    }
    buffer.clear();
    std::fs::File::open(path)?.read_to_end(buffer)?;
    *sum += buffer.iter().map(|&byte| u64::from(byte)).sum::<u64>();
    Ok(())
}
