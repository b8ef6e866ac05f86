import { failureOf, type Dataset, type Edit } from '../../contract/index.ts'
import { readDataset, writeDataset } from './dataset-file.ts'
import { joined, redone, undone, withEdits, withoutEdits, withStep } from './edits/index.ts'
import { writeLooks, type Looks } from './looks/index.ts'

/** The last change of each record that this process makes: one after the other, none lost. */
const last = new Map<string, Promise<unknown>>()

function inTurn<T>(dir: string, task: () => Promise<T>): Promise<T> {
  const next = (last.get(dir) ?? Promise.resolve()).then(task)
  const settled = next.then(
    () => {},
    () => {},
  )
  last.set(dir, settled)
  void settled.then(() => last.get(dir) === settled && last.delete(dir))
  return next
}

/**
 * Writes a data set that was just imported as dataset.json into `dir`, with the changes that a person has made there
 * meanwhile: an import of 25,000 photographs takes minutes. Keeps beside it what its photographs look like. Answers what it wrote. Throws what `writeDataset` throws, and
 * what `readDataset` throws for a record that is there and cannot be read.
 */
export function keepImported(dir: string, dataset: Dataset, looks?: Looks): Promise<Dataset> {
  return inTurn(dir, async () => {
    const there = await unlessMissing(readDataset(dir))
    const kept = there ? withEdits(withoutEdits(dataset), joined(dataset.edits, there.edits)) : dataset
    await writeDataset(dir, kept)
    const contents = [...kept.photographs, ...(kept.leftOut ?? [])].map(({ sha256 }) => sha256)
    if (looks) await writeLooks(dir, looks, new Set(contents))
    return kept
  })
}

/**
 * Changes the record in `dir`: `edits` at once, or the last step back, or the one undone last again. The photographs
 * themselves are not touched. Answers the data set as it is then. Throws what `readDataset`, `withStep`, `undone`,
 * `redone` and `writeDataset` throw; nothing is changed then.
 */
export function editDataset(dir: string, step: 'do' | 'undo' | 'redo', edits: readonly Edit[]): Promise<Dataset> {
  return inTurn(dir, async () => {
    const before = await readDataset(dir)
    const steps = {
      do: () => withStep(before, edits, new Date().toISOString()),
      undo: () => undone(before),
      redo: () => redone(before),
    }
    const after = steps[step]()
    await writeDataset(dir, after)
    return after
  })
}

async function unlessMissing(reading: Promise<Dataset>): Promise<Dataset | null> {
  try {
    return await reading
  } catch (error) {
    if (failureOf(error).code === 'dataset-missing') return null
    throw error
  }
}
