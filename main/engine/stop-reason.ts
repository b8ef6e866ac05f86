import type { Failure } from '../../contract/index.ts'
import type { Exit } from './engine-process.ts'

/** What is known of an engine's end. */
export interface Stop {
  exit: Exit
  /** The requests whose work had begun. */
  underWay: readonly string[]
  /** Why its supervisor ended it; null when it ended by itself. */
  wanted: 'closed' | 'killed' | null
  /** What it wrote to stdout and stderr, the end of it. */
  lastWords: string
}

/** The failure with which everything that an engine still owed is answered. */
export function describeStop({ exit, underWay, wanted, lastWords }: Stop): Failure {
  const during = underWay.length > 0 ? ` during ${[...new Set(underWay)].join(', ')}` : ''
  const code = 'engine-stopped'
  if (wanted === 'closed') return { code, message: `The engine was closed${during}.` }
  if (wanted === 'killed') {
    return { code, message: `The engine was ended at once${during}.`, remedy: 'What was finished is kept.' }
  }
  if (exit.error) return { code, message: 'The engine could not be started.', found: exit.error }
  const how = exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`
  const words = lastLine(lastWords)
  return {
    code,
    message: `The engine stopped unexpectedly${during}.`,
    found: words ? `${how}: ${words}` : how,
    remedy: `What was finished is kept, and the next request starts the engine again.${ofMemory(exit, lastWords)}`,
  }
}

/** Whether it died of too little memory, for certain or perhaps, and what helps. */
function ofMemory({ signal }: Exit, lastWords: string): string {
  if (/out of memory|bad_alloc|cannot allocate memory|OOM when/i.test(lastWords)) {
    return ' It ran out of memory: smaller batches or pictures need less.'
  }
  if (signal !== 'SIGKILL') return ''
  return ' A system that runs out of memory ends a process so; smaller batches or pictures need less.'
}

/** The line in which Node or native code says what happened: an error if there is one, else the last. */
function lastLine(text: string): string {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  const telling = lines.findLast((line) => /^\w*Error\b|Check failed|terminate called|what\(\)/.test(line))
  return (telling ?? lines.at(-1) ?? '').replace(/\.$/, '').slice(0, 300)
}
