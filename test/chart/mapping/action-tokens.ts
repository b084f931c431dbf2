import { parseTemplate } from "../../../src/chart/render/parse/parse.ts";
import type { ActionNode, Node as TemplateNode } from "../../../src/chart/render/parse/syntax.ts";
import type { Node } from "./nodes.ts";

/** The actions of a template that print or give a variable its value, by where they begin. */
export function actionsIn(text: string): Map<number, ActionNode> {
  const found = new Map<number, ActionNode>();
  const walk = (nodes: readonly TemplateNode[]): void => {
    for (const node of nodes) {
      if (node.kind === "action") found.set(node.start, node);
      if (node.kind !== "if" && node.kind !== "with" && node.kind !== "range") continue;
      walk(node.body);
      walk(node.otherwise ?? []);
    }
  };
  const { body, defines } = parseTemplate(text, () => true);
  for (const nodes of [body, ...defines.map((define) => define.body)]) walk(nodes);
  return found;
}

/** An action that prints tokens, and the named templates that it needs for that. */
interface Marked {
  readonly action: string;
  readonly defines: string;
}

/**
 * The action in a form that prints a token ahead of the keys and items of `nodes`, by helm's own functions alone: a key
 * gets another name, and a new item stands ahead of an item. Where these do not stand in what it prints, it prints the
 * same. Keys that an include in it brings along get a longer token: those were printed elsewhere.
 */
export function withTokensInside(text: string, action: ActionNode, nodes: readonly Node[], token: string): Marked {
  const source = text.slice(action.start, action.end);
  const [left, right] = [source.startsWith("{{-") ? "{{-" : "{{", source.endsWith("-}}") ? "-}}" : "}}"];
  const defines: string[] = [];
  const keys = nodes.filter(({ form }) => form === "key");
  const pipe = source
    .slice(left.length, -right.length)
    .trim()
    .replace(/\binclude(\s+)"([^"]*)"/g, (_, space: string, name: string) => {
      const other = `${token}.${defines.length}`;
      const marked = markedText(`(include "${name}" .)`, keys, `${token}inner`, "");
      defines.push(`{{ define "${other}" }}{{ ${marked} }}{{ end }}`);
      return `include${space}"${other}"`;
    });
  const [assigned] = action.pipe.variables;
  const name = assigned ?? "$zq";
  const before = text.slice(text.lastIndexOf("\n", action.start - 1) + 1, action.start);
  const column = left === "{{-" ? "" : before.replace(/\{\{.*?\}\}/g, "").replace(/[^ \t]/g, " ");
  const marked = markedText(name, nodes, token, column);
  const isText = `{{ if kindIs "string" ${name} }}`;
  const printing =
    assigned === undefined
      ? `${left} ${name} := ${pipe} }}${isText}{{ ${marked} }}{{ else }}{{ ${name} }}{{ end ${right}`
      : `${left} ${pipe} }}${isText}{{ ${name} = ${marked} }}{{ end ${right}`;
  return { action: printing, defines: defines.join("") };
}

/** The expression for a text with tokens in it. */
function markedText(text: string, nodes: readonly Node[], token: string, column: string): string {
  return marking(nodes, token, column).reduce(
    (inner, { pattern, to }) => `(regexReplaceAll ${JSON.stringify(pattern)} ${inner} ${JSON.stringify(to)})`,
    text,
  );
}

interface Replacement {
  readonly pattern: string;
  readonly to: string;
}

/** What is to be replaced in what the action prints, one after the other; `column` is what stands ahead of its first line. */
function marking(nodes: readonly Node[], token: string, column: string): Replacement[] {
  const written = (form: Node["form"]) => oneOf(nodes.filter((node) => node.form === form).map((node) => node.written));
  const keys = oneOf(
    nodes.filter(({ form }) => form === "key").map((node) => node.written.replace(/^(["'])(.*)\1$/s, "$2")),
  );
  const [dashes, flows] = [written("dash"), written("flow")];
  return [
    ...(dashes === undefined
      ? []
      : [
          { pattern: `(?m)^([ ]*)(${dashes})[ ]*$`, to: `\${1}- ${token}\n\${1}\${2}` },
          // What the action printed before, read again and printed by it once more, has the new item already.
          { pattern: `(?m)^([ ]*- ${token}\n)(?:[ ]*- ${token}\n)+`, to: "$1" },
          ...(column === "" ? [] : [{ pattern: `\\A(- ${token}\n)(-)`, to: `\${1}${column}\${2}` }]),
        ]),
    ...(flows === undefined ? [] : [{ pattern: `([\\[,][ ]*)(${flows})`, to: `\${1}${token}, \${2}` }]),
    ...(keys === undefined
      ? []
      : [{ pattern: `(?m)(^[ ]*(?:-[ ]+)*["']?|[{,][ ]*["']?)(${keys})(["']?[ ]*:)`, to: `\${1}${token}\${2}\${3}` }]),
  ];
}

function oneOf(texts: readonly string[]): string | undefined {
  const each = [...new Set(texts)].sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
  return each.length === 0 ? undefined : each.map((text) => text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&")).join("|");
}
