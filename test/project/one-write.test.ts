import { expect, it } from 'vitest'
import { openOneWrite } from '../../main/project/one-write.ts'

it('goes on beside other work, and lets the next write wait for the one before', async () => {
  const writing = openOneWrite()
  const order: string[] = []
  const first = Promise.withResolvers<undefined>()
  await writing.begin(async () => {
    await first.promise
    order.push('first')
  })
  order.push('beside')
  const second = writing.begin(() => {
    order.push('second')
    return Promise.resolve()
  })
  first.resolve(undefined)
  await second
  await writing.end()
  expect(order).toEqual(['beside', 'first', 'second'])
})

it('gives a write’s error to whoever waits for it, and begins nothing after it', async () => {
  const writing = openOneWrite()
  await writing.begin(() => Promise.reject(new Error('no disk')))
  let begun = false
  const next = writing.begin(() => {
    begun = true
    return Promise.resolve()
  })
  await expect(next).rejects.toThrow('no disk')
  await expect(writing.end()).rejects.toThrow('no disk')
  expect(begun).toBe(false)
})
