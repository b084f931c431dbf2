import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Call } from "../fuzz/program/call.ts";
import { writeFolder } from "../fuzz/program/folder.ts";
import type { Family } from "./families/family.ts";

/** So much each family's files hold, in bytes: enough that what a byte takes shows behind what Node itself does. */
const wanted = 10e6;
/** What is promised of any input: so many times its bytes, and so many beside. */
const times = 10;
const beside = 100e6;
/** From here sizes are estimated; no family is grown beyond the last. */
const firstSize = 2_000;
const lastSize = 2_000_000;
/** Milliseconds: what takes longer is ended. */
const patience = 240_000;

const program = fileURLToPath(new URL("../../dist/bin/sts-lint.cjs", import.meta.url));
const probe = fileURLToPath(new URL("peak-memory.cjs", import.meta.url));

/**
 * Runs the built program on each family that is a command line, its files grown to 10 MB, and prints the most memory
 * that it takes and what it may; gives how many take more.
 */
export async function reportMemory(families: readonly Family[]): Promise<number> {
  let tooMuch = 0;
  let measured = 0;
  for (const { name, call } of families) {
    if (call === undefined) continue;
    measured++;
    const grown = await ofWantedBytes(call);
    const bytes = bytesOf(grown);
    const most = times * bytes + beside;
    const peak = await peakOf(grown);
    const isTooMuch = peak === undefined || peak > most;
    if (isTooMuch) tooMuch++;
    const shown = peak === undefined ? "ended" : megabytes(peak);
    console.log(
      `${shown.padStart(6)} of ${megabytes(most)} MB for ${(bytes / 1e6).toFixed(1)} MB  ${name}${isTooMuch ? "  TOO MUCH" : ""}`,
    );
  }
  console.log(`${measured} families: ${tooMuch} take more than ${times} × their input and ${megabytes(beside)} MB`);
  return tooMuch;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

const bytesOf = ({ files }: Call): number =>
  Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** A family's input of about the wanted bytes, or the largest below that may be made. */
async function ofWantedBytes(call: (size: number) => Call | Promise<Call>): Promise<Call> {
  let size = firstSize;
  for (;;) {
    const made = await call(size);
    const bytes = bytesOf(made);
    const next = Math.min(lastSize, Math.round((size * wanted) / bytes));
    if (bytes > wanted * 0.8 || next < size * 1.2) return made;
    size = next;
  }
}

/** The most memory in bytes that the program takes; undefined where it was ended. */
async function peakOf({ files, args, stdin = "" }: Call): Promise<number | undefined> {
  const own = mkdtempSync(join(tmpdir(), "sts-lint-memory-"));
  try {
    const folder = join(own, "run");
    writeFolder(folder, files);
    const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
    const peak = join(own, "peak");
    const child = spawn(process.execPath, ["--require", probe, program, ...args], {
      cwd: folder,
      env: { ...env, PEAK_MEMORY: peak },
      stdio: ["pipe", "ignore", "ignore"],
      timeout: patience,
    });
    child.stdin?.end(stdin);
    await new Promise((resolve) => child.on("close", resolve));
    return Number(readFileSync(peak, "utf8")) * 1024;
  } catch {
    return undefined;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
