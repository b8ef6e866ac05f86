import { failureOf, type Answer, type RequestInput, type RequestName } from '../../contract/index.ts'
import { forkEngine, startEngine, type Engine, type Fork } from '../engine/index.ts'
import type { Command } from 'commander'
import { exitCodeOf, explain } from './failure.ts'
import { showProgress } from './progress.ts'
import { onInterrupt } from './interrupt.ts'

/** What every command takes. */
export interface CommonSettings {
  json?: boolean
  debug?: boolean
  device?: 'auto' | 'cpu'
}

/** Asks the engine, with progress on stderr; an interrupt cancels. */
export type Ask = <N extends RequestName>(name: N, input: RequestInput<N>) => Promise<Answer<N>>

/** Adds the options that every command takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print the result as one JSON object')
    .option('--debug', 'tell more on stderr, and where an error comes from')
}

/**
 * Does a command's work in an engine and prints its result: as JSON, or as `print` makes it. Sets the exit code: 0 done,
 * 1 failed, 2 wrong usage, 130 interrupted. The first interrupt cancels, so that what is finished is kept; the second
 * kills the engine.
 */
export async function perform<T>(
  settings: CommonSettings,
  work: (ask: Ask, note: (text: string) => void) => Promise<T>,
  print: (result: T) => string,
  fork: Fork = forkEngine,
): Promise<void> {
  const cancelled = new AbortController()
  const debug = settings.debug ?? false
  const engine = startEngine({
    fork,
    env: settings.device === 'cpu' ? { CUDA_VISIBLE_DEVICES: '-1' } : {},
    onOutput: (text) => debug && process.stderr.write(text),
  })
  const progress = showProgress(engine, process.stderr)
  engine.on('message-logged', ({ level, text }) => {
    if (debug || level === 'warning') progress.note(text)
  })
  engine.on('run-changed', ({ run: { name, state } }) => {
    if (state === 'stopped' || state === 'paused')
      progress.note(`The run ${name} is kept: --resume ${name} goes on with it.`)
  })
  const interrupt = onInterrupt((times) => {
    if (times > 1) return engine.kill()
    progress.note('Stopping at the next step; what is finished is kept. Once more stops at once.')
    cancelled.abort()
  })
  try {
    const result = await work(
      (name, input) => engine.request(name, input, { signal: cancelled.signal }),
      (text) => progress.note(text),
    )
    progress.clear()
    process.stdout.write(settings.json ? `${JSON.stringify(result)}\n` : `${print(result)}\n`)
  } catch (error) {
    progress.clear()
    process.stderr.write(`${explain(error, debug)}\n`)
    process.exitCode = interrupt.times() > 0 ? 130 : exitCodeOf(failureOf(error))
  } finally {
    interrupt.stop()
    await leave(engine, (text) => progress.note(text))
  }
}

/** Ends the engine, after what it has begun for another command: that is finished first, unless someone interrupts. */
async function leave(engine: Engine, note: (text: string) => void): Promise<void> {
  const interrupt = onInterrupt((times) => (times > 1 ? engine.kill() : void engine.close()))
  const off = engine.on('job-progressed', ({ job, state }) => {
    if (job > 0 || state !== 'running') return
    note('Done. Another command gave its job on this project to this one: waiting for it (Ctrl-C stops it).')
    off()
  })
  await engine.close({ finishGuests: true })
  interrupt.stop()
}
