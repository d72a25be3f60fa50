/**
 * The secrets of a run on simulators only. They are public, so they protect nothing: `ENVIRONMENT=production` refuses every one of them.
 * Long enough for every rule that a real one must keep.
 */
export const demoSecrets = {
  /** `<id>:<base64 of 32 bytes>`; the bytes say `demo-key-protects-nothing-at-all`. */
  ENCRYPTION_KEY: 'demo:ZGVtby1rZXktcHJvdGVjdHMtbm90aGluZy1hdC1hbGw=',
  MOODLE_TOKEN: 'demo-moodle-token-6f1d0c5b9a3e48d7',
  MOODLE_WEBHOOK_SECRET: 'demo-moodle-webhook-secret-41c8e7a92f5b',
  ZOHO_CLIENT_ID: 'demo-zoho-client-id-1000-7b2e9d',
  ZOHO_CLIENT_SECRET: 'demo-zoho-client-secret-c39f60ab84d1',
  ZOHO_REFRESH_TOKEN: 'demo-zoho-refresh-token-5ad2f81e07b6',
  ZOHO_WEBHOOK_SECRET: 'demo-zoho-webhook-secret-9e04b7d3a6f2',
  ZOHO_WEBHOOK_TOKEN: 'demo-zoho-webhook-token-2c7f95e1b08d4a63',
} as const

export type SecretVariable = keyof typeof demoSecrets

export const isSecretVariable = (variable: string): variable is SecretVariable => variable in demoSecrets

const [, demoKey = ''] = demoSecrets.ENCRYPTION_KEY.split(':')

/** Whether a value, or one entry of a list, is one of ours or was made in their likeness; the key also under another id. */
export const isDemoSecret = (value: string): boolean =>
  value.includes(demoKey) || value.split(',').some((entry) => /^demo[-:]/.test(entry.trim()))
