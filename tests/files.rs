//! What lies in the way of files: loops, pipes, folders, what vanishes, a full disk, two runs at once. Nothing hangs, nothing
//! is read that lies elsewhere, and a file that is written is the old one or the new one.
#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::common::{Ran, run_in, scratch, write};

const PROGRAM: &str = env!("CARGO_BIN_EXE_compliance-check");

const MANIFEST: &str = "[[services]]\nname = \"a\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
    requires = [\"fedramp@high\"]\n";

const RULE: &str = "id: team/closed\ntitle: it closes\nseverity: error\nsubject: service\nmatch: {}\nsays: it closes\n\
    why: It does.\nfix: Do something.\n";

const DAY: [&str; 2] = ["--as-of", "2021-08-03"];

fn folder(name: &str) -> PathBuf {
    let folder = scratch(&format!("files-{name}"));
    write(&folder, "deploy.toml", MANIFEST);
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    run_in(folder, &[&DAY, arguments].concat(), "")
}

/// Expects that the question could not be asked, and that this is why.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], words: &str) {
    let ran = run(folder, &[&["--format", "short"], arguments].concat());
    assert_eq!(ran.status, Some(2), "{arguments:?}: {ran:?}");
    assert!(ran.out.contains(words) || ran.err.contains(words), "{arguments:?}: {words:?} is not in {ran:?}");
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo is there");
    assert!(made.success());
}

/// The names of what lies in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it is there");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_manifest_hides_no_other_one_beneath_a_folder() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = scratch("files-hidden");
    for (name, text) in [(&b"x\xfe"[..], MANIFEST), (b"x\xff", &MANIFEST.replace("@high", "@moderate"))] {
        let beside = folder.join(OsStr::from_bytes(name));
        fs::create_dir_all(&beside).expect("it is made");
        fs::write(beside.join("deploy.toml"), text).expect("it is written");
    }
    assert_eq!(run(&folder, &["."]).status, Some(1), "their names look alike");

    let folder = self::folder("linked");
    fs::create_dir_all(folder.join("team")).expect("it is made");
    symlink("../deploy.toml", folder.join("team/deploy.toml")).expect("it is made");
    assert!(run(&folder, &["--format", "short", "."]).out.contains("team/deploy.toml:5:13: error["));
    symlink("nowhere", folder.join("team/other.toml")).expect("it is made");
    assert_eq!(run(&folder, &["team"]).status, Some(1), "it has no name of a manifest");
    fs::remove_file(folder.join("team/deploy.toml")).expect("it goes");
    symlink("nowhere", folder.join("team/deploy.toml")).expect("it is made");
    refused(&folder, &["team"], "team/deploy.toml:1:1: error[missing]");
}

/// As with git, which looks for the list in the folder for settings as well.
#[test]
fn what_a_user_has_git_ignore_is_left_out_with_a_home_and_without() {
    let folder = folder("home");
    write(&folder, "team/deploy.toml", MANIFEST);
    write(&folder, "home/.config/git/ignore", "team/\n");
    let (home, settings) = (folder.join("home"), folder.join("home/.config"));
    let cases = [
        (vec![("HOME", &home)], false),
        (vec![("XDG_CONFIG_HOME", &settings)], false),
        (vec![("HOME", &folder), ("XDG_CONFIG_HOME", &settings)], false),
        (vec![("HOME", &folder)], true),
        (vec![], true),
    ];
    for (set, finds_it) in cases {
        let mut command = Command::new(PROGRAM);
        command.args(DAY).args(["--format", "short", "."]).current_dir(&folder);
        command.env_remove("HOME").env_remove("XDG_CONFIG_HOME").envs(set.iter().copied());
        let ran = command.output().expect("it runs");
        let out = String::from_utf8_lossy(&ran.stdout);
        assert_eq!((ran.status.code(), out.contains("team/deploy.toml")), (Some(1), finds_it), "{set:?}: {out}");
    }
}

#[test]
fn a_circle_of_links_has_an_end() {
    let folder = folder("circle");
    symlink("other.toml", folder.join("one.toml")).expect("it is made");
    symlink("one.toml", folder.join("other.toml")).expect("it is made");
    symlink(".", folder.join("again")).expect("it is made");
    write(&folder, "team/closed.yaml", RULE);
    symlink("..", folder.join("team/up")).expect("it is made");
    refused(&folder, &["one.toml"], "one.toml:1:1: error[unreadable]");
    assert_eq!(run(&folder, &["."]).status, Some(1));
    fs::remove_file(folder.join("team/up")).expect("it goes");
    symlink(".", folder.join("team/again")).expect("it is made");
    assert_eq!(run(&folder, &["--rules", "team"]).status, Some(1), "it leads to what is read anyway");
    symlink("loop.yaml", folder.join("team/loop.yaml")).expect("it is made");
    refused(&folder, &["--rules", "team"], "team/loop.yaml:1:1: error[leads-out] this link can't be followed");
    symlink("compliance.toml", folder.join("compliance.toml")).expect("it is made");
    refused(&folder, &[], "compliance.toml:1:1: error[unreadable]");
}

#[test]
fn a_pipe_that_nobody_writes_to_keeps_nobody_waiting() {
    let folder = folder("pipe");
    for name in ["pipe.toml", "below/deploy.toml", "team/closed.yaml", "known.json"] {
        fs::create_dir_all(folder.join(name).parent().expect("a folder")).expect("it is made");
        pipe(&folder.join(name));
    }
    write(&folder, "team/other.yaml", RULE);
    let words = "this is neither a file nor a folder";
    refused(&folder, &["pipe.toml"], words);
    refused(&folder, &["below"], "no `deploy.toml` lies beneath");
    refused(&folder, &["--baseline", "known.json"], words);
    assert_eq!(run(&folder, &["--rules", "team"]).status, Some(1));
    pipe(&folder.join("compliance.toml"));
    refused(&folder, &[], words);
}

#[test]
fn what_a_shell_gives_in_place_of_a_file_is_read() {
    let folder = folder("substituted");
    let script = format!("'{PROGRAM}' --as-of 2021-08-03 --format short <(cat deploy.toml)");
    let ran = Command::new("bash").args(["-c", &script]).current_dir(&folder).output().expect("bash is there");
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
}

#[test]
fn a_folder_in_the_place_of_a_file_is_told() {
    let folder = folder("folders");
    for name in ["known.json", "report.json", "team/closed.yaml", "empty"] {
        fs::create_dir_all(folder.join(name)).expect("it is made");
    }
    refused(&folder, &["--baseline", "known.json"], "known.json:1:1: error[unreadable] this is a folder");
    refused(&folder, &["--write-baseline", "known.json"], "known.json:1:1: error[unwritable]");
    refused(&folder, &["--report", "json=report.json"], "report.json:1:1: error[unwritable]");
    refused(&folder, &["--rules", "team"], "there is no rule in this folder");
    fs::create_dir(folder.join("compliance.toml")).expect("it is made");
    refused(&folder, &[], "compliance.toml:1:1: error[unreadable] this is a folder");
}

#[test]
fn a_link_out_of_an_overlay_is_not_followed() {
    let folder = folder("overlay");
    write(&folder, "secret/evidence/list.yaml", "id: list\n");
    write(&folder, "secret/closed.yaml", RULE);
    write(&folder, "team/other.yaml", RULE.replace("closed", "other"));
    symlink("../secret/closed.yaml", folder.join("team/closed.yaml")).expect("it is made");
    let out = "error[leads-out] this link leads out of the folder";
    refused(&folder, &["--rules", "team"], &format!("team/closed.yaml:1:1: {out}"));
    fs::remove_file(folder.join("team/closed.yaml")).expect("it goes");
    symlink("../secret", folder.join("team/more")).expect("it is made");
    refused(&folder, &["--rules", "team"], &format!("team/more:1:1: {out}"));
    fs::create_dir_all(folder.join("own/standards")).expect("it is made");
    symlink("../secret/evidence", folder.join("own/evidence")).expect("it is made");
    refused(&folder, &["--catalog", "own"], &format!("own/evidence:1:1: {out}"));
    fs::remove_file(folder.join("own/evidence")).expect("it goes");
    fs::create_dir_all(folder.join("own/evidence")).expect("it is made");
    symlink("../../secret/evidence/list.yaml", folder.join("own/evidence/list.yaml")).expect("it is made");
    refused(&folder, &["--catalog", "own"], &format!("own/evidence/list.yaml:1:1: {out}"));
}

#[test]
fn files_that_come_and_go_during_a_run_are_told_or_taken() {
    let folder = folder("changing");
    write(&folder, "team/closed.yaml", RULE);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0_usize;
            while !is_over.load(Ordering::Relaxed) {
                round += 1;
                let (manifest, rule) = (folder.join("changing/deploy.toml"), folder.join("team/changing.yaml"));
                match round % 3 {
                    0 => write(&folder, "changing/deploy.toml", MANIFEST.repeat(round % 7)),
                    1 => _ = fs::remove_file(&manifest),
                    _ => _ = fs::remove_dir_all(folder.join("changing")),
                }
                write(&folder, "team/changing.yaml", &RULE.replace("closed", "changing")[..round % 40]);
                let _ = fs::remove_file(rule);
            }
        });
        for _ in 0..15 {
            let ran = run(&folder, &["--format", "short", "--rules", "team", "."]);
            assert!(ran.status.is_some_and(|status| status <= 2) && !ran.err.contains("panicked"), "{ran:?}");
            assert!(ran.status != Some(2) || ran.out.contains("error["), "{ran:?}");
        }
        is_over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_full_disk_behind_standard_output_is_told_and_a_closed_pipe_is_not() {
    let folder = folder("output");
    for format in ["human", "json", "html"] {
        let full = File::options().write(true).open("/dev/full").expect("it is there");
        let mut command = Command::new(PROGRAM);
        command.args(DAY).args(["--format", format]).current_dir(&folder);
        let ran = command.stdout(full).output().expect("it runs");
        let err = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{format}: {err}");
        assert!(err.starts_with("error: ") && err.contains("space"), "{format}: {err}");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let ran = child.wait_with_output().expect("it ends");
        assert_eq!((ran.status.code(), ran.stderr.len()), (Some(1), 0), "{format}: {ran:?}");
    }
}

/// In a report so long that threads are in the middle of it.
#[test]
fn what_ends_in_the_middle_of_a_long_report_ends_all_of_it() {
    let folder = folder("long");
    let services = (0..1500).map(|number| MANIFEST.replace("\"a\"", &format!("\"service-{number}\"")));
    write(&folder, "deploy.toml", services.collect::<String>());
    for (format, jobs) in
        ["json", "ndjson", "sarif", "human"].into_iter().flat_map(|format| [(format, "1"), (format, "3")])
    {
        let full = File::options().write(true).open("/dev/full").expect("it is there");
        let mut command = Command::new(PROGRAM);
        command.args(DAY).args(["--format", format, "--jobs", jobs, "--max-findings", "0"]).current_dir(&folder);
        let ran = command.stdout(full).output().expect("it runs");
        let err = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{format}: {err}");
        assert!(err.starts_with("error: ") && err.contains("space"), "{format}: {err}");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut out = child.stdout.take().expect("it is a pipe");
        out.read_exact(&mut [0; 100_000]).expect("there is so much");
        drop(out);
        let ran = child.wait_with_output().expect("it ends");
        assert_eq!((ran.status.code(), ran.stderr.len()), (Some(1), 0), "{format}: {ran:?}");
    }
}

#[test]
fn nothing_is_replaced_where_a_report_fails_on_the_way() {
    let folder = folder("together");
    for name in ["known.json", "report.json", "report.html"] {
        write(&folder, name, "old");
    }
    let reports = ["--report", "json=report.json", "--report", "sarif=/dev/full", "--report", "html=report.html"];
    let ran = run(&folder, &[&reports[..], &["--write-baseline", "known.json", "--format", "short"]].concat());
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.out.contains("/dev/full:1:1: error[unwritable] the sarif report can't be written"), "{}", ran.out);
    assert!(ran.out.contains("known.json:1:1: note: the baseline was not written"), "{}", ran.out);
    assert!(ran.out.contains("deploy.toml:5:13: error["), "what is not known is told: {}", ran.out);
    for name in ["known.json", "report.json", "report.html"] {
        assert_eq!(fs::read(folder.join(name)).expect("it is there"), b"old", "{name}");
    }
    assert_eq!(names(&folder), ["deploy.toml", "known.json", "report.html", "report.json"]);
    let ran = run(&folder, &["--report", "json=report.json", "--write-baseline", "known.json", "--quiet"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(
        ["known.json", "report.json"].iter().all(|name| fs::read(folder.join(name)).expect("it is there") != b"old")
    );
}

/// A folder on a disk of its own, which goes with it.
struct Disk(PathBuf);

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "who runs it is told what was not tried")]
fn a_disk_that_runs_full_leaves_the_old_file() {
    let folder = folder("disk");
    let small = folder.join("small");
    fs::create_dir(&small).expect("it is made");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&small).output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        eprintln!("skipped: a disk can be made by the superuser alone, and not everywhere");
        return;
    }
    let _disk = Disk(small.clone());
    for name in ["report.html", "known.json"] {
        fs::write(small.join(name), "old").expect("there is room");
    }
    fs::write(small.join("deploy.toml"), MANIFEST).expect("there is room");
    fs::write(small.join("filling"), vec![b'x'; 40 << 10]).expect("there is room");
    let ran = run(
        &folder,
        &["--report", "html=small/report.html", "--write-baseline", "small/known.json", "--format", "short"],
    );
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.out.contains("the html report can't be written: No space left"), "{}", ran.out);
    for name in ["report.html", "known.json"] {
        assert_eq!(fs::read(small.join(name)).expect("it is there"), b"old", "{name}");
    }
    assert_eq!(names(&small), ["deploy.toml", "filling", "known.json", "report.html"]);
}

#[test]
#[expect(clippy::print_stderr, reason = "who runs it is told what was not tried")]
fn a_folder_that_nothing_can_be_written_into_is_told() {
    let folder = folder("read-only");
    fs::create_dir(folder.join("closed")).expect("it is made");
    fs::set_permissions(folder.join("closed"), Permissions::from_mode(0o555)).expect("it is done");
    if File::create(folder.join("closed/probe")).is_ok() {
        eprintln!("skipped: whoever runs this may write everywhere");
    } else {
        refused(&folder, &["--report", "json=closed/report.json"], "closed/report.json:1:1: error[unwritable]");
        refused(&folder, &["--write-baseline", "closed/known.json"], "closed/known.json:1:1: error[unwritable]");
    }
    fs::set_permissions(folder.join("closed"), Permissions::from_mode(0o755)).expect("it is done");
    // Nobody, whoever it is, can write here.
    refused(&folder, &["--report", "json=/proc/report.json"], "/proc/report.json:1:1: error[unwritable]");
}

#[test]
fn a_file_keeps_its_permissions_and_a_link_stays_one() {
    let folder = folder("permissions");
    let gap = MANIFEST.replace("requires", "regions = [\"eastus\"]\nrequires").replace("fedramp@high", "dod-srg@il4");
    write(&folder, "deploy.toml", gap);
    let mode = |name: &str| fs::metadata(folder.join(name)).expect("it is there").permissions().mode() & 0o777;
    for (name, bits) in [("report.json", 0o600), ("known.json", 0o640), ("deploy.toml", 0o604)] {
        if name != "deploy.toml" {
            write(&folder, name, "old");
        }
        fs::set_permissions(folder.join(name), Permissions::from_mode(bits)).expect("it is done");
    }
    symlink("report.json", folder.join("latest.json")).expect("it is made");
    run(&folder, &["--report", "json=latest.json", "--write-baseline", "known.json", "--quiet"]);
    let before = fs::read_to_string(folder.join("deploy.toml")).expect("it is there");
    let ran = run_in(&folder, &["suggest", "deploy.toml", "--write", "--as-of", "2021-08-03"], "");
    assert_ne!(fs::read_to_string(folder.join("deploy.toml")).expect("it is there"), before, "{ran:?}");
    assert_eq!([mode("report.json"), mode("known.json"), mode("deploy.toml")], [0o600, 0o640, 0o604]);
    assert!(fs::symlink_metadata(folder.join("latest.json")).expect("it is there").is_symlink());
    assert_ne!(fs::read(folder.join("report.json")).expect("it is there"), b"old");
}

#[test]
fn two_runs_at_once_leave_the_files_of_one_of_them() {
    let folder = folder("at-once");
    write(&folder, "other.toml", MANIFEST.replace("fedramp@high", "dod-srg@il4"));
    let arguments = |manifest| [manifest, "--report", "json=report.json", "--write-baseline", "known.json", "--quiet"];
    let read = |name: &str| fs::read(folder.join(name)).expect("it is there");
    let expected = ["deploy.toml", "other.toml"].map(|manifest| {
        run(&folder, &arguments(manifest));
        (read("report.json"), read("known.json"))
    });
    for _ in 0..5 {
        std::thread::scope(|scope| {
            for manifest in ["deploy.toml", "other.toml", "deploy.toml", "other.toml"] {
                let folder = &folder;
                scope.spawn(move || assert_eq!(run(folder, &arguments(manifest)).status, Some(0)));
            }
        });
        assert!(expected.iter().any(|(report, _)| *report == read("report.json")));
        assert!(expected.iter().any(|(_, known)| *known == read("known.json")));
    }
    assert_eq!(names(&folder), ["deploy.toml", "known.json", "other.toml", "report.json"]);
}
