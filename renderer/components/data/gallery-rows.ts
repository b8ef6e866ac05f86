import { splits, type PhotographRow, type Split } from '../../../contract/index.ts'

export const cellGap = 6
export const headingHeight = 30

/** What stands above photographs: their split, or that they are left out. */
export type GalleryGroup = Split | 'leftOut'
export type GalleryRow =
  | { kind: 'heading'; group: GalleryGroup; count: number }
  | { kind: 'photographs'; group: GalleryGroup; files: PhotographRow[] }

export const groupOf = ({ leftOut, split }: PhotographRow): GalleryGroup => (leftOut ? 'leftOut' : split)

/** Photographs by split and, where there are any, those left out last, so many to a row, with the pixel at which each row begins and where the last ends. */
export function galleryRows(
  photographs: readonly PhotographRow[],
  columns: number,
  rowHeight: number,
): { rows: GalleryRow[]; tops: number[]; height: number } {
  const rows: GalleryRow[] = []
  const tops: number[] = []
  let height = 0
  const groups = Map.groupBy(photographs, groupOf)
  for (const group of [...splits, 'leftOut'] as const) {
    const files = groups.get(group) ?? []
    if (group === 'leftOut' && files.length === 0) continue
    rows.push({ kind: 'heading', group, count: files.length })
    tops.push(height)
    height += headingHeight
    for (let i = 0; i < files.length; i += columns) {
      rows.push({ kind: 'photographs', group, files: files.slice(i, i + columns) })
      tops.push(height)
      height += rowHeight + cellGap
    }
  }
  return { rows, tops, height }
}
