import { describe, expect, it } from 'vitest'
import { missingLibraries, packagesFor, packagesForPrograms } from './debian-needs.ts'

const LDD = `
\tlinux-vdso.so.1 (0x00007f7dfdd3e000)
\tlibxml2.so.2 => not found
\tliblzma.so.5 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f7dfc21e000)
\tliblzma.so.5 => not found
`

describe('what a fresh Debian lacks', () => {
  it('names each library that is nowhere once', () => {
    expect(missingLibraries(LDD, [])).toEqual(['libxml2.so.2', 'liblzma.so.5'])
  })

  it('does not ask for a library that was shipped and only waits to be linked', () => {
    expect(missingLibraries(LDD, ['libxml2.so.2.9.8'])).toEqual(['liblzma.so.5'])
  })

  it('asks for each package once, and says which library it knows no package for', () => {
    expect(packagesFor(['libz.so.1', 'libz.so.1', 'libodd.so.1'])).toEqual({ install: ['zlib1g'], unknown: ['libodd.so.1'] })
  })

  it('asks for what reads and runs the PHP of the Moodle plugins', () => {
    expect(packagesForPrograms(() => false)).toEqual(['php-cli', 'php-codesniffer', 'phpunit'])
    expect(packagesForPrograms((program) => program !== 'phpcs')).toEqual(['php-codesniffer'])
  })
})
