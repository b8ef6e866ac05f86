import { fail, type UploadAnswer } from '../../contract/index.ts'
import type { DroppedFile } from './dropped.ts'

/** How files enter and leave: paths and dialogs on the desktop, uploads and downloads in a browser. */
export interface Files {
  /**
   * Paths that the engine can read. A dropped folder arrives as all files in it on a browser and as itself on the desktop;
   * either way the answer holds one path for each file or folder that was dropped. `done` of `total` files.
   */
  receive(files: DroppedFile[], onProgress?: (done: number, total: number) => void): Promise<string[]>
  /** Saves bytes under a name: a native dialog, or a download. Answers the file, or null where nothing says. */
  save(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string | null>
}

/** One `POST` for each file, then the path of each thing at the top of what was dropped. */
export async function upload(
  files: DroppedFile[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<string[]> {
  const batch = crypto.randomUUID()
  const tops = new Map<string, string>()
  let done = 0
  for (const { file, path } of files) {
    const query = new URLSearchParams({ batch, path })
    const answer = await fetch(`upload?${query.toString()}`, { method: 'POST', body: file })
    if (!answer.ok)
      throw fail('upload-refused', `${file.name} could not be brought to Thaw.`, {
        found: `answer ${answer.status}`,
        file: path,
      })
    const placed = (await answer.json()) as UploadAnswer
    const top = path.split('/')[0] ?? path
    tops.set(top, path === top ? placed.path : `${placed.folder}/${top}`)
    onProgress(++done, files.length)
  }
  return [...tops.values()]
}

/** Hands bytes to the browser's own download. */
export function download(url: string, name: string): void {
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
}

export function downloadBytes(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }))
  download(url, name)
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
