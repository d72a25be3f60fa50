/** One violation, written into a copy of the tree: the border it crosses must object, and no other. */
export type Trespass = { rule: string; file: string; text: string }
export type Innocent = { file: string; text: string }

export const importTrespasses: readonly Trespass[] = [
  {
    rule: 'no-cycles',
    file: 'service/src/domain/planted-egg.ts',
    text: "import type { Hen } from './planted-hen.ts'\nexport type Egg = Hen",
  },
  {
    rule: 'every-import-is-found',
    file: 'service/src/router/planted-lost.ts',
    text: "export { nothing } from './nowhere.ts'",
  },
  {
    rule: 'flows-never-import-flows',
    file: 'service/src/flows/planted/other-flow.ts',
    text: "import type { Flow } from '../accounts/students.ts'",
  },
  {
    rule: 'flows-see-the-business-only',
    file: 'service/src/flows/planted/store.ts',
    text: "import type { Tx } from '../../db/database.ts'",
  },
  { rule: 'flows-see-the-business-only', file: 'service/src/flows/planted/wire.ts', text: "import { request } from 'undici'" },
  { rule: 'flows-see-the-business-only', file: 'service/src/flows/planted/disk.ts', text: "import { readFile } from 'node:fs'" },
  {
    rule: 'flows-only-read-settings',
    file: 'service/src/flows/planted/settings.ts',
    text: "import { settings } from '../../settings/definitions.ts'",
  },
  {
    rule: 'ports-are-bare-types',
    file: 'service/src/ports/planted.ts',
    text: "import type { Tx } from '../db/database.ts'",
  },
  {
    rule: 'ports-import-types-only',
    file: 'service/src/ports/planted-value.ts',
    text: "import { zohoId } from '../domain/ids.ts'",
  },
  {
    rule: 'domain-imports-nothing',
    file: 'service/src/domain/planted-folder.ts',
    text: "import type { Zoho } from '../ports/zoho.ts'",
  },
  {
    rule: 'domain-imports-nothing',
    file: 'service/src/domain/planted-node.ts',
    text: "import { createHash } from 'node:crypto'",
  },
  { rule: 'domain-imports-nothing', file: 'service/src/domain/planted-package.ts', text: "import { z } from 'zod'" },
  {
    rule: 'only-app-builds-clients',
    file: 'service/src/router/planted.ts',
    text: "import { connectZoho } from '../clients/zoho/connect-zoho.ts'",
  },
  {
    rule: 'a-client-knows-one-system',
    file: 'service/src/clients/moodle/planted.ts',
    text: "import { connectZoho } from '../zoho/connect-zoho.ts'",
  },
  {
    rule: 'sql-only-in-stores',
    file: 'service/src/router/planted-pool.ts',
    text: "import { openDatabase } from '../db/database.ts'",
  },
  { rule: 'sql-only-in-stores', file: 'service/src/router/planted-driver.ts', text: "import pg from 'pg'" },
  {
    rule: 'sql-only-in-stores',
    file: 'service/src/router/planted-builder.ts',
    text: "import pg from 'pg'\nexport const planted = pg.Pool",
  },
  { rule: 'doors-are-thin', file: 'service/src/http/planted.ts', text: "import { claim } from '../queue/claim.ts'" },
  {
    rule: 'doors-are-thin',
    file: 'service/src/cli/planted.ts',
    text: "import { students } from '../flows/accounts/students.ts'",
  },
  {
    rule: 'simulators-share-no-product-code',
    file: 'simulators/zoho/planted.ts',
    text: "import { zohoId } from '../../service/src/domain/ids.ts'",
  },
  {
    rule: 'simulators-share-no-product-code',
    file: 'simulators/moodle/planted.ts',
    text: "import type { MoodleEvent } from '../../contract/webhooks.ts'",
  },
  {
    rule: 'product-never-imports-simulators',
    file: 'service/src/sync/planted.ts',
    text: "import { startSimulators } from '../../../simulators/server.ts'",
  },
  {
    rule: 'product-never-imports-tests',
    file: 'service/src/sync/planted-harness.ts',
    text: "import { createTestDatabase } from '../../test/database.ts'",
  },
  { rule: 'product-never-imports-tests', file: 'service/src/sync/planted-tool.ts', text: "import { expect } from 'vitest'" },
  {
    rule: 'contract-knows-no-service',
    file: 'contract/planted.ts',
    text: "import type { ZohoId } from '../service/src/domain/ids.ts'",
  },
  {
    rule: 'browser-code-sees-contract-only',
    file: 'admin/src/planted.ts',
    text: "import type { ZohoId } from '../../service/src/domain/ids.ts'",
  },
  {
    rule: 'browser-code-sees-contract-only',
    file: 'widget/src/planted.ts',
    text: "import { page } from '../../admin/src/innocent.ts'",
  },
]

export const houseTrespasses: readonly Trespass[] = [
  {
    rule: 'sql-stays-in-stores',
    file: 'service/src/router/planted-call.ts',
    text: "export const find = (tx: Tx) => tx.query(statement, ['a'])",
  },
  {
    rule: 'sql-stays-in-stores',
    file: 'service/src/router/planted-text.ts',
    text: 'export const statement = `select event_id\n  from integration_events_log`',
  },
  {
    rule: 'sql-stays-in-stores',
    file: 'service/src/http/planted-template.ts',
    text: ['export const loud = (table: string) => `INSERT INTO $', '{table} VALUES (1)`'].join(''),
  },
  {
    rule: 'only-config-reads-the-environment',
    file: 'service/src/http/planted-environment.ts',
    text: 'export const port = process.env.PORT',
  },
  {
    rule: 'only-config-reads-the-environment',
    file: 'service/src/http/planted-import.ts',
    text: "import { env } from 'node:process'\nexport const port = env.PORT",
  },
  {
    rule: 'ports-have-no-code',
    file: 'service/src/ports/planted-constant.ts',
    text: 'export const PAGE_SIZE = 50',
  },
  { rule: 'no-folder-named-for-nothing', file: 'service/src/ledger/utils/planted.ts', text: 'export {}' },
  { rule: 'no-folder-named-for-nothing', file: 'simulators/helpers/planted.ts', text: 'export {}' },
  { rule: 'no-folder-named-for-nothing', file: 'contract/common/planted.json', text: '{}' },
]

/** What the borders let through: a rule that objects to everything would pass the rest of this test. */
export const innocents: readonly Innocent[] = [
  {
    // The other half of the cycle, which is reported once.
    file: 'service/src/domain/planted-hen.ts',
    text: "import type { Egg } from './planted-egg.ts'\nexport type Hen = Egg | string",
  },
  {
    file: 'service/src/flows/planted/innocent.ts',
    text: [
      "import { createHash } from 'node:crypto'",
      "import { zohoId } from '../../domain/ids.ts'",
      "import type { Zoho } from '../../ports/zoho.ts'",
      "import type { Setting } from '../../settings/definitions.ts'",
      "import type { Flow } from '../flow.ts'",
    ].join('\n'),
  },
  {
    file: 'service/src/ports/planted-innocent.ts',
    text: "import type { ZohoId } from '../domain/ids.ts'\nexport type Port = ZohoId",
  },
  {
    file: 'service/src/router/planted-innocent.ts',
    text: [
      "import type { Database } from '../db/database.ts'",
      "import { settingsOf } from '../settings/settings.store.ts'",
      "export const hint = 'Select a student from the list, then update the registry'",
    ].join('\n'),
  },
  {
    file: 'service/src/router/planted.store.ts',
    text: "import { openDatabase } from '../db/database.ts'\nexport const one = `select 1 as one from settings`",
  },
  {
    file: 'service/src/start/planted-demo.ts',
    text: "import { startSimulators } from '../../../simulators/server.ts'",
  },
  { file: 'admin/src/innocent.ts', text: "import { zohoWebhook } from '../../contract/webhooks.ts'\nexport const page = 1" },
]
