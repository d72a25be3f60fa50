/**
 * An error as Moodle's web services word it: HTTP 200 with these members (reference/moodle.md §1). `debuginfo` goes out only
 * when the site runs with developer debugging.
 */
export class MoodleError extends Error {
  readonly exception: string
  readonly errorcode: string
  readonly debuginfo: string | undefined
  constructor(exception: string, errorcode: string, message: string, debuginfo?: string) {
    super(message)
    this.exception = exception
    this.errorcode = errorcode
    this.debuginfo = debuginfo
  }
}

export const invalidParameter = (debuginfo?: string): MoodleError =>
  new MoodleError(
    'core\\exception\\invalid_parameter_exception',
    'invalidparameter',
    'Invalid parameter value detected',
    debuginfo,
  )

/** The plugin's own word on its parameter `items`, told with debugging off too. */
export const invalidItems = (problem: string, index?: number): MoodleError => {
  const told = `${index === undefined ? 'items' : `items[${index}]`}: ${problem}`
  return new MoodleError('local_campusbridge\\local\\invalid_items', 'invalidparameter', told, told)
}

/** The check of Moodle's own answer failed; what was written before it stays written. */
export const invalidResponse = (debuginfo?: string): MoodleError =>
  new MoodleError('core\\exception\\invalid_response_exception', 'invalidresponse', 'Invalid response value detected', debuginfo)

export const moodleException = (errorcode: string, message: string, debuginfo?: string): MoodleError =>
  new MoodleError('core\\exception\\moodle_exception', errorcode, message, debuginfo)

/** A value too long for its column, or a unique index hit. */
export const dmlWriteError = (debuginfo?: string): MoodleError =>
  new MoodleError('dml_write_exception', 'dmlwriteexception', 'Error writing to database', debuginfo)

/** A row that must be there and is not. */
export const missingRecord = (table: string): MoodleError =>
  new MoodleError('dml_missing_record_exception', 'invalidrecord', `Can't find data record in database table ${table}.`)

export const invalidUser = (): MoodleError => new MoodleError('dml_missing_record_exception', 'invaliduser', 'Invalid user')

/** A call that core's programmers did not mean, told in their words. */
export const codingError = (problem: string): MoodleError =>
  new MoodleError(
    'core\\exception\\coding_exception',
    'codingerror',
    `Coding error detected, it must be fixed by a programmer: ${problem}`,
  )

/** The service's role does not carry what a function or an option of it takes. */
export const noPermission = (what: string): MoodleError =>
  new MoodleError(
    'core\\exception\\required_capability_exception',
    'nopermissions',
    `Sorry, but you do not currently have permissions to do that (${what}).`,
  )

export const invalidToken = (): MoodleError => moodleException('invalidtoken', 'Invalid token - token not found')

export const accessDenied = (debuginfo?: string): MoodleError =>
  new MoodleError('webservice_access_exception', 'accessexception', 'Access control exception', debuginfo)
