import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writePhotographs } from '../helpers/photographs.ts'
import { killAndGoOn, remains, train, type Point, type Victim } from './kills.ts'

/* Three of the kills; test/slow/kills.test.ts has every point, and random instants. */

const root = mkdtempSync(join(tmpdir(), 'thaw-kills-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const source = join(root, 'photographs')
let whole: Awaited<ReturnType<typeof remains>>

beforeAll(async () => {
  await writePhotographs(source, { cats: 40, dogs: 40 })
  await train(source, join(root, 'whole'))
  whole = await remains(join(root, 'whole'))
})

const kills: [Point, Victim][] = [
  ['a row of the bank is written', 'the process group'],
  ['one stage has ended and the next has not begun', 'the engine'],
  ['the model is being saved', 'the process group'],
]
it.each(kills)('killed when %s (%s), a run ends with the weights of one that never was', async (point, victim) => {
  const project = join(root, `${point} ${victim}`)
  const { killed } = await killAndGoOn(source, project, point, victim)
  expect(killed).toBe(true)
  expect(await remains(project)).toEqual(whole)
})
