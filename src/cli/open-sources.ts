import { OptionError } from "../lint/contract/options.ts";
import type { Input } from "../read/document.ts";
import type { Problem } from "../read/problem.ts";
import type { AgainstReader } from "./against-advice.ts";
import { commandWords } from "./command-words.ts";
import { expandInputs } from "./expand-inputs.ts";
import type { Host } from "./host.ts";
import { openInputs, type Taps } from "./open-inputs.ts";
import type { LintRequest } from "./request.ts";
import type { Source } from "./source.ts";

/** What a command reads. */
export interface OpenedSources {
  readonly inputs: readonly Input[];
  /** Where they come from. */
  readonly sources: readonly Source[];
  /** What runs now, where `--against` names it. */
  readonly against?: readonly Input[];
  /** Whether stdin is one of the inputs. */
  readonly readStdin: boolean;
  /** What cannot be found or read; complete once all was read. */
  readonly problems: readonly Problem[];
}

interface Opening {
  readonly chunk?: Taps["chunk"];
  /** Who names what they are compared with. */
  readonly reader?: AgainstReader;
  /** Whether the first word may have been meant as a command, as no other stands ahead of it. */
  readonly mayBeCommand?: boolean;
}

/** The inputs of a command line and what they are compared with. Throws {@link OptionError} where both are stdin. */
export async function openSources(
  request: LintRequest,
  host: Host,
  { chunk, reader = "manifests", mayBeCommand = false }: Opening = {},
): Promise<OpenedSources> {
  const problems: Problem[] = [];
  const taps: Taps = { problem: (one) => problems.push(one), ...(chunk === undefined ? {} : { chunk }) };
  const wholeRelease = request.wholeRelease === true;
  const sources = await expandInputs(request.inputs, host.cwd(), taps.problem, {
    ...(mayBeCommand ? { commands: commandWords } : {}),
    wholeRelease,
    ...(request.against === undefined ? {} : { comparedWith: request.against }),
  });
  const readStdin = sources.some(({ stdin }) => stdin);
  const inputs = openInputs(sources, host, taps);
  if (request.against === undefined) return { inputs, sources, readStdin, problems };
  const old = await expandInputs([request.against], host.cwd(), taps.problem, { against: reader });
  if (readStdin && old.some(({ stdin }) => stdin)) {
    throw new OptionError("--against - and the input both read stdin: name a file for one of them");
  }
  // What cannot be had tells nothing of what runs now, or of what becomes of that: nothing is compared with it.
  return {
    inputs,
    sources,
    ...(old.length === 0 || sources.length === 0 ? {} : { against: openInputs(old, host, taps) }),
    readStdin,
    problems,
  };
}
