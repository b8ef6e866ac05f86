import { className } from './words.ts'

/** What cameras, phones and scanners begin every name with: no class. */
const cameras = new Set(
  'img image dsc dscn dscf p pict pxl mvimg photo picture pic screenshot scan frame capture imag file untitled wp'.split(
    ' ',
  ),
)

/** The class in a name such as `cat.123.jpg`, `great_pyrenees_12.jpg`, `dog (3).png`; null: none. */
export function classOfName(file: string): string | null {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const stem = name.replace(/\.[^.]{1,5}$/, '')
  const found = /^(.*?\p{L}.*?)(?:[\s._-]+[([]?|[([]|(?<=\p{L}))\d+[)\]]?$/u.exec(stem)?.[1]
  return found ? className(found) : null
}

/**
 * Whether the names of these files tell classes: at least two, each on two files, on nine of ten files, and not merely
 * what a camera writes.
 */
export function namesTellClasses(files: readonly string[]): boolean {
  const counts = new Map<string, number>()
  for (const file of files) {
    const name = classOfName(file)
    if (name !== null && !cameras.has(firstWord(name))) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const several = [...counts.values()].filter((count) => count >= 2)
  const covered = several.reduce((sum, count) => sum + count, 0)
  return several.length >= 2 && several.length <= Math.max(2, files.length / 2) && covered >= 0.9 * files.length
}

function firstWord(name: string): string {
  return name.toLowerCase().split(/[\s._\d-]/)[0] ?? ''
}
