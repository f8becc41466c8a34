#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| compliance_check_fuzz::targets::verify::run(data));
