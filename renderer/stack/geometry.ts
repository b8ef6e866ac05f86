import type { NetworkRow } from '../../contract/index.ts'
import { withCut, type Stack } from './line.ts'

/** Pixels between the slabs on either side of the line. */
export const lineGap = 58
const headTop = 46
const rowGap = 2
const blockGap = 8

/** Where one layer is drawn: `y` from the stage's top, slab sizes in pixels. */
export interface PlacedRow {
  row: NetworkRow
  /** From the input, counted in its own part. */
  index: number
  y: number
  height: number
  width: number
  depth: number
}

export interface Placed {
  head: PlacedRow[]
  /** Above the cut. */
  unused: PlacedRow[]
  base: PlacedRow[]
  /** Top to bottom; a block that the cut divides appears twice. */
  blocks: { name: string; label: string; top: number; bottom: number; from: number; used: boolean }[]
  lineY: number
  cutY: number
  inputY: number
  height: number
}

/** Layers with weights are tall; what only reshapes is thin. */
export const isTall = (row: NetworkRow): boolean => row.params > 0 || /Conv|Dense/.test(row.type)

/** Width is the square root of the feature map's share of the input; `widest` is the width of a map as large as the input. */
function baseWidth(row: NetworkRow, inputSide: number, widest: number): number {
  return Math.max(22, Math.sqrt((row.outputShape[0] ?? 1) / inputSide) * widest)
}

/** Depth is the logarithm of the channels: 6 at 64, 22 at 512. */
function baseDepth(row: NetworkRow): number {
  return Math.min(30, Math.max(3, 6 + (Math.log2(row.outputShape.at(-1) ?? 1) - 6) * 5.33))
}

function headWidth(row: NetworkRow, widest: number): number {
  return ((24 + 7.6 * Math.log2(Math.max(1, row.outputShape.at(-1) ?? 1))) * widest) / 304
}

/** The whole stack with the line at `at`, head on top, input at the bottom. `widest` as in `baseWidth`. */
export function placeStack(stack: Stack, at: number, widest: number): Placed {
  const inputSide = stack.input?.outputShape[0] ?? stack.base[0]?.outputShape[0] ?? 1
  const head: PlacedRow[] = []
  const unused: PlacedRow[] = []
  const base: PlacedRow[] = []
  const placeBase = (row: NetworkRow, index: number, top: number): PlacedRow => ({
    row,
    index,
    y: top,
    height: isTall(row) ? 29 : 19,
    width: baseWidth(row, inputSide, widest),
    depth: baseDepth(row),
  })
  let y = headTop
  for (const [index, row] of [...stack.head.entries()].reverse()) {
    const height = isTall(row) ? 25 : 19
    head.push({ row, index, y, height, width: headWidth(row, widest), depth: row.outputShape.at(-1) === 1 ? 7 : 12 })
    y += height + rowGap
  }
  y += 9
  for (const [index, row] of [...stack.unused.entries()].reverse()) {
    const placed = placeBase(row, stack.base.length + index, y + (index === stack.unused.length - 1 ? blockGap : 0))
    unused.push(placed)
    y = placed.y + placed.height + rowGap
    if (index > 0 && stack.unused[index - 1]?.block !== row.block) y += blockGap
  }
  // The cut's words stand in the middle of its gap.
  if (stack.unused.length) y += 7
  const cutY = y + 3
  y += 20
  let lineY = 0
  if (at >= stack.base.length) {
    lineY = y - 10 + lineGap / 2
    y += lineGap - 10
  }
  for (const [index, row] of [...stack.base.entries()].reverse()) {
    const placed = placeBase(row, index, y)
    base.push(placed)
    y += placed.height + rowGap
    if (index === at) {
      lineY = y - 1 + lineGap / 2
      y += lineGap - 2
    } else if (index > 0 && stack.base[index - 1]?.block !== row.block) y += blockGap
  }
  y += blockGap
  const blocks = [...blocksOf(unused, false), ...blocksOf(base, true)]
  return { head, unused, base, blocks, lineY, cutY, inputY: y, height: y + 72 }
}

function blocksOf(base: PlacedRow[], used: boolean): Placed['blocks'] {
  const blocks: Placed['blocks'] = []
  for (const { row, y, height, index } of base) {
    if (row.block === null) continue
    const last = blocks.at(-1)
    if (last?.name === row.block) Object.assign(last, { bottom: y + height, from: index })
    else
      blocks.push({
        name: row.block,
        label: row.block.replace(/^\D+/, '') || row.block,
        top: y,
        bottom: y + height,
        from: index,
        used,
      })
  }
  return blocks
}

/** The line position whose line would be drawn nearest to `y`. */
export function nearestLine(stack: Stack, widest: number, y: number): number {
  let best = { at: 0, distance: Infinity }
  for (let at = 0; at <= stack.base.length; at++) {
    const distance = Math.abs(placeStack(stack, at, widest).lineY - y)
    if (distance < best.distance) best = { at, distance }
  }
  return best.at
}

/** How many layers of the base are used where the cut would be drawn nearest to `y`; the line keeps its place if it can. */
export function nearestCut(stack: Stack, at: number, widest: number, y: number): number {
  let best = { count: 1, distance: Infinity }
  for (let count = 1; count <= stack.base.length + stack.unused.length; count++) {
    const { cutY } = placeStack(withCut(stack, count), Math.min(at, count), widest)
    if (Math.abs(cutY - y) < best.distance) best = { count, distance: Math.abs(cutY - y) }
  }
  return best.count
}

/** Columns of the table around the slabs, in pixels from the left, for a stage of this width. Narrow stages lose the last column. */
export function columnsFor(width: number) {
  const wide = width >= 780
  const right = width - 18
  const cost = wide ? { left: right - 104, bar: 66, right } : null
  const params = (cost ? cost.left - 18 : right) - 0
  const output = params - (width >= 620 ? 90 : 78)
  const slabLeft = 208
  // The longest output, `150×150×64`, stands to the left of its column's end.
  const slabRight = output - 86
  return {
    block: 20,
    thumb: 66,
    name: 102,
    centre: (slabLeft + slabRight) / 2 + 6,
    widest: Math.max(90, Math.min(304, slabRight - slabLeft)),
    output,
    params,
    cost,
  }
}
export type Columns = ReturnType<typeof columnsFor>
