import type { Answer } from '../../../contract/index.ts'
import { table } from './table.ts'

/** A line for each layer: shape, how many channels are dead, and the grid's file. */
export function activationsText({ layers }: Answer<'save-activations'>): string {
  return table(
    layers.map(({ name, shape, dead, grid }) => [name, `(${shape.join(', ')})`, deadWords(dead.length), grid]),
  )
}

/** The files; channels that answer to nothing are named. */
export function filtersText({ files, flat }: Answer<'draw-filters'>): string {
  const silent = flat.length === 0 ? [] : [`No gradient reached the picture for the channels ${flat.join(', ')}.`]
  return [...files, ...silent].join('\n')
}

/** A line for each class: its probability and its picture. */
export function gradCamText({ files, layer, maps }: Answer<'draw-grad-cam'>): string {
  const pictures = files.filter((file) => file.endsWith('.png'))
  return [
    `Over ${layer}:`,
    table(maps.map((map, at) => [map.class, map.probability.toFixed(3), pictures[at] ?? map.picture])),
  ].join('\n')
}

function deadWords(count: number): string {
  return count === 0 ? 'none dead' : `${count} dead`
}
