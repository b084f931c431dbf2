import { checkOutput, same } from "../promises.ts";
import { type Call, type Printed, printed } from "./call.ts";
import { freshFolder } from "./folder.ts";

/** Holds the command line to what it promises of any call. @throws {Error} that says which promise was broken. */
export async function checkCall(call: Call): Promise<Printed> {
  const first = await printed(call, freshFolder(call.files));
  const shown = call.args.map((arg) => JSON.stringify(arg)).join(" ");
  if (![0, 1, 2].includes(first.status)) throw new Error(`status ${first.status} of ${shown}: ${first.stderr}`);
  const isToFile = call.args.some((arg) => /^[a-z]+=./.test(arg));
  if (first.status === 2 && first.stdout + first.stderr === "" && !isToFile)
    throw new Error(`status 2 and not a word: ${shown}`);
  const second = await printed(call, freshFolder(call.files));
  // How long something took is another each time.
  if (!call.args.includes("--stats"))
    same(JSON.stringify(second), JSON.stringify(first), `the same call printed something else: ${shown}`);
  checkOutput("stderr", uncoloured(first.stderr, call));
  if (!call.args.includes("--passthrough")) checkOutput(formatOf(call.args), uncoloured(first.stdout, call));
  else if (first.stdout !== call.stdin && first.status !== 2) throw new Error(`not handed on as it was: ${shown}`);
  return first;
}

/** Without the colours that were asked for. */
function uncoloured(text: string, { args }: Call): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
  return args.includes("always") ? text.replace(/\u001b\[[\d;]*m/g, "") : text;
}

/** What stdout is written in, as far as the arguments say; nothing that is no format of its own. */
function formatOf(args: readonly string[]): string {
  const formats = args.flatMap((arg, index) => (args[index - 1] === "--format" && !arg.includes("=") ? [arg] : []));
  const [only = "pretty", ...others] = new Set(formats);
  return others.length > 0 ? "several formats" : only;
}
