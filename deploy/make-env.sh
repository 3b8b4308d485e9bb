#!/bin/sh
# Writes .env for docker-compose.yml with secrets of this installation's own. Keeps one that is there.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo ".env is there already, and stays as it is."
  exit 0
fi
random() { head -c 32 /dev/urandom | base64 | tr -d '/+=\n'; }
umask 077
cat > .env <<END
AUTH_SECRET=$(random)
CARDLOOM_TICK_TOKEN=$(random)
EXECUTOR_TOKEN=$(random)
OBJECTS_ACCESS_KEY=cardloom
OBJECTS_SECRET_KEY=$(random)
# The address people will open, and the first admin (else a sign-in URL is printed: docker compose logs prepare).
CARDLOOM_URL=http://localhost:3000
CARDLOOM_ADMIN_EMAIL=
CARDLOOM_ADMIN_PASSWORD=
END
echo "Wrote .env. Next: docker compose up --build"
