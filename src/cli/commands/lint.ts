import { OptionError } from "../../lint/contract/options.ts";
import { optional } from "../../model/pod.ts";
import { chartValueOptions } from "../helm-options.ts";
import { jobs, shard } from "../option-values.ts";
import { requestOf } from "../request.ts";
import { runLint } from "../run-lint.ts";
import {
  applyOptions,
  inputOptions,
  reportOptions,
  ruleOptions,
  settingOptions,
  watchOption,
} from "../shared-options.ts";
import { watchLint } from "../watch-commands.ts";
import type { CliCommand } from "./command.ts";

const epilogue = `
INPUT is a file, a folder, a glob or - for stdin (the default when it is piped); one named like a command is written ./plan
Exit status: 0 clean, 1 findings, 2 usage or an input that is empty or cannot be read, 3 a fault of sts-lint`;

/** `sts-lint [INPUT…]`. */
export const lintCommand: CliCommand = {
  name: "",
  args: "[INPUT...]",
  argsAbout: "files, folders, globs or -",
  about: `Says what is wrong with the StatefulSets in rendered manifests.

  helm template CHART | sts-lint`,
  epilogue,
  options: [
    ...reportOptions,
    ...ruleOptions,
    { flags: "--update-baseline", about: "write what is found to the baseline and exit with 0" },
    ...inputOptions,
    {
      flags: "--shard <I/N>",
      about: "the I-th of N parts of the input, I from 1; `sts-lint merge` joins their reports",
      parse: shard,
    },
    {
      flags: "--jobs <N>",
      about: "threads that share the releases of a large input (default: 1)",
      parse: jobs,
    },
    ...applyOptions,
    { flags: "--live", about: "the input is what a cluster holds" },
    { flags: "--chart <DIR>", about: "the chart behind the input, with helm's flags as it had them", takes: "folder" },
    ...chartValueOptions(),
    { flags: "--release <NAME>", about: "with --chart: the release's name that helm was given" },
    { flags: "--passthrough", about: "stdin to stdout unchanged, the report on stderr" },
    watchOption,
    { flags: "--fix", about: "write the safe fixes to the files given; the status counts what remains" },
    { flags: "--unsafe-fixes", about: "with --fix or --fix-dry-run: also fixes that may change what was meant" },
    { flags: "--fix-dry-run", about: "show the changes that would fix what can be fixed mechanically" },
    ...settingOptions,
  ],
  run: (args, options, host) => {
    const { values, set, setString, setJson, setFile, setLiteral, namespace, kubeVersion, apiVersions, ...others } =
      options;
    const { isUpgrade, release, ...rest } = others;
    const flags = {
      values,
      set,
      setString,
      setJson,
      setFile,
      setLiteral,
      namespace,
      kubeVersion,
      apiVersions,
      isUpgrade,
    };
    // A namespace is for the commands of the ways out, too.
    const [stray] = Object.entries({ ...flags, namespace: undefined, release }).filter(
      ([, value]) => value !== undefined,
    );
    if (stray !== undefined && rest.chart === undefined) {
      throw new OptionError(
        `helm's flags go with --chart DIR here, or with \`sts-lint chart\`: \`${stray[0]}\` has no chart to be for`,
      );
    }
    const { watch, ...asked } = rest;
    const once = () =>
      runLint(requestOf(args, { ...asked, ...optional("namespace", namespace) }), host, {
        flags,
        ...(typeof release === "string" ? { release } : {}),
      });
    return watch === true ? watchLint(args, options, once, host) : once();
  },
};
