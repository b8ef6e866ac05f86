export { lookOf, lookSide, type Look } from './look.ts'
export { readLooks, seenOf, writeLooks, type Looks, type Seen } from './look-file.ts'
export { blankSpread, nearBits, nearColours, nearPairs, type NearPair } from './near.ts'
export { takenOf } from './taken.ts'
