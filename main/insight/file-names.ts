/** A layer's name as a file's: models inside models have slashes in theirs. */
export const fileNameOf = (layer: string): string =>
  layer
    .replace(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 200)
