import { defineConfig } from "vitest/config"

const everywhere = ["**/node_modules/**", ".next/**", "tests/fixtures/**"]
// lib/server is marked "server-only", which Node accepts under this condition alone.
const serverCondition = ["--conditions=react-server"]
// Vite resolves on its own terms before Node does. Without "module": that would load the AWS SDK's bundler build.
const serverResolution = {
  resolve: { conditions: ["react-server", "node"], externalConditions: ["react-server", "node"] },
}

export default defineConfig({
  test: {
    projects: [
      {
        ssr: serverResolution,
        test: {
          name: "unit",
          include: ["{lib,executor,scripts}/**/*.test.ts", "tests/*.test.ts"],
          exclude: everywhere,
          execArgv: serverCondition,
        },
      },
      {
        test: {
          name: "components",
          include: ["{components,app}/**/*.test.{ts,tsx}"],
          exclude: everywhere,
        },
      },
      {
        ssr: serverResolution,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          exclude: everywhere,
          execArgv: serverCondition,
          // Each file starts real processes; more than two at once only makes them wait for each other.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
