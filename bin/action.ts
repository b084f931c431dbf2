import { join } from "node:path";
import { runAction } from "../src/action/run-action.ts";

process.exitCode = runAction({
  env: process.env,
  program: join(__dirname, "sts-lint.cjs"),
  write: (text) => void process.stdout.write(text),
});
