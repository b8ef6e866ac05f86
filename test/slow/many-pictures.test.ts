import { expect, it } from 'vitest'
import { openManyPictures, scrollThrough } from '../e2e/many-pictures.ts'

it('25,000 pictures: few are under way at a time, and the page stays small, wherever it is scrolled', async () => {
  const count = 25_000
  const many = await openManyPictures(count)
  try {
    expect(many.window.recorded(many.project).photographs).toHaveLength(count)
    await scrollThrough(many, count)
  } finally {
    await many.window.close()
  }
}, 1_800_000)
