import { stat } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { fail, type Dataset, type Relinked, type Work } from '../../contract/index.ts'
import { photographPath, readDataset, writeDataset } from '../dataset/index.ts'
import { hashFile, systemCode } from '../files/index.ts'

/** So many files are named in the error. */
const named = 5

/**
 * Says where a project's photographs lie now. Every photograph that dataset.json lists must be in the new folder, under its name and
 * with its content; the path is then written, relative to the project, in one rename. Otherwise nothing is changed.
 *
 * @param folder absolute
 * @throws `dataset-missing`, `folder-missing`, `photographs-differ` with what is missing and what has changed
 */
export async function relinkDataset(project: string, folder: string, work: Work): Promise<Relinked> {
  const before = await readDataset(project)
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isThere) {
    throw fail('folder-missing', 'There is no such folder.', { expected: 'the folder of photographs', file: folder })
  }
  const dataset: Dataset = { ...before, folder: relative(project, resolve(folder)).split(sep).join('/') || '.' }
  const photographs = [...dataset.photographs, ...(dataset.leftOut ?? [])]
  const missing: string[] = []
  const changed: string[] = []
  for (const [done, photograph] of photographs.entries()) {
    work.progress('check', done, photographs.length, 'photographs')
    work.signal.throwIfAborted()
    const found = await hashOrNull(photographPath(dataset, project, photograph))
    if (found === null) missing.push(photograph.file)
    else if (found !== photograph.sha256) changed.push(photograph.file)
  }
  if (missing.length + changed.length > 0) throw differ(folder, photographs.length, missing, changed)
  await writeDataset(project, dataset)
  return { folder: resolve(folder), photographs: photographs.length }
}

/** sha256 of a file; null where there is none that can be read. */
async function hashOrNull(path: string): Promise<string | null> {
  try {
    return await hashFile(path)
  } catch (error) {
    if (systemCode(error) === undefined) throw error
    return null
  }
}

function differ(folder: string, total: number, missing: readonly string[], changed: readonly string[]) {
  const list = (files: readonly string[], what: string) => {
    const rest = files.length > named ? ', …' : ''
    return files.length === 0 ? [] : [`${files.length} ${what}: ${files.slice(0, named).join(', ')}${rest}`]
  }
  return fail('photographs-differ', 'The folder does not hold the photographs of this project.', {
    expected: `all ${total} photographs, as they were imported`,
    found: [...list(missing, 'missing'), ...list(changed, 'changed')].join('; '),
    file: folder,
    remedy:
      missing.length === total
        ? 'Choose the folder that holds the folders of the classes.'
        : 'Put them there as they were, or import the folder anew.',
  })
}
