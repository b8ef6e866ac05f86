import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readKerasModel } from '../../main/formats/index.ts'
import { zipOf } from '../helpers/archives.ts'
import { temporaryFolder } from '../helpers/photographs.ts'

test('a .keras whose config is no UTF-8 is refused, and no letter put in its place', async () => {
  const file = join(temporaryFolder(), 'model.keras')
  const config = Buffer.from('{"class_name": "Sequential", "config": {"name": "mod\xe8l"}}', 'latin1')
  writeFileSync(
    file,
    zipOf([
      { name: 'config.json', content: config },
      { name: 'model.weights.h5', content: 'weights' },
    ]),
  )
  await expect(readKerasModel(file)).rejects.toMatchObject({
    failure: { code: 'damaged-model', found: 'bytes in config.json that are no UTF-8', file },
  })
})
