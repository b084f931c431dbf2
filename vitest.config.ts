import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Left to itself vitest keeps one core free, and on two cores runs file after file.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
