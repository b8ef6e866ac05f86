import type { z } from 'zod'
import type { Failure } from '../../contract/index.ts'

/** What zod has against an input as one `bad-input` failure that names the first setting at fault. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): Failure {
  const [first, ...rest] = issues
  const setting = first && first.path.length > 0 ? nameOf(first.path) : 'input'
  const others = rest.length > 0 ? ` (${rest.length} more)` : ''
  return {
    code: 'bad-input',
    message: `The setting “${setting}” was refused: ${lowerFirst(first?.message ?? 'not valid')}${others}.`,
    file: setting,
  }
}

/** `choices.epochs[0]` */
function nameOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`
    return name ? `${name}.${String(key)}` : String(key)
  }, '')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
