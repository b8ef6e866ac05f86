import { expect, it } from 'vitest'
import { damaged, tryImport, wholeFiles } from '../helpers/import-trials.ts'

const whole = await wholeFiles()

// A thousand of each: test/slow/import-fuzz.test.ts.
it.each(Object.keys(whole))(
  'fifty damaged files of kind %s crash nothing, escape nowhere, and are not lost',
  async (kind) => {
    expect(await tryImport(kind, whole[kind]!), 'the whole one').toBe(true)
    for (let seed = 1; seed <= 50; seed++) await tryImport(kind, damaged(whole[kind]!, seed))
  },
)
