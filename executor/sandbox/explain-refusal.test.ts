import { expect, test } from "vitest"
import { explainRefusal, type HostFacts } from "./explain-refusal.ts"

const ordinary: HostFacts = {
  bubblewrapMissing: false,
  maxUserNamespaces: 10_000,
  unprivilegedUsernsClone: null,
  apparmorRestrictsUserns: null,
  inContainer: false,
}
const BLOCKED = "bwrap: Creating new namespace failed: Operation not permitted\n"

test.each<[string, string, Partial<HostFacts>, string]>([
  ["bubblewrap is missing", "", { bubblewrapMissing: true }, "apt-get install bubblewrap"],
  ["sysctl forbids all user namespaces", BLOCKED, { maxUserNamespaces: 0 }, "sysctl -w user.max_user_namespaces"],
  ["sysctl forbids unprivileged ones", BLOCKED, { unprivilegedUsernsClone: 0 }, "kernel.unprivileged_userns_clone=1"],
  [
    "AppArmor restricts them",
    "bwrap: setting up uid map: Permission denied",
    { apparmorRestrictsUserns: 1 },
    "deploy/executor-apparmor",
  ],
  ["a container's profile blocks them", BLOCKED, { inContainer: true }, "not with --privileged"],
  [
    "a container masks /proc",
    "bwrap: Can't mount proc on /newroot/proc: Operation not permitted",
    { inContainer: true },
    "systempaths=unconfined",
  ],
  ["an unknown kernel policy blocks them", BLOCKED, {}, "allow unprivileged user namespaces"],
  [
    "the runtime lies in a private folder",
    "bwrap: Can't find source path /root/x: Permission denied",
    {},
    "where every user may pass",
  ],
  ["a library is missing", "Traceback\nModuleNotFoundError: No module named 'pandas'", {}, "made anew"],
  ["libseccomp is missing", "OSError: libseccomp.so.2: cannot open", {}, "libseccomp2"],
  [
    "a step of the sealing is refused",
    "sealing failed: mount tmpfs on /newroot/tmp: Device or resource busy",
    {},
    "a step of the isolation",
  ],
  ["the cause is unknown", "", {}, "it said nothing"],
])("says what to do when %s", (_, stderr, facts, expected) => {
  const sentence = explainRefusal(stderr, { ...ordinary, ...facts })
  expect(sentence).toContain(expected)
  expect(sentence).toContain("No job runs without the sandbox.")
})
