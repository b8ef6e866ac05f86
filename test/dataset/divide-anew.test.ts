import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unwatched, type Dataset, type Edit } from '../../contract/index.ts'
import {
  editDataset,
  editStateOf,
  importDataset,
  keepImported,
  readDataset,
  readLooks,
} from '../../main/dataset/index.ts'
import { temporaryFolder, writePhotographs } from '../helpers/photographs.ts'

type Options = Partial<Parameters<typeof importDataset>[0]>

const apart = { near: false, seconds: 0, prefix: '' }

async function imported(first: Options = {}, folders: Record<string, number> = { cats: 16, dogs: 16 }) {
  const home = temporaryFolder()
  const folder = await writePhotographs(join(home, 'photographs'), folders)
  const dir = join(home, 'project')
  const read = async (more: Options = {}, previous?: Dataset) => {
    const looks = await readLooks(dir)
    return importDataset({ folder, recordIn: dir, previous, looks, work: unwatched(), ...more })
  }
  const keep = async (more: Options = {}) => keepImported(dir, await read(more, await readDataset(dir)))
  return { folder, dir, read, keep, first: await keepImported(dir, await read({ seed: 4, grouping: apart, ...first })) }
}

const undo = (dir: string) => editDataset(dir, 'undo', [])
const redo = (dir: string) => editDataset(dir, 'redo', [])
const edit = (dir: string, ...edits: Edit[]) => editDataset(dir, 'do', edits)
const splitsOf = ({ photographs }: Dataset) => new Map(photographs.map(({ file, split }) => [file, split]))
const without = ({ edits: _, firstDraw: __, ...rest }: Dataset) => rest
/** As recorded, without whether it was ever otherwise. */
const plain = (dataset: Dataset) => {
  const { photographs, leftOut = [], ...rest } = without(dataset)
  const bare = <Entry extends { drawn?: unknown }>({ drawn: _, ...entry }: Entry) => entry
  return { ...rest, photographs: photographs.map(bare), leftOut: leftOut.map(bare) }
}

describe('dividing anew', () => {
  it.each<[string, Options]>([
    ['other shares', { shares: [80, 10, 10] }],
    ['another seed', { seed: 99 }],
    ['another grouping', { grouping: { ...apart, prefix: '0' } }],
    ['counts', { perClass: [6, 4, 2] }],
  ])('by %s is one step, undone to exactly what it was and done again', async (_, how) => {
    const { dir, first, keep } = await imported()
    const changed = await keep({ redraw: true, ...how })
    expect(changed).toMatchObject(how.seed === undefined ? { ...how, seed: 4 } : how)
    expect(splitsOf(changed)).not.toEqual(splitsOf(first))
    expect(editStateOf(changed)).toEqual({ undo: { kind: 'divide', count: 1 }, redo: null })

    const back = await undo(dir)
    expect(without(back)).toEqual(without(first))
    expect(back.firstDraw).toBeUndefined()
    expect(editStateOf(back)).toEqual({ undo: null, redo: { kind: 'divide', count: 1 } })
    expect(await readDataset(dir)).toEqual(back)
    expect(await redo(dir)).toEqual(changed)
    expect(await readDataset(dir)).toEqual(changed)
  })

  it('is what an import by these settings would have drawn at first', async () => {
    const { folder, dir, keep } = await imported()
    const how = { shares: [60, 20, 20], seed: 12 } as const
    const changed = await keep({ redraw: true, ...how })
    const fresh = await importDataset({ folder, recordIn: dir, ...how, grouping: apart, work: unwatched() })
    expect(plain(changed)).toEqual(plain(fresh))
  })

  it('leaves what a person moved, left out and brought back as it is, before and after', async () => {
    const { dir, first, keep } = await imported({ perClass: [6, 4, 2] })
    const beyond = first.leftOut![0]!.file
    await edit(dir, { kind: 'move', photographs: ['cats/0001.jpg'], split: 'test' })
    await edit(dir, { kind: 'leave-out', photographs: ['cats/0002.jpg'] })
    const before = await edit(dir, { kind: 'bring-back', photographs: [beyond] })
    const divided = await keep({ redraw: true, seed: 99 })
    expect(splitsOf(divided).get('cats/0001.jpg')).toBe('test')
    expect(divided.leftOut!.some(({ file }) => file === 'cats/0002.jpg')).toBe(true)
    expect(splitsOf(divided).has(beyond)).toBe(true)

    const { file } = divided.photographs.find(({ split }) => split === 'train')!
    const moved = await edit(dir, { kind: 'move', photographs: [file], split: 'validation' })
    expect(splitsOf(moved).get(file)).toBe('validation')
    expect(without(await undo(dir))).toEqual(without(divided))
    expect(without(await undo(dir))).toEqual(without(before))
  })

  it('several times is undone one after the other; where nothing would change there is no step', async () => {
    const { dir, first, keep } = await imported()
    const states = [first]
    for (const seed of [5, 6, 7]) states.push(await keep({ redraw: true, seed }))
    expect(new Set(states.map((state) => JSON.stringify([...splitsOf(state)]))).size).toBe(4)
    expect(await keep({ redraw: true })).toEqual(states[3])
    for (const state of states.slice(0, 3).reverse()) expect(without(await undo(dir))).toEqual(without(state))
    expect(await keep({ redraw: true, seed: 4 }), 'as it is').toEqual(await readDataset(dir))
  })

  it('moves nobody when photographs join later, and those have their place also before it', async () => {
    const { folder, dir, first, keep } = await imported()
    const divided = await keep({ redraw: true, seed: 99 })
    await writePhotographs(folder, { 'cats/later': 6, birds: 4 })
    const later = await keep()
    expect(later.seed).toBe(99)
    expect(later.photographs).toHaveLength(42)
    for (const [file, split] of splitsOf(divided)) expect(splitsOf(later).get(file), file).toBe(split)
    expect(await keep({ seed: 1 }), 'and again').toEqual(later)

    const back = await undo(dir)
    expect(back).toMatchObject({ seed: 4, photographs: { length: 42 } })
    for (const [file, split] of splitsOf(first)) expect(splitsOf(back).get(file), file).toBe(split)
    rmSync(join(folder, 'birds'), { recursive: true })
    await keep()
    const again = await redo(dir)
    expect(again.photographs).toHaveLength(38)
    for (const [file, split] of splitsOf(later)) {
      if (!file.startsWith('birds/')) expect(splitsOf(again).get(file), file).toBe(split)
    }
  })

  it('draws what comes later by settings that are changed without dividing anew', async () => {
    const { folder, dir, keep } = await imported()
    await keep({ redraw: true, seed: 99 })
    await keep({ shares: [100, 0, 0] })
    await writePhotographs(folder, { 'cats/later': 6 })
    const later = await keep()
    const joinedIn = later.photographs.filter(({ file }) => file.startsWith('cats/later/'))
    expect(joinedIn.map(({ split }) => split)).toEqual(Array(6).fill('train'))
    expect(later.shares).toEqual([100, 0, 0])
    expect((await undo(dir)).shares, 'the first draw has its own').toEqual([50, 25, 25])
  })

  it('loses no change that a person makes meanwhile, and comes after it', async () => {
    const { dir, read } = await imported()
    const dividing = read({ redraw: true, seed: 99 }, await readDataset(dir))
    await edit(dir, { kind: 'leave-out', photographs: ['cats/0001.jpg'] })
    const kept = await keepImported(dir, await dividing)
    expect(kept.edits?.done.map((step) => step.edits[0]?.kind)).toEqual(['leave-out', 'divide'])
    expect(kept.leftOut).toMatchObject([{ file: 'cats/0001.jpg' }])
    const back = await undo(dir)
    expect(back.leftOut).toMatchObject([{ file: 'cats/0001.jpg' }])
    expect(editStateOf(back).undo).toEqual({ kind: 'leave-out', count: 1 })
  })

  it('never touches a given test, and does nothing where the folder gives all splits', async () => {
    const partial = await imported({}, { 'train/cats': 16, 'train/dogs': 16, 'test/cats': 4, 'test/dogs': 4 })
    const changed = await partial.keep({ redraw: true, seed: 99 })
    expect(splitsOf(changed)).not.toEqual(splitsOf(partial.first))
    for (const { file, split } of changed.photographs) expect(split === 'test', file).toBe(file.startsWith('test/'))
    expect(without(await undo(partial.dir))).toEqual(without(partial.first))

    const given = await imported({}, { 'train/cats': 4, 'train/dogs': 4, 'validation/cats': 4, 'validation/dogs': 4 })
    const same = await given.keep({ redraw: true, seed: 99 })
    expect(same.photographs).toEqual(given.first.photographs)
    expect(editStateOf(same).undo).toBeNull()
  })

  it('counts for its own layout only: read otherwise, the folder is drawn at first again', async () => {
    const { folder, dir, keep } = await imported({}, { 'train/cats': 16, 'train/dogs': 16 })
    await keep({ redraw: true, seed: 99 })
    await writePhotographs(folder, { 'validation/cats': 4, 'validation/dogs': 4 })
    const given = await keep()
    for (const { file, split } of given.photographs) expect(file.startsWith(`${split}/`), file).toBe(true)
    expect((await undo(dir)).photographs).toEqual(given.photographs)
  })
})
