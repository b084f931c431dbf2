import { writeFileSync } from "node:fs";
import { join } from "node:path";

const rule = (over: string, check = "") =>
  `export default { id: "our-rule", category: "pod", subject: "StatefulSet", severity: "warning", preset: "recommended",
  since: "1.0.0", summary: "one", rationale: "", falseAlarms: "", references: [], messages: { it: { text: "{what} is so", help: "do {what}" } },
  *check(set, context) { ${check} }, ${over} };\n`;
const at = (path: string) => `at: { manifest: set.manifest, path: ${path} }`;
const yielding = (path: string, more = "") =>
  rule("", `yield { message: "it", data: { what: set.name ?? "x" }, ${at(path)}, ${more} };`);

/** Modules that a configuration can name as plugins: rules as they should be, and everything else that somebody exports. */
const modules: Readonly<Record<string, string>> = {
  sound: yielding('["spec", "replicas"]'),
  fixing: yielding(
    '["spec", "replicas"]',
    'fix: { description: "one", changes: [{ do: "replace", place: { manifest: set.manifest, path: ["spec", "replicas"] }, text: "1" }] }',
  ),
  removing: yielding(
    "[]",
    'fix: { description: "gone", safe: false, changes: [{ do: "remove", place: { manifest: set.manifest, path: [] } }] }',
  ),
  "wrong-fix": yielding("[]", "fix: { description: 1, changes: 2 }"),
  "no-such-path": yielding('["spec", "__proto__", 99, "none"]'),
  "path-of-objects": yielding("[{}, null, -1, NaN]"),
  "no-path": rule("", 'yield { message: "it", at: { manifest: set.manifest } };'),
  "no-manifest": rule("", 'yield { message: "it", at: { path: [] } };'),
  "no-message": rule("", `yield { message: "none", ${at("[]")} };`),
  "no-violation": rule("", "yield null; yield 1; yield [];"),
  "no-data": rule("", `yield { message: "it", ${at("[]")} };`),
  "odd-data": rule(
    "",
    `yield { message: "it", data: { what: "\\u001b[31m\\n::error ::x ##vso[task]" }, ${at("[]")} };`,
  ),
  "data-that-throws": rule(
    "",
    `yield { message: "it", data: { get what() { throw new Error("no"); } }, ${at("[]")} };`,
  ),
  endless: rule("", `for (;;) yield { message: "it", data: { what: "a" }, ${at("[]")} };`),
  throwing: rule("", 'throw new Error("::error ::no\\u001b[0m");'),
  "throwing-nothing": rule("", "throw undefined;"),
  "throwing-an-object": rule("", "throw Object.create(null);"),
  writing: rule("", "set.manifest.value.spec.replicas = 99; set.peers = 1;"),
  severe: rule('severity: "fatal"'),
  "wrong-severity-later": rule(
    "",
    `yield { message: "it", severity: "fatal", confidence: 3, versions: "1.30", ${at("[]")} };`,
  ),
  "taken-id": rule('id: "api-refused"'),
  "odd-id": rule('id: "__proto__"'),
  "no-id": "export default {};\n",
  nothing: "export const one = 1;\n",
  null: "export default null;\n",
  several:
    'import sound from "./sound.mjs";\nexport default [sound, { ...sound, id: "our-other-rule" }, { ...sound, id: "our-rule" }];\n',
  text: 'export default "rule";\n',
  getter: 'export default { get id() { throw new Error("no"); } };\n',
  proxy: "export default new Proxy({}, { get() { return undefined; }, has() { throw new Error('no'); } });\n",
  promise: "export default Promise.resolve({});\n",
  broken: "export default {\n",
  rejecting: 'throw new Error("not today");\n',
  schema: rule('options: { type: "object", properties: { most: { type: "integer", default: 3 } } }'),
  "odd-schema": rule('options: { type: "object", properties: { most: { type: "whole", pattern: "(" } } }'),
  "schema-in-itself": `const options = { type: "object" };\noptions.properties = { a: options };\n${rule("options")}`,
  release: rule(
    'subject: "Release"',
    "yield { message: 'it', data: { what: 1 }, at: { manifest: set.manifests?.[0], path: [] } };",
  ),
  upgrade: rule('subject: "Upgrade", needs: "against"', "yield 1;"),
  asking: rule(
    'decide(question, input) { if (question.x) throw new Error("no"); return { what: [1] }; }',
    `yield { message: "it", question: { x: set.replicas > 1 }, ${at('["spec"]')} };`,
  ),
  "asking-too-much": rule("decide: 1", `yield { message: "it", question: { get x() { return this; } }, ${at("[]")} };`),
};

export const pluginNames: readonly string[] = [...Object.keys(modules), "none", "../.."];

/** Writes the modules once: Node keeps whatever it has loaded. */
export function writePlugins(folder: string): void {
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, `${name}.mjs`), text);
}
