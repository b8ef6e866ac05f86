/** Of classes, in turn: a shape each, so that colour is not the only sign, and a colour token. */
export const shapes = ['circle', 'square', 'triangle', 'diamond', 'cross', 'bar'] as const
export type Shape = (typeof shapes)[number]
const tokens = ['--run-2', '--run-1', '--run-3', '--ice', '--caution', '--wrong'] as const

/** Beyond six classes shapes go on in another colour, so that thirty differ. */
export function markerOf(index: number): { shape: Shape; token: string } {
  const turn = Math.floor(index / shapes.length)
  return { shape: shapes[index % shapes.length]!, token: tokens[(index + turn) % tokens.length]! }
}

type Point = readonly [x: number, y: number]
const corners: Record<Exclude<Shape, 'circle'>, readonly Point[]> = {
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  triangle: [
    [0, -1.1],
    [1.05, 0.8],
    [-1.05, 0.8],
  ],
  diamond: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
  cross: [
    [-1.1, -0.35],
    [-0.35, -0.35],
    [-0.35, -1.1],
    [0.35, -1.1],
    [0.35, -0.35],
    [1.1, -0.35],
    [1.1, 0.35],
    [0.35, 0.35],
    [0.35, 1.1],
    [-0.35, 1.1],
    [-0.35, 0.35],
    [-1.1, 0.35],
  ],
  bar: [
    [-0.45, -1.2],
    [0.45, -1.2],
    [0.45, 1.2],
    [-0.45, 1.2],
  ],
}

/** A marker's outline round a point, as a path of SVG and canvas. */
export function outlineOf(shape: Shape, x: number, y: number, radius: number): string {
  if (shape === 'circle') {
    const arc = `a${radius} ${radius} 0 1 0`
    return `M${x - radius} ${y}${arc} ${2 * radius} 0${arc} ${-2 * radius} 0Z`
  }
  const points = corners[shape].map(([dx, dy]) => `${x + dx * radius} ${y + dy * radius}`)
  return `M${points.join('L')}Z`
}
