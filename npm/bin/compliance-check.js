#!/usr/bin/env node
// Runs the program that this package carries for the platform, and ends as it ends.
"use strict";

const { spawnSync } = require("node:child_process");
const { existsSync, readdirSync } = require("node:fs");
const { constants } = require("node:os");
const { join } = require("node:path");

const carried = join(__dirname, "..", "carried");
const platform = `${process.platform}-${process.arch}`;
const ending = process.platform === "win32" ? ".exe" : "";
const program = join(carried, platform, `compliance-check${ending}`);

if (!existsSync(program)) {
  const known = existsSync(carried) ? readdirSync(carried).sort().join(", ") : "none";
  console.error(`error: this package carries no program for ${platform}; it has ${known}`);
  console.error("  help: install it with `cargo install compliance-check` or `pip install compliance-check`");
  process.exit(2);
}

const ran = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (ran.error) {
  console.error(`error: ${program}: ${ran.error.message}`);
  process.exit(2);
}
// A program that a signal ended has no status: shells give 128 and the signal's number.
process.exit(ran.status === null ? 128 + (constants.signals[ran.signal] || 0) : ran.status);
