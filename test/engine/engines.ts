import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ThawError, type Failure } from '../../contract/index.ts'
import { forkEngine, startEngine, type Engine, type EngineOptions } from '../../main/engine/index.ts'

const entry = new URL('./test-engine.ts', import.meta.url)

/** An engine with the tests' handlers, closed when the test ends. */
export function testEngine(options: EngineOptions = {}): Engine {
  const engine = startEngine({ fork: (environment) => forkEngine(environment, entry), patience: 2000, ...options })
  onTestFinished(async () => {
    engine.kill()
    await engine.close()
  })
  return engine
}

/** The process id of an engine that runs. */
export async function pidOf(engine: Engine): Promise<number> {
  return Number((await engine.request('fetch-samples', {})).folder)
}

/** The failure with which a request ends. */
export async function failureFrom(request: Promise<unknown>): Promise<Failure> {
  const outcome = await request.then(
    (answer) => answer,
    (error: unknown) => error,
  )
  if (outcome instanceof ThawError) return outcome.failure
  throw new Error(`Expected a failure. Received: ${JSON.stringify(outcome)}`)
}

/** An empty folder, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A job that was asked for, and a promise of its beginning. */
export function started<T>(
  ask: (onProgress: (progress: { state: string; job: number; step: string }) => void) => Promise<T>,
): {
  answer: Promise<T>
  begun: Promise<number>
} {
  const { promise: begun, resolve } = Promise.withResolvers<number>()
  const answer = ask(({ state, job, step }) => {
    if (state === 'running' && step !== '') resolve(job)
  })
  // Whoever asks for the answer later finds the rejection there.
  answer.catch(() => {})
  return { answer, begun }
}
