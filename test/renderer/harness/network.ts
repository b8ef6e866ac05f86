import type { NetworkRow } from '../../../contract/index.ts'

const convolutions: [block: number, count: number, side: number, channels: number][] = [
  [1, 2, 150, 64],
  [2, 2, 75, 128],
  [3, 3, 37, 256],
  [4, 3, 18, 512],
  [5, 3, 9, 512],
]

/** VGG16 at 150×150 with the book's head for this many classes. */
export function vgg16Rows(classes: number): NetworkRow[] {
  const rows: NetworkRow[] = [row('input_1', 'InputLayer', 'input', [150, 150, 3], 0, 0)]
  let before = 3
  for (const [block, count, side, channels] of convolutions) {
    for (let i = 1; i <= count; i++) {
      const kernel = 9 * before * channels
      rows.push(
        row(`block${block}_conv${i}`, 'Conv2D', 'base', [side, side, channels], kernel + channels, kernel * side ** 2),
      )
      before = channels
    }
    const half = side >> 1
    rows.push(row(`block${block}_pool`, 'MaxPooling2D', 'base', [half, half, channels], 0, 0))
  }
  const outputs = classes === 2 ? 1 : classes
  rows.push(row('flatten', 'Flatten', 'head', [8192], 0, 0))
  rows.push(row('dense', 'Dense', 'head', [256], 8192 * 256 + 256, 8192 * 256))
  rows.push(row('dropout', 'Dropout', 'head', [256], 0, 0))
  rows.push(row('dense_1', 'Dense', 'head', [outputs], 256 * outputs + outputs, 256 * outputs))
  return rows
}

function row(
  name: string,
  type: string,
  part: NetworkRow['part'],
  outputShape: number[],
  params: number,
  multiplyAdds: number,
): NetworkRow {
  const block = part === 'base' ? (/^block\d+/.exec(name)?.[0] ?? null) : null
  return { name, type, part, block, outputShape, params, multiplyAdds, boundary: true }
}
