import { SaxesParser } from 'saxes'

export type Field = { name: string; type: string; length: number; sequence: boolean }
/** A key or an index; `fields` are those it covers. */
export type Keyed = { name: string; type: string; fields: string[] }
export type Table = { name: string; comment: string; fields: Field[]; keys: Keyed[]; indexes: Keyed[] }
export type InstallXml = { path: string; tables: Table[] }

/** Reads db/install.xml. Throws where it is not well-formed, with line and column. */
export function parseInstallXml(xml: string): InstallXml {
  const parser = new SaxesParser()
  const read: InstallXml = { path: '', tables: [] }
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name: element, attributes }) => {
    const { NAME = '', TYPE = '', COMMENT = '', LENGTH, SEQUENCE, FIELDS = '', PATH = '' } = attributes
    const table = read.tables.at(-1)
    const fields = FIELDS.split(',').map((field) => field.trim())
    if (element === 'XMLDB') read.path = PATH
    if (element === 'TABLE') read.tables.push({ name: NAME, comment: COMMENT, fields: [], keys: [], indexes: [] })
    if (element === 'FIELD') table?.fields.push({ name: NAME, type: TYPE, length: Number(LENGTH), sequence: SEQUENCE === 'true' })
    if (element === 'KEY') table?.keys.push({ name: NAME, type: TYPE, fields })
    if (element === 'INDEX') table?.indexes.push({ name: NAME, type: TYPE, fields })
  })
  parser.write(xml).close()
  return read
}
