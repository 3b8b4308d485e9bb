import type { NextConfig } from "next"

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  // Two servers of one checkout (say, development beside a test) each need a folder of their own.
  distDir: process.env["NEXT_DIST_DIR"] ?? ".next",
  images: { unoptimized: true },
  // Types are checked by npm run check; a start on somebody's machine need not check them again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@node-rs/argon2"],
  experimental: { optimizePackageImports: ["radix-ui"] },
}

export default config
