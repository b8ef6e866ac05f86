import type { LookLayer } from '../../../contract/index.ts'

type Say = (key: string, named: Record<string, unknown>, count: number) => string

/** Channels named before the rest is left to the grid. */
const most = 6

const named = (channels: readonly number[]): string =>
  channels.slice(0, most).join(', ') + (channels.length > most ? ', …' : '')

/**
 * The channels of a layer that are hatched, by number: those that have one value all over this photograph, and those that
 * no validation photograph moves. `dead`: the latter, null where nobody looked.
 */
export function deadWords({ dead: here }: Pick<LookLayer, 'dead'>, dead: readonly number[] | null, say: Say): string {
  const words = say('inside.silentCount', { names: named(here) }, here.length)
  return dead && dead.length > 0 ? `${words}; ${say('inside.deadCount', { names: named(dead) }, dead.length)}` : words
}
