import type { Better, Summary } from './statistics.ts'
import type { LayerTable } from './layer-table.ts'
import type { WorkerCommand } from './worker.ts'

/** A row of the benchmark before it is measured. */
export interface Row {
  readonly name: string
  readonly unit: string
  readonly better: Better
  readonly peerName: string
  /** The scale, and what each side does. */
  readonly note: string
  readonly rounds: number
  /** Runs in one round. */
  readonly runs: number
  /** The round's value in `unit`, from the milliseconds of its `runs` runs. */
  readonly value: (milliseconds: number, runs: number) => number
  /** Whether the memory that each side took at its highest is told. */
  readonly memory?: boolean
  readonly thaw: () => WorkerCommand
  readonly peer: () => WorkerCommand
}

/** A row as `--json` prints it. A side that could not run is null, and the note says why. */
export interface MeasuredRow {
  name: string
  unit: string
  thaw: Summary | null
  peer: Summary | null
  peerName: string
  ratio: number | null
  /** Bytes that each side's process held at its highest; null where the system does not say. */
  memory?: { thaw: number | null; peer: number | null }
  note: string
}

/** What `npm run bench -- --json` prints. */
export interface BenchResult {
  machine: string
  versions: Record<string, string>
  rows: MeasuredRow[]
  /** Each convolution by itself. */
  layers?: LayerTable
}
