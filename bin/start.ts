import { readFileSync } from "node:fs";
import { Script } from "node:vm";

/*
 * What `sts-lint` starts: the program beside it, with the bytecode that the build made of it where that fits this V8.
 * Compiling takes longer than all else that the usual run does. Where there is no such bytecode, or V8 refuses it, the
 * program is compiled as always. The program and its bytecode are written by one build and belong together.
 */
type Program = (require: NodeJS.Require, __dirname: string) => void;

const filename = `${__dirname}/program.cjs`;

function bytecode(): Buffer | undefined {
  try {
    return readFileSync(`${__dirname}/program.v8-${process.versions.v8.split("-")[0]}-${process.arch}.bin`);
  } catch {
    return undefined;
  }
}

const cachedData = bytecode();
// The build writes ASCII: read as latin1 it needs no decoding.
const source = readFileSync(filename, "latin1");
const script = new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
(script.runInThisContext() as Program)(require, __dirname);
