/**
 * The order of Python's `sorted()` on strings, by code point, in which Keras numbers class folders. JavaScript's own
 * order is by UTF-16 unit and puts characters outside the basic plane before U+E000 to U+FFFF.
 */
export function byCodePoint(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at))
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Surrogates moved behind every other UTF-16 unit. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** Sorts photographs in place as Keras reads them: by class in the order of `classes`, within it by path. */
export function inKerasOrder<T extends { class: string; file: string }>(
  classes: readonly string[],
  photographs: T[],
): T[] {
  const rank = new Map(classes.map((name, index) => [name, index]))
  return photographs.sort((a, b) => (rank.get(a.class) ?? 0) - (rank.get(b.class) ?? 0) || byCodePoint(a.file, b.file))
}
