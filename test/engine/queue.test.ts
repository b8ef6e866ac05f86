import { expect, test } from 'vitest'
import { createQueue } from '../../main/engine/queue.ts'
import type { JobProgress } from '../../contract/index.ts'
import { failureFrom, pidOf, started, testEngine } from './engines.ts'

test('jobs that compute run one at a time in the order in which they came, others beside them', async () => {
  const engine = testEngine()
  const ended: string[] = []
  const first = started((onProgress) => engine.request('fetch-weights', { base: 'until cancelled' }, { onProgress }))
  const job = await first.begun
  const second = engine.request('fetch-weights', { base: 'count' }).then(({ file }) => ended.push(`second ${file}`))
  const third = engine.request('fetch-weights', { base: 'count' }).then(({ file }) => ended.push(`third ${file}`))
  await pidOf(engine)
  expect(ended).toEqual([])
  engine.cancel(job)
  await Promise.all([failureFrom(first.answer), second, third])
  expect(ended).toEqual(['second 2', 'third 3'])
})

test('a job says that it waits, runs, how far it is, how long it will take, and that it ended', async () => {
  const heard: JobProgress[] = []
  await testEngine().request('fetch-weights', { base: 'ten steps' }, { onProgress: (progress) => heard.push(progress) })
  expect(heard.slice(0, 2).map(({ state }) => state)).toEqual(['waiting', 'running'])
  const last = heard.at(-1)
  expect(last).toMatchObject({ state: 'ended', request: 'fetch-weights', step: 'count', done: 10, total: 10 })
  const complete = heard.at(-2)
  expect(complete).toMatchObject({ state: 'running', done: 10, secondsLeft: 0 })
})

test('a job that is cancelled while it waits leaves the queue, and those behind it move up', async () => {
  const engine = testEngine()
  const first = started((onProgress) => engine.request('fetch-weights', { base: 'until cancelled' }, { onProgress }))
  const job = await first.begun
  const controller = new AbortController()
  const second = engine.request('fetch-weights', { base: 'count' }, { signal: controller.signal })
  const third = engine.request('fetch-weights', { base: 'count' })
  controller.abort()
  expect(await failureFrom(second)).toEqual({ code: 'cancelled', message: 'Cancelled.', request: 'fetch-weights' })
  engine.cancel(job)
  expect(await third).toMatchObject({ file: '1' })
})

test('a failing task does not hold up the next', async () => {
  const inTurn = createQueue()
  const { signal } = new AbortController()
  const failing = inTurn(signal, () => Promise.reject(new Error('no')))
  const next = inTurn(signal, async () => 'done')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('done')
})
