import { z } from 'zod'
import { usualGrouping } from './usual-grouping.ts'

/** What belongs together when splits are drawn, so that no twin of a training photograph lies in the test. */
export const groupingSchema = z.object({
  /** Near-duplicates. */
  near: z.boolean().default(usualGrouping.near),
  /** What one camera took within so many seconds of the picture before; 0: not looked at. */
  seconds: z.number().min(0).max(86_400).default(usualGrouping.seconds),
  /** Files of one folder whose names are the same up to the last of this; empty: not looked at. */
  prefix: z.string().max(16).default(usualGrouping.prefix),
})
export type Grouping = z.infer<typeof groupingSchema>

/** How splits are drawn. */
export const drawSchema = z.object({
  /** Shares in per cent, in the order of `splits`; only used when drawn. */
  shares: z.tuple([z.number(), z.number(), z.number()]),
  /** Photographs of each class per split, in the order of `splits`, where counts were asked for instead of shares. */
  perClass: z.tuple([z.number().int(), z.number().int(), z.number().int()]).optional(),
  seed: z.number().int().nonnegative(),
  /** What was kept together when drawn. */
  grouping: groupingSchema.optional(),
})
export type DrawSettings = z.infer<typeof drawSchema>

/** How to divide: shares or counts, what belongs together, and by which seed. What is left out stays as before, or as usual. */
export const divideSettingsSchema = z.object({
  shares: z.tuple([z.number().min(0), z.number().min(0), z.number().min(0)]).optional(),
  perClass: z.tuple([z.number().int().min(0), z.number().int().min(0), z.number().int().min(0)]).optional(),
  /** Of what was drawn before only a redraw changes it. */
  seed: z.number().int().min(0).optional(),
  grouping: groupingSchema.optional(),
})
export type DivideSettings = z.infer<typeof divideSettingsSchema>
