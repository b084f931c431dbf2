/** Where something stands in a file of the chart: offsets into its text. */
export interface Place {
  /** The file's path, relative to the chart's directory. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A path into the values as seen from the chart that is rendered; {@link anyKey} stands for a key that is not known. */
export type ValuePath = readonly (string | number)[];

/** The step of a values path for whatever key or index a user gives. */
export const anyKey = "*";

/** A condition that has to hold, or not to hold, for something to be printed. */
export interface Guard {
  /** Equal for conditions that are true together. */
  readonly id: string;
  readonly holds: boolean;
  readonly condition: Value;
}

export type Guards = readonly Guard[];

/** An entry of a mapping. The key is a constant, or text that depends on something. */
export interface Entry {
  readonly kind: "entry";
  readonly key: Value;
  readonly value: Value;
  readonly guards: Guards;
  /** Where the key is written; absent for keys that no template text writes. */
  readonly origin?: Origin;
}

/** Content of another mapping or sequence that stands among the parts of this one. */
export interface Spread {
  readonly kind: "spread";
  readonly value: Value;
  readonly guards: Guards;
  readonly origin?: Origin;
}

/** An item of a sequence. */
export interface Item {
  readonly kind: "item";
  readonly value: Value;
  readonly guards: Guards;
  readonly origin?: Origin;
}

/** Where text was written, and by which including actions it came there, outermost first. */
export interface Origin {
  readonly place: Place;
  readonly via: readonly Place[];
}

/** One of several values, which one is decided by guards; `name` says which function or statement chooses. */
export interface Choice {
  readonly kind: "choice";
  readonly name: string;
  readonly options: readonly { readonly guards: Guards; readonly value: Value }[];
}

/** What a template expression may be, as far as the chart's text alone tells. */
export type Value =
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  /** The content of a value. `reads`: what actions inside its default text print, where it goes through `tpl`. */
  | { readonly kind: "values"; readonly path: ValuePath; readonly reads?: readonly Read[] }
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "map"; readonly parts: (Entry | Spread)[] }
  | { readonly kind: "list"; readonly parts: (Item | Spread)[] }
  | Choice
  /** Mappings laid over each other; an earlier layer wins. */
  | { readonly kind: "merged"; readonly layers: Value[] }
  | { readonly kind: "picked" | "omitted"; readonly base: Value; readonly keys: readonly string[] }
  /** The result of a function that depends on its arguments and is not followed further. */
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Value[] }
  /** The root object of a chart (`$`): its index in the chart's list of scopes, and what `set` added to it. */
  | { readonly kind: "context"; readonly scope: number; readonly added: Entry[] }
  /** What Helm gives and no value changes, such as `Release.Name`. */
  | { readonly kind: "given"; readonly name: string }
  /** What could not be understood; anything may come of it. */
  | { readonly kind: "opaque"; readonly reason: string };

/** Text that a template prints, as far as the chart alone tells, with the place where each piece was made. */
export type Text =
  | Literal
  /** What an action prints of a value that is not known: as it is, or as YAML or JSON. */
  | { readonly kind: "hole"; readonly value: Value; readonly style: "plain" | "yaml" | "json"; readonly place: Place }
  | { readonly kind: "sequence"; readonly parts: readonly Text[] }
  /** One of the options is printed. */
  | { readonly kind: "alternatives"; readonly options: readonly { readonly guards: Guards; readonly text: Text }[] }
  /** The text of a named template, printed by the action at `place`. */
  | { readonly kind: "call"; readonly place: Place; readonly writes: boolean; readonly text: Text };

/** Known text. `printed`: made by an action, so that all of it belongs to the action's place. */
export interface Literal {
  readonly kind: "literal";
  readonly text: string;
  readonly place: Place;
  readonly printed: boolean;
}

/** What the actions in the default text at a values path print. */
export interface Read {
  readonly path: ValuePath;
  readonly value: Value;
}

export const nothing: Value = { kind: "constant", value: null };

export function constant(value: string | number | boolean | null): Value {
  return { kind: "constant", value };
}

export function call(name: string, ...operands: Value[]): Value {
  return { kind: "call", name, operands };
}

export function opaque(reason: string): Value {
  return { kind: "opaque", reason };
}

/** The whole text, where nothing in it depends on anything. */
export function knownText(text: Text): string | undefined {
  switch (text.kind) {
    case "literal":
      return text.text;
    case "sequence": {
      const parts: string[] = [];
      for (const part of text.parts) {
        const known = knownText(part);
        if (known === undefined) return undefined;
        parts.push(known);
      }
      return parts.join("");
    }
    case "call":
      return knownText(text.text);
    default:
      return undefined;
  }
}

/** The string that a value certainly is; undefined for anything that depends on something. */
export function stringOf(value: Value | undefined): string | undefined {
  if (value?.kind === "text") return knownText(value.text);
  return value?.kind === "constant" && value.value !== null ? String(value.value) : undefined;
}
