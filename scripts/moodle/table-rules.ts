import { type InstallXml, parseInstallXml, type Table } from './install-xml.ts'
import { filesOf, type Plugin } from './plugin.ts'
import { caught, distinct, type PluginRule, repeated } from './plugin-rule.ts'

const INSTALL = 'db/install.xml'
const UPGRADE = 'db/upgrade.php'
/** xmldb_table::NAME_MAX_LENGTH and xmldb_field::NAME_MAX_LENGTH of Moodle 4.5. */
const LONGEST_TABLE = 53
const LONGEST_COLUMN = 63
/** Longest `char` that Moodle takes: more cannot be indexed in MariaDB. */
const LONGEST_TEXT = 1333

/** Tables in which nobody can be recognised, and why. */
const IMPERSONAL: Readonly<Record<string, string>> = {
  local_campusbridge_template: 'which grading form belongs to which unit',
  local_campusbridge_watched: 'versions of grading forms and attempts, without whose they are',
}

export const tableRules: readonly PluginRule[] = [
  {
    name: 'tables-are-well-formed',
    comment:
      'db/install.xml is XML as Moodle reads it: names that every database takes, a primary key, no index on a missing column.',
    objections(plugin) {
      const xml = plugin.files.get(INSTALL)
      if (xml === undefined) return []
      const read = parsed(xml)
      if (typeof read === 'string') return [`${INSTALL}: ${read}`]
      const place = `${plugin.component.replace('_', '/')}/db`
      return [
        ...(read.path === place ? [] : [`its PATH is "${read.path}" and not "${place}"`]),
        ...repeated(read.tables.map(({ name }) => name)).map((name) => `two tables are called ${name}`),
        ...read.tables.flatMap((table) => objectionsTo(table, plugin.component).map((wrong) => `table ${table.name}: ${wrong}`)),
      ].map((wrong) => `${INSTALL}: ${wrong}`)
    },
  },
  {
    name: 'tables-are-told-to-the-privacy-api',
    comment: 'Who asks what the site knows about a person must be told of every table: classes/privacy/ names each.',
    objections(plugin) {
      const provider = filesOf(plugin, /^classes\/privacy\//).map(([, text]) => text)
      return tablesOf(plugin)
        .filter(({ name }) => IMPERSONAL[name] === undefined)
        .filter(({ name }) => !provider.some((text) => text.includes(`'${name}'`)))
        .map(({ name }) => `${INSTALL}: table ${name} is not named in classes/privacy/`)
    },
  },
  {
    name: 'upgrades-lead-to-what-is-installed',
    comment:
      'An upgraded site has the tables of a new one: what a step of db/upgrade.php adds is in db/install.xml, and no step is ahead of version.php.',
    objections(plugin) {
      const upgrade = plugin.files.get(UPGRADE)
      if (upgrade === undefined) return []
      const reached = caught(/upgrade_plugin_savepoint\(\s*true,\s*(\d+)/g, upgrade).map(Number)
      const asked = caught(/\$oldversion\s*<\s*(\d+)/g, upgrade).map(Number)
      const tables = tablesOf(plugin)
      const dropped = new Set(caught(/new xmldb_(?:table|field)\(\s*'(\w+)'\s*\);[^;]*\$dbman->drop_/g, upgrade))
      const added = (kind: string) =>
        distinct(caught(new RegExp(`new xmldb_${kind}\\(\\s*'(\\w+)'`, 'g'), upgrade)).filter((name) => !dropped.has(name))
      const columns = new Set(tables.flatMap(({ fields }) => fields.map(({ name }) => name)))
      return [
        ...asked.filter((step) => !reached.includes(step)).map((step) => `the step to ${step} does not end with its savepoint`),
        ...reached
          .filter((step) => step > plugin.declared.version.version)
          .map((step) => `savepoint ${step} is ahead of version.php (${plugin.declared.version.version})`),
        ...added('table')
          .filter((name) => !tables.some((table) => table.name === name))
          .map((name) => `table ${name} is not in ${INSTALL}`),
        ...added('field')
          .filter((name) => !columns.has(name))
          .map((name) => `no table of ${INSTALL} has the field ${name}`),
      ].map((wrong) => `${UPGRADE}: ${wrong}`)
    },
  },
]

function objectionsTo({ name, comment, fields, keys, indexes }: Table, component: string): string[] {
  const columns = fields.map((field) => field.name)
  const primary = keys.find(({ type }) => type === 'primary')
  return [
    ...(name === component || name.startsWith(`${component}_`) ? [] : [`its name does not begin with ${component}_`]),
    ...(name.length <= LONGEST_TABLE ? [] : [`its name is longer than ${LONGEST_TABLE} letters`]),
    ...(comment === '' ? ['it has no COMMENT'] : []),
    ...(primary?.fields.join() === 'id' && fields.some((field) => field.name === 'id' && field.sequence)
      ? []
      : ['its primary key is not a column "id" with a sequence']),
    ...[name, ...columns].filter((each) => !/^[a-z][a-z0-9_]*$/.test(each)).map((each) => `"${each}" is not of small letters`),
    ...columns
      .filter((each) => each.length > LONGEST_COLUMN)
      .map((each) => `column ${each} is longer than ${LONGEST_COLUMN} letters`),
    ...fields
      .filter(({ type, length }) => type === 'char' && !(length > 0 && length <= LONGEST_TEXT))
      .map((field) => `column ${field.name} is of 1 to ${LONGEST_TEXT} letters, or of type text`),
    ...repeated(columns).map((each) => `two columns are called ${each}`),
    ...repeated([...keys, ...indexes].map((each) => each.name)).map((each) => `two keys or indexes are called ${each}`),
    ...repeated([...keys, ...indexes].map((each) => each.fields.join())).map((each) => `(${each}) is indexed twice`),
    ...[...keys, ...indexes].flatMap((each) =>
      each.fields
        .filter((field) => !columns.includes(field))
        .map((field) => `${each.name} covers "${field}", which is no column`),
    ),
  ]
}

/** What is wrong with the XML, or what it says. */
function parsed(xml: string): InstallXml | string {
  try {
    return parseInstallXml(xml)
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

function tablesOf(plugin: Plugin): Table[] {
  const read = parsed(plugin.files.get(INSTALL) ?? '<XMLDB/>')
  return typeof read === 'string' ? [] : read.tables
}
