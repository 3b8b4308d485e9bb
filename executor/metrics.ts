import { Gauge, Histogram, Registry } from "prom-client"
import type { JobQueue } from "./queue/job-queue.ts"

/** What Prometheus reads. */
export class Metrics {
  private readonly registry = new Registry()
  private readonly durations = new Histogram({
    name: "cardloom_executor_job_duration_seconds",
    help: "Time from a job's request to its end, queueing included.",
    labelNames: ["kind", "outcome"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600],
    registers: [this.registry],
  })

  private readonly stages = new Histogram({
    name: "cardloom_executor_job_stage_seconds",
    help: "Where the time of a job went.",
    labelNames: ["kind", "stage"],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  })
  private readonly answers = new Histogram({
    name: "cardloom_executor_job_answer_bytes",
    help: "Size of what a sealed process answered.",
    labelNames: ["kind"],
    buckets: [1e3, 1e4, 1e5, 1e6, 1e7],
    registers: [this.registry],
  })

  /** `stages`: milliseconds by the name of the stage. */
  jobSpent(kind: string, stages: Record<string, number>, answerBytes: number): void {
    for (const [stage, ms] of Object.entries(stages)) this.stages.observe({ kind, stage }, ms / 1000)
    this.answers.observe({ kind }, answerBytes)
  }

  jobFinished(kind: string, outcome: string, totalMs: number): void {
    this.durations.observe({ kind, outcome }, totalMs / 1000)
  }

  watchQueue(name: string, queue: JobQueue): void {
    const gauge = (suffix: string, help: string, read: () => number) =>
      new Gauge({
        name: `cardloom_executor_${name}_${suffix}`,
        help,
        registers: [this.registry],
        collect() {
          this.set(read())
        },
      })
    gauge("running", "Jobs that hold a slot.", () => queue.running)
    gauge("waiting", "Jobs that wait for a slot or for their data.", () => queue.waiting)
  }

  watchSandbox(isOk: () => boolean): void {
    new Gauge({
      name: "cardloom_executor_sandbox_ready",
      help: "1 when jobs can run.",
      registers: [this.registry],
      collect() {
        this.set(isOk() ? 1 : 0)
      },
    })
  }

  render(): Promise<string> {
    return this.registry.metrics()
  }

  get contentType(): string {
    return this.registry.contentType
  }
}
