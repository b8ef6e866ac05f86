/** Which names belong together: joined ones, and those joined with them. */
export interface Union {
  join(a: string, b: string): void
  /** From each name that was joined with another to the least of its group. */
  groups(): Map<string, string>
}

export function newUnion(): Union {
  const parents = new Map<string, string>()
  const rootOf = (name: string): string => {
    let root = name
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up
    parents.set(name, root)
    return root
  }
  return {
    join(a, b) {
      const [one, other] = [rootOf(a), rootOf(b)]
      // The least name is always the root, so that a group's name does not depend on the order of joining.
      parents.set(one < other ? other : one, one < other ? one : other)
    },
    groups() {
      const all = [...parents.keys()].map((name) => [name, rootOf(name)] as const)
      const sizes = new Map<string, number>()
      for (const [, root] of all) sizes.set(root, (sizes.get(root) ?? 0) + 1)
      return new Map(all.filter(([, root]) => sizes.get(root)! > 1))
    },
  }
}
