import { fail, type SetAside } from '../../contract/index.ts'
import type { Layout } from './layouts/index.ts'
import type { Scanned } from './scan.ts'

/**
 * Throws `class-too-small` where a class cannot be taught: it has fewer than two good photographs, or, in a folder that
 * is already divided, none to train on. Names all such classes, and what was set aside in them.
 */
export function checkClasses(
  root: string,
  layout: Layout,
  good: readonly Scanned[],
  setAside: readonly SetAside[],
): void {
  const inClass = Map.groupBy(good, (photograph) => photograph.class)
  const classOf = new Map(layout.files.map(({ file, class: name }) => [file, name]))
  const small: string[] = []
  for (const name of layout.classes) {
    const photographs = inClass.get(name) ?? []
    const noneToTrain = layout.splitting === 'given' && !photographs.some(({ split }) => split === 'train')
    if (photographs.length >= 2 && !noneToTrain) continue
    const refused = setAside.filter(({ file }) => classOf.get(file) === name || file.split('/').at(-1) === name)
    const aside = refused[0] ? ` (set aside: ${refused.length}, such as ${refused[0].file}: ${refused[0].detail})` : ''
    small.push(`${name}: ${photographs.length}${noneToTrain ? ', none in train' : ''}${aside}`)
  }
  if (small.length === 0) return
  throw fail('class-too-small', 'A class has too few photographs to learn from.', {
    expected: `at least 2 good photographs of each class${layout.splitting === 'given' ? ', one of them in train' : ''}`,
    found: small.join('; '),
    file: root,
    remedy: 'Add photographs of it, or take its folder away.',
  })
}
