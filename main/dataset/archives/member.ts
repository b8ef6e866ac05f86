import type { Readable } from 'node:stream'
import type { Refusal } from '../inspect.ts'

/** One entry of an archive, in its order. */
export interface Member {
  /** As the archive says, decoded. */
  path: string
  kind: 'file' | 'folder'
  /** Bytes as the archive says; null: it does not say. */
  bytes: number | null
  crc32?: number
  /** Bytes of the archive that it takes, for progress. */
  packed: number
  /** Why it cannot be had. */
  refusal?: Refusal
  /** Its content; must be read to its end or destroyed before the next member is asked for. */
  open?: () => Promise<Readable | AsyncIterable<Uint8Array>>
  /** The path of an earlier member that it is a second name of. */
  sameAs?: string
}

/** What a reader of archives says about the archive as a whole while it goes on. */
export interface ArchiveNotes {
  encoding: (name: string) => void
  /** The archive is damaged here; what else it holds may not be known. */
  damaged: (detail: string) => void
}
