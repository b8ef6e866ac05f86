const signature = '\x89HDF\r\n\x1a\n'

/** Where an HDF5 file itself begins: at 0, or behind 512, 1024, … bytes of somebody else's. Null where it does not. */
export function startOf(bytes: Buffer): number | null {
  for (let at = 0; at + 8 <= bytes.length; at = at === 0 ? 512 : at * 2) {
    if (bytes.toString('latin1', at, at + 8) === signature) return at
  }
  return null
}

/** Where the superblock says where a driver keeps its own block, by the superblock's version; later ones say it elsewhere. */
const driverAt: Readonly<Record<number, number>> = { 0: 48, 1: 52 }
/** What a place in a file is below, for Emscripten and for an operating system. */
const limits = { here: 2n ** 53n, elsewhere: 2n ** 63n }

/**
 * Moves a driver's block that is said to lie far behind the end of the file to where it is still behind it. Nothing is read
 * from the block, but HDF5 looks there when it opens the file: an operating system has no bytes to give for such a place,
 * which HDF5 takes for zeros, while Emscripten fails. The layout is in "HDF5 File Format Specification", II.A.
 */
export function bringDriverNear(bytes: Buffer): void {
  const start = startOf(bytes)
  const version = start === null ? undefined : bytes[start + 8]
  const offset = version === undefined ? undefined : driverAt[version]
  if (start === null || offset === undefined || start + offset + 8 > bytes.length) return
  const address = bytes.readBigUInt64LE(start + offset)
  if (address >= limits.here && address < limits.elsewhere) bytes.writeBigUInt64LE(limits.here / 2n, start + offset)
}
