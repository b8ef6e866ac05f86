import { describeFailure, failureOf } from '../../contract/index.ts'
import type { MeasuredRow, Row } from './row.ts'
import { ratioOfBests, summarize } from './statistics.ts'
import { startWorker, type Worker } from './worker.ts'

/** Two means of the same array may differ by bfloat16's rounding, and no more. */
const sameMean = 0.03

type Side = { worker: Worker; values: number[] } | { problem: string }

/**
 * Measures a row: both sides started and warm, then in turn, each going first every other round.
 * A side that cannot run leaves its reason in the note. `versions` collects what the workers say of themselves.
 */
export async function measureRow(
  row: Row,
  versions: Record<string, string>,
  log: (text: string) => void,
): Promise<MeasuredRow> {
  const sides = { thaw: await open(row.thaw), peer: await open(row.peer) }
  try {
    for (const side of Object.values(sides)) if ('worker' in side) Object.assign(versions, side.worker.ready.versions)
    assertSameWork(row, sides)
    for (let round = 0; round < row.rounds; round++) {
      for (const side of round % 2 ? [sides.peer, sides.thaw] : [sides.thaw, sides.peer]) {
        if ('worker' in side) side.values.push(row.value(await side.worker.run(row.runs), row.runs))
      }
      log(`${row.name}: round ${round + 1} of ${row.rounds}`)
    }
    return describe(row, sides)
  } finally {
    for (const side of Object.values(sides)) if ('worker' in side) await side.worker.close()
  }
}

async function open(command: Row['thaw']): Promise<Side> {
  try {
    return { worker: await startWorker(command()), values: [] }
  } catch (error) {
    return { problem: describeFailure(failureOf(error)) }
  }
}

function assertSameWork(row: Row, { thaw, peer }: { thaw: Side; peer: Side }): void {
  if (!('worker' in thaw && 'worker' in peer)) return
  const [a, b] = [thaw.worker.ready.mean, peer.worker.ready.mean]
  if (a !== null && b !== null && Math.abs(a - b) > sameMean * Math.abs(b)) {
    throw new Error(`${row.name}: the sides compute different things: means ${a} and ${b}.`)
  }
}

function describe(row: Row, { thaw, peer }: { thaw: Side; peer: Side }): MeasuredRow {
  const summary = (side: Side) => ('worker' in side ? summarize(side.values, row.better) : null)
  const [a, b] = [summary(thaw), summary(peer)]
  const note = (name: string, side: Side) =>
    'worker' in side ? side.worker.ready.note : `${name} did not run: ${side.problem}`
  const memoryOf = (side: Side) => ('worker' in side ? side.worker.highestMemory() : null)
  const memory = row.memory && { thaw: memoryOf(thaw), peer: memoryOf(peer) }
  return {
    name: row.name,
    unit: row.unit,
    thaw: a,
    peer: b,
    peerName: row.peerName,
    ratio: a && b ? ratioOfBests(a, b, row.better) : null,
    ...(memory && { memory }),
    note: [row.note, note('Thaw', thaw), note(row.peerName, peer), memory && memoryNote(row.peerName, memory)]
      .filter(Boolean)
      .join('; '),
  }
}

function memoryNote(peerName: string, { thaw, peer }: NonNullable<MeasuredRow['memory']>): string {
  const told = (bytes: number | null) => (bytes === null ? 'not known' : `${(bytes / 1e9).toFixed(2)} GB`)
  return `memory at its highest, loading included: Thaw ${told(thaw)}, ${peerName} ${told(peer)}`
}
