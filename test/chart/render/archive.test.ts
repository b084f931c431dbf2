import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readArchive } from "../../../src/chart/render/inputs/archive.ts";

/** One entry of a tar: its header, then its content in blocks of 512 bytes. */
function entry(name: string, content: string | Uint8Array, type = "0"): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.set(typeof content === "string" ? Buffer.from(content) : content);
  return Buffer.concat([header, body]);
}
const packed = (...entries: Buffer[]) => gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
const chartYaml = entry("db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 0.1.0\n");

describe("a packed chart", () => {
  it("is read below its folder", () => {
    expect(readArchive(packed(chartYaml), "db.tgz").map(({ name }) => name)).toEqual(["Chart.yaml"]);
  });

  it.each([
    ["a path that climbs out", entry("db/../../etc/passwd", "x"), "parent directory"],
    ["an absolute path", entry("db//etc/passwd", "x"), "absolute paths"],
    ["a symbolic link", entry("db/values.yaml", "", "2"), "pack the file itself"],
    ["a hard link", entry("db/values.yaml", "", "1"), "pack the file itself"],
    ["a file larger than helm reads", entry("db/a", new Uint8Array(6 << 20)), "larger than"],
  ])("with %s is refused", (_what, hostile, message) => {
    expect(() => readArchive(packed(chartYaml, hostile), "db.tgz")).toThrow(message);
  });

  it("that unpacks to more than a chart may hold is refused", () => {
    expect(() => readArchive(gzipSync(Buffer.alloc(130 << 20)), "db.tgz")).toThrow("decompressed chart is larger");
  });
});
