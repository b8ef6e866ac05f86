import { describe, expect, it } from 'vitest'
import { createQueue, mostInFlight } from '../../../renderer/components/common/picture-queue.ts'
import { among, nothing, select } from '../../../renderer/components/data/selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const chosen = (of: { chosen: ReadonlySet<string> }) => [...of.chosen]

describe('selecting photographs', () => {
  it('takes one, one more, one less, and all between two', () => {
    const one = select(nothing, order, 'b', 'only')
    expect(chosen(one)).toEqual(['b'])
    expect(chosen(select(one, order, 'd', 'toggle'))).toEqual(['b', 'd'])
    expect(chosen(select(select(one, order, 'd', 'toggle'), order, 'b', 'toggle'))).toEqual(['d'])
    const range = select(one, order, 'e', 'range')
    expect(chosen(range)).toEqual(['b', 'c', 'd', 'e'])
    expect(chosen(select(range, order, 'a', 'range')), 'from where the range began').toEqual(['a', 'b'])
  })

  it('keeps what is still there when the list changes', () => {
    const all = select(select(nothing, order, 'a', 'only'), order, 'e', 'range')
    expect(among(all, ['b', 'e', 'x'])).toEqual({ chosen: new Set(['b', 'e']), focus: 'e', anchor: null })
  })
})

describe('pictures under way', () => {
  it('are never more than the limit, and the last asked for come first', () => {
    const queue = createQueue(mostInFlight)
    const started: number[] = []
    const places = Array.from({ length: 100 }, (_, i) => ({ start: () => void started.push(i) }))
    for (const place of places) queue.ask(place)
    expect(mostInFlight).toBe(24)
    expect(started).toHaveLength(24)
    queue.leave(places[0]!)
    expect(started.at(-1)).toBe(99)
    queue.leave(places[98]!)
    queue.leave(places[1]!)
    expect(started.at(-1), 'one that was given up is not started').toBe(97)
    for (const place of places) queue.leave(place)
    expect(queue.count()).toBe(0)
  })
})
