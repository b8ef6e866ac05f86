import { fileURLToPath } from 'node:url'

/** The compiler's parameters that put our own headers before a source of the binding. */
export const ownHeaders = ['tensor-memory.h', 'session-options.h'].flatMap((header) => [
  '-include',
  fileURLToPath(new URL(header, import.meta.url)),
])
