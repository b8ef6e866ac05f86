import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Split } from '../../contract/index.ts'
import { drawSplits, type PerSplit } from '../../main/dataset/split/draw-splits.ts'
import { quotas } from '../../main/dataset/split/quotas.ts'

const half: PerSplit = [50, 25, 25]
const content = (name: string): string => createHash('sha256').update(name).digest('hex')

function filesOf(counts: Record<string, number>): { class: string; sha256: string }[] {
  return Object.entries(counts).flatMap(([name, count]) =>
    [...Array(count).keys()].map((index) => ({ class: name, sha256: content(`${name} ${index}`) })),
  )
}

function draw(files: { class: string; sha256: string }[], more: Partial<Parameters<typeof drawSplits>[0]> = {}) {
  const classes = [...new Set(files.map((file) => file.class))]
  return drawSplits({ classes, files, recorded: new Map(), shares: half, seed: 1, ...more })
}

/** Files per split of one class. */
function countsOf(files: { class: string; sha256: string }[], decided: Map<string, Split>, name: string): number[] {
  const inClass = files.filter((file) => file.class === name).map((file) => decided.get(file.sha256))
  return (['train', 'validation', 'test'] as const).map((split) => inClass.filter((is) => is === split).length)
}

describe('the wanted counts', () => {
  it('of the 272 sample photographs add up to 136, 68 and 68', () => {
    const rows = quotas([92, 68, 34, 78], half)
    expect(rows).toEqual([
      [46, 23, 23],
      [34, 17, 17],
      [17, 9, 8],
      [39, 19, 20],
    ])
  })

  it('add up to the class and are within one of its share, whatever the shares', () => {
    for (const shares of [
      half,
      [80, 10, 10],
      [33.3, 33.3, 33.4],
      [100, 0, 0],
      [70, 30, 0],
      [1 / 3, 1 / 3, 1 / 3],
    ] as PerSplit[]) {
      const whole = shares[0] + shares[1] + shares[2]
      const totals = [...Array(200).keys()]
      quotas(totals, shares).forEach((row, total) => {
        expect(row[0] + row[1] + row[2]).toBe(total)
        row.forEach((count, split) => expect(Math.abs(count - (total * shares[split]!) / whole)).toBeLessThan(1))
      })
    }
  })

  it('of the book are exact: 2000, 1000, 1000 of two classes', () => {
    expect(quotas([2000, 2000], half)).toEqual([
      [1000, 500, 500],
      [1000, 500, 500],
    ])
  })
})

describe('a first draw', () => {
  it('gives every class exactly its counts', () => {
    const files = filesOf({ fish: 92, fruit: 68, leafy: 34, vegetables: 78 })
    const decided = draw(files)
    expect(countsOf(files, decided, 'fish')).toEqual([46, 23, 23])
    expect(countsOf(files, decided, 'leafy')).toEqual([17, 9, 8])
    expect(countsOf(files, decided, 'vegetables')).toEqual([39, 19, 20])
  })

  it('depends on the seed and on the contents, not on the order of the files', () => {
    const files = filesOf({ cats: 40, dogs: 40 })
    const decided = draw(files)
    expect([...draw(files.toReversed(), { classes: ['cats', 'dogs'] })].sort()).toEqual([...decided].sort())
    expect([...draw(files, { seed: 2 })].sort()).not.toEqual([...decided].sort())
  })

  it('keeps identical files together and the counts exact, also over two classes', () => {
    const files = filesOf({ cats: 40, dogs: 40 })
    const copies = [
      { class: 'cats', sha256: content('twin') },
      { class: 'cats', sha256: content('twin') },
      { class: 'cats', sha256: content('stray') },
      { class: 'dogs', sha256: content('stray') },
      { class: 'cats', sha256: content('cats 3') },
    ]
    const decided = draw([...files, ...copies])
    expect(countsOf([...files, ...copies], decided, 'cats')).toEqual([22, 11, 11])
    expect(countsOf([...files, ...copies], decided, 'dogs')).toEqual([21, 10, 10])
  })

  it('with counts per class leaves the rest out', () => {
    const files = filesOf({ cats: 40, dogs: 50 })
    const decided = draw(files, { perClass: [10, 5, 5] })
    expect(countsOf(files, decided, 'cats')).toEqual([10, 5, 5])
    expect(countsOf(files, decided, 'dogs')).toEqual([10, 5, 5])
    expect(decided.size).toBe(40)
  })
})

describe('a later draw', () => {
  it('moves nothing that is recorded, and a new one joins the split furthest below its share', () => {
    const before = filesOf({ cats: 40, dogs: 40 })
    const recorded = draw(before)
    const tests = [...recorded].filter(
      ([sha256, split]) => split === 'test' && before.find((file) => file.sha256 === sha256)?.class === 'cats',
    )
    const without = before.filter((file) => !tests.slice(0, 4).some(([sha256]) => sha256 === file.sha256))
    const fresh = [1, 2, 3].map((index) => ({ class: 'cats', sha256: content(`new ${index}`) }))
    const after = draw([...without, ...fresh], { recorded })
    for (const { sha256 } of without) expect(after.get(sha256)).toBe(recorded.get(sha256))
    for (const { sha256 } of fresh) expect(after.get(sha256)).toBe('test')
  })

  it('never moves anything, however often photographs come and go', () => {
    let files = filesOf({ cats: 12, dogs: 9 })
    let recorded = draw(files)
    for (let round = 0; round < 30; round++) {
      const fresh = { class: round % 3 ? 'cats' : 'dogs', sha256: content(`round ${round}`) }
      files = [...files.filter((_, index) => index !== round % 7 || round % 4), fresh]
      const next = draw(files, { recorded, classes: ['cats', 'dogs'] })
      for (const { sha256 } of files) if (recorded.has(sha256)) expect(next.get(sha256)).toBe(recorded.get(sha256))
      expect(files.every(({ sha256 }) => next.has(sha256))).toBe(true)
      recorded = next
    }
  })
})
