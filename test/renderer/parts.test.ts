import { expect, test } from 'vitest'
import { failureOf } from '../../contract/index.ts'
import { loadPart, usePartsLost } from '../../renderer/parts.ts'

test('a part that cannot be loaded is an error with a way out, and told until it is there', async () => {
  const { partsLost } = usePartsLost()
  let there = false
  const load = () => (there ? Promise.resolve('the part') : Promise.reject(new Error('404')))
  const failure = failureOf(await loadPart(load).catch((error: unknown) => error))
  expect(failure).toMatchObject({ code: 'part-lost', found: '404' })
  expect(failure.remedy).toBeTruthy()
  expect(partsLost.value).toBe(true)

  await loadPart(() => Promise.resolve('another part'))
  expect(partsLost.value).toBe(true)

  there = true
  expect(await loadPart(load)).toBe('the part')
  expect(partsLost.value).toBe(false)
})
