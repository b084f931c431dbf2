import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Schema } from "@cfworker/json-schema";
import reportSchema from "../../schemas/report.schema.json" with { type: "json" };
import type { Report } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import type { ShardRecord } from "../lint/contract/shard.ts";
import type { ShardReport } from "../lint/engine/merge-shards.ts";
import { isMapping, list, mapping } from "../model/fields.ts";
import { reportProperty } from "../report/report-property.ts";
import { endless, isEndless } from "./endless.ts";
import type { Host } from "./host.ts";
import { reasonOf } from "./input-problem.ts";

/** A report of a part, and the format it was written in. */
export interface WrittenReport extends ShardReport {
  readonly format: "json" | "sarif";
}

/** Reads the reports of parts of an input. Throws {@link OptionError} for what is none. */
export async function readReports(names: readonly string[], host: Host): Promise<readonly WrittenReport[]> {
  const { Validator } = await import("@cfworker/json-schema");
  const validator = new Validator(reportSchema as Schema, "7", true);
  return names.map((name) => {
    const { value, format } = reportIn(parsed(name, textOf(name, host)), name);
    const { shard, ...report } = mapping(value);
    if (shard === undefined)
      throw new OptionError(
        `${name} is the report of a whole run, not of a part: \`sts-lint --shard I/N --format json\` writes those that are merged`,
      );
    const { valid, errors } = validator.validate(value);
    if (!valid) {
      const place = errors.at(-1)?.instanceLocation.slice(0, 100) ?? "#";
      throw new OptionError(`${name} is no report as this version of sts-lint writes it: see ${place} in it`);
    }
    return { name, report: report as unknown as Report, shard: shard as unknown as ShardRecord, format };
  });
}

function textOf(name: string, host: Host): string {
  try {
    if (name !== "-") {
      const path = resolve(host.cwd(), name);
      if (isEndless(statSync(path))) throw new Error(endless);
      return readFileSync(path, "utf8");
    }
    const decoder = new TextDecoder();
    let text = "";
    for (const chunk of host.stdin.chunks()) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  } catch (error) {
    throw new OptionError(`${name} cannot be read: ${reasonOf(error)}`);
  }
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OptionError(
      `${name} is no JSON: merge takes what --format json or --format sarif wrote, whole (${text === "" ? "it is empty" : "see whether it was cut short"})`,
    );
  }
}

function reportIn(value: unknown, name: string): { readonly value: unknown; readonly format: "json" | "sarif" } {
  const { tool, findings, runs } = mapping(value);
  if (mapping(tool).name === "sts-lint" && Array.isArray(findings)) return { value, format: "json" };
  const [run, ...others] = list(runs);
  const { driver } = mapping(mapping(run).tool);
  if (mapping(driver).name !== "sts-lint" || others.length > 0)
    throw new OptionError(`${name} is no report that sts-lint wrote as json or sarif`);
  const held = mapping(mapping(run).properties)[reportProperty];
  if (!isMapping(held))
    throw new OptionError(
      `${name} is the log of a whole run, not of a part: \`sts-lint --shard I/N --format sarif\` writes those that are merged`,
    );
  return { value: held, format: "sarif" };
}
