import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { z } from 'zod'
import { datasetSchema, fail, type Dataset, type Photograph, type Split } from '../../contract/index.ts'
import { systemCode, writeAtomically } from '../files/index.ts'

const fileName = 'dataset.json'

/** Writes `dataset` as dataset.json into the folder `dir`, which is made, whole or not at all. Throws `cannot-write`. */
export async function writeDataset(dir: string, dataset: Dataset): Promise<void> {
  await writeAtomically(join(dir, fileName), `${JSON.stringify(dataset, null, 1)}\n`)
}

/**
 * Reads the dataset.json in the folder `dir`. It may come from anywhere: a file path in it that would leave the
 * photographs' folder makes it throw. Throws `dataset-missing`, `dataset-unreadable`, `dataset-newer`, `dataset-damaged`.
 */
export async function readDataset(dir: string): Promise<Dataset> {
  const file = join(dir, fileName)
  const content = parseJson(await readText(file), file)
  const { data: found } = z.object({ version: z.number() }).safeParse(content)
  if (found && found.version > 1) {
    throw fail('dataset-newer', 'This data set was made by a newer Thaw.', {
      expected: 'version 1',
      found: `version ${found.version}`,
      file,
      remedy: 'Update Thaw, or import the photographs again.',
    })
  }
  const { data, error } = datasetSchema.safeParse(content)
  if (!data) throw damaged(file, describeIssue(error.issues[0]))
  checkReferences(data, file)
  return data
}

/**
 * The data set at `path`: a folder that holds dataset.json, or that file itself. Its photographs' folder must be there.
 * Throws what `readDataset` and `photographsFolder` throw; `dataset-missing` also for a folder of mere photographs.
 */
export async function openDatasetAt(path: string): Promise<{ dataset: Dataset; dir: string; folder: string }> {
  const dir = basename(path) === fileName ? dirname(resolve(path)) : resolve(path)
  const dataset = await readDataset(dir)
  return { dataset, dir, folder: await photographsFolder(dataset, dir) }
}

/** The absolute path of the photographs' folder. Throws `photographs-moved` when it is not there. */
export async function photographsFolder(dataset: Dataset, dir: string): Promise<string> {
  const folder = resolve(dir, dataset.folder)
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isThere) return folder
  throw fail('photographs-moved', "The photographs' folder is not where it was when they were imported.", {
    expected: folder,
    file: join(dir, fileName),
    remedy: 'Put it back there, or say where it is now: thaw dataset relink. Photographs keep their splits.',
  })
}

/** The absolute path of one photograph; `dir` is the folder that holds dataset.json. Never outside the data set's folder. */
export function photographPath(dataset: Dataset, dir: string, photograph: Pick<Photograph, 'file'>): string {
  const folder = resolve(dir, dataset.folder)
  const path = resolve(folder, photograph.file)
  if (path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return path
  throw damaged(join(dir, fileName), `the file ${JSON.stringify(photograph.file)}, which lies outside the folder`)
}

/** The photographs of one split, in the data set's (Keras's) order. */
export function selectSplit(dataset: Dataset, split: Split): Photograph[] {
  return dataset.photographs.filter((photograph) => photograph.split === split)
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw fail('dataset-missing', `There is no ${fileName} in ${dirname(file)}.`, {
        file,
        remedy: 'Import a folder of photographs first.',
      })
    }
    throw fail('dataset-unreadable', `${file} cannot be read.`, {
      found: code ?? String(error),
      file,
      remedy: 'Check its permissions and its disk.',
    })
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error))
  }
}

function checkReferences({ classes, photographs, leftOut = [], quarantined }: Dataset, file: string): void {
  const seen = new Set<string>()
  for (const entry of [...photographs, ...leftOut, ...quarantined]) {
    if (seen.has(entry.file)) throw damaged(file, `${JSON.stringify(entry.file)} twice`)
    seen.add(entry.file)
    if ('class' in entry && !classes.includes(entry.class)) {
      throw damaged(file, `the class ${JSON.stringify(entry.class)}, which is not in its list of classes`)
    }
  }
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'another structure'
  return `${issue.path.join('.') || 'the whole'}: ${issue.message}`
}

function damaged(file: string, found: string) {
  return fail('dataset-damaged', `${file} is not a data set of Thaw's.`, {
    expected: 'a dataset.json as Thaw writes it',
    found,
    file,
    remedy: 'Import the photographs again.',
  })
}
