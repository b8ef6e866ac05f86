import {
  failureOf,
  type ImportPreview,
  type LayoutChoice,
  type LayoutCorrections,
  type Work,
} from '../../contract/index.ts'
import { correctLayout, layoutProblem, placeFiles, previewOf } from './layouts/index.ts'
import { readFolder } from './read-folder.ts'
import type { Sources } from './sources.ts'

export interface PreviewOptions {
  sources: Sources
  /** In place of the recognised one. */
  layout?: LayoutChoice
  corrections?: LayoutCorrections
  work: Work
}

/**
 * What an import would do, from names and tables of labels alone: no photograph is read and nothing is written. Throws what
 * listing the folder throws and `bad-layout`; a layout that gives no data set is a problem in the answer.
 */
export async function previewImport({ sources, layout, corrections, work }: PreviewOptions): Promise<ImportPreview> {
  const { folder, only, unpacked } = sources
  const reading = await readFolder(folder, { only, layout }, work)
  const { listing, tables, recognised } = reading
  const chosen = corrections ? correctLayout(reading.layout, corrections) : reading.layout
  const placed = placeFiles(listing, chosen, tables)
  const problem = layoutProblem(folder, listing, placed)
  return {
    ...previewOf(listing, tables, chosen, placed),
    recognised,
    archives: unpacked.map(({ stamp: _, below: __, ...report }) => report),
    problem: problem && failureOf(problem),
  }
}
