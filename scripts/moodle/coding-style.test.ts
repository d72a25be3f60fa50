import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const STANDARD = join(import.meta.dirname, '../../moodle/phpcs.xml')

/** A class in Moodle's style; each fault is this text with one thing changed. */
const SOUND = `<?php
namespace local_campusbridge;

/**
 * What it is for.
 */
final class sound extends base {
    /** Most of them. */
    public const MAX = 5;

    /**
     * Counts.
     *
     * @param int[] $numbers
     * @return int
     */
    public static function count_all(array $numbers): int {
        global $DB;
        // A sentence.
        foreach ($numbers as $number) {
            if ($number > self::MAX && $DB->record_exists('user', ['id' => $number])) {
                continue;
            }
        }
        return count($numbers) + $GLOBALS['x'];
    }

    #[\\Override]
    public function get_name() {
        return 'name';
    }
}
`

const faults: readonly { rule: string; from: string; to: string }[] = [
  { rule: 'LineLength', from: 'A sentence.', to: `A${' very'.repeat(30)} long sentence.` },
  { rule: 'DisallowLongArraySyntax', from: "['id' => $number]", to: "array('id' => $number)" },
  { rule: 'LowerCaseNames', from: '$number', to: '$theNumber' },
  { rule: 'LowerCaseNames', from: '$number', to: '$the_number' },
  { rule: 'LowerCaseNames', from: 'count_all', to: 'countAll' },
  { rule: 'LowerCaseNames', from: 'class sound', to: 'class Sound' },
  { rule: 'OpeningBraceSameLine', from: 'extends base {', to: 'extends base\n{' },
  { rule: 'OpeningFunctionBraceKernighanRitchie', from: ': int {', to: ': int\n    {' },
  { rule: 'ControlSignature', from: 'foreach (', to: 'foreach(' },
  { rule: 'InlineControlStructure', from: 'return count', to: 'if (self::MAX) return 1;\n        return count' },
  { rule: 'SuperfluousWhitespace', from: 'global $DB;', to: 'global $DB; ' },
  { rule: 'DisallowTabIndent', from: '        global', to: '\t\tglobal' },
  { rule: 'ScopeIndent', from: '        return count', to: '      return count' },
  { rule: 'FunctionComment', from: ' * @param int[] $numbers\n', to: ' *\n' },
  { rule: 'FunctionComment', from: '#[\\Override]\n', to: '' },
  { rule: 'ClassComment', from: '/**\n * What it is for.\n */\n', to: '' },
  { rule: 'InlineComment', from: '// A sentence.', to: '// a sentence.' },
  { rule: 'InlineComment', from: '// A sentence.', to: '// A sentence' },
  { rule: 'LowerCaseConstant', from: "'name'", to: 'TRUE' },
  { rule: 'ForbiddenFunctions', from: 'return count', to: 'print_r($numbers);\n        return count' },
  { rule: 'NoSilencedErrors', from: 'return count', to: 'return @count' },
  { rule: 'EmptyStatement', from: 'continue;', to: '' },
  { rule: 'MethodScope', from: 'public static function', to: 'static function' },
  { rule: 'ConstantVisibility', from: 'public const', to: 'const' },
  { rule: 'EndFileNewline', from: "'name';\n    }\n}\n", to: "'name';\n    }\n}" },
  { rule: 'ClosingTag', from: "'name';\n    }\n}\n", to: "'name';\n    }\n}\n?>\n" },
]

let folder: string
let found: Map<string, string[]>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campusbridge-style-'))
  const texts = [SOUND, ...faults.map(({ from, to }) => SOUND.replaceAll(from, to))]
  await Promise.all(texts.map((text, index) => writeFile(join(folder, `${index}.php`), text)))
  const { stdout } = await run('phpcs', [`--standard=${STANDARD}`, '--report=json', folder]).catch((error: unknown) => {
    // It ends with 1 or 2 where it objects; the report is whole all the same.
    if (error instanceof Error && 'stdout' in error) return { stdout: String(error.stdout) }
    throw error
  })
  const report = JSON.parse(stdout) as { files: Record<string, { messages: { source: string }[] }> }
  found = new Map(
    Object.entries(report.files).map(([path, { messages }]) => [
      path.slice(folder.length + 1),
      [...new Set(messages.map(({ source }) => source.split('.')[2] ?? source))],
    ]),
  )
}, 60_000)

afterAll(() => rm(folder, { recursive: true }))

describe('Moodle’s coding style', () => {
  it('has nothing against a sound class', () => {
    expect(found.get('0.php')).toEqual([])
  })

  it.each(faults.map((fault, index) => ({ ...fault, index })))('$rule objects to $to', ({ rule, index }) => {
    expect(found.get(`${index + 1}.php`)).toContain(rule)
  })
})
