import { manyPictures } from './many-pictures.ts'
import type { Row } from './row.ts'
import type { WorkerCommand } from './worker.ts'

type Thaw = (row: string, folder: string) => () => WorkerCommand
type Python = (script: string, row: string, folder: string) => () => WorkerCommand

/** Rows on a folder of many pictures. */
export function dataRows(thaw: Thaw, python: Python): [string, (folder: string) => Row][] {
  return [
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
