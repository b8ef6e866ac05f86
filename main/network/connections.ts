import type { Layer } from './network.ts'

/**
 * Keras's column "Connected to": for each row of a summary what its layers take from other rows, as `NAME[0][0]`. Null
 * where every row but the first takes from one other: there Keras has no such column.
 */
export function connectionsOf(rows: readonly { name: string; layers: readonly Layer[] }[]): string[][] | null {
  const rowOf = new Map(rows.flatMap(({ name, layers }) => layers.map((layer) => [layer.name, name] as const)))
  const connected = rows.map(({ name, layers }) =>
    layers.flatMap(({ inputs }) => inputs.map((input) => rowOf.get(input)!)).filter((source) => source !== name),
  )
  if (connected.every((sources) => sources.length <= 1)) return null
  return connected.map((sources) => sources.map((source) => `${source}[0][0]`))
}
