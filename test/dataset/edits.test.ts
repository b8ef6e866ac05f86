import { readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unwatched, type Dataset, type Edit } from '../../contract/index.ts'
import {
  editDataset,
  editStateOf,
  firstLabelOf,
  importDataset,
  keepImported,
  readDataset,
  reportOn,
} from '../../main/dataset/index.ts'
import { temporaryFolder, writePhotographs, writeTree } from '../helpers/photographs.ts'

const failure = (code: string): unknown => expect.objectContaining({ failure: expect.objectContaining({ code }) })

async function imported() {
  const home = temporaryFolder()
  const folder = await writePhotographs(join(home, 'photographs'), { cats: 8, dogs: 8, fish: 8 })
  const dir = join(home, 'project')
  const read = async (previous?: Dataset) =>
    keepImported(dir, await importDataset({ folder, recordIn: dir, previous, seed: 4, work: unwatched() }))
  return { folder, dir, read, first: await read() }
}

const edit = (dir: string, ...edits: Edit[]) => editDataset(dir, 'do', edits)
const entry = ({ photographs, leftOut = [] }: Dataset, file: string) =>
  [...photographs, ...leftOut].find((one) => one.file === file)
const contentOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((file) => [file, statSync(join(folder, file)).mtimeMs])

describe('what a person changes in a data set', () => {
  it('is undone to exactly what it was, step by step, and done again', async () => {
    const { dir, folder, first } = await imported()
    const before = contentOf(folder)
    const states = [first]
    const steps: Edit[][] = [
      [{ kind: 'relabel', photographs: ['cats/0001.jpg', 'cats/0002.jpg'], class: 'dogs' }],
      [{ kind: 'leave-out', photographs: ['dogs/0001.jpg', 'cats/0001.jpg'] }],
      [{ kind: 'mark-hard', photographs: ['fish/0003.jpg'], hard: true }],
      [{ kind: 'move', photographs: ['fish/0001.jpg', 'fish/0002.jpg'], split: 'test' }],
      [{ kind: 'rename-class', class: 'fish', to: 'a fish' }],
      [{ kind: 'merge-classes', classes: ['cats', 'dogs'], to: 'pets' }],
      [
        { kind: 'bring-back', photographs: ['dogs/0001.jpg'] },
        { kind: 'relabel', photographs: ['dogs/0001.jpg'], class: 'birds' },
      ],
    ]
    for (const step of steps) states.push(await edit(dir, ...step))
    const last = states.at(-1)!
    expect(last.classes).toEqual(['a fish', 'birds', 'pets'])
    expect(last.photographs).toHaveLength(23)
    expect(last.leftOut).toMatchObject([{ file: 'cats/0001.jpg', class: 'pets', labelled: 'cats' }])
    expect(entry(last, 'fish/0003.jpg')).toMatchObject({ hard: true, class: 'a fish', labelled: 'fish' })
    expect(entry(last, 'fish/0001.jpg')).toMatchObject({ split: 'test' })
    expect(await readDataset(dir)).toEqual(last)

    for (const state of states.slice(0, -1).reverse()) {
      const { edits: _, ...undone } = await editDataset(dir, 'undo', [])
      const { edits: __, ...expected } = state
      expect(undone).toEqual(expected)
    }
    await expect(editDataset(dir, 'undo', [])).rejects.toThrow(failure('nothing-to-undo'))
    for (const state of states.slice(1)) {
      const redone = await editDataset(dir, 'redo', [])
      expect({ ...redone, edits: null }).toEqual({ ...state, edits: null })
    }
    expect(await readDataset(dir)).toEqual(last)
    await expect(editDataset(dir, 'redo', [])).rejects.toThrow(failure('nothing-to-redo'))
    expect(contentOf(folder)).toEqual(before)
  })

  it('outlives another import, in which nothing that is there already moves', async () => {
    const { dir, folder, first, read } = await imported()
    const changed = await edit(
      dir,
      { kind: 'relabel', photographs: ['cats/0001.jpg'], class: 'dogs' },
      { kind: 'leave-out', photographs: ['cats/0002.jpg'] },
      { kind: 'move', photographs: ['cats/0003.jpg'], split: 'validation' },
      { kind: 'rename-class', class: 'fish', to: 'fishes' },
    )
    expect(await read(changed)).toEqual(changed)

    // Photographs join, and one moves within the folder.
    await writePhotographs(folder, { birds: 4, 'fish/more': 2 })
    renameSync(join(folder, 'cats/0002.jpg'), join(folder, 'cats/renamed.jpg'))
    const later = await read(changed)
    expect(later.classes).toEqual(['birds', 'cats', 'dogs', 'fishes'])
    expect(entry(later, 'fish/more/0001.jpg')).toMatchObject({ class: 'fishes', labelled: 'fish' })
    expect(later.leftOut).toMatchObject([{ file: 'cats/renamed.jpg' }])
    for (const { file, split } of changed.photographs) expect(entry(later, file)?.split, file).toBe(split)

    for (let i = 0; i < 1; i++) await editDataset(dir, 'undo', [])
    const undone = await readDataset(dir)
    expect(undone.leftOut ?? []).toEqual([])
    for (const { file, split, class: name } of first.photographs) {
      if (file !== 'cats/0002.jpg') expect(entry(undone, file), file).toMatchObject({ split, class: name })
    }
  })

  it('is not lost to an import that reads the folder meanwhile', async () => {
    const { dir, folder, first } = await imported()
    const reading = importDataset({ folder, recordIn: dir, previous: first, seed: 4, work: unwatched() })
    await edit(dir, { kind: 'leave-out', photographs: ['cats/0001.jpg'] })
    const kept = await keepImported(dir, await reading)
    expect(kept.leftOut).toMatchObject([{ file: 'cats/0001.jpg' }])
    expect(await readDataset(dir)).toEqual(kept)

    const files = ['dogs/0001.jpg', 'dogs/0002.jpg', 'dogs/0003.jpg', 'dogs/0004.jpg']
    await Promise.all(files.map((file) => edit(dir, { kind: 'relabel', photographs: [file], class: 'cats' })))
    const { photographs, edits } = await readDataset(dir)
    expect(photographs.filter(({ labelled }) => labelled === 'dogs').map(({ file }) => file)).toEqual(files)
    expect(edits?.done).toHaveLength(5)
  })

  it('stays with the file that it was said of, also where another has the same content', async () => {
    const { dir, folder, read } = await imported()
    writeTree(folder, { 'cats/copy.jpg': readFileSync(join(folder, 'cats/0001.jpg')) })
    await read(await readDataset(dir))
    const changed = await edit(dir, { kind: 'leave-out', photographs: ['cats/copy.jpg'] })
    expect(reportOn(changed).duplicates).toEqual([])
    rmSync(join(folder, 'cats/copy.jpg'))
    const later = await read(changed)
    expect(entry(later, 'cats/0001.jpg')).toMatchObject({ split: expect.any(String) as string })
    expect(later.leftOut ?? []).toEqual([])
  })

  it('keeps the first label: through renamed and merged classes, but not through a correction', async () => {
    const { dir } = await imported()
    await edit(dir, { kind: 'relabel', photographs: ['cats/0001.jpg'], class: 'dogs' })
    await edit(dir, { kind: 'rename-class', class: 'cats', to: 'kittens' })
    await edit(dir, { kind: 'rename-class', class: 'dogs', to: 'cats' })
    const dataset = await readDataset(dir)
    const firstOf = firstLabelOf(dataset)
    const one = entry(dataset, 'cats/0001.jpg')!
    expect(one.class).toBe('cats')
    expect(firstOf(one)).toBe('kittens')
    expect(firstOf(entry(dataset, 'dogs/0001.jpg')!)).toBe('cats')
    expect(firstOf(entry(dataset, 'fish/0001.jpg')!)).toBe('fish')
  })

  it('says what undo and redo would be about', async () => {
    const { dir, first } = await imported()
    expect(editStateOf(first)).toEqual({ undo: null, redo: null })
    await edit(dir, { kind: 'leave-out', photographs: ['cats/0001.jpg', 'cats/0002.jpg'] })
    expect(editStateOf(await edit(dir, { kind: 'merge-classes', classes: ['cats', 'dogs'], to: 'cats' }))).toEqual({
      undo: { kind: 'merge-classes', count: 2 },
      redo: null,
    })
    expect(editStateOf(await editDataset(dir, 'undo', []))).toEqual({
      undo: { kind: 'leave-out', count: 2 },
      redo: { kind: 'merge-classes', count: 2 },
    })
  })

  it.each<[string, Edit[]]>([
    ['photograph-missing', [{ kind: 'leave-out', photographs: ['cats/none.jpg'] }]],
    ['class-missing', [{ kind: 'rename-class', class: 'lions', to: 'cats' }]],
    ['class-exists', [{ kind: 'rename-class', class: 'dogs', to: 'cats' }]],
    ['one-class', [{ kind: 'merge-classes', classes: ['cats', 'dogs', 'fish'], to: 'animals' }]],
    [
      'class-missing',
      [
        { kind: 'rename-class', class: 'dogs', to: 'hounds' },
        { kind: 'merge-classes', classes: ['dogs'], to: 'cats' },
      ],
    ],
    ['nothing-to-do', []],
  ])('is refused with %s and changes nothing', async (code, edits) => {
    const { dir, first } = await imported()
    await expect(editDataset(dir, 'do', edits)).rejects.toThrow(failure(code))
    expect(await readDataset(dir)).toEqual(first)
  })
})
