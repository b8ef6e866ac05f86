/** A file that was dropped or chosen, with its place below what was dropped, `/` between. */
export interface DroppedFile {
  file: File
  path: string
}

/**
 * Everything in a drop, folders walked. On the desktop a folder is one `File` with a path of its own, so it is not walked:
 * pass `walk: false`. Must be called in the drop's own handler: the list is empty afterwards.
 */
export async function filesOfDrop(transfer: DataTransfer, { walk }: { walk: boolean }): Promise<DroppedFile[]> {
  if (!walk) return [...transfer.files].map((file) => ({ file, path: file.name }))
  // What another program gives as bytes has no entry, and is one file.
  const things = [...transfer.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const found = things.map(async ({ entry, file }): Promise<DroppedFile[]> => {
    if (entry) return filesOfEntry(entry)
    return file ? [{ file, path: file.name }] : []
  })
  return (await Promise.all(found)).flat()
}

/** Files that a file field gave. */
export function filesOfList(list: FileList): DroppedFile[] {
  return [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }))
}

async function filesOfEntry(entry: FileSystemEntry, below = ''): Promise<DroppedFile[]> {
  const path = below + entry.name
  if (entry.isFile) return [{ file: await fileOf(entry as FileSystemFileEntry), path }]
  const children = await childrenOf(entry as FileSystemDirectoryEntry)
  const files: DroppedFile[] = []
  for (const child of children) files.push(...(await filesOfEntry(child, `${path}/`)))
  return files
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** `readEntries` answers a hundred at a time. */
async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}
