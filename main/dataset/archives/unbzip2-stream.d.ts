declare module 'unbzip2-stream' {
  /** Takes compressed bytes, gives blocks of decompressed ones as soon as it has them. */
  export default function unbzip2(): NodeJS.ReadWriteStream
}
