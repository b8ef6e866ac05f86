import { expect, test } from 'vitest'
import type { RequestName } from '../../contract/index.ts'
import { failureFrom, pidOf, temporaryFolder, testEngine } from './engines.ts'

test('nothing is started before the first request', async () => {
  const engine = testEngine()
  expect(engine.status()).toEqual({ state: 'stopped', status: null, failure: null })
  expect(await pidOf(engine)).not.toBe(process.pid)
  expect(engine.status().state).toBe('ready')
})

test('a failure crosses the process boundary whole, with the name of its request', async () => {
  const failure = await failureFrom(testEngine().request('fetch-weights', { base: 'refuse' }))
  expect(failure).toEqual({
    code: 'file-missing',
    message: 'No weights.',
    expected: 'a file',
    found: 'none',
    file: 'w.h5',
    remedy: 'Fetch them.',
    request: 'fetch-weights',
  })
})

test('an error that nobody foresaw is a failure too, and its stack goes to the log', async () => {
  const texts: string[] = []
  const engine = testEngine()
  engine.on('message-logged', ({ text }) => texts.push(text))
  const failure = await failureFrom(engine.request('fetch-weights', { base: 'break' }))
  expect(failure).toEqual({ code: 'unexpected', message: 'a bug', request: 'fetch-weights' })
  expect(texts).toEqual([expect.stringContaining('test-engine.ts')])
})

test('numbers that JSON does not know arrive as they are', async () => {
  const { history } = await testEngine().request('start-run', { project: temporaryFolder(), dataset: 'count' })
  expect(history[0]).toMatchObject({ loss: NaN, val_loss: Infinity })
})

test('an input that the contract refuses is named by its setting', async () => {
  const engine = testEngine()
  const failure = await failureFrom(
    engine.request('start-run', { project: '/p', dataset: '/d', choices: { epochs: [3, 0], batch: 0 } }),
  )
  expect(failure.code).toBe('bad-input')
  expect(failure.file).toBe('choices.epochs[1]')
  expect(failure.message).toMatch(/“choices.epochs\[1\]”.*>=1 \(1 more\)/)
})

test('an unknown request and one without a handler are failures', async () => {
  const engine = testEngine()
  const unknown = 'launch-rocket' as RequestName
  expect(await failureFrom(engine.request(unknown, {}))).toMatchObject({ code: 'unknown-request', request: unknown })
  expect(await failureFrom(engine.request('toString' as RequestName, {}))).toMatchObject({ code: 'unknown-request' })
  expect(await failureFrom(engine.request('doctor', {}))).toMatchObject({ code: 'not-available', request: 'doctor' })
})
