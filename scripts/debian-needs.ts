/** The Debian package of each library that the embedded PostgreSQL does not ship itself. */
const packages: Readonly<Record<string, string>> = {
  'libgcc_s.so.1': 'libgcc-s1',
  'libstdc++.so.6': 'libstdc++6',
  'liblzma.so.5': 'liblzma5',
  'libz.so.1': 'zlib1g',
  'libxml2.so.2': 'libxml2',
}

/** The Debian package of each program that reads or runs the PHP of the Moodle plugins. */
const programs: Readonly<Record<string, string>> = {
  php: 'php-cli',
  phpcs: 'php-codesniffer',
  phpunit: 'phpunit',
}

/** The libraries that `ldd` did not find, less those that lie beside the program under a longer name, where it will find them once linked. */
export function missingLibraries(lddSaid: string, shipped: readonly string[]): string[] {
  const missing = Array.from(lddSaid.matchAll(/^\s*(\S+) => not found$/gm), ([, library = '']) => library)
  return [...new Set(missing)].filter((library) => !shipped.some((file) => file.startsWith(library)))
}

/** What to install for them; a library that no package is known for is a reason to stop and look. */
export function packagesFor(libraries: readonly string[]): { install: string[]; unknown: string[] } {
  const install = libraries.flatMap((library) => packages[library] ?? [])
  return { install: [...new Set(install)], unknown: libraries.filter((library) => packages[library] === undefined) }
}

/** What to install for the programs that `isThere` does not know. */
export function packagesForPrograms(isThere: (program: string) => boolean): string[] {
  return Object.entries(programs).flatMap(([program, itsPackage]) => (isThere(program) ? [] : [itsPackage]))
}
