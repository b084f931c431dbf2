import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "fflate";
import { afterEach, describe, expect, test } from "vitest";
import { helmTemplate } from "../../../src/chart/node/helm-template.ts";

const folders: string[] = [];

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sts-lint-helm-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const metadata = "apiVersion: v2\nname: c\nversion: 0.1.0\n";
const shop = {
  "c/Chart.yaml": metadata,
  "c/templates/t.yaml": "v: {{ toJson .Values }}\nn: {{ .Release.Namespace }}\n",
};

/** A tar with one entry after another: a name, its type and its content. */
function tar(entries: readonly (readonly [name: string, type: string, content: string])[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  const encode = (text: string) => new TextEncoder().encode(text);
  for (const [name, type, content] of entries) {
    const header = new Uint8Array(512);
    const body = encode(content);
    header.set(encode(name), 0);
    header.set(encode(`${body.length.toString(8).padStart(11, "0")}\0`), 124);
    header.set(encode("        "), 148);
    header.set(encode(type), 156);
    header.set(encode("ustar\0"), 257);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.set(encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
    const padded = new Uint8Array(Math.ceil(body.length / 512) * 512);
    padded.set(body);
    blocks.push(header, padded);
  }
  blocks.push(new Uint8Array(1024));
  return gzipSync(Buffer.concat(blocks));
}

describe("helm's template command without helm", () => {
  test.each([
    [["rel", "c", "--set=a=1", "-nspace"]],
    [["--set", "a=1", "rel", "c", "-n", "space"]],
    [["rel", "-n=space", "c", "--set", "a=1", "--debug=false"]],
    [["c", "--name-template", "rel", "--namespace=space", "--set", "a=1"]],
  ])("reads its line of arguments: %j", (args) => {
    const { stdout } = helmTemplate(args, { cwd: folderWith(shop) });
    expect(stdout).toBe('---\n# Source: c/templates/t.yaml\nv: {"a":1}\nn: space\n');
  });

  test("takes several values files from one flag, later ones winning", () => {
    const cwd = folderWith({ ...shop, "1.yaml": "a: 1\nb: 1\n", "2.yaml": "b: 2\n" });
    expect(helmTemplate(["rel", "c", "-f", "1.yaml,2.yaml"], { cwd }).stdout).toContain('v: {"a":1,"b":2}');
  });

  test.each([
    [["rel", "c", "--nope"], "unknown flag: --nope"],
    [["rel", "c", "-x"], "unknown shorthand flag: 'x' in -x"],
    [["rel", "c", "--set"], "flag needs an argument: --set"],
    [["rel", "c", "d"], "unexpected arguments: d"],
    [["rel", "c", "-f", "none.yaml"], "none.yaml"],
    [["rel", "none"], "not found"],
    [["Rel", "c"], "release name"],
    [["rel", "c", "--validate"], "cluster"],
    [["rel", "c", "--kube-version", "x"], "invalid kube version"],
  ])("refuses %j", (args, message) => {
    expect(() => helmTemplate(args, { cwd: folderWith(shop) })).toThrow(message);
  });

  test("gives the files of --output-dir back and writes none", () => {
    const { stdout, written } = helmTemplate(["rel", "c", "--output-dir", "out"], { cwd: folderWith(shop) });
    expect(stdout).toBe("wrote out/c/templates/t.yaml\n\n");
    expect(written).toEqual({
      "out/c/templates/t.yaml": "---\n# Source: c/templates/t.yaml\nv: {}\nn: default\n\n",
    });
  });

  test("reads a packed chart", () => {
    const packed = tar([
      ["c/Chart.yaml", "0", metadata],
      ["c/templates/t.yaml", "0", "a: 1\n"],
    ]);
    expect(helmTemplate(["rel", "c.tgz"], { cwd: folderWith({ "c.tgz": packed }) }).stdout).toBe(
      "---\n# Source: c/templates/t.yaml\na: 1\n",
    );
  });

  test.each([
    ["climbs out of its folder", "c/../../evil.yaml", "parent directory"],
    ["names an absolute path", "c//etc/passwd", "absolute"],
    ["has Chart.yaml outside a folder", "Chart.yaml", "base directory"],
  ])("refuses an archive that %s", (_what, name, message) => {
    const packed = tar([
      ["c/Chart.yaml", "0", metadata],
      [name, "0", "x"],
    ]);
    expect(() => helmTemplate(["rel", "c.tgz"], { cwd: folderWith({ "c.tgz": packed }) })).toThrow(message);
  });

  test("refuses an archive that unpacks to far more than a chart", () => {
    const bomb = gzipSync(new Uint8Array(130 * 1024 * 1024), { level: 1 });
    expect(() => helmTemplate(["rel", "c.tgz"], { cwd: folderWith({ "c.tgz": bomb }) })).toThrow();
  });

  test.each(["plain: {{ substr 0 2 .Values.text }}", "# {{ substr 0 2 .Values.text }}"])(
    "refuses a document of which a function cut a character in two: %s",
    (line) => {
      const cwd = folderWith({ ...shop, "c/values.yaml": "text: 日本\n", "c/templates/t.yaml": `${line}\nb: 1\n` });
      expect(() => helmTemplate(["rel", "c"], { cwd })).toThrow(/YAML parse error on c\/templates\/t.yaml/);
    },
  );

  test("prints the bytes of large files one by one, as Go does, where a chart prints its whole root", () => {
    const cwd = folderWith({
      ...shop,
      "c/files/large.txt": new Uint8Array(1_200_000).fill(100),
      "c/files/small.txt": "#\n",
      "c/templates/t.yaml": 'all: {{ print .Files | len }}\nsmall: {{ print (.Files.GetBytes "files/small.txt") }}\n',
    });
    const { stdout } = helmTemplate(["rel", "c"], { cwd });
    const all = "map[files/large.txt:[] files/small.txt:[35 10]]".length + 1_200_000 * 4 - 1;
    expect(stdout).toContain(`all: ${all}\nsmall: [35 10]\n`);
  });

  test("does not follow links out of the chart's folder, but those inside it", () => {
    const cwd = folderWith({ ...shop, "secret.txt": "s3cret", "c/files/a.txt": "mine" });
    symlinkSync(join(cwd, "secret.txt"), join(cwd, "c/files/out.txt"));
    symlinkSync("a.txt", join(cwd, "c/files/in.txt"));
    writeFileSync(
      join(cwd, "c/templates/t.yaml"),
      'out: {{ .Files.Get "files/out.txt" | quote }}\nin: {{ .Files.Get "files/in.txt" | quote }}\n',
    );
    expect(helmTemplate(["rel", "c"], { cwd }).stdout).toContain('out: ""\nin: "mine"\n');
  });
});
