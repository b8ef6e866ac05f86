import { manyPictures } from './many-pictures.ts'
import type { Row } from './row.ts'
import type { WorkerCommand } from './worker.ts'

type Thaw = (row: string, folder: string) => () => WorkerCommand
type Python = (script: string, row: string, folder: string) => () => WorkerCommand

/** Rows on a folder of many pictures. */
export function dataRows(thaw: Thaw, python: Python): [string, (folder: string) => Row][] {
  const scanRow = (name: string, note: string): [string, (folder: string) => Row] => [
    name,
    (folder) => ({
      name,
      unit: 's',
      better: 'less',
      value: (ms, runs) => ms / runs / 1000,
      peerName: 'Keras',
      note: `${manyPictures} generated JPEGs of 160×120 in 10 classes; ${note}`,
      rounds: 2,
      runs: 1,
      memory: true,
      thaw: thaw(name, folder),
      peer: python('directory.py', name, folder),
    }),
  ]
  return [
    scanRow(
      'scan-25k',
      'Thaw checks every file to its end, hashes it, draws splits without near-duplicates across them; peer: image_dataset_from_directory, every picture decoded once',
    ),
    scanRow(
      'rescan-25k',
      'the same again when nothing has changed: Thaw reads no picture; peer: image_dataset_from_directory, its index alone',
    ),
    [
      'duplicates-25k',
      (folder) => ({
        name: 'duplicates-25k',
        unit: 's',
        better: 'less',
        value: (ms, runs) => ms / runs / 1000,
        peerName: 'PHash in Python',
        note:
          `${manyPictures} generated JPEGs of 160×120 in 10 classes, from files to near-duplicates; Thaw also checks every file to its end, ` +
          'hashes its contents, finds mirrored and cropped copies and draws the splits',
        rounds: 2,
        runs: 1,
        memory: true,
        thaw: thaw('duplicates-25k', folder),
        peer: python('duplicates.py', 'duplicates-25k', folder),
      }),
    ],
  ]
}
