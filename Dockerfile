# The web tier. `docker build .` makes the server; `--target tools` makes the image whose one-shot programs
# prepare the stores and drive the scheduler (see docker-compose.yml).
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Node comes with the image, and the embedded database has no use in a container.
RUN --mount=type=cache,target=/var/cache/npm npm ci --cache /var/cache/npm --strict-allow-scripts

FROM packages AS build
COPY . .
ENV NEXT_TELEMETRY_DISABLED=1
RUN node scripts/bootstrap/build-web.mjs .

FROM packages AS tools
ENV NODE_ENV=production
COPY lib lib
COPY scripts scripts
COPY deploy deploy
COPY tsconfig.json ./
USER node
CMD ["node", "--conditions=react-server", "scripts/prepare.ts"]

FROM node:24-bookworm-slim AS web
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000 KEEP_ALIVE_TIMEOUT=75000
COPY --from=build --chown=root:root /app/.next/standalone ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
