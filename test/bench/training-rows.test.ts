import { expect, test } from 'vitest'
import { linePlaces, timedPlaces, trainingRows } from './training-rows.ts'

const command = (side: string) => (name: string) => () => ({ command: side, args: [name] })
const rows = new Map(
  trainingRows(command('thaw'), (script, name) => () => ({ command: script, args: [name] })).map(([name, make]) => [
    name,
    make('data'),
  ]),
)

test('steps are compared with Keras at five places of the line', () => {
  expect(linePlaces).toHaveLength(5)
  for (const layer of linePlaces) {
    const row = rows.get(`step-at-${layer}`)!
    expect(row.peer()).toEqual({ command: 'keras_training.py', args: [`step-at-${layer}`] })
  }
})

test('the time shown on the line is compared with real epochs at five places, as seconds of one epoch', () => {
  expect(timedPlaces).toHaveLength(5)
  for (const layer of timedPlaces) {
    const row = rows.get(`line-time-at-${layer}`)!
    expect(row.thaw().args).toEqual([`line-time-at-${layer}`])
    expect(row.peer()).toEqual({ command: 'thaw', args: [`line-shown-at-${layer}`] })
    expect(row.value(6000, row.runs)).toBe(2)
    // Less is better, so the ratio that measureRow makes is the peer's by ours: shown by real.
    expect([row.unit, row.better]).toEqual(['s', 'less'])
    expect(row.note).toContain('shown by real, right between 0.7 and 1.3')
  }
})
