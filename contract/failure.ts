/** An error as a value: what crosses a process boundary, and what a person reads. */
export interface Failure {
  /** Stable, kebab-case, for code to branch on: `cancelled`, `engine-stopped`, `bad-input`, `file-missing`, … */
  code: string
  /** One sentence that stands alone. */
  message: string
  expected?: string
  found?: string
  /** The file or setting at fault. */
  file?: string
  /** What to do next, as an instruction. */
  remedy?: string
  /** The request that failed, filled in by the router. */
  request?: string
}

/** The one exception class: a `Failure` that is being thrown. */
export class ThawError extends Error {
  readonly failure: Failure
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options)
    this.name = 'ThawError'
    this.failure = failure
  }
}

/** A `ThawError` ready to throw. */
export function fail(code: string, message: string, rest: Omit<Failure, 'code' | 'message'> = {}): ThawError {
  return new ThawError({ code, message, ...rest })
}

/** Whatever was thrown, as a value. An unknown error keeps its message under the code `unexpected`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ThawError) return error.failure
  if (error instanceof Error && error.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled.' }
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) }
}

/** One line for a terminal or a log: message, expected and found, file, remedy. */
export function describeFailure({ message, expected, found, file, remedy }: Failure): string {
  const parts = [message]
  if (expected) parts.push(`Expected ${expected}.`)
  if (found) parts.push(`Found ${found}.`)
  if (file && !message.includes(file)) parts.push(`(${file})`)
  if (remedy) parts.push(remedy)
  return parts.join(' ')
}
