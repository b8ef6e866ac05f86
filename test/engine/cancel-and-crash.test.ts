import { expect, test } from 'vitest'
import type { Events } from '../../contract/index.ts'
import { forkEngine } from '../../main/engine/index.ts'
import { failureFrom, pidOf, started, temporaryFolder, testEngine } from './engines.ts'

const waiting = { base: 'until cancelled' }

test('a cancel stops a job at its next step, and the engine lives on', async () => {
  const engine = testEngine()
  const pid = await pidOf(engine)
  const controller = new AbortController()
  const states: string[] = []
  const { answer, begun } = started((onProgress) =>
    engine.request('fetch-weights', waiting, {
      signal: controller.signal,
      onProgress: (progress) => {
        states.push(progress.state)
        onProgress(progress)
      },
    }),
  )
  await begun
  controller.abort()
  expect(await failureFrom(answer)).toMatchObject({ code: 'cancelled', request: 'fetch-weights' })
  expect(states.at(-1)).toBe('cancelled')
  expect(await pidOf(engine)).toBe(pid)
})

test('a second cancel ends an engine that does not listen, and everything that was asked rejects with that reason', async () => {
  const engine = testEngine()
  const { answer, begun } = started((onProgress) => engine.request('fetch-weights', { base: 'deaf' }, { onProgress }))
  const job = await begun
  const behind = engine.request('fetch-weights', { base: 'count' })
  engine.cancel(job)
  engine.cancel(job)
  const failures = await Promise.all([failureFrom(answer), failureFrom(behind)])
  for (const failure of failures) {
    expect(failure).toMatchObject({
      code: 'engine-stopped',
      message: 'The engine was ended at once during fetch-weights.',
      request: 'fetch-weights',
    })
  }
})

test('after a crash what was pending rejects with the reason, and the next request starts the engine again', async () => {
  const changes: Events['engine-changed'][] = []
  const engine = testEngine()
  engine.on('engine-changed', (change) => changes.push(change))
  const pid = await pidOf(engine)
  const crash = engine.request('fetch-weights', { base: 'crash' })
  const behind = engine.request('start-run', { project: temporaryFolder(), dataset: 'count' })
  expect(await failureFrom(crash)).toMatchObject({
    code: 'engine-stopped',
    message: 'The engine stopped unexpectedly during fetch-weights.',
    found: 'signal SIGKILL',
    request: 'fetch-weights',
  })
  expect(await failureFrom(behind)).toMatchObject({ code: 'engine-stopped', request: 'start-run' })
  expect(engine.status()).toMatchObject({ state: 'stopped', failure: { code: 'engine-stopped' } })
  expect(await pidOf(engine)).not.toBe(pid)
  expect(changes.map(({ state }) => state)).toEqual(['starting', 'ready', 'stopped', 'starting', 'ready'])
})

test('the reason of a crash holds what the process said last', async () => {
  const engine = testEngine()
  const left = await failureFrom(engine.request('fetch-weights', { base: 'leave' }))
  expect(left.found).toBe('exit code 3: Check failed: the cable is not in')
  const aborted = await failureFrom(engine.request('fetch-weights', { base: 'abort' }))
  expect(aborted.found).toMatch(/^signal SIGABRT|^exit code/)
})

test('an engine that cannot be started is a failure, not a wait', async () => {
  const missing = new URL('./no-such-engine.ts', import.meta.url)
  const engine = testEngine({ fork: (environment) => forkEngine(environment, missing) })
  expect(await failureFrom(engine.request('doctor', {}))).toMatchObject({
    code: 'engine-stopped',
    found: expect.stringContaining('no-such-engine.ts'),
  })
})

test('closing cancels what runs and takes no more', async () => {
  const engine = testEngine()
  const { answer, begun } = started((onProgress) => engine.request('fetch-weights', waiting, { onProgress }))
  await begun
  await engine.close()
  expect(await failureFrom(answer)).toMatchObject({ code: 'cancelled' })
  expect(engine.status()).toEqual({ state: 'stopped', status: null, failure: null })
  expect(await failureFrom(engine.request('doctor', {}))).toMatchObject({ code: 'engine-stopped', request: 'doctor' })
})

test('closing kills an engine that does not listen', async () => {
  const engine = testEngine({ patience: 50 })
  const { answer, begun } = started((onProgress) => engine.request('fetch-weights', { base: 'deaf' }, { onProgress }))
  await begun
  await engine.close()
  expect(await failureFrom(answer)).toMatchObject({
    code: 'engine-stopped',
    message: 'The engine was closed during fetch-weights.',
  })
})
