import { Stop } from "./say.mjs"

/** Stops where Cardloom cannot run: its sandbox is made of Linux namespaces, and older Nodes cannot run even this. */
export function checkPlatform() {
  if (Number(process.versions.node.split(".")[0]) < 20)
    throw new Stop(
      `This is Node ${process.version}, and Cardloom starts from Node 20 on: install a newer Node and run the same command again.`,
    )
  if (process.platform !== "linux")
    throw new Stop(
      `Cardloom's sandbox needs Linux, and this is ${process.platform}: use docker compose up, or a Linux machine.`,
    )
}
