import ts from 'typescript'

/** What a reader of the folders may rely on and an import does not show. Checked in the syntax tree, so comments may say anything. */
export type HouseRule = {
  name: string
  comment: string
  appliesTo(file: string): boolean
  /** The line of each violation. */
  objections(source: ts.SourceFile): number[]
}

// Lower or upper case from the first word on: a sentence for people begins "Select a …".
const SQL =
  /^\s*(?:select\s[\s\S]*?\sfrom\s|insert\s+into\s|update\s+\S+\s+(?:as\s+\S+\s+)?set\s|delete\s+from\s|with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\s|(?:create|alter|drop)\s+(?:table|index|role|database|schema|user)\s|set\s+local\s|lock\s+table\s|listen\s+\w+$|notify\s+\w+)/
const isSql = (text: string) => SQL.test(text) || (text === text.toUpperCase() && SQL.test(text.toLowerCase()))

const isTest = (file: string) => file.endsWith('.test.ts')
const inProduct = (file: string) => file.startsWith('service/src/') && !isTest(file)
const mayHoldSql = (file: string) => file.endsWith('.store.ts') || /^service\/src\/(queue|db)\//.test(file)

export const houseRules: readonly HouseRule[] = [
  {
    name: 'sql-stays-in-stores',
    comment: 'SQL stands in *.store.ts, queue/ and db/ only. (COQL is a language of Zoho, and its client speaks it.)',
    appliesTo: (file) => inProduct(file) && !mayHoldSql(file),
    objections: (source) => linesWhere(source, (node) => isQuery(node) || (!isClient(source.fileName) && holdsSql(node))),
  },
  {
    name: 'only-config-reads-the-environment',
    comment: 'config.ts is the only reader of the environment; everybody else is handed what it read.',
    appliesTo: (file) => inProduct(file) && file !== 'service/src/config.ts',
    objections: (source) => linesWhere(source, readsEnvironment),
  },
  {
    name: 'ports-have-no-code',
    comment: 'A port is bare types: nothing of it is left when it runs.',
    appliesTo: (file) => file.startsWith('service/src/ports/') && !isTest(file),
    objections: (source) => source.statements.filter((statement) => !isBareType(statement)).map((each) => lineOf(source, each)),
  },
]

/** A folder of this name says that nobody found out what it is about. */
export const isNamedForNothing = (folder: string): boolean => /^(utils?|helpers?|commons?)$/i.test(folder)

function isQuery(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'query'
}

function isClient(file: string): boolean {
  return file.startsWith('service/src/clients/')
}

function holdsSql(node: ts.Node): boolean {
  return (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && isSql(node.text)
}

function readsEnvironment(node: ts.Node): boolean {
  return (
    (ts.isPropertyAccessExpression(node) && node.name.text === 'env' && node.expression.getText() === 'process') ||
    (ts.isImportSpecifier(node) &&
      (node.propertyName ?? node.name).text === 'env' &&
      /^["'](node:)?process["']$/.test(node.parent.parent.parent.moduleSpecifier.getText()))
  )
}

function isBareType(statement: ts.Statement): boolean {
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return true
  if (ts.isImportDeclaration(statement)) return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
  return ts.isExportDeclaration(statement) && statement.isTypeOnly
}

function linesWhere(source: ts.SourceFile, matches: (node: ts.Node) => boolean): number[] {
  const lines: number[] = []
  const visit = (node: ts.Node): void => {
    if (matches(node)) lines.push(lineOf(source, node))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return lines
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
}
