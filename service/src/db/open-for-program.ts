import { type Database, openDatabase } from './database.ts'

/** Few, so that a program beside the service takes little of what the server allows. */
const CONNECTIONS = 6

/** A small pool for a program that ends soon. A connection that breaks shows in the statement that meets it. */
export const openForProgram = (url: string, { preparedStatements }: { preparedStatements: boolean }): Database =>
  openDatabase(url, { max: CONNECTIONS, preparedStatements, onError: () => {} })
