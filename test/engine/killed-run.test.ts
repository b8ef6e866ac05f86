import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ThawError, unwatched, type RequestInput, type TrainResult } from '../../contract/index.ts'
import { startEngine, type Engine } from '../../main/engine/index.ts'
import { readKerasModel } from '../../main/formats/index.ts'
import { openProject, openRun, startRun } from '../../main/project/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-kill-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const photographs = join(root, 'photographs')
const choices: RequestInput<'start-run'>['choices'] = {
  weights: 'random',
  cut: 'block2_pool',
  size: 64,
  epochs: [6],
  head: 16,
  convolution: 'direct',
  precision: 'float32',
}
let whole: TrainResult

beforeAll(async () => {
  await writePhotographs(photographs, { cats: 50, dogs: 50 })
  whole = await startRun({ project: join(root, 'whole'), dataset: photographs, choices }, unwatched())
})

/** Starts a run in an engine of its own and kills the engine as soon as `when` says so. */
async function killedRun(project: string, when: (engine: Engine, kill: () => void) => void): Promise<void> {
  const engine = startEngine()
  when(engine, () => engine.kill())
  const outcome = await engine
    .request('start-run', { project: join(root, project), dataset: photographs, choices })
    .then(
      () => null,
      (error: unknown) => error,
    )
  await engine.close()
  expect(outcome).toBeInstanceOf(ThawError)
  expect((outcome as ThawError).failure).toMatchObject({ code: 'engine-stopped', request: 'start-run' })
}

async function resumed(project: string): Promise<TrainResult> {
  const engine = startEngine()
  try {
    return await engine.request('start-run', {
      project: join(root, project),
      dataset: photographs,
      choices,
      resume: '001-extract',
    })
  } finally {
    await engine.close()
  }
}

async function expectAsIfNeverKilled(result: TrainResult): Promise<void> {
  expect(result.history).toEqual(whole.history)
  expect((await readKerasModel(result.model)).weights).toEqual((await readKerasModel(whole.model)).weights)
  const project = await openProject(join(result.run, '..', '..'))
  expect((await openRun(project, '001-extract')).record.state).toBe('done')
}

describe('an engine that is killed', () => {
  it('in mid-extraction costs what was under way, and the run goes on to the same weights', async () => {
    await killedRun('extraction', (engine, kill) => {
      engine.on('job-progressed', ({ step, done }) => {
        if (step === 'extract' && done >= 40) kill()
      })
    })
    const result = await resumed('extraction')
    expect(result.resumed).toEqual({ stage: 'head', epoch: 0 })
    await expectAsIfNeverKilled(result)
  })

  it('in mid-training costs at most the epoch under way, and the run goes on to the same weights', async () => {
    let ended = -1
    await killedRun('training', (engine, kill) => {
      engine.on('epoch-ended', ({ row }) => {
        ended = row.epoch
        if (row.epoch === 2) kill()
      })
    })
    const result = await resumed('training')
    expect(result.resumed!.epoch).toBeGreaterThan(ended)
    await expectAsIfNeverKilled(result)
  })
})
