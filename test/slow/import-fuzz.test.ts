import { expect, it } from 'vitest'
import { damaged, tryImport, wholeFiles } from '../helpers/import-trials.ts'

const whole = await wholeFiles()

it.each(Object.keys(whole))(
  'a thousand damaged files of kind %s crash nothing, escape nowhere, and are not lost',
  async (kind) => {
    let good = 0
    for (let seed = 1; seed <= 1000; seed++) if (await tryImport(kind, damaged(whole[kind]!, seed))) good++
    // Some changes cost nothing, and some everything: else the mutations would not be what they should.
    expect(good).toBeGreaterThan(0)
    expect(good).toBeLessThan(1000)
  },
  600_000,
)
