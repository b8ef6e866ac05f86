import type { Dataset, Photograph } from '../../../contract/index.ts'
import type { Looks } from '../looks/index.ts'
import type { Checked } from './checked-file.ts'

/** A trait tells a class where so large a share of it, and so small a share of the others, has it. */
const most = 0.9
const few = 0.1
/** Of a class with fewer photographs nothing is said. */
const fewest = 10

type Trait = Checked['traits'][number]

/**
 * Classes that a network could tell from the others without looking at the picture: by the format of the file, which
 * leaves traces of its compression, or by the size, which stretching turns into sharpness.
 */
export function traitsOf({ classes, photographs }: Dataset, looks: Looks): Trait[] {
  const formatOf = ({ sha256 }: Photograph): string => looks.get(sha256)?.format ?? ''
  return classes.flatMap((name) => {
    const inside = photographs.filter((photograph) => photograph.class === name)
    const outside = photographs.filter((photograph) => photograph.class !== name)
    if (inside.length < fewest || outside.length < fewest) return []
    return [formatTrait(name, inside, outside, formatOf), sizeTrait(name, inside, outside)].filter((trait) => !!trait)
  })
}

type Photographs = readonly Photograph[]

function formatTrait(
  name: string,
  inside: Photographs,
  outside: Photographs,
  formatOf: (photograph: Photograph) => string,
): Trait | null {
  const counts = Map.groupBy(inside, formatOf)
  const [format, having] = [...counts].sort(([, a], [, b]) => b.length - a.length)[0] ?? ['', []]
  const other = outside.filter((photograph) => formatOf(photograph) === format).length / outside.length
  const share = having.length / inside.length
  if (format === '' || share < most || other > few) return null
  return { trait: 'format', class: name, value: format.toUpperCase(), inside: share, outside: other }
}

const pixelsOf = ({ width, height }: Photograph): number => width * height

/** The number of pixels that best divides the class from the others, if it does. */
function sizeTrait(name: string, inside: Photographs, outside: Photographs): Trait | null {
  const [own, other] = [inside, outside].map((of) => of.map(pixelsOf).sort((a, b) => a - b)) as [number[], number[]]
  const at = (sorted: readonly number[], place: number) => sorted[Math.floor(place * (sorted.length - 1))]!
  const share = (sorted: readonly number[], is: (pixels: number) => boolean) => sorted.filter(is).length / sorted.length
  const bounds: [number, string, (bound: number) => (pixels: number) => boolean][] = [
    [at(own, 1 - most), '≥', (bound) => (pixels) => pixels >= bound],
    [at(own, most), '≤', (bound) => (pixels) => pixels <= bound],
  ]
  for (const [bound, sign, test] of bounds) {
    const [within, without] = [share(own, test(bound)), share(other, test(bound))]
    if (within < most || without > few) continue
    return { trait: 'size', class: name, value: `${sign} ${bound}`, inside: within, outside: without }
  }
  return null
}
