import { relative, sep } from 'node:path'
import { ThawError, type Dataset, type Work } from '../../contract/index.ts'
import { importDataset, keepImported, openDatasetAt, openSources, readDataset, readLooks } from '../dataset/index.ts'

const isMissing = (error: unknown) => error instanceof ThawError && error.failure.code === 'dataset-missing'

async function recordedIn(folder: string): Promise<Dataset | null> {
  try {
    return await readDataset(folder)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/**
 * Reads the photographs at `source`, a folder or archive of them or a folder with a dataset.json, into a project and keeps the list
 * there. A photograph that the project or that dataset.json already lists stays in its split.
 *
 * @throws what `importDataset` and `readDataset` throw
 */
export async function recordDataset(project: string, source: string, seed: number, work: Work): Promise<Dataset> {
  const own = await recordedIn(project)
  const given = await openDatasetAt(source).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  const sources = given ? null : await openSources({ sources: [source], out: project, publish: true, work })
  const folder = given?.folder ?? sources?.folder ?? source
  const before = own ?? (given && { ...given.dataset, folder: relative(project, folder).split(sep).join('/') })
  const looks = await readLooks(project)
  const archives = sources?.archives
  const options = { folder, recordIn: project, previous: before ?? undefined, archives, looks, seed, work }
  return keepImported(project, await importDataset(options), looks)
}
