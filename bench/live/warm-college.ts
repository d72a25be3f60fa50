import type { Child } from '../child.ts'
import type { BenchDatabase, Cluster } from '../cluster.ts'
import { setSetting, startService } from '../service.ts'
import { type College, type Student, startCollege } from '../simulated-college.ts'
import { createSender, type Sender } from './hints.ts'
import { type Look, lookInto } from './settled.ts'

export type WarmCollege = {
  college: College
  database: BenchDatabase
  service: Child<string>
  sender: Sender
  look: Look
  students: Student[]
  stop(): Promise<void>
}

/** The service beside a college whose students all have their accounts already. */
export async function warmCollege(cluster: Cluster, name: string, howMany: number): Promise<WarmCollege> {
  const college = await startCollege()
  const database = await cluster.migrated(name)
  await setSetting(database, 'moodle.auth', 'oauth2')
  const service = await startService(database, college.addresses)
  const sender = createSender(service.ready)
  const look = lookInto(database)
  const students = await college.enrol(howMany)
  for (const { id } of students) await sender.hint(id)
  const open = await look.untilSettled(60_000)
  if (open > 0) throw new Error(`${open} students did not get their account before the measurement`)
  return {
    college,
    database,
    service,
    sender,
    look,
    students,
    async stop() {
      await sender.close()
      await service.stop()
      await look.close()
      await college.stop()
    },
  }
}
