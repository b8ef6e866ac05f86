import { splits, type ImportPreview, type LayoutSource } from '../../../contract/index.ts'
import { table } from './table.ts'

const most = 12

/** How a folder was understood and what is ignored, for a person to see before the import, and to correct. */
export function layoutText(preview: ImportPreview): string {
  const { layout, classes, splitting, found, ignored, passedOver, archives } = preview
  const columns = splitting === 'given' ? splits : (['photographs'] as const)
  const counts = classes
    .slice(0, most)
    .map(({ name, files, divided }) => [
      name,
      ...(splitting === 'given' ? splits.map((split) => files[split]) : [divided]),
    ])
  return [
    'Layout:',
    ...layout.sources.map((source) => `  ${sourceLine(source)}`),
    ...(layout.sources.length === 0 ? ['  none was recognised'] : []),
    ...(classes.length > 0 ? [table([['', ...columns], ...counts])] : []),
    ...(classes.length > most ? [`  and ${classes.length - most} more classes`] : []),
    ...archives.map(
      ({ name, unpacked, left, encodings }) =>
        `${name}: ${unpacked} files${encodings.length ? `, names in ${encodings.join(', ')}` : ''}` +
        (left.length ? `; ${left.length} not unpacked, such as ${left[0]?.file}: ${left[0]?.detail}` : ''),
    ),
    ...ignored
      .slice(0, most)
      .map(({ folder, files, example, why }) =>
        files === 1
          ? `Ignored: ${example}: ${why}`
          : `Ignored: ${files} files in ${folder || 'the folder itself'}: ${why}`,
      ),
    ...(ignored.length > most ? [`Ignored: and ${ignored.length - most} more folders`] : []),
    ...(passedOver.length > 0
      ? [`Passed over: ${passedOver.length} hidden or system files, such as ${passedOver[0]}`]
      : []),
    `${found} files found. To change it: --as FOLDER=train|validation|test|divide|ignore, --labels folder|name|TABLE.`,
  ].join('\n')
}

function sourceLine({ folder, split, labels }: LayoutSource): string {
  const place = folder === '' ? 'the folder itself' : folder
  if (labels === null) return `${place}: ignored`
  const by = {
    folder: () => 'a folder for each class',
    name: () => 'the class is in the file name',
    table: () =>
      labels.by === 'table' ? `classes from ${labels.table}, columns “${labels.file}” and “${labels.class}”` : '',
  }
  return `${place}: ${split ?? 'to be divided'}; ${by[labels.by]()}`
}
