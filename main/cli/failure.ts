import { describeFailure, failureOf, type Failure } from '../../contract/index.ts'

/** 2 for what the person typed, 130 for an interrupt, else 1. */
export function exitCodeOf({ code }: Failure): 1 | 2 | 130 {
  if (code === 'bad-input') return 2
  return code === 'cancelled' ? 130 : 1
}

/** One line for a person; with `debug` where it comes from as well. */
export function explain(error: unknown, debug: boolean): string {
  const line = `thaw: ${describeFailure(failureOf(error)).replaceAll(/\s*\n\s*/g, ' ')}`
  return debug && error instanceof Error && error.stack ? `${line}\n${error.stack}` : line
}
