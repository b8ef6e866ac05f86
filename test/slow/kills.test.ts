import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomStream } from '../../main/network/index.ts'
import { killAndGoOn, points, remains, train, type Point, type Victim } from '../engine/kills.ts'
import { writePhotographs } from '../helpers/photographs.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-kills-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const source = join(root, 'photographs')
const victims: Victim[] = ['the engine', 'the process group']
let whole: Awaited<ReturnType<typeof remains>>
let milliseconds: number

beforeAll(async () => {
  await writePhotographs(source, { cats: 40, dogs: 40 })
  const started = performance.now()
  await train(source, join(root, 'whole'))
  milliseconds = performance.now() - started
  whole = await remains(join(root, 'whole'))
}, 600_000)

describe.each(victims)('SIGKILL to %s', (victim) => {
  it.each(Object.keys(points) as Point[])(
    'when %s',
    async (point) => {
      const project = join(root, `${point} ${victim}`)
      expect((await killAndGoOn(source, project, point, victim)).killed).toBe(true)
      expect(await remains(project)).toEqual(whole)
    },
    600_000,
  )

  const random = randomStream('kills', victim)
  it.each(Array.from({ length: 10 }, (_, i) => [i + 1, random()]))(
    'at random instant %i (%f of the whole)',
    async (at, share) => {
      const project = join(root, `random ${at} ${victim}`)
      await killAndGoOn(source, project, share * milliseconds, victim)
      expect(await remains(project)).toEqual(whole)
    },
    600_000,
  )
})
