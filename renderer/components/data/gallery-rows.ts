import { splits, type PhotographRow, type Split } from '../../../contract/index.ts'

export const cellGap = 6
export const headingHeight = 30

export type GalleryRow =
  { kind: 'heading'; split: Split; count: number } | { kind: 'photographs'; files: PhotographRow[] }

/** Photographs by split, so many to a row, with the pixel at which each row begins and where the last ends. */
export function galleryRows(
  photographs: readonly PhotographRow[],
  columns: number,
  rowHeight: number,
): { rows: GalleryRow[]; tops: number[]; height: number } {
  const rows: GalleryRow[] = []
  const tops: number[] = []
  let height = 0
  for (const split of splits) {
    const files = photographs.filter((photograph) => photograph.split === split)
    rows.push({ kind: 'heading', split, count: files.length })
    tops.push(height)
    height += headingHeight
    for (let i = 0; i < files.length; i += columns) {
      rows.push({ kind: 'photographs', files: files.slice(i, i + columns) })
      tops.push(height)
      height += rowHeight + cellGap
    }
  }
  return { rows, tops, height }
}
