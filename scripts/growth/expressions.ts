import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import ts from "typescript";

/** A regular expression of the source. */
export interface Expression {
  /** As it is written, `/…/flags`, or the call that makes it of parts. */
  readonly text: string;
  readonly pattern: string;
  readonly flags: string;
  /** `file:line` of each place that holds it. */
  readonly places: readonly string[];
}

/** A call of RegExp. */
export interface Made {
  readonly file: string;
  readonly text: string;
}

/** All regular expressions of the source: literals, and the calls of RegExp whose parts only a run can tell. */
export function expressionsIn(root: string): { literals: readonly Expression[]; made: readonly Made[] } {
  const literals = new Map<string, string[]>();
  const made: Made[] = [];
  for (const file of globSync(["src/**/*.ts", "rules/**/*.ts"], { cwd: root }).sort()) {
    const source = ts.createSourceFile(file, readFileSync(`${root}/${file}`, "utf8"), ts.ScriptTarget.Latest, true);
    const place = (node: ts.Node) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        literals.set(node.text, [...(literals.get(node.text) ?? []), place(node)]);
      } else if (isCallOfRegExp(node)) {
        made.push({ file, text: node.getText().replace(/\s+/g, " ") });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return {
    literals: [...literals].map(([text, places]) => {
      const end = text.lastIndexOf("/");
      return { text, pattern: text.slice(1, end), flags: text.slice(end + 1), places };
    }),
    made,
  };
}

const isCallOfRegExp = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === "RegExp";
