/** Of layers by name: a share, 0 … 1, and what it says in words. */
export type RailNotes = ReadonlyMap<string, { share: number; words: string }>
