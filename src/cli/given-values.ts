import { statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { valuesFilesOf, valuesFlag } from "../chart/node/flags.ts";
import { OptionError } from "../lint/contract/options.ts";
import type { Workspace } from "./chart-source.ts";
import { endless, isEndless } from "./endless.ts";
import { openChunks } from "./file-bytes.ts";
import type { Host } from "./host.ts";
import { reasonOf } from "./input-problem.ts";
import type { LocalChart } from "./local-chart.ts";
import { statsAt } from "./stats-at.ts";

/** A pipe that gives more is no values file. */
const mostBytes = 64 * 1024 * 1024;

/** helm's arguments, and how what they name is told. */
export interface GivenValues {
  readonly template: readonly string[];
  readonly origin: LocalChart["origin"];
  /** A message in the names of files that the user has written. */
  readonly said: (message: string) => string;
}

/**
 * helm's arguments with what can be read only once, such as `-f -` and `-f <(sops -d values.yaml)`, copied into files: we
 * render beside helm, and a pipe would be empty for the second.
 *
 * @throws {@link OptionError} for what has no end or cannot be read.
 */
export function givenValues(template: readonly string[], workspace: Workspace, host: Host): GivenValues {
  const names = new Map<string, string>();
  const copied = (flag: string, name: string): string => {
    const bytes = readOnce(flag, name, host);
    if (bytes === undefined) return name;
    const file = join(workspace.folder(), `${names.size}.yaml`);
    writeFileSync(file, bytes);
    names.set(file, name === "-" ? "stdin" : name);
    return file;
  };
  const rewritten = template.flatMap((arg) => {
    const [, flag = "", rest = ""] = /^(--values|--set-file)=(.*)$/s.exec(arg) ?? [];
    if (flag === "--values") return valuesFilesOf(arg)?.map((name) => valuesFlag(copied(flag, name))) ?? arg;
    // `A=FILE,B=FILE`: what stands ahead of the last `=` names the value.
    if (flag === "--set-file")
      return `${flag}=${rest
        .split(",")
        .map((one) => {
          const at = one.indexOf("=") + 1;
          return at === 0 ? one : one.slice(0, at) + copied(flag, one.slice(at));
        })
        .join(",")}`;
    return arg;
  });
  if (names.size === 0) return { template: rewritten, origin: undefined, said: (message) => message };
  return {
    template: rewritten,
    origin: (file, line) => {
      const name = names.get(file);
      return name === undefined ? undefined : { file: name, line };
    },
    said: (message) => [...names].reduce((text, [file, name]) => text.replaceAll(file, name), message),
  };
}

/** The bytes of what is no file and no folder; undefined for those, and for what helm is to refuse in its own words. */
function readOnce(flag: string, name: string, host: Host): Uint8Array | undefined {
  if (name === "-" && flag === "--values") return whole(host.stdin.chunks(), `${flag} -`);
  const path = resolve(host.cwd(), name);
  const known = statsAt(path);
  if (known === undefined || known.isFile() || known.isDirectory()) return undefined;
  if (isEndless(statSync(path))) throw new OptionError(`${flag} ${name}: ${endless}`);
  try {
    return whole(openChunks(path), `${flag} ${name}`);
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(`${flag} ${name}: cannot be read: ${reasonOf(error)}`);
  }
}

function whole(chunks: Iterable<Uint8Array>, called: string): Uint8Array {
  const read: Buffer[] = [];
  let length = 0;
  for (const chunk of chunks) {
    length += chunk.length;
    if (length > mostBytes) throw new OptionError(`${called}: gives more than 64 MB, which no values file has`);
    read.push(Buffer.from(chunk));
  }
  return Buffer.concat(read);
}
