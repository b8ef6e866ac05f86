import { make, proto } from './proto.ts'

/** An attribute of a graph node (AttrValue). */
export type Attribute = ReturnType<typeof attribute.int>

const bytesOf = (text: string) => new TextEncoder().encode(text) // a plain string would be read as base64
const shapeMessage = (sizes: readonly (number | null)[]) =>
  make(proto.TensorShape, { dimList: sizes.map((size) => make(proto.TensorShape.Dim, { size: size ?? -1 })) })

/** Makers of node attributes; shapes write null as "not known". */
export const attribute = {
  int: (i: number) => make(proto.AttrValue, { i }),
  float: (f: number) => make(proto.AttrValue, { f }),
  bool: (b: boolean) => make(proto.AttrValue, { b }),
  type: (type: number) => make(proto.AttrValue, { type }),
  string: (text: string) => make(proto.AttrValue, { s: bytesOf(text) }),
  shape: (sizes: readonly (number | null)[]) => make(proto.AttrValue, { shape: shapeMessage(sizes) }),
  ints: (iList: readonly number[]) =>
    make(proto.AttrValue, { list: make(proto.AttrValue.ListValue, { iList: [...iList] }) }),
  /** `content`: the values' bytes, row-major, little endian. */
  tensor: (dtype: number, sizes: readonly number[], content: Uint8Array) =>
    make(proto.AttrValue, {
      tensor: make(proto.Tensor, { dtype, tensorShape: shapeMessage(sizes), tensorContent: content }),
    }),
}
