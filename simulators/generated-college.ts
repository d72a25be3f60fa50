import { pick } from './college-ids.ts'

/** How large a college is; everything else follows from its students. */
export type CollegeSize = {
  students: number
  /** How many classes each of them is enrolled in. Default 3. */
  classesEach?: number
  /** How many payments each of them has made. Default 2. */
  paymentsEach?: number
  /** How many units a programme has; its classes teach the first eight. Default 8. */
  unitsPerProgram?: number
}

export type GeneratedRecord = readonly [module: string, record: { id: string } & Record<string, unknown>]

const STUDENTS_PER_CLASS = 25
const UNITS_TAUGHT = 8
const INSTALLMENTS = 4

/** Room for 40 million records of each kind, below the ids that the simulator gives out itself. */
const idOf = (block: number, index: number): string => `5725767000${String(block * 40_000_000 + index + 1).padStart(9, '0')}`
const to = (block: number, index: number): { id: string } => ({ id: idOf(block, index) })
const kinds = { program: 1, unit: 2, teacher: 3, student: 4, class: 5, enrollment: 6, registration: 7, payment: 8 } as const

const firstNames = [
  'Maya',
  'Deniz',
  'Omar',
  'Ayşe',
  'Lukas',
  'Noor',
  'Chloé',
  'Ivan',
  'Rania',
  'Tomás',
  'ليلى',
  'Elif Nur',
  'Can',
]
const lastNames = ['Haddad', 'Kaya', 'Petrov', 'Yılmaz', 'Weber', "d'Aubigné", 'Khoury', 'Al-Masri', 'Öztürk', 'Diallo', 'المصري']
const places = [
  ['Amman', 'Jordan'],
  ['Istanbul', 'Turkey'],
  ['Berlin', 'Germany'],
  ['Beirut', 'Lebanon'],
  ['Tunis', 'Tunisia'],
] as const
/** Nine in ten study. */
const statuses = [...Array.from({ length: 17 }, () => 'Active'), 'Registered', 'Freeze', 'Withdraw'] as const
const currencies = ['USD', 'TRY', 'EUR'] as const
const dueDates = ['2026-09-15', '2026-11-15', '2027-01-15', '2027-03-15'] as const

/** How many records of each module a college of this size has; the subforms' rows are not among them. */
export const countsOf = ({ students, classesEach = 3, paymentsEach = 2, unitsPerProgram = UNITS_TAUGHT }: CollegeSize) => {
  const programs = Math.max(3, Math.ceil(students / 500))
  const classesPerProgram = Math.max(classesEach, Math.ceil((students * classesEach) / programs / STUDENTS_PER_CLASS))
  return {
    Products: programs,
    BTEC: programs * unitsPerProgram,
    BTEC_Teachers: Math.max(3, Math.ceil(students / 25)),
    BTEC_Students: students,
    BTEC_Classes: programs * classesPerProgram,
    BTEC_Enrollments: students * classesEach,
    BTEC_Registrations: students,
    BTEC_Payments: students * paymentsEach,
  }
}

/**
 * An invented college of any size, one record after the other, each behind those it points to. The same size gives the same college, record
 * for record; nothing is held, so that 100,000 students cost no memory here.
 */
export function* generateCollege(size: CollegeSize): Generator<GeneratedRecord> {
  const counts = countsOf(size)
  const { classesEach = 3, paymentsEach = 2, unitsPerProgram = UNITS_TAUGHT } = size
  const classesPerProgram = counts.BTEC_Classes / counts.Products

  for (let nr = 0; nr < counts.Products; nr++) yield ['Products', program(nr)]
  for (let nr = 0; nr < counts.BTEC; nr++) yield ['BTEC', unit(nr, unitsPerProgram)]
  for (let nr = 0; nr < counts.BTEC_Teachers; nr++) yield ['BTEC_Teachers', teacher(nr)]
  for (let nr = 0; nr < counts.BTEC_Students; nr++) yield ['BTEC_Students', student(nr, counts.Products)]
  for (let nr = 0; nr < counts.BTEC_Classes; nr++)
    yield ['BTEC_Classes', aClass(nr, counts.Products, counts.BTEC_Teachers, unitsPerProgram)]
  for (let nr = 0; nr < counts.BTEC_Enrollments; nr++) {
    const who = Math.floor(nr / classesEach)
    // The next classes of the student's own programme, round and round, so that all classes fill evenly.
    const turn = Math.floor(who / counts.Products) * classesEach + (nr % classesEach)
    const which = (who % counts.Products) + (turn % classesPerProgram) * counts.Products
    yield ['BTEC_Enrollments', enrollment(nr, who, which)]
  }
  for (let nr = 0; nr < counts.BTEC_Registrations; nr++) yield ['BTEC_Registrations', registration(nr, counts.Products)]
  for (let nr = 0; nr < counts.BTEC_Payments; nr++) yield ['BTEC_Payments', payment(nr, paymentsEach)]
}

const program = (nr: number) => ({
  id: idOf(kinds.program, nr),
  Product_Name: `BTEC Level 5 HND, line ${nr + 1}`,
  Program_ID: `PRG-${nr + 1}`,
  Program_Type: 'Level 5',
  Status: 'Enabled',
  Program_Price: 4200,
})

const unit = (nr: number, perProgram: number) => ({
  id: idOf(kinds.unit, nr),
  Name: `Unit ${(nr % perProgram) + 1} of line ${Math.floor(nr / perProgram) + 1}`,
  Unit_Code: `H/618/${String(nr).padStart(4, '0')}`,
  Unit_Number: String((nr % perProgram) + 1),
  Unit_Level: 'Level 5',
  Program: to(kinds.program, Math.floor(nr / perProgram)),
  P1_description: 'Describe the principles with examples.',
  P2_description: 'Carry out the plan and record every step.',
  M1_description: 'Compare two approaches and justify the choice.',
  D1_description: 'Evaluate the whole work critically.',
})

const teacher = (nr: number) => ({
  id: idOf(kinds.teacher, nr),
  Name: `${pick(firstNames, nr * 3)} ${pick(lastNames, nr)}`,
  Email: `teacher.${nr + 1}.home@college.example`,
  Academic_Email: `teacher.${nr + 1}@college.example`,
})

const student = (nr: number, programs: number) => {
  const First_Name = pick(firstNames, nr)
  const Last_Name = `${pick(lastNames, Math.floor(nr / firstNames.length))} ${nr + 1}`
  const [City, Country] = pick(places, nr)
  return {
    id: idOf(kinds.student, nr),
    Name: `A26B${String(nr + 1).padStart(6, '0')}`,
    First_Name,
    Last_Name,
    Display_Name: `${First_Name} ${Last_Name}`,
    Academic_Email: `student.${nr + 1}@college.example`,
    Email: `student.${nr + 1}.home@college.example`,
    City,
    Country,
    Status: pick(statuses, nr),
    Program: to(kinds.program, nr % programs),
    Currency: pick(currencies, nr),
    Synced_to_Moodle: false,
  }
}

const aClass = (nr: number, programs: number, teachers: number, unitsPerProgram: number) => {
  const taught = Math.min(UNITS_TAUGHT, unitsPerProgram)
  const group = Math.floor(nr / programs)
  const ofUnit = (nr % programs) * unitsPerProgram + (group % taught)
  return {
    id: idOf(kinds.class, nr),
    Name: `C26-${nr + 1}`,
    Class_Name: `Unit ${(group % taught) + 1} of line ${(nr % programs) + 1}, group ${group + 1}`,
    Class_Short_Name: `L${(nr % programs) + 1}-G${group + 1}-26`,
    Unit: to(kinds.unit, ofUnit),
    BTEC_Program: to(kinds.program, nr % programs),
    Teacher: to(kinds.teacher, nr % teachers),
    Class_Status: 'Active',
    Start_Date: '2026-09-07',
    End_Date: '2027-01-22',
  }
}

const enrollment = (nr: number, who: number, which: number) => ({
  id: idOf(kinds.enrollment, nr),
  Name: `E26-${nr + 1}`,
  Classes: to(kinds.class, which),
  Enrolled_Students: to(kinds.student, who),
  Enrollment_Type: 'Normal',
  Start_Date: '2026-09-07',
  Synced_to_Moodle: false,
})

const registration = (nr: number, programs: number) => ({
  id: idOf(kinds.registration, nr),
  Name: `R26-${nr + 1}`,
  Student_ID: to(kinds.student, nr),
  Program: to(kinds.program, nr % programs),
  Registration_Date: '2026-08-24',
  Registration_Status: 'Active',
  Currency: pick(currencies, nr),
  Program_Price: '4200',
  Remaining_Amount: '3150',
  Payment_Schedule: Array.from({ length: INSTALLMENTS }, (_, index) => ({
    Installment_No: index + 1,
    Due_Date: pick(dueDates, index),
    Installment_Amount: 1050,
    Installment_Status: index === 0 ? 'Paid' : 'Pending',
  })),
})

const payment = (nr: number, each: number) => {
  const who = Math.floor(nr / each)
  const turn = nr % each
  const first = turn === 0
  return {
    id: idOf(kinds.payment, nr),
    Name: `P26-${nr + 1}`,
    Student_ID: to(kinds.student, who),
    Registration_ID: to(kinds.registration, who),
    Payment_Amount: first ? 250 : 1050,
    Payment_Date: first ? '2026-08-24' : '2026-09-14',
    Payment_Method: 'Bank',
    Payment_Type: first ? 'Registration Fees' : 'Study Fees',
    Currency: pick(currencies, who),
    ...(first ? {} : { Installment_No: turn }),
  }
}
