// The house: which folder may import which. Written down in CONTRIBUTING.md; a new folder of main gets its place in `order`.

/** From left to right; folders of one place do not know each other. */
const order = [
  ['files'],
  ['tensorflow'],
  ['network'],
  ['formats'],
  ['dataset', 'zoo'],
  ['features'],
  ['evaluation'],
  ['training'],
  ['figures'],
  ['insight'],
  ['project'],
  ['report'],
  ['engine'],
  ['app'],
  ['serve'],
  ['cli', 'desktop'],
]

const anyOf = (folders) => `^main/(?:${folders.join('|')})/`

const leftToRight = order.flatMap((place, index) =>
  place.map((folder) => {
    const notYet = order.slice(index).flat()
    return {
      name: `${folder}-imports-only-what-lies-left-of-it`,
      comment: `main/${folder} may import contract and ${order.slice(0, index).flat().join(', ') || 'no other folder of main'}.`,
      severity: 'error',
      from: { path: `^main/${folder}/` },
      to: { path: anyOf(notYet), pathNot: `^main/${folder}/` },
    }
  }),
)

const packages = '(?:^|/)node_modules/'

module.exports = {
  forbidden: [
    ...leftToRight,
    {
      name: 'every-folder-of-main-has-its-place',
      comment: 'Give the folder its place in `order` in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^main/[^/]+/', pathNot: anyOf(order.flat()) },
      to: {},
    },
    {
      name: 'a-folder-is-entered-by-its-index',
      comment: "A folder's index.ts is its public face: import that.",
      severity: 'error',
      from: { path: '^(?:main/([^/]+)/|preload/|renderer/|contract/)' },
      to: { path: '^main/[^/]+/', pathNot: ['^main/[^/]+/index\\.ts$', '^main/$1/'] },
    },
    {
      name: 'the-contract-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^(?:main|preload|renderer)/' },
      to: { path: '^contract/', pathNot: '^contract/index\\.ts$' },
    },
    {
      name: 'the-contract-imports-only-zod',
      severity: 'error',
      from: { path: '^contract/' },
      to: { pathNot: ['^contract/', `${packages}zod/`] },
    },
    {
      name: 'the-renderer-imports-only-the-contract',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(?:main|preload|scripts|test)/' },
    },
    {
      name: 'preload-imports-only-the-contract',
      severity: 'error',
      from: { path: '^preload/' },
      to: { path: '^(?:main|renderer|scripts|test)/' },
    },
    {
      name: 'only-desktop-imports-electron',
      severity: 'error',
      from: { path: '^(?:contract|main|renderer)/', pathNot: ['^main/desktop/', '^main/index\\.ts$'] },
      to: { path: [`${packages}electron/`, '^electron$'] },
    },
    {
      name: 'the-application-knows-no-screens-scripts-or-tests',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^(?:renderer|scripts|test|preload)/' },
    },
    {
      name: 'scripts-run-before-anything-is-installed',
      comment: 'scripts/ imports only what Node itself brings.',
      severity: 'error',
      from: { path: '^scripts/' },
      to: { pathNot: '^scripts/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'what-is-shipped-is-a-dependency',
      comment: 'A package that main or preload loads belongs in "dependencies".',
      severity: 'error',
      from: { path: '^(?:contract|main|preload)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: `${packages}electron/`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-imported-exists',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^#', '^virtual:'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
}
