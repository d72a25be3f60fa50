import type { App } from '../app.ts'

export const freshStartKey = async (_app: App): Promise<string> => ''
