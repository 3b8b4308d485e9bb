/** What the host says about namespaces, read once when the sandbox did not start. */
export type HostFacts = {
  bubblewrapMissing: boolean
  /** /proc/sys/user/max_user_namespaces */
  maxUserNamespaces: number | null
  /** /proc/sys/kernel/unprivileged_userns_clone (Debian's own switch). */
  unprivilegedUsernsClone: number | null
  /** /proc/sys/kernel/apparmor_restrict_unprivileged_userns (Ubuntu 23.10 and later). */
  apparmorRestrictsUserns: number | null
  inContainer: boolean
}

const NO_FALLBACK = "No job runs without the sandbox."

/** One or two sentences for the operator: why there is no sandbox, and what to do. */
export function explainRefusal(stderr: string, facts: HostFacts): string {
  return `${reason(stderr, facts)} ${NO_FALLBACK}`
}

function reason(stderr: string, facts: HostFacts): string {
  if (facts.bubblewrapMissing)
    return "bubblewrap (bwrap) is not installed: install it, on Debian with `apt-get install bubblewrap`."
  if (facts.maxUserNamespaces === 0)
    return "User namespaces are switched off: run `sysctl -w user.max_user_namespaces=10000` on the host."
  if (facts.unprivilegedUsernsClone === 0)
    return "Unprivileged user namespaces are switched off: run `sysctl -w kernel.unprivileged_userns_clone=1` on the host."
  // The kernel lets nobody see a /proc of their own while parts of the one around them are masked.
  if (/Can't mount proc/.test(stderr))
    return "The container masks parts of /proc: start it with --security-opt systempaths=unconfined (Docker) or procMount: Unmasked (Kubernetes), see docs/sandbox.md."
  if (namespaceTrouble(stderr)) {
    if (facts.inContainer)
      return "The container's seccomp or AppArmor profile blocks user namespaces or mounts: start it with the profiles in deploy/ (see docs/sandbox.md), not with --privileged."
    if (facts.apparmorRestrictsUserns === 1)
      return "AppArmor keeps bubblewrap from making user namespaces: install the profile in deploy/executor-apparmor (see docs/sandbox.md)."
    return `The kernel refused bubblewrap a namespace or mount (${lastLine(stderr)}): allow unprivileged user namespaces for the executor (see docs/sandbox.md).`
  }
  if (/Can't (find source path|bind mount|open|mkdir)/.test(stderr))
    return `The sandbox's user cannot reach a folder it needs (${lastLine(stderr)}): put the Python runtime and EXECUTOR_WORK_DIR where every user may pass, outside private folders.`
  if (/libseccomp/.test(stderr))
    return "libseccomp.so.2 is not installed: install it, on Debian with `apt-get install libseccomp2`."
  if (/No module named|ImportError|cannot open shared object/.test(stderr))
    return `The Python runtime is incomplete (${lastLine(stderr)}): remove its folder and start again to have it made anew.`
  if (/sealing failed/.test(stderr))
    return `The kernel refused a step of the isolation (${lastLine(stderr)}): see docs/sandbox.md for what the host must allow.`
  return `The sandbox did not start (${lastLine(stderr) || "it said nothing"}).`
}

const namespaceTrouble = (stderr: string) =>
  /creating new namespace|new namespace failed|uid map|gid map|Operation not permitted|Failed to make .* slave|pivot_root|setting up loopback|Failed RTM|Failed to mount/i.test(
    stderr,
  )

const lastLine = (text: string) => text.trim().split("\n").at(-1)?.slice(0, 300) ?? ""
