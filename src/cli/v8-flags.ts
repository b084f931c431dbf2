/** V8 of Node 20, which gets no new features any more. */
const lastOfNode20 = 11;

interface V8Flags {
  setFlagsFromString(flags: string): void;
}

/** What sets V8's flags at run time. */
export function v8Flags(): V8Flags {
  return (Number.parseInt(process.versions.v8, 10) === lastOfNode20 && withoutStreams()) || publicModule();
}

function publicModule(): V8Flags {
  return process.getBuiltinModule("node:v8");
}

/**
 * The binding beneath `node:v8`. The public module of Node 20 loads all of Node's streams for its heap snapshots: 3 ms,
 * a tenth of Node's start, in a run that uses none. Node warns that the binding is deprecated: that is for us to know and
 * not for whoever lints, so the warning is held back while it is fetched. Under `--permission` Node refuses it.
 */
function withoutStreams(): V8Flags | undefined {
  const held = process.noDeprecation;
  process.noDeprecation = true;
  try {
    return (process as typeof process & { binding?: (name: string) => V8Flags }).binding?.("v8");
  } catch {
    return undefined;
  } finally {
    process.noDeprecation = held ?? false;
  }
}
