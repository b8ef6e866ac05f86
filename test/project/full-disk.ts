/**
 * `full-disk.ts FOLDER PHOTOGRAPHS`: trains in FOLDER, a small file system, fills the rest of it after the first epoch and after the
 * last, makes room again when it is told that the disk is full, and prints what it was told and what came out.
 */
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { unwatched, type Work } from '../../contract/index.ts'
import { startRun } from '../../main/project/index.ts'

const [folder = '', dataset = ''] = process.argv.slice(2)
const epochs = 3
const filler = join(folder, 'filler')
const said: string[] = []

function fill(): void {
  try {
    for (;;) appendFileSync(filler, Buffer.alloc(4096))
  } catch {
    // Full.
  }
}

const work: Work = {
  ...unwatched(),
  emit(event, payload) {
    if (event === 'epoch-ended' && 'row' in payload && [0, epochs - 1].includes(payload.row.epoch)) fill()
    if (event !== 'message-logged' || !('text' in payload)) return
    said.push(payload.text)
    rmSync(filler, { force: true })
  },
}
const choices = {
  weights: 'random',
  cut: 'block1_pool',
  size: 32,
  epochs: [epochs],
  head: 16,
  convolution: 'direct',
  precision: 'float32',
} as const
const { history, verified } = await startRun(
  { project: join(folder, 'project'), dataset, choices: { ...choices, epochs: [...choices.epochs] } },
  work,
)
process.stdout.write(JSON.stringify({ said, epochs: history.length, difference: verified.maxAbsDifference }))
