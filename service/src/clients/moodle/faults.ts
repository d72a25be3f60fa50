import { NeedsAttentionError, RetryLaterError, SystemHeldError } from '../../domain/errors.ts'
import { type Reason, reasonInDebugInfo } from './reasons.ts'

/** The body of an error, which Moodle sends with HTTP 200. A PHP error has no `errorcode`, a password problem HTML in it. */
export type Fault = { exception: string; errorcode: string; message: string; debuginfo: string }

/** Moodle refused the call for what was in it. A batch is then looked up and halved. */
export class RefusedCall extends NeedsAttentionError {
  readonly errorcode: string
  readonly reason: Reason | undefined

  constructor(wsfunction: string, errorcode: string, reason: Reason | undefined) {
    super('moodle.call_refused', { function: wsfunction, errorcode })
    this.errorcode = errorcode
    this.reason = reason
  }
}

type Meaning = 'token' | 'access' | 'maintenance' | 'database down' | 'database busy' | 'no BTEC' | 'no manual enrolment'

/** What the error codes mean that are not about one record (reference/moodle.md §1 and Moodle's own webservice/lib.php). */
const meanings: Readonly<Record<string, Meaning>> = {
  invalidtoken: 'token',
  invalidtimedtoken: 'token',
  wsaccessuserdeleted: 'token',
  wsaccessuserexpired: 'token',
  wsaccessusernologin: 'token',
  wsaccessusersuspended: 'token',
  wsaccessuserunconfirmed: 'token',
  accessexception: 'access',
  nopermissions: 'access',
  nopermission: 'access',
  requireloginerror: 'access',
  // The maintenance mode of the administration pages; the command line's answers 503.
  sitemaintenance: 'maintenance',
  upgraderunning: 'maintenance',
  dbconnectionfailed: 'database down',
  dmlreadexception: 'database busy',
  dmltransactionexception: 'database busy',
  locktimeout: 'database busy',
  // Our plugin: another writer of the same records did not end in time; what it needs of the site is not there or switched off.
  recordsbusy: 'database busy',
  btecmissing: 'no BTEC',
  manualenrolmentoff: 'no manual enrolment',
  manualpluginnotinstalled: 'no manual enrolment',
}

/** What a fault means for us. Nothing of its texts goes on: they may quote what was sent. */
export function errorOf(fault: Fault, wsfunction: string): Error {
  if (fault.errorcode === 'invalidrecord' && fault.message.includes('external_functions')) {
    return new SystemHeldError('moodle', 'moodle.function_missing', { function: wsfunction })
  }
  const meaning: Meaning | undefined = meanings[fault.errorcode]
  switch (meaning) {
    case 'token':
      return new SystemHeldError('moodle', 'moodle.token_refused', {})
    case 'access':
      return new SystemHeldError('moodle', 'moodle.access_denied', { function: wsfunction })
    case 'maintenance':
      return new SystemHeldError('moodle', 'moodle.maintenance', {})
    case 'database down':
      return new RetryLaterError('moodle.unreachable', { reason: 'Moodle cannot reach its database' }, { system: 'moodle' })
    case 'database busy':
      return new RetryLaterError('moodle.database_busy', { function: wsfunction })
    case 'no BTEC':
      return new SystemHeldError('moodle', 'moodle.function_missing', { function: 'gradingform_btec' })
    case 'no manual enrolment':
      return new SystemHeldError('moodle', 'moodle.function_missing', { function: 'enrol_manual' })
    case undefined:
      return new RefusedCall(wsfunction, nameOf(fault), reasonInDebugInfo(fault.debuginfo))
  }
}

/** A short name for logs and words: the code when it is one, else the kind of PHP error. */
export function nameOf(fault: Fault): string {
  if (isIdentifier(fault.errorcode)) return fault.errorcode
  const kind = fault.exception.split('\\').at(-1) ?? ''
  return isIdentifier(kind) ? kind : 'unnamed'
}

const isIdentifier = (text: string): boolean => /^[A-Za-z0-9_]{1,60}$/.test(text)
