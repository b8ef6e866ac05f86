import { z } from 'zod'

/** A path with `/` that stays inside the folder it is relative to. */
export const insidePath = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (path) => !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'must be a relative path that stays inside the folder',
  )
