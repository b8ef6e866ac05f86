import type { Prediction } from '../../../contract/index.ts'

/** A picture that was asked about, by the name that a person knows it by. */
export interface Asked {
  id: number
  name: string
  /** An object URL; null where the window has only a path. */
  picture: string | null
  /** Null until the network has answered. */
  prediction: Prediction | null
}

export const orders = ['given', 'label', 'sure', 'unsure', 'name'] as const
export type Order = (typeof orders)[number]

/** The probability of the class that was answered; those without an answer come last. */
const certainty = ({ prediction }: Asked): number => prediction?.probabilities[prediction.label] ?? -1

export function sorted(asked: readonly Asked[], order: Order): Asked[] {
  const label = ({ prediction }: Asked): string => prediction?.label ?? '\uffff'
  const by: Record<Order, (a: Asked, b: Asked) => number> = {
    given: () => 0,
    label: (a, b) => label(a).localeCompare(label(b)) || certainty(b) - certainty(a),
    sure: (a, b) => certainty(b) - certainty(a),
    unsure: (a, b) => Math.abs(certainty(a)) - Math.abs(certainty(b)),
    name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  }
  return [...asked].sort(by[order])
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** `file,label` and a column for each class, as RFC 4180 has it. */
export function answersCsv(asked: readonly Asked[], classes: readonly string[]): string {
  const rows = answered(asked).map(({ name, prediction: { label, probabilities } }) => [
    name,
    label,
    ...classes.map((each) => String(probabilities[each] ?? '')),
  ])
  return [['file', 'label', ...classes], ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
}

/** The same as what `thaw predict --json` prints. */
export function answersJson(asked: readonly Asked[], classes: readonly string[]): string {
  const predictions = answered(asked).map(({ name, prediction }) => ({ ...prediction, file: name }))
  return `${JSON.stringify({ classes, predictions }, null, 2)}\n`
}

function answered(asked: readonly Asked[]): (Asked & { prediction: Prediction })[] {
  return asked.flatMap((entry) => (entry.prediction ? [{ ...entry, prediction: entry.prediction }] : []))
}
